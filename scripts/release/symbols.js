"use strict";

// `node scripts/release/symbols.js --target <triple>`: moves the debug symbols of an addon that was built with them into
// target/symbols, as the release keeps them, and leaves the addon as it is published.
//
// On Linux they are in the addon, on macOS and Windows the compiler has put them beside it.

const { execFileSync } = require("node:child_process");
const { cpSync, existsSync, mkdirSync, readdirSync } = require("node:fs");
const { basename, join } = require("node:path");
const { parseArgs } = require("node:util");

const { root } = require("../steps.js");

const FOLDER = join(root, "target", "symbols");

/** Takes the symbols out of an addon for Linux, and leaves the name of their file in it. */
function separate(addon, folder = FOLDER) {
  mkdirSync(folder, { recursive: true });
  const symbols = join(folder, `${basename(addon)}.debug`);
  const objcopy = findObjcopy();
  execFileSync(objcopy, ["--only-keep-debug", addon, symbols]);
  execFileSync(objcopy, ["--strip-all", addon]);
  execFileSync(objcopy, [`--add-gnu-debuglink=${symbols}`, addon]);
  return symbols;
}

/** That of LLVM, which knows every processor: rustup's component llvm-tools has it, many systems do too. */
function findObjcopy() {
  const sysroot = execFileSync("rustc", ["--print", "sysroot"], { encoding: "utf8" }).trim();
  const host = /^host: (.+)$/m.exec(execFileSync("rustc", ["-vV"], { encoding: "utf8" }))[1];
  const own = join(sysroot, "lib", "rustlib", host, "bin", "llvm-objcopy");
  return existsSync(own) ? own : "llvm-objcopy";
}

/** Copies what the compiler has written beside the library of a target. */
function collect(target, ending) {
  const built = join(root, "target", target, "release");
  const found = readdirSync(built).filter((name) => name.endsWith(ending));
  if (found.length === 0) throw new Error(`there are no symbols in ${built}`);
  for (const name of found) cpSync(join(built, name), join(FOLDER, name), { recursive: true });
}

function main() {
  const { target } = parseArgs({ options: { target: { type: "string" } } }).values;
  const [addon] = readdirSync(root).filter((name) => /^hairtrigger\..+\.node$/.test(name));
  mkdirSync(FOLDER, { recursive: true });
  if (target.includes("linux")) {
    separate(join(root, addon));
    return;
  }
  collect(target, target.includes("apple") ? ".dSYM" : ".pdb");
  if (target.includes("apple")) execFileSync("strip", ["-x", join(root, addon)]);
}

if (require.main === module) main();

module.exports = { separate };
