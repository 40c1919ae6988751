"use strict";

const { createRequire } = require("node:module");

const { thisFile } = require("./frames.js");

/** The packages that may hold the addon for a platform, the likelier first. */
function packageNames(platform, arch) {
  return names.filter((name) => name.startsWith(`hairtrigger-${platform}-${arch}`));
}

/** Every package with an addon, as the targets in package.json have it. */
const names = [
  "hairtrigger-linux-x64-gnu",
  "hairtrigger-linux-x64-musl",
  "hairtrigger-linux-arm64-gnu",
  "hairtrigger-linux-arm64-musl",
  "hairtrigger-darwin-x64",
  "hairtrigger-darwin-arm64",
  "hairtrigger-win32-x64-msvc",
  "hairtrigger-win32-arm64-msvc",
];

/** With these a `require` that loads files says that it found none, or one that does not fit. */
const LOADER_CODES = new Set(["MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"]);

/**
 * An `addon`, or the `error` of loading it. Each is written out, for the tools that look in a file for what it
 * requires; and in a `try`, where they take it for something that may be missing.
 *
 * @returns {{ addon?: any, error?: any }}
 */
function tryAddon(name) {
  try {
    switch (name) {
      case "hairtrigger.node":
        return { addon: require("../hairtrigger.node") };
      case "hairtrigger-linux-x64-gnu":
        return { addon: require("hairtrigger-linux-x64-gnu") };
      case "hairtrigger-linux-x64-musl":
        return { addon: require("hairtrigger-linux-x64-musl") };
      case "hairtrigger-linux-arm64-gnu":
        return { addon: require("hairtrigger-linux-arm64-gnu") };
      case "hairtrigger-linux-arm64-musl":
        return { addon: require("hairtrigger-linux-arm64-musl") };
      case "hairtrigger-darwin-x64":
        return { addon: require("hairtrigger-darwin-x64") };
      case "hairtrigger-darwin-arm64":
        return { addon: require("hairtrigger-darwin-arm64") };
      case "hairtrigger-win32-x64-msvc":
        return { addon: require("hairtrigger-win32-x64-msvc") };
      case "hairtrigger-win32-arm64-msvc":
        return { addon: require("hairtrigger-win32-arm64-msvc") };
      default:
        throw new Error(`there is no package ${name}`);
    }
  } catch (error) {
    return LOADER_CODES.has(error.code) ? { error } : tryBeside(name);
  }
}

/** A bundle that is an ES module, or a single executable, may have a `require` that loads no files, or none. */
function tryBeside(name) {
  try {
    return { addon: requireBeside()(name) };
  } catch (error) {
    return { error };
  }
}

/** A `require` that looks from where this file is, or the bundle that it has become a part of. */
function requireBeside() {
  return createRequire(typeof __filename === "string" ? __filename : thisFile());
}

module.exports = { names, packageNames, requireBeside, tryAddon };
