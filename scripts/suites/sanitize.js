"use strict";

// `npm run sanitize`: the Rust tests under AddressSanitizer, and fifty calls through the addon under
// valgrind. Linux on x86-64; docs/reliability.md keeps the last result.

const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const { root, run, runSteps } = require("../steps.js");
const { provideSystemPackage } = require("./system-package.js");

const TARGET = "x86_64-unknown-linux-gnu";
const FOUND = "9";

function provideValgrind() {
  return provideSystemPackage(
    "valgrind",
    () => spawnSync("valgrind", ["--version"]).status === 0,
    "The memory checks need valgrind, which was not found. Install it (on Debian and Ubuntu:\n" +
      "sudo apt-get install valgrind) and run this command again.",
  );
}

/** The tests of the core: all of it that allocates, parses or waits, without Node. */
function addressSanitizer() {
  // The sanitizer is unstable in name; the first variable lets the stable compiler have it.
  const env = { ...process.env, RUSTC_BOOTSTRAP: "1", RUSTFLAGS: "-Zsanitizer=address" };
  const options = [
    "--quiet",
    "--lib",
    "--test",
    "replay",
    "--target",
    TARGET,
    "--target-dir",
    join("target", "asan"),
  ];
  return run("cargo test", "cargo", ["test", ...options], { env });
}

/** Without the compiler of JavaScript, whose code valgrind would check in vain. */
function valgrind() {
  const checks = [`--error-exitcode=${FOUND}`, "--leak-check=no", "--error-limit=no", "--num-callers=40"];
  const program = [process.execPath, "--jitless", join(root, "scripts", "suites", "smoke.js")];
  return run("valgrind", "valgrind", [...checks, ...program]);
}

runSteps([
  ["Provide valgrind", provideValgrind],
  ["Build the addon", () => run("build", process.execPath, [join(root, "scripts", "build.js")])],
  ["The Rust tests under AddressSanitizer", addressSanitizer],
  ["Fifty calls under valgrind", valgrind],
]);
