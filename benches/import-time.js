"use strict";

const { execFileSync } = require("node:child_process");
const { join } = require("node:path");

const { median } = require("./measure.js");
const { folder: published } = require("../scripts/release/stand-in.js");

const root = join(__dirname, "..");
const processes = 15;

const compared = [
  { name: "hairtrigger", from: published },
  { name: "@trigger.dev/sdk", from: join(root, "__test__", "comparison") },
  // What Node itself takes for a package that has one file and nothing in it.
  { name: "an empty package", from: root, file: join(__dirname, "empty.js") },
];

/** Milliseconds that an import takes in a fresh process, which pays for everything. */
function importOnce({ name, from, file = name }) {
  const program = `
    const started = performance.now();
    await import(${JSON.stringify(file)});
    console.log(performance.now() - started);
    process.exit();
  `;
  const options = { cwd: from, encoding: "utf8" };
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", program], options));
}

/** The median for each package, in milliseconds; they take turns. */
function importTimes(packages = compared) {
  // The first import of all reads the files from disk, which is not what is compared.
  for (const each of packages) importOnce(each);
  const turns = Array.from({ length: processes }, () => packages.map(importOnce));
  return Object.fromEntries(
    packages.map(({ name }, index) => [name, median(turns.map((times) => times[index]))]),
  );
}

module.exports = { importTimes, processes };
