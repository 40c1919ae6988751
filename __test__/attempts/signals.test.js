"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { getEventListeners } = require("node:events");
const { test } = require("node:test");

const { withAuth } = require("hairtrigger");
const { startCannedServer } = require("../support/canned-server.js");
const { openWorld } = require("../support/world.js");

test("an aborted signal sends nothing", async (t) => {
  const { server, client } = await openWorld(t);
  const reason = new Error("mine");
  await assert.rejects(client.runs.list({}, { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(server.requests.length, 0);
});

test("an abort rejects with the signal's reason and closes the request", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ hang: true });
  const controller = new AbortController();
  const call = client.runs.list({}, { signal: controller.signal });
  await server.waitForRequest();
  controller.abort("enough");
  assert.equal(await call.catch((reason) => reason), "enough");
  await server.waitForRequest((request) => request.aborted);
});

test("an abort without a reason says which call it ended, and where that was made", async (t) => {
  const { client } = await openWorld(t);
  const signal = AbortSignal.abort();
  const error = await client.runs.list({}, { signal }).catch((reason) => reason);
  assert.equal(error, signal.reason);
  assert.equal(error.name, "AbortError");
  assert.equal(error.cause.message, "runs.list was aborted");
  assert.match(error.cause.stack, /^Error: runs\.list was aborted\n {4}at .*signals\.test\.js:\d+/);
  assert.deepEqual(Object.keys(error), []);
  await assert.rejects(client.runs.retrieve("run_1", { signal }), error);
  assert.equal(error.cause.message, "runs.list and 1 other call were aborted");
});

test("a timeout of a signal says which call it ended", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ hang: true });
  const error = await client.runs.list({}, { signal: AbortSignal.timeout(1) }).catch((reason) => reason);
  assert.deepEqual([error.name, error.cause.message], ["TimeoutError", "runs.list was aborted"]);
});

test("a reason that somebody gave is left as it is", async (t) => {
  const { client } = await openWorld(t);
  const reasons = [new Error("mine"), new DOMException("mine", "AbortError"), Object.freeze({})];
  for (const reason of reasons) {
    const signal = AbortSignal.abort(reason);
    assert.equal(await client.runs.list({}, { signal }).catch((error) => error), reason);
    assert.equal("cause" in reason, false);
  }
});

test("an abort ends the wait for a retry", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 503 });
  const controller = new AbortController();
  const retry = { minTimeoutInMs: 60_000, maxTimeoutInMs: 60_000 };
  const call = client.runs.list({}, { retry, timeoutInMs: 200_000, signal: controller.signal });
  await server.waitForRequest((request) => request.status === 503);
  controller.abort();
  await assert.rejects(call, { name: "AbortError" });
});

test("pages share the signal of their list", async (t) => {
  const { server, dev, client } = await openWorld(t);
  dev.seedRuns(5, () => ({}));
  const controller = new AbortController();
  const page = await client.runs.list({ limit: 2 }, { signal: controller.signal });
  controller.abort("enough");
  assert.equal(await page.getNextPage().catch((reason) => reason), "enough");
  assert.equal(server.requests.length, 1);
});

test("an abort after the answer changes nothing", async (t) => {
  const { server, run, client } = await openWorld(t);
  const controller = new AbortController();
  const retrieved = client.runs.retrieve(run.id, { signal: controller.signal });
  await retrieved;
  controller.abort();
  assert.equal((await retrieved).id, run.id);
  assert.equal((await retrieved.withResponse()).response.status, 200);
  assert.equal(server.requests.length, 1);
  assert.equal(server.requests[0].aborted, false);
});

test("an abort in the tick of the answer settles the call once", async (t) => {
  const { run, client } = await openWorld(t);
  for (let round = 0; round < 50; round += 1) {
    const controller = new AbortController();
    const calls = [1, 2].map(() => client.runs.retrieve(run.id, { signal: controller.signal }));
    calls[0].then(() => controller.abort("late"));
    const [first, second] = await Promise.allSettled(calls);
    assert.equal(first.status, "fulfilled");
    assert.ok(second.status === "fulfilled" || second.reason === "late");
    assert.deepEqual(getEventListeners(controller.signal, "abort"), []);
  }
});

test("100,000 calls on one signal leave no listener and give no warning", async (t) => {
  const server = await startCannedServer();
  t.after(() => server.stop());
  const { runs } = withAuth({ secretKey: "tr_dev_signals", baseURL: server.url });
  const warnings = [];
  const warn = (warning) => warnings.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  const controller = new AbortController();
  const { signal } = controller;
  let left = 100_000;
  const work = async () => {
    while (left-- > 0) await runs.cancel("run_1", { signal });
  };
  await Promise.all(Array.from({ length: 100 }, work));
  assert.deepEqual(getEventListeners(signal, "abort"), []);
  assert.deepEqual(warnings, []);
  controller.abort("enough");
  assert.equal(await runs.cancel("run_1", { signal }).catch((reason) => reason), "enough");
});
