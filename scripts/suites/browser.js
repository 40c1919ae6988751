"use strict";

// `npm run test:e2e`: the pages of the examples in a real Chromium, the one of this machine.
// CHROMIUM names another one.

const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const { install, root, run, runSteps } = require("../steps.js");
const { CHROMIUM, provide } = require("./system-packages.js");

const folder = join(root, "__test__", "browser");
function test() {
  const env = { ...process.env, CHROMIUM: CHROMIUM.find() };
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.js"));
  return run("the tests of the pages", process.execPath, ["--test", ...files], { cwd: folder, env });
}

runSteps([
  ["Look for Chromium", () => provide(CHROMIUM)],
  ["Install playwright-core", () => install(folder)],
  ["The pages in Chromium", test],
]);
