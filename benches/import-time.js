"use strict";

const { execFileSync } = require("node:child_process");
const { join } = require("node:path");

const { median } = require("./measure.js");

const root = join(__dirname, "..");

/** Milliseconds that require takes in a fresh process, the median of 15. */
function importTime(name, from) {
  const program = `const t = performance.now(); require(${JSON.stringify(name)}); console.log(performance.now() - t);`;
  const once = () =>
    Number(execFileSync(process.execPath, ["--eval", program], { cwd: from, encoding: "utf8" }));
  return median(Array.from({ length: 15 }, once));
}

function importTimes() {
  return {
    hairtrigger: importTime(root, root),
    "@trigger.dev/sdk": importTime("@trigger.dev/sdk", join(root, "compare")),
  };
}

module.exports = { importTimes };
