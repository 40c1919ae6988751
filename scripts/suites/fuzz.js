"use strict";

// `npm run fuzz [-- --seconds 60] [-- --target url]`: every fuzz target for a while. Fails with what it found.

const { mkdirSync, readdirSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { environment, provide } = require("../cargo-tools.js");
const { root, run, runSteps } = require("../steps.js");

const targets = readdirSync(join(root, "fuzz", "targets")).map((file) => file.replace(".rs", ""));

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    target: { type: "string", multiple: true, default: targets },
  },
});

// The sanitizer that finds what fuzzing provokes is unstable in name; this lets the stable compiler have it.
const env = { ...environment, RUSTC_BOOTSTRAP: "1" };

function fuzz(target) {
  // What was found interesting before is where the next run begins; the seeds are where the first did.
  const corpus = join("fuzz", "corpus", target);
  mkdirSync(join(root, corpus), { recursive: true });
  const folders = [corpus, join("fuzz", "seeds", target)];
  const limits = [
    `-max_total_time=${values.seconds}`,
    "-max_len=4096",
    "-timeout=10",
    "-print_final_stats=1",
  ];
  return run(target, "cargo", ["fuzz", "run", target, ...folders, "--", ...limits], { env });
}

/** All of them, as many at a time as there are processors. */
async function fuzzAll() {
  const waiting = [...values.target];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await fuzz(next);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

runSteps([
  ["Install cargo-fuzz", () => provide("fuzz")],
  ["Compile the targets", () => run("cargo fuzz build", "cargo", ["fuzz", "build"], { env })],
  [`Fuzz ${values.target.length} targets for ${values.seconds} s each`, fuzzAll],
]);
