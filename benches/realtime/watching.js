"use strict";

// A process of its own for each of those who are compared: what it needs is what this one watcher needs. Its parent
// tells it what to do, and it tells what that took.

const { readdirSync, readlinkSync } = require("node:fs");
const { performance } = require("node:perf_hooks");

const { median, threadClock } = require("../measure.js");
const { watchers } = require("./watchers.js");

let watcher;
/** Milliseconds from each change to when it was seen, since somebody last asked; and who is told of so many. */
let lags = [];
let awaited;

function seen(run) {
  lags.push(performance.timeOrigin + performance.now() - run.metadata.changedAt);
  if (lags.length === awaited?.count) awaited.resolve();
}

/** Resolved when so many states were seen. */
function statesSeen(count) {
  return new Promise((resolve) => {
    awaited = { count, resolve };
    if (lags.length >= count) resolve();
  });
}

const commands = {
  create({ name, baseURL }) {
    watcher = watchers[name].create(baseURL);
  },
  /** Watches runs with these numbers, until the first state of each is there. */
  async watch({ kind, from, to }) {
    lags = [];
    for (let number = from; number < to; number += 1) {
      watcher.watch(`run_${kind}_${number}`, seen).catch(fail);
    }
    await statesSeen(to - from);
  },
  /** Reads a stream to its end: the time until the last of its parts was seen, in milliseconds. */
  async read({ parts }) {
    const asked = performance.now();
    let count = 0;
    await watcher.read("run_stream", `parts-${parts}`, ({ delta }) => (count += Number(delta.length > 80)));
    if (count !== parts) throw new Error(`${count} of ${parts} parts were seen`);
    return { milliseconds: performance.now() - asked };
  },
  /** Forgets the states that were seen, to wait for others. */
  expect() {
    lags = [];
  },
  async seen({ count }) {
    await statesSeen(count);
    return { p50: quantile(lags, 0.5), p99: quantile(lags, 0.99) };
  },
  /** What this process has used so far, in microseconds, and what it holds. */
  used() {
    const { user, system } = process.cpuUsage();
    return { main: threadClock?.read(), process: user + system };
  },
  held() {
    for (let times = 0; times < 3; times += 1) globalThis.gc();
    const { rss, heapUsed } = process.memoryUsage();
    const sockets = readdirSync("/proc/self/fd").filter(isSocket).length;
    return { rss, heapUsed, sockets };
  },
  /** The times that ordinary calls took, one after the other, in milliseconds. */
  async call({ count }) {
    const times = [];
    for (let call = 0; call < count; call += 1) {
      const asked = performance.now();
      await watcher.call();
      times.push(performance.now() - asked);
    }
    return { p50: median(times), p99: quantile(times, 0.99) };
  },
};

function isSocket(descriptor) {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith("socket:");
  } catch {
    return false;
  }
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** At once: a watcher that has failed is not to be measured as a fast one. */
function fail(error) {
  console.error(error);
  process.exit(1);
}

process.on("message", ({ command, ...options }) => {
  Promise.resolve(commands[command](options)).then((answer) => process.send(answer ?? {}), fail);
});
// In order, so that a profile of it is written.
process.on("disconnect", () => process.exit());
