"use strict";

// Everything a fresh clone needs to be tested, and every test that runs in minutes.

const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const { root, run, install, runSteps } = require("./steps.js");

const node = process.execPath;
const compare = join(root, "compare");
const packaging = join(root, "packaging");

/** Test files below a folder but the slow ones; Node's own search differs between its versions. */
function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".test.js") && !/^slow\b|node_modules/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function runTests(step, folder) {
  return run(step, node, ["--test", ...testFiles(folder)]);
}

function checkTypes() {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return run("tsc", node, [compiler, "--project", "__test__/types"]);
}

runSteps([
  ["Install the npm packages", () => install()],
  ["Install the official SDK to compare with", () => install(compare)],
  ["Install what judges the package", () => install(packaging)],
  ["Build the addon", () => run("build", node, [join(__dirname, "build.js")])],
  ["Rust tests", () => run("cargo test", "cargo", ["test", "--quiet"])],
  ["Type tests", checkTypes],
  ["Node tests", () => runTests("node --test", join(root, "__test__"))],
  ["The same calls through the official SDK", () => runTests("node --test compare", compare)],
  ["The package as it is published", () => runTests("node --test packaging", packaging)],
]);
