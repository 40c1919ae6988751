"use strict";

// What the scripts share: running a command in sight of the user, and leaving nothing behind when killed.

const { spawn } = require("node:child_process");
const { existsSync, statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
/** Each child with what it has printed and is held back. */
const running = new Map();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopAll();
    process.exit(1);
  });
}
process.on("exit", stopAll);

/** Ends what is still running, compilers started by a build tool included. */
function stopAll() {
  for (const [child, held] of running) {
    show(held);
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

function show(held) {
  for (const chunk of held.splice(0)) process.stdout.write(chunk);
}

/** What happens to the standard output and error of a command. */
const OUTPUTS = { shown: ["inherit", "inherit"], quiet: ["ignore", "inherit"], held: ["pipe", "pipe"] };

/**
 * Runs a command and rejects, naming the step, when it fails. What it prints is `shown`, or its errors alone when it is
 * `quiet`, or all of it `held` until it ends, for commands that run beside others.
 */
function run(step, command, args, { cwd = root, env = process.env, output = "shown" } = {}) {
  const shell = process.platform === "win32" && command === "npm";
  const detached = process.platform !== "win32";
  const child = spawn(command, args, { cwd, env, detached, shell, stdio: ["ignore", ...OUTPUTS[output]] });
  const held = [];
  running.set(child, held);
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => held.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`${step}: ${command} cannot be run (${error.message})`)));
    child.on("close", (code, signal) => {
      running.delete(child);
      show(held);
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

/**
 * Runs steps in order, each under its title, and ends the process when one of them fails. With `lanes` as many run at
 * once: while one waits for a network or a linker, another computes.
 */
async function runSteps(steps, { lanes = 1 } = {}) {
  const waiting = steps.values();
  async function runLane() {
    for (const [title, step] of waiting) {
      const started = Date.now();
      process.stdout.write(`\n> ${title}\n`);
      await step();
      process.stdout.write(`> ${title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, runLane));
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}

module.exports = { root, run, install, runSteps };
