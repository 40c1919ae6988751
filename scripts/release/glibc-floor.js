"use strict";

// `node scripts/release/glibc-floor.js [--floor 2.17] [addon.node]`: prints which glibc an addon for Linux needs, and for
// which symbols; with a floor it fails when that is newer.

const { execFileSync } = require("node:child_process");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

/** Which symbols an addon takes from which version of glibc, the newest version first. */
function needsOf(file) {
  const options = { encoding: "utf8", env: { ...process.env, LC_ALL: "C" }, maxBuffer: 2 ** 26 };
  return readNeeds(execFileSync("readelf", ["--dyn-syms", "--wide", file], options));
}

/** The same from what `readelf --dyn-syms --wide` prints. */
function readNeeds(text) {
  const needs = new Map();
  for (const [, symbol, version] of text.matchAll(/ UND (\S+?)@+GLIBC_([\d.]+)/g)) {
    needs.set(version, [...(needs.get(version) ?? []), symbol]);
  }
  return [...needs].sort(([one], [other]) => compare(other, one));
}

/** Orders versions such as 2.9 and 2.17. */
function compare(one, other) {
  const [left, right] = [one, other].map((version) => version.split(".").map(Number));
  const index = left.findIndex((part, place) => part !== (right[place] ?? 0));
  return index === -1 ? left.length - right.length : left[index] - (right[index] ?? 0);
}

function main() {
  const { values, positionals } = parseArgs({
    options: { floor: { type: "string" } },
    allowPositionals: true,
  });
  const file = positionals[0] ?? join(__dirname, "..", "..", "hairtrigger.node");
  const needs = needsOf(file);
  const floor = values.floor ?? "0";
  const above = needs.filter(([version]) => compare(version, floor) > 0);
  console.log(needs.length === 0 ? "It needs no glibc." : `It needs glibc ${needs[0][0]}.`);
  for (const [version, symbols] of above) console.log(`GLIBC_${version}: ${symbols.sort().join(", ")}`);
  if (values.floor === undefined || above.length === 0) return;
  console.error(`${file} needs a glibc newer than ${floor}`);
  process.exitCode = 1;
}

if (require.main === module) main();

module.exports = { compare, readNeeds };
