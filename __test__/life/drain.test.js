"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiTimeoutError, ArgumentError, drain, withAuth } = require("hairtrigger");
const { rejection } = require("../support/scopes.js");
const { openWorld } = require("../support/world.js");

test("drain resolves at once when nothing is in flight", async () => {
  assert.equal(await drain(), undefined);
  await drain({});
  await drain({ timeoutInMs: 1 });
});

test("drain waits for answers, failures and aborts alike", async (t) => {
  const { server, config } = await openWorld(t);
  const { runs } = withAuth(config);
  const controller = new AbortController();
  const faults = [server.fault({ path: /run_hangs/, hang: true }), server.fault({ delayInMs: 30 })];
  const settled = [];
  const note = (name) => () => settled.push(name);
  runs.list().then(note("answer"));
  runs.retrieve("run_absent").catch(note("failure"));
  runs.retrieve("run_hangs", { signal: controller.signal }).catch(note("abort"));
  runs.retrieve("run_hangs", { timeoutInMs: 40 }).catch(note("deadline"));
  server.waitForRequest(({ path }) => path.includes("run_hangs")).then(() => controller.abort());
  await drain();
  assert.deepEqual(settled.sort(), ["abort", "answer", "deadline", "failure"]);
  for (const fault of faults) fault.remove();
});

test("drain waits for the calls that earlier ones lead to", async (t) => {
  const { config, run } = await openWorld(t);
  const { runs } = withAuth(config);
  const seen = [];
  (async () => {
    for await (const { id } of runs.list({ limit: 1 })) seen.push(id);
    seen.push((await runs.retrieve(run.id)).id);
  })();
  await drain();
  assert.deepEqual(seen, [run.id, run.id]);
});

test("drain waits for retries and polls", async (t) => {
  const { server, config, dev } = await openWorld(t);
  const { id } = dev.seedRun({ status: "COMPLETED" });
  server.fault({ status: 503, times: 2 });
  server.fault({ body: { id, isCompleted: false }, times: 2 });
  const outcome = withAuth(config).runs.poll(id, { pollIntervalMs: 10 });
  await drain();
  assert.equal((await outcome).status, "COMPLETED");
  assert.equal(server.requests.length, 5);
});

test("drain gives up after timeoutInMs, says how many calls are left, and leaves them be", async (t) => {
  const { server, config } = await openWorld(t);
  const fault = server.fault({ hang: true });
  const controller = new AbortController();
  const { signal } = controller;
  const calls = [1, 2].map(() => rejection(withAuth(config).runs.list({}, { signal })));
  const error = await rejection(drain({ timeoutInMs: 20 }));
  assert.ok(error instanceof ApiTimeoutError);
  assert.equal(error.message, "drain: 2 calls are still in flight after 20 ms");
  assert.match(error.stack, /drain\.test\.js/);
  controller.abort("enough");
  assert.deepEqual(await Promise.all(calls), ["enough", "enough"]);
  fault.remove();
  await drain();
});

test("several drains resolve together, and do not hold up new calls", async (t) => {
  const { config } = await openWorld(t);
  const { runs } = withAuth(config);
  const first = runs.list();
  const drains = [drain(), drain()];
  const second = runs.list();
  await Promise.all(drains);
  assert.equal((await first).data.length, 1);
  assert.equal((await second).data.length, 1);
});

for (const [what, options] of [
  ["a text", "soon"],
  ["an unknown option", { timeout: 1 }],
  ["a negative timeoutInMs", { timeoutInMs: -1 }],
  ["a timeoutInMs that is no number", { timeoutInMs: "1" }],
]) {
  test(`drain refuses ${what}`, async () => {
    const error = await rejection(drain(options));
    assert.ok(error instanceof ArgumentError, error.stack);
    assert.match(error.message, /^drain: /);
  });
}

test("clocks that somebody fakes stop neither drain nor a call", async (t) => {
  const { config } = await openWorld(t);
  const { runs } = withAuth(config);
  const names = ["clearTimeout", "queueMicrotask", "setImmediate", "setTimeout"];
  const genuine = names.map((name) => [name, globalThis[name]]);
  const { now } = Date;
  const restore = () => Object.assign(Object.assign(globalThis, Object.fromEntries(genuine)).Date, { now });
  t.after(restore);
  for (const name of names) globalThis[name] = () => {};
  Date.now = () => 0;
  const list = runs.list().asResponse();
  const drained = drain({ timeoutInMs: 600_000 });
  assert.equal((await list).status, 200);
  assert.equal(await drained, undefined);
  restore();
});

test("drain may wait for the end of subscriptions", async (t) => {
  const { server, config, dev } = await openWorld(t);
  const { id } = dev.seedRun({ status: "EXECUTING" });
  const subscription = withAuth(config).runs.subscribeToRun(id);
  const states = [];
  const reading = (async () => {
    for await (const { status } of subscription) states.push(status);
  })();
  await server.waitForRequest(() => server.requests.some(({ held }) => held));
  await assert.rejects(drain({ subscriptions: "wait", timeoutInMs: 50 }), (error) => {
    assert.ok(error instanceof ApiTimeoutError);
    assert.match(error.message, /drain: 1 subscription is still open after 50 ms/);
    return true;
  });
  assert.notEqual(subscription.state, "closed");
  const drained = drain({ subscriptions: "wait" });
  dev.updateRun(id, { status: "COMPLETED" });
  await drained;
  assert.equal(states.at(-1), "COMPLETED");
  await reading;
  await assert.rejects(drain({ subscriptions: "no" }), /drain: subscriptions must be one of close, wait/);
});

test("drain waits for a batch whose items are still read, and no longer than it may", async (t) => {
  const { config } = await openWorld(t);
  const { batch } = withAuth(config);
  let goOn;
  const held = new Promise((resolve) => (goOn = resolve));
  async function* items() {
    await held;
    yield { id: "t", payload: 1 };
  }
  let settled = 0;
  const trigger = batch.trigger(items()).then(() => (settled += 1));
  const all = (async () => {
    for await (const _ of batch.triggerAll(items())) settled += 1;
  })();
  const late = await rejection(drain({ timeoutInMs: 5 }));
  assert.match(late.message, /^drain: 2 calls are still in flight after 5 ms/);
  const drained = drain();
  goOn();
  await drained;
  assert.equal(settled, 2);
  await Promise.all([trigger, all]);
});

test("drain waits for no batch whose items could not be read, and for none whose taker is at work", async (t) => {
  const { config } = await openWorld(t);
  const { batch } = withAuth(config);
  async function* broken() {
    throw new RangeError("mine");
  }
  const failed = rejection(batch.trigger(broken()));
  await drain();
  assert.equal((await failed).message, "mine");
  const controller = new AbortController();
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
  const ended = rejection(batch.trigger(silent, {}, { signal: controller.signal }));
  controller.abort(new Error("enough"));
  await drain();
  assert.equal((await ended).message, "enough");
  const taking = batch.triggerAll([{ id: "t" }, { id: "t" }], { batchSize: 1 });
  await taking.next();
  await drain();
  await taking.return();
});
