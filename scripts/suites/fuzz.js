"use strict";

// `npm run fuzz [-- --seconds 60] [-- --target url]`: every fuzz target for a while. Fails with what it found.

const { mkdirSync, readdirSync } = require("node:fs");
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

runSteps([
  ["Install cargo-fuzz", () => provide("fuzz")],
  ...values.target.map((target) => [`Fuzz ${target} for ${values.seconds} s`, () => fuzz(target)]),
]);
