"use strict";

// `npm run test:e2e`: the connect page of examples/tenants in a real Chromium, the one of this machine.
// CHROMIUM names another one.

const { existsSync } = require("node:fs");
const { join } = require("node:path");

const { install, root, run, runSteps } = require("./steps.js");

const folder = join(root, "e2e");
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const find = () => process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));

/** Only a machine that is there for tests gets a browser without being asked. */
async function provide() {
  if (find()) return;
  if (process.env.CI) {
    await run("apt-get update", "apt-get", ["update", "-qq"]);
    await run("apt-get install", "apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  }
  if (!find()) {
    throw new Error(
      "There is no Chromium here: install it (on Debian apt-get install chromium), or set CHROMIUM to its path",
    );
  }
}

function test() {
  const env = { ...process.env, CHROMIUM: find() };
  return run("the tests of the connect page", process.execPath, ["--test", join(folder, "connect.test.js")], {
    env,
  });
}

runSteps([
  ["Look for Chromium", provide],
  ["Install playwright-core", () => install(folder)],
  ["The connect page in Chromium", test],
]);
