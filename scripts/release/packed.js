"use strict";

// The packages as users get them: the folders that are published, packed, and installed where nothing is of this
// checkout.

const { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const { noticesOfAddon } = require("./notices.js");
const { makePublished } = require("./published.js");
const { packageNames } = require("../../js/platforms.js");
const { root, run } = require("../steps.js");
const { napi, version } = require("../../package.json");

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/**
 * Packs the packages with addons, and then the one that loads them, into a folder of tarballs, and answers their paths
 * in this order. `artifacts` is a folder of addons by their platforms' names; else there is what this checkout has
 * built.
 */
async function pack(folder, artifacts) {
  rmSync(folder, { recursive: true, force: true });
  const sources = join(resolve(folder), "npm");
  mkdirSync(sources, { recursive: true });
  const names = await makePlatformPackages(sources, artifacts ?? builtAddon(sources));
  await makePublished(join(sources, "hairtrigger"), names);
  const options = ["--ignore-scripts", "--silent", "--pack-destination", resolve(folder)];
  for (const name of [...names, "hairtrigger"]) {
    await run("npm pack", "npm", ["pack", ...options], { cwd: join(sources, name), output: "quiet" });
  }
  return [...names, "hairtrigger"].map((name) => join(resolve(folder), `${name}-${version}.tgz`));
}

/** A folder with what this checkout has built, under its platform's name. */
function builtAddon(folder) {
  const built = join(root, "hairtrigger.node");
  if (!existsSync(built)) throw new Error("there is no addon to pack: run `npm run build`");
  const artifacts = join(folder, "addons");
  mkdirSync(artifacts);
  copyFileSync(built, join(artifacts, `${packageName().replace("-", ".")}.node`));
  return artifacts;
}

/** Makes a folder for each platform that has an addon among the artifacts; the packages' names. */
async function makePlatformPackages(folder, artifacts) {
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  const cli = join(root, "node_modules", "@napi-rs", "cli", "dist", "cli.js");
  const options = ["create-npm-dirs", "--cwd", folder, "--npm-dir", "."];
  await run("napi create-npm-dirs", process.execPath, [cli, ...options], { output: "quiet" });
  const { parseTriple } = require("@napi-rs/cli");
  const made = [];
  for (const target of napi.targets) {
    const created = join(folder, parseTriple(target).platformArchABI);
    const manifest = JSON.parse(readFileSync(join(created, "package.json"), "utf8"));
    const own = join(folder, manifest.name);
    const artifact = join(artifacts, manifest.main);
    if (existsSync(artifact)) {
      made.push(manifest.name);
      mkdirSync(own);
      copyFileSync(artifact, join(own, manifest.main));
      fillPlatformPackage(own, manifest, target);
    }
    rmSync(created, { recursive: true });
  }
  if (made.length === 0) throw new Error(`there is no addon in ${artifacts}`);
  return made;
}

function fillPlatformPackage(folder, manifest, target) {
  const notices = "THIRD-PARTY-NOTICES.txt";
  const whole = { ...manifest, files: [...manifest.files, notices] };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(whole, null, 2)}\n`);
  writeFileSync(join(folder, notices), noticesOfAddon(target));
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(
    join(folder, "README.md"),
    `# ${manifest.name}\n\nThe native addon of [hairtrigger](${manifest.homepage}) for ${target}. ` +
      "Installing hairtrigger brings it.\n",
  );
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
  await run("npm install", "npm", ["install", ...options, ...packages], { cwd: folder, output: "quiet" });
}

module.exports = { installInto, pack, packageName };
