"use strict";

// What neither Cargo nor npm can bring.

const { spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");

const { run } = require("../steps.js");

const VALGRIND = {
  name: "valgrind",
  find: () => (spawnSync("valgrind", ["--version"]).status === 0 ? "valgrind" : undefined),
  advice:
    "The memory checks need valgrind, which was not found. Install it (on Debian and Ubuntu:\n" +
    "sudo apt-get install valgrind) and run this command again.",
};

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const CHROMIUM = {
  name: "chromium",
  find: () => process.env.CHROMIUM ?? BROWSERS.find((place) => existsSync(place)),
  advice:
    "There is no Chromium here: install it (on Debian apt-get install chromium), or set CHROMIUM to its path",
};

/**
 * Installs a package of the system, unless it is there. Only a machine that is there for tests gets one without being
 * asked: on one that is somebody's own, the advice says what to do.
 */
async function provide({ name, find, advice }) {
  if (find() !== undefined) return;
  if (!process.env.CI) throw new Error(advice);
  const [command, ...first] = process.getuid() === 0 ? ["apt-get"] : ["sudo", "apt-get"];
  await run("apt-get update", command, [...first, "update", "--quiet"]);
  const options = ["install", "--yes", "--quiet", "--no-install-recommends", name];
  await run("apt-get install", command, [...first, ...options]);
  if (find() === undefined) throw new Error(`${name} was installed, and is not found; ${advice}`);
}

module.exports = { CHROMIUM, VALGRIND, provide };
