"use strict";

// The package as users get it: packed, and installed into a folder that has nothing of this checkout.

const { mkdirSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const { root, run } = require("./steps.js");

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Packs into a folder of tarballs; their paths. */
async function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = ["--ignore-scripts", "--silent", "--pack-destination", resolve(folder)];
  await run("npm pack", "npm", ["pack", ...options], { cwd: root, isQuiet: true });
  return readdirSync(folder).map((name) => join(resolve(folder), name));
}

/** Installs tarballs, and other packages, into a folder; what else the folder holds stays. */
async function installInto(folder, packages, manifest = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true, ...manifest }, null, 2)}\n`);
  const options = ["--prefer-offline", "--no-package-lock", ...QUIET];
  await run("npm install", "npm", ["install", ...options, ...packages], { cwd: folder, isQuiet: true });
}

module.exports = { installInto, pack };
