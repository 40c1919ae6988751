"use strict";

// What neither Cargo nor npm can bring.

const { run } = require("../steps.js");

/**
 * Installs a package of the system, unless `isThere()`. Only a machine that is there for tests gets one without
 * being asked: on one that is somebody's own, `advice` says what to do.
 */
async function provideSystemPackage(name, isThere, advice) {
  if (isThere()) return;
  if (!process.env.CI) throw new Error(advice);
  const [command, ...first] = process.getuid() === 0 ? ["apt-get"] : ["sudo", "apt-get"];
  await run("apt-get update", command, [...first, "update", "--quiet"]);
  const options = ["install", "--yes", "--quiet", "--no-install-recommends", name];
  await run("apt-get install", command, [...first, ...options]);
  if (!isThere()) throw new Error(`${name} was installed, and is not found; ${advice}`);
}

module.exports = { provideSystemPackage };
