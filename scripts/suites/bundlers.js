"use strict";

// `npm run test:bundlers [-- --bundler next]`: each project of __test__/bundlers bundles the packed package, as
// docs/bundlers.md shows it, and is run: for a server, where it has to work, and for a browser or an edge
// runtime, where it has to say in one sentence why it does not.

const { spawn } = require("node:child_process");
const { cpSync, readdirSync, readFileSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { installInto, pack } = require("../release/packed.js");
const { root, run, runSteps } = require("../steps.js");
const { openWorld } = require("../../__test__/runtimes/world.js");

const home = join(root, "target", "bundlers");
const source = join(root, "__test__", "bundlers");
/** What the projects share. */
const shared = ["server.js", "browser.js"];
const { values } = parseArgs({ options: { bundler: { type: "string" } } });

const all = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The sentence that the package fails with where it cannot run. */
function sentence() {
  try {
    require("../../js/unavailable.js");
  } catch (error) {
    return error.message;
  }
  throw new Error("js/unavailable.js does not throw");
}

/** Makes a project of its own of a bundler's folder, and bundles it. */
async function build(name, tarballs) {
  const folder = join(home, name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(source, name), folder, { recursive: true });
  for (const file of shared) cpSync(join(source, file), join(folder, file));
  await installInto(folder, tarballs, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  await run(`${name}: build`, "npm", ["run", "--silent", "build"], { cwd: folder, env });
}

/** What a script of a project prints. */
async function printed(name, script, world) {
  const env = { ...process.env, HAIRTRIGGER_WORLD: JSON.stringify(world.facts), NODE_ENV: "production" };
  const options = { cwd: join(home, name), env, stdio: ["ignore", "pipe", "inherit"] };
  const child = spawn("npm", ["run", "--silent", script], {
    ...options,
    shell: process.platform === "win32",
  });
  let text = "";
  for await (const part of child.stdout.setEncoding("utf8")) text += part;
  return text.trim();
}

async function check(name, world) {
  const { scripts } = JSON.parse(readFileSync(join(home, name, "package.json"), "utf8"));
  const expected = { start: world.facts.plain.runId, "start:elsewhere": sentence() };
  for (const [script, text] of Object.entries(expected)) {
    // What takes the package into the program's own file is for servers alone.
    if (scripts[script] === undefined) continue;
    const found = await printed(name, script, world);
    if (found === text) console.log(`${name}: ${script} works`);
    else throw new Error(`${name}: ${script} printed ${JSON.stringify(found)}, expected ${text}`);
  }
}

async function testBundlers() {
  const chosen = all.filter((name) => values.bundler === undefined || name === values.bundler);
  if (chosen.length === 0) throw new Error(`No such bundler; there are ${all.join(", ")}`);
  const tarballs = await pack(join(home, "tarballs"));
  cpSync(join(source, "elsewhere.cjs"), join(home, "elsewhere.cjs"));
  const world = await openWorld();
  try {
    for (const name of chosen) {
      await build(name, tarballs);
      await check(name, world);
    }
  } finally {
    await world.close();
  }
}

runSteps([["Bundle the packed package, and run the bundles", testBundlers]]);
