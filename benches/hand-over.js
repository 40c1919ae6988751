"use strict";

// What turning a page of 100 runs into objects takes on the main thread, beside JSON.parse of the same page.

const native = require("../js/native.js");
const { assemble } = require("../js/columns.js");
const { decode } = require("../js/decode.js");
const { performance } = require("node:perf_hooks");
const { TriggerClient } = require("hairtrigger");

const { median } = require("./measure.js");

const ROUNDS = 21;
const TIMES = 200;
const dates = { createdAt: true, updatedAt: true, startedAt: true, finishedAt: true };

function list(config) {
  return new TriggerClient(config).runs.list({ limit: 100 });
}

/** What crosses into JavaScript for one page. The first call opens the realm, which is where it can be seen. */
async function crossing(config) {
  const { openRealm } = native;
  let crossed;
  native.openRealm = (settle, encode, kept) => {
    const keep = (batch) => {
      // The first one only: whatever is measured afterwards goes through here too.
      crossed ??= { table: batch[1], rows: kept.slice(0, batch[4]) };
      settle(batch);
    };
    return openRealm(keep, encode, kept);
  };
  await list(config);
  native.openRealm = openRealm;
  return crossed;
}

/** The medians in microseconds, taken in turns. It has to run before any other call is made. */
async function handOver(config) {
  const { table, rows } = await crossing(config);
  const response = await list(config).asResponse();
  const body = await response.text();
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
