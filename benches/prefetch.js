"use strict";

// An iteration over pages whose server and whose consumer both take their time.

const { performance } = require("node:perf_hooks");
const { setTimeout: sleep } = require("node:timers/promises");

const { median } = require("./measure.js");

const PAGES = 50;
const MILLISECONDS = 5;
const ROUNDS = 5;

/** Walks over the pages; `consume` is what is done with each. */
async function walk(runs, options, consume) {
  const started = performance.now();
  let left = PAGES;
  for await (const page of (
    await runs.list({ limit: 100, tag: `wait:${MILLISECONDS}` }, options)
  ).iterPages()) {
    if (page.data.length !== 100) throw new Error("a page is not what was sent");
    await consume();
    left -= 1;
    if (left === 0) break;
  }
  return performance.now() - started;
}

/** The medians in milliseconds: the server alone, the consumer alone, both, and both without prefetching. */
async function prefetching({ runs }) {
  const consume = () => sleep(MILLISECONDS);
  const nothing = async () => {};
  const consumeAll = async () => {
    const started = performance.now();
    for (let page = 0; page < PAGES; page += 1) await consume();
    return performance.now() - started;
  };
  const ways = {
    "server alone": () => walk(runs, { prefetch: false }, nothing),
    "consumer alone": consumeAll,
    both: () => walk(runs, {}, consume),
    "both, prefetch: false": () => walk(runs, { prefetch: false }, consume),
  };
  const measured = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) measured[name].push(await way());
  }
  return Object.fromEntries(Object.entries(measured).map(([name, times]) => [name, median(times)]));
}

module.exports = { prefetching, PAGES, MILLISECONDS };
