"use strict";

// `npm run test:e2e`: the pages of the examples in a real Chromium, the one of this machine.
// CHROMIUM names another one.

const { existsSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const { install, root, run, runSteps } = require("../steps.js");
const { provideSystemPackage } = require("./system-package.js");

const folder = join(root, "__test__", "browser");
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const find = () => process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));

function provideChromium() {
  return provideSystemPackage(
    "chromium",
    () => find() !== undefined,
    "There is no Chromium here: install it (on Debian apt-get install chromium), or set CHROMIUM to its path",
  );
}

function test() {
  const env = { ...process.env, CHROMIUM: find() };
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.js"));
  return run("the tests of the pages", process.execPath, ["--test", ...files], { cwd: folder, env });
}

runSteps([
  ["Look for Chromium", provideChromium],
  ["Install playwright-core", () => install(folder)],
  ["The pages in Chromium", test],
]);
