"use strict";

// `npm run test:examples`: the examples that have tests of their own, as their users have them. Each is copied
// out of the repository, and gets hairtrigger from the packed tarball and its test runner from the registry.

const { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const { root, run, runSteps } = require("./steps.js");

const examples = join(root, "examples");
const folder = mkdtempSync(join(tmpdir(), "hairtrigger-examples-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function pack() {
  return run("npm pack", "npm", ["pack", "--silent", "--pack-destination", folder]);
}

async function test(name) {
  const cwd = join(folder, name);
  cpSync(join(examples, name), cwd, { recursive: true });
  const tarball = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith(".tgz")),
  );
  const options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm install", "npm", ["install", ...options, tarball], { cwd });
  await run(`the tests of examples/${name}`, "npm", ["test"], { cwd });
}

const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, "package.json")));

runSteps([
  ["Pack hairtrigger", pack],
  ...names.map((name) => [`The tests of examples/${name}`, () => test(name)]),
]);
