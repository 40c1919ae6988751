"use strict";

// Interleaved rounds: what disturbs the machine disturbs everybody alike, and the median forgets it.

const { performance } = require("node:perf_hooks");

/** Makes `calls` calls with `inFlight` of them at a time, and says what one of them cost. */
async function round(call, calls, inFlight) {
  let left = calls;
  const worker = async () => {
    while (left-- > 0) check(await call());
  };
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const { active } = performance.eventLoopUtilization(loop);
  return {
    "calls/s": (calls / elapsed) * 1_000,
    "loop µs/call": (active * 1_000) / calls,
    "CPU µs/call": (user + system) / calls,
  };
}

function check(result) {
  if (result.success !== true && result.data?.length !== 100)
    throw new Error("a call brought something else");
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Measures one call of every contender; the medians by contender. */
async function measure(calls, { count, inFlight, rounds }) {
  const names = Object.keys(calls);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await round(calls[name], Math.ceil(count / 2), inFlight);
  for (let turn = 0; turn < rounds; turn += 1) {
    // Each round begins with another one, so that none always runs in another's wake.
    for (let offset = 0; offset < names.length; offset += 1) {
      const name = names[(turn + offset) % names.length];
      measured[name].push(await round(calls[name], count, inFlight));
    }
  }
  return Object.fromEntries(names.map((name) => [name, medians(measured[name])]));
}

function medians(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0]).map((key) => [key, median(rounds.map((figures) => figures[key]))]),
  );
}

module.exports = { measure, median };
