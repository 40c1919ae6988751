"use strict";

// `npm run sanitize`: the Rust tests under AddressSanitizer, and fifty calls through the addon under
// valgrind. Linux on x86-64; docs/reliability.md keeps the last result. With `-- --after-tests` what `npm test` has just
// done is not done again: the addon, which others use at the same time, and where changes are judged the Rust tests.

const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, runSteps } = require("../steps.js");
const { areSanitized, testSanitized } = require("../rust-tests.js");
const { provide, VALGRIND } = require("./system-packages.js");

const FOUND = "9";
const { values } = parseArgs({ options: { "after-tests": { type: "boolean", default: false } } });

const build = () => run("build", process.execPath, [join(root, "scripts", "build.js")]);

/** Without the compiler of JavaScript, whose code valgrind would check in vain. */
function valgrind() {
  const checks = [`--error-exitcode=${FOUND}`, "--leak-check=no", "--error-limit=no", "--num-callers=40"];
  const program = [process.execPath, "--jitless", join(root, "scripts", "suites", "smoke.js")];
  return run("valgrind", "valgrind", [...checks, ...program]);
}

const isAfterTests = values["after-tests"];

runSteps([
  ["Look for valgrind", () => provide(VALGRIND)],
  ...(isAfterTests ? [] : [["Build the addon", build]]),
  ...(isAfterTests && areSanitized ? [] : [["The Rust tests under AddressSanitizer", () => testSanitized()]]),
  ["Fifty calls under valgrind", valgrind],
]);
