"use strict";

// `npm run sanitize`: the Rust tests under AddressSanitizer, and fifty calls through the addon under
// valgrind. Linux on x86-64; docs/reliability.md keeps the last result. With `-- --built` the addon is the one that is
// there: to write it again would pull it from under those who use it at the same time.

const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, runSteps } = require("../steps.js");
const { testSanitized } = require("../rust-tests.js");
const { provide, VALGRIND } = require("./system-packages.js");

const FOUND = "9";
const { values } = parseArgs({ options: { built: { type: "boolean", default: false } } });

const build = () => run("build", process.execPath, [join(root, "scripts", "build.js")]);

/** Without the compiler of JavaScript, whose code valgrind would check in vain. */
function valgrind() {
  const checks = [`--error-exitcode=${FOUND}`, "--leak-check=no", "--error-limit=no", "--num-callers=40"];
  const program = [process.execPath, "--jitless", join(root, "scripts", "suites", "smoke.js")];
  return run("valgrind", "valgrind", [...checks, ...program]);
}

runSteps([
  ["Look for valgrind", () => provide(VALGRIND)],
  ...(values.built ? [] : [["Build the addon", build]]),
  ["The Rust tests under AddressSanitizer", () => testSanitized()],
  ["Fifty calls under valgrind", valgrind],
]);
