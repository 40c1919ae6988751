"use strict";

// How much memory a process of its own has needed when a thousand calls were in flight.

const { execFileSync } = require("node:child_process");
const { existsSync, readFileSync } = require("node:fs");

const { authority, contenders } = require("./contenders.js");
const { median } = require("./measure.js");

const IN_FLIGHT = 1_000;
const WAVES = 5;
const PROCESSES = 3;

/** The median of each contender's peak resident set, in MB; they take turns. */
function peakMemory(ports) {
  const once = (_, index) => {
    const args = [__filename, String(index), String(ports[index])];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority };
    return Number(execFileSync(process.execPath, args, { env, encoding: "utf8" }));
  };
  const turns = Array.from({ length: PROCESSES }, () => contenders.map(once));
  return Object.fromEntries(
    contenders.map(({ name }, index) => [name, median(turns.map((sizes) => sizes[index]))]),
  );
}

/**
 * The most that has been resident of this process, in kB. Linux counts in `maxRSS` what the parent had
 * when it started this one, which is the larger part of it where the parent is a benchmark.
 */
function peak() {
  const file = "/proc/self/status";
  const [, kilobytes] = (existsSync(file) && /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(file, "utf8"))) || [];
  return Number(kilobytes ?? process.resourceUsage().maxRSS);
}

async function main(index, port) {
  const { small } = contenders[index].create(`https://127.0.0.1:${port}`);
  for (let wave = 0; wave < WAVES; wave += 1) {
    await Promise.all(Array.from({ length: IN_FLIGHT }, small));
  }
  console.log(peak() / 1024);
  process.exit();
}

if (require.main === module) main(Number(process.argv[2]), process.argv[3]);

module.exports = { peakMemory, IN_FLIGHT };
