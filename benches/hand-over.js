"use strict";

// What turning a page of 100 runs into objects takes on the main thread, beside JSON.parse of the same page.

const native = require("../js/native.js");
const { performance } = require("node:perf_hooks");

const { median } = require("./measure.js");

const ROUNDS = 21;
const TIMES = 200;

/** Catches what crosses into JavaScript for one call. */
async function crossing(call) {
  const { openRealm } = native;
  let batch;
  let rows;
  native.openRealm = (settle, encode, kept) => {
    const keep = (ended) => {
      // The first one only: whatever is measured afterwards goes through here too.
      rows ??= kept.slice(0, ended[4]);
      batch ??= ended;
      settle(ended);
    };
    return openRealm(keep, encode, kept);
  };
  await call(require("hairtrigger"));
  native.openRealm = openRealm;
  return { table: batch[1], rows };
}

/** The medians in microseconds, taken in turns. It has to run before the package opens its realm. */
async function handOver(config) {
  let body;
  const { table, rows } = await crossing(async ({ TriggerClient }) => {
    const { runs } = new TriggerClient(config);
    const promise = runs.list({ limit: 100 });
    await promise;
  });
  const { TriggerClient } = require("hairtrigger");
  const response = await new TriggerClient(config).runs.list({ limit: 100 }).asResponse();
  body = await response.text();
  const { assemble } = require("../js/columns.js");
  const { decode } = require("../js/decode.js");
  const dates = { createdAt: true, updatedAt: true, startedAt: true, finishedAt: true };
  const ways = {
    "columns to objects": () => assemble(table, rows, 0, rows.length),
    "JSON.parse": () => JSON.parse(body),
    "JSON.parse and dates": () => decode(body, undefined, dates),
  };
  const measured = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      globalThis.gc?.();
      const started = performance.now();
      for (let time = 0; time < TIMES; time += 1) way();
      // The first round is for the compiler.
      if (round > 0) measured[name].push(((performance.now() - started) * 1_000) / TIMES);
    }
  }
  return Object.fromEntries(Object.entries(measured).map(([name, times]) => [name, median(times)]));
}

module.exports = { handOver };
