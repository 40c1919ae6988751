"use strict";

// Interleaved rounds: what disturbs the machine disturbs everybody alike, and the median forgets it.

const { readFileSync } = require("node:fs");
const { performance } = require("node:perf_hooks");

const schedulerFile = "/proc/thread-self/schedstat";
const fewestRounds = 3;

/** How much CPU time this thread has used, in microseconds, and who says so; undefined if nobody does. */
const threadClock = chooseThreadClock();

function chooseThreadClock() {
  if (typeof process.threadCpuUsage === "function") {
    const read = () => {
      const { user, system } = process.threadCpuUsage();
      return user + system;
    };
    return { source: "process.threadCpuUsage()", read };
  }
  // Older Node on Linux: what the kernel's scheduler counted, as of its last tick.
  const read = () => Number(readFileSync(schedulerFile, "utf8").split(" ")[0]) / 1_000;
  try {
    return read() > 0 ? { source: schedulerFile, read } : undefined;
  } catch {
    return undefined;
  }
}

/** Makes `count` calls with `inFlight` of them at a time, and says what one of them cost. */
async function round(call, count, inFlight) {
  let left = count;
  const latencies = [];
  const worker = async () => {
    while (left-- > 0) {
      const asked = performance.now();
      await call();
      latencies.push(performance.now() - asked);
    }
  };
  // What one contender leaves behind, the next one is not to clean up.
  globalThis.gc?.();
  const loop = performance.eventLoopUtilization();
  const thread = threadClock?.read();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const threadUsed = threadClock && threadClock.read() - thread;
  const { active } = performance.eventLoopUtilization(loop);
  return {
    callsPerSecond: (count / elapsed) * 1_000,
    latencyMicroseconds: median(latencies) * 1_000,
    loopMicroseconds: (active * 1_000) / count,
    threadMicroseconds: threadUsed && threadUsed / count,
    processMicroseconds: (user + system) / count,
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures one call of every contender: as many rounds as asked for, or as fit into the time.
 *
 * @param {Record<string, () => Promise<void>>} calls by contender
 * @param {{ count: number, inFlight: number, rounds: number, milliseconds: number }} options
 */
async function measure(calls, { count, inFlight, rounds, milliseconds }) {
  const names = Object.keys(calls);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  const until = performance.now() + milliseconds;
  for (const name of names) await round(calls[name], Math.ceil(count / 3), inFlight);
  let turn = 0;
  while (turn < rounds && (turn < fewestRounds || performance.now() < until)) {
    // Each round begins with another one, so that none always runs in another's wake.
    for (let offset = 0; offset < names.length; offset += 1) {
      const name = names[(turn + offset) % names.length];
      measured[name].push(await round(calls[name], count, inFlight));
    }
    turn += 1;
  }
  const figures = Object.fromEntries(names.map((name) => [name, medians(measured[name])]));
  return { rounds: turn, callsPerRound: count, inFlight, figures };
}

function medians(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0]).map((key) => [key, median(rounds.map((figures) => figures[key]))]),
  );
}

module.exports = { measure, median, threadClock };
