"use strict";

// How long a fresh process takes to its first page over HTTPS, beyond what an empty one takes.

const { execFileSync } = require("node:child_process");
const { performance } = require("node:perf_hooks");

const { authority, contenders } = require("./contenders.js");
const { median } = require("./measure.js");

const PROCESSES = 15;

function timeOf(args) {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority };
  const started = performance.now();
  execFileSync(process.execPath, args, { env });
  return performance.now() - started;
}

/** The median for each contender, in milliseconds above an empty process; they take turns. */
function firstPages(ports) {
  const programs = contenders.map((_, index) => [__filename, String(index), String(ports[index])]);
  const turn = () => {
    const empty = timeOf(["--eval", "process.exit()"]);
    return programs.map((args) => timeOf(args) - empty);
  };
  // The first of all read their files from disk, which is not what is compared.
  turn();
  const turns = Array.from({ length: PROCESSES }, turn);
  return Object.fromEntries(
    contenders.map(({ name }, index) => [name, median(turns.map((times) => times[index]))]),
  );
}

async function main(index, port) {
  await contenders[index].create(`https://127.0.0.1:${port}`).list20();
  process.exit();
}

if (require.main === module) main(Number(process.argv[2]), process.argv[3]);

module.exports = { firstPages };
