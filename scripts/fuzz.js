"use strict";

// `npm run fuzz [-- --seconds 60] [-- --target url]`: every fuzz target for a while. Fails with what it found.

const { spawnSync } = require("node:child_process");
const { mkdirSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, runSteps } = require("./steps.js");

const targets = readdirSync(join(root, "fuzz", "targets")).map((file) => file.replace(".rs", ""));
const tools = join(root, "target", "tools");

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    target: { type: "string", multiple: true, default: targets },
  },
});

// The sanitizer that finds what fuzzing provokes is unstable in name; this lets the stable compiler have it.
const env = { ...process.env, RUSTC_BOOTSTRAP: "1", PATH: `${join(tools, "bin")}:${process.env.PATH}` };

async function installCargoFuzz() {
  if (spawnSync("cargo", ["fuzz", "--version"], { env }).status === 0) return;
  await run("cargo install", "cargo", ["install", "cargo-fuzz", "--locked", "--quiet", "--root", tools]);
}

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
  ["Install cargo-fuzz", installCargoFuzz],
  ...values.target.map((target) => [`Fuzz ${target} for ${values.seconds} s`, () => fuzz(target)]),
]);
