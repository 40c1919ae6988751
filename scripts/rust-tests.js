"use strict";

// How the Rust tests are run: plainly, under AddressSanitizer, or where changes are judged as both at once, with clippy
// as their compiler, because to compile all crates takes longer than anything else.

const { join } = require("node:path");

const { run } = require("./steps.js");

/** Where AddressSanitizer is known to work. */
const TARGET = "x86_64-unknown-linux-gnu";
const isSanitizable = process.platform === "linux" && process.arch === "x64";
/** The Rust tests are run that way, whoever runs them. */
const areSanitized = Boolean(process.env.CI) && isSanitizable;

/** Makes clippy the compiler of this project's crates, and its warnings errors. */
const LINTS = {
  RUSTC_WORKSPACE_WRAPPER: "clippy-driver",
  CLIPPY_ARGS: "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__",
};
/** The sanitizer is unstable in name; the first variable lets the stable compiler have it. */
const SANITIZER = { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: "-Zsanitizer=address" };

const lints = process.env.CI ? LINTS : {};

/** The tests of the core: all of it that allocates, parses or waits, without Node. */
function testSanitized(args = [], options = {}) {
  const env = { ...process.env, ...lints, ...SANITIZER };
  // A folder of its own: what is compiled with other flags would take the place of what is there.
  const place = ["--target", TARGET, "--target-dir", join("target", "sanitized")];
  return run("cargo test", "cargo", ["test", "--quiet", "--tests", ...place, ...args], { env, ...options });
}

function testRust(args = [], options = {}) {
  if (areSanitized) return testSanitized(args, options);
  const env = { ...process.env, ...lints };
  return run("cargo test", "cargo", ["test", "--quiet", ...args], { env, ...options });
}

module.exports = { areSanitized, testRust, testSanitized };
