"use strict";

// What the scripts share: running a command in sight of the user, and leaving nothing behind when killed.

const { spawn } = require("node:child_process");
const { existsSync, statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const running = new Set();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopAll();
    process.exit(1);
  });
}
process.on("exit", stopAll);

/** Ends what is still running, compilers started by a build tool included. */
function stopAll() {
  for (const child of running) {
    try {
      // Each command leads a process group of its own, so its descendants are reached too.
      if (process.platform === "win32") child.kill();
      else process.kill(-child.pid);
    } catch {
      // It has just ended by itself.
    }
  }
  running.clear();
}

/** Runs a command and rejects, naming the step, when it fails; a quiet one shows its errors alone. */
function run(step, command, args, { cwd = root, env = process.env, isQuiet = false } = {}) {
  const shell = process.platform === "win32" && command === "npm";
  const detached = process.platform !== "win32";
  const stdio = ["ignore", isQuiet ? "ignore" : "inherit", "inherit"];
  const child = spawn(command, args, { cwd, env, detached, shell, stdio });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`${step}: ${command} cannot be run (${error.message})`)));
    child.on("exit", (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${step} failed (${signal ?? `exit code ${code}`})`));
    });
  });
}

/** Installs a folder's npm packages, unless they are those of its lock file already. */
async function install(folder = root) {
  const lock = join(folder, "package-lock.json");
  const installed = join(folder, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  // Not `npm ci`: it insists on packages for other platforms, which not every registry mirror has.
  const options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm install", "npm", ["install", ...options], { cwd: folder });
}

/** Runs steps in order, each under its title, and ends the process when one of them fails. */
async function runSteps(steps) {
  try {
    for (const [title, step] of steps) {
      const started = Date.now();
      process.stdout.write(`\n> ${title}\n`);
      await step();
      process.stdout.write(`> ${title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
    }
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}

module.exports = { root, run, install, runSteps };
