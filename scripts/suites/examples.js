"use strict";

// `npm run test:examples`: the examples that have tests of their own, as their users have them. Each is copied
// out of the repository, and gets hairtrigger from the packed tarball and its test runner from the registry.

const { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const { pack } = require("../release/packed.js");
const { root, run, runSteps } = require("../steps.js");

const examples = join(root, "examples");
const folder = mkdtempSync(join(tmpdir(), "hairtrigger-examples-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let tarballs;

async function packPackage() {
  tarballs = await pack(join(folder, "tarballs"));
}

async function test(name) {
  const cwd = join(folder, name);
  cpSync(join(examples, name), cwd, { recursive: true });
  const options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm install", "npm", ["install", ...options, ...tarballs], { cwd });
  await run(`the tests of examples/${name}`, "npm", ["test"], { cwd });
}

const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, "package.json")));

runSteps([
  ["Pack hairtrigger", packPackage],
  ...names.map((name) => [`The tests of examples/${name}`, () => test(name)]),
]);
