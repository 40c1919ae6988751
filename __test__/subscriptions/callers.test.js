"use strict";

// What callers do to their subscriptions: they throw, they abort too late, they come from other contexts and threads.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { test } = require("node:test");
const vm = require("node:vm");
const { Worker } = require("node:worker_threads");

const { ArgumentError } = require("hairtrigger");
const { openHttp2Server, resetCode } = require("../transport/http2-server.js");
const { HEAD, collect, feed, row, start, untilHeld } = require("./world.js");

/** Resolves when nothing asks the server any more: the client has closed what was held. */
async function untilQuiet(server) {
  while (server.requests.some(({ held }) => held)) await new Promise(setImmediate);
}

test("what is thrown in a loop ends the subscription, and is what the caller gets", async (t) => {
  const { server, prod, client } = await start(t);
  const subscription = client.runs.subscribeToRun(prod.seedRun({ status: "EXECUTING" }).id);
  const mine = new Error("mine");
  await assert.rejects(
    (async () => {
      for await (const { status } of subscription) {
        await untilHeld(server);
        throw status === "EXECUTING" ? mine : new Error(status);
      }
    })(),
    (error) => error === mine,
  );
  await subscription.closed;
  await untilQuiet(server);
  assert.equal(subscription.state, "closed");
});

test("an abort after the end changes nothing", async (t) => {
  const { server, prod, client } = await start(t);
  const controller = new AbortController();
  const { signal } = controller;
  const subscription = client.runs.subscribeToRun(prod.seedRun({ status: "COMPLETED" }).id, {
    signal,
    throwOnAbort: true,
  });
  assert.deepEqual(await collect(subscription), ["COMPLETED"]);
  controller.abort(new Error("late"));
  assert.deepEqual(await subscription.next(), { done: true, value: undefined });
  assert.equal((await subscription.finished()).status, "COMPLETED");
  assert.equal(server.requests.length, 1);
});

test("over HTTP/2 the stream of a loop that is left is cancelled, and no other", async (t) => {
  const server = await openHttp2Server(t, ({ path }, stream) => {
    if (path.includes("live")) return;
    stream.respond({ ":status": 200, ...HEAD });
    stream.end(feed(row("EXECUTING")).body);
  });
  const kept = server.client.runs.subscribeToRun("run_2");
  await kept.next();
  await server.requestsArrived(2);
  for await (const { status } of server.client.runs.subscribeToRun("run_1")) {
    assert.equal(status, "EXECUTING");
    await server.requestsArrived(4);
    break;
  }
  const live = server.requests.filter(({ path }) => path.includes("live"));
  const left = live.find(({ path }) => path.includes("run_1"));
  assert.equal(await resetCode(left.stream), 8);
  assert.ok(!live.find(({ path }) => path.includes("run_2")).stream.closed);
  kept.unsubscribe();
});

test("ids, options and signals may come from another context, and loops may run in one", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "COMPLETED", tags: ["a"], payload: { n: 1 } });
  const context = vm.createContext({ AbortController });
  const make = (source) => vm.runInContext(`(${source})`, context);
  const loop = make(`async (subscription) => {
    const states = [];
    for await (const { id, status, createdAt, payload } of subscription) states.push([id, status, typeof createdAt, payload.n]);
    return JSON.stringify(states);
  }`);
  const told = JSON.stringify([[id, "COMPLETED", "object", 1]]);
  assert.equal(
    await loop(client.runs.subscribeToRun(id, make("{ updates: 'every', skipColumns: ['ttl'] }"))),
    told,
  );
  assert.equal(await loop(client.runs.subscribeToRuns(make(`["${id}"]`))), told);

  const controller = make("new AbortController()");
  const waiting = client.runs.subscribeToRunsWithTag(make(`["a"]`), make("{ createdAt: '1h' }"), {
    signal: controller.signal,
    throwOnAbort: true,
  });
  await waiting.next();
  const next = waiting.next();
  await untilHeld(server);
  controller.abort("enough");
  assert.equal(await next.catch((reason) => reason), "enough");
  const refused = client.runs.subscribeToRun(id, make("{ updates: 'some' }"));
  await assert.rejects(refused.next(), ArgumentError);
});

test("threads watch the same run, each on its own: one that ends takes nothing from the others", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { TriggerClient } = require(${JSON.stringify(require.resolve("hairtrigger"))});
    const subscription = new TriggerClient(workerData.config).runs.subscribeToRun(workerData.id);
    (async () => { for await (const { status } of subscription) parentPort.postMessage(status); })();`;
  const workerData = { config: { secretKey: prod.secretKey, baseURL: server.url }, id };
  const workers = Array.from({ length: 3 }, () => new Worker(code, { eval: true, workerData }));
  const first = Promise.all(workers.map((worker) => once(worker, "message")));
  const own = client.runs.subscribeToRun(id);
  assert.equal((await own.next()).value.status, "EXECUTING");
  for (const [status] of await first) assert.equal(status, "EXECUTING");
  await workers[0].terminate();
  const last = workers.slice(1).map((worker) => once(worker, "message"));
  const exits = workers.slice(1).map((worker) => once(worker, "exit"));
  while (!server.requests.some(({ held }) => held)) await new Promise(setImmediate);
  prod.updateRun(id, { status: "COMPLETED" });
  assert.deepEqual(await collect(own), ["COMPLETED"]);
  for (const [status] of await Promise.all(last)) assert.equal(status, "COMPLETED");
  for (const [code] of await Promise.all(exits)) assert.equal(code, 0);
});
