"use strict";

// The package as users get it: packed, and installed into a folder that has nothing of this checkout.

const { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const { packageNames } = require("../../js/platforms.js");
const { root, run } = require("../steps.js");

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Packs the package, and the one with this platform's addon, into a folder of tarballs; their paths. */
async function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = ["--ignore-scripts", "--silent", "--pack-destination", resolve(folder)];
  for (const source of [root, await platformPackage(join(folder, "npm"))]) {
    await run("npm pack", "npm", ["pack", ...options], { cwd: source, isQuiet: true });
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => join(resolve(folder), name));
}

/** Makes the packages of all platforms, and puts what this checkout has built into its own; that folder. */
async function platformPackage(folder) {
  mkdirSync(folder);
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  const cli = join(root, "node_modules", "@napi-rs", "cli", "dist", "cli.js");
  const options = ["create-npm-dirs", "--cwd", resolve(folder), "--npm-dir", "."];
  await run("napi create-npm-dirs", process.execPath, [cli, ...options], { isQuiet: true });
  const name = packageName();
  const own = join(folder, name.replace("hairtrigger-", ""));
  const { main } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  copyFileSync(join(root, "hairtrigger.node"), join(own, main));
  return own;
}

/** The package that holds the addon which a build makes here. */
function packageName() {
  const { arch, platform, report } = process;
  const isMusl = platform === "linux" && report.getReport().header.glibcVersionRuntime === undefined;
  const [likely, other] = packageNames(platform, arch);
  return isMusl ? other : likely;
}

/** Installs tarballs, and other packages, into a folder; what else the folder holds stays. */
async function installInto(folder, packages, manifest = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true, ...manifest }, null, 2)}\n`);
  const options = ["--prefer-offline", "--no-package-lock", ...QUIET];
  await run("npm install", "npm", ["install", ...options, ...packages], { cwd: folder, isQuiet: true });
}

module.exports = { installInto, pack, packageName };
