"use strict";

// How a subscription begins, is taken from, and ends.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { getEventListeners } = require("node:events");
const { test } = require("node:test");

const { drain } = require("hairtrigger");
const { collect, feed, row, start, startScript, untilHeld } = require("./world.js");

/** Resolves when nothing asks the server any more: the client has closed what was held. */
async function untilQuiet(server) {
  while (server.requests.some(({ held }) => held)) await new Promise(setImmediate);
}

test("nothing is asked before the first step, and one that was left asks nothing more", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const subscription = client.runs.subscribeToRun(id);
  assert.equal(subscription.state, "connecting");
  assert.equal(subscription.cursor, undefined);
  assert.deepEqual(server.requests, []);
  await subscription.next();
  await untilHeld(server);
  assert.equal(subscription.state, "live");
  assert.deepEqual(await subscription.return(), { done: true, value: undefined });
  await subscription.closed;
  await untilQuiet(server);
  assert.deepEqual(await subscription.next(), { done: true, value: undefined });
  assert.equal(subscription.stats().requests, 1);
});

for (const [how, end] of Object.entries({
  unsubscribe: (subscription) => subscription.unsubscribe(),
  return: (subscription) => subscription.return(),
  throw: (subscription) =>
    subscription.throw(new Error("mine")).catch((error) => assert.equal(error.message, "mine")),
  drain: () => drain(),
  dispose: (subscription) => subscription[Symbol.asyncDispose](),
})) {
  test(`whoever waits is told of the end: ${how}`, async (t) => {
    const { server, prod, client } = await start(t);
    const subscription = client.runs.subscribeToRun(prod.seedRun({ status: "EXECUTING" }).id);
    await subscription.next();
    const waiting = subscription.next();
    await untilHeld(server);
    await end(subscription);
    assert.deepEqual(await waiting, { done: true, value: undefined });
    await untilQuiet(server);
  });
}

test("an abort ends it without an error, or with its reason where that is wanted", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const reason = new Error("enough");
  for (const throwOnAbort of [false, true]) {
    const controller = new AbortController();
    const subscription = client.runs.subscribeToRun(id, { signal: controller.signal, throwOnAbort });
    await subscription.next();
    const waiting = subscription.next();
    await untilHeld(server);
    controller.abort(reason);
    if (throwOnAbort) await assert.rejects(waiting, (error) => error === reason);
    else assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.deepEqual(getEventListeners(controller.signal, "abort"), []);
    const count = server.requests.length;
    const aborted = client.runs.subscribeToRun(id, { signal: controller.signal, throwOnAbort });
    if (throwOnAbort) await assert.rejects(aborted.next(), (error) => error === reason);
    else assert.deepEqual(await collect(aborted), []);
    assert.equal(server.requests.length, count);
    await untilQuiet(server);
  }
});

test("a thousand subscriptions on one signal have one listener", async (t) => {
  const { server, prod, client } = await start(t);
  const controller = new AbortController();
  const { signal } = controller;
  const warned = [];
  const warn = (warning) => warned.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  const all = Array.from({ length: 1_000 }, () =>
    client.runs.subscribeToRun(prod.seedRun({ status: "EXECUTING" }).id, { signal }),
  );
  await Promise.all(all.map((subscription) => subscription.next()));
  assert.equal(getEventListeners(signal, "abort").length, 1);
  const waiting = all.map((subscription) => subscription.next());
  controller.abort();
  for (const { done } of await Promise.all(waiting)) assert.ok(done);
  await untilQuiet(server);
  assert.deepEqual([getEventListeners(signal, "abort").length, warned], [0, []]);
});

test("it is iterated over once", async (t) => {
  const { prod, client } = await start(t);
  const subscription = client.runs.subscribeToRun(prod.seedRun({ status: "COMPLETED" }).id);
  assert.deepEqual(await collect(subscription), ["COMPLETED"]);
  await assert.rejects(
    collect(subscription),
    /runs\.subscribeToRun: an iteration has this subscription already/,
  );
  assert.throws(() => subscription.getReader(), /an iteration has this subscription already/);
});

test("a reader has the states too, and its cancel ends it", async (t) => {
  const { server, prod, client } = await start(t);
  const subscription = client.runs.subscribeToRun(prod.seedRun({ status: "EXECUTING" }).id);
  const reader = subscription.getReader();
  assert.equal((await reader.read()).value.status, "EXECUTING");
  await untilHeld(server);
  await reader.cancel();
  await subscription.closed;
  await untilQuiet(server);
});

test("finished is the run in its last state", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const alone = client.runs.subscribeToRun(id);
  const watched = client.runs.subscribeToRun(id, { updates: "every" });
  const states = collect(watched);
  const finished = [alone.finished(), watched.finished()];
  untilHeld(server, 2).then(() => prod.updateRun(id, { status: "COMPLETED", output: 3 }));
  for (const { status, output } of await Promise.all(finished))
    assert.deepEqual([status, output], ["COMPLETED", 3]);
  assert.deepEqual(await states, ["EXECUTING", "COMPLETED"]);
  const left = client.runs.subscribeToRun(prod.seedRun({ status: "EXECUTING" }).id);
  await left.next();
  left.unsubscribe();
  await assert.rejects(left.finished(), /the subscription ended before the run did/);
});

test("what came while a state was looked at is left out, unless every one is wanted", async (t) => {
  for (const [updates, expected] of [
    ["latest", [0, 9]],
    ["every", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ]) {
    const { server, prod, client } = await start(t);
    const { id } = prod.seedRun({ status: "EXECUTING", metadata: { step: 0 } });
    const subscription = client.runs.subscribeToRun(id, { updates });
    const seen = [];
    for await (const run of subscription) {
      seen.push(run.metadata.step);
      if (seen.length > 1) {
        if (run.metadata.step === 9) break;
        continue;
      }
      for (let step = 1; step <= 9; step++) {
        await untilHeld(server);
        const asked = server.requests.length;
        prod.updateRun(id, { metadata: { step } });
        await server.waitForRequest(() => server.requests.length > asked);
      }
    }
    assert.deepEqual(seen, expected);
    assert.equal(subscription.stats().coalesced, updates === "latest" ? 8 : 0);
  }
});

test("states are taken in turn, however many are asked for at once", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const subscription = client.runs.subscribeToRun(id, { updates: "every" });
  const asked = [subscription.next(), subscription.next(), subscription.next()];
  untilHeld(server).then(() => prod.updateRun(id, { status: "COMPLETED" }));
  const states = (await Promise.all(asked)).map(({ done, value }) => (done ? "done" : value.status));
  assert.deepEqual(states, ["EXECUTING", "COMPLETED", "done"]);
});

test("a cursor goes on where another subscription was", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const first = client.runs.subscribeToRun(id);
  await first.next();
  const { cursor } = first;
  assert.ok(!cursor.includes(prod.secretKey.slice(-8)));
  first.unsubscribe();
  prod.updateRun(id, { status: "COMPLETED" });
  const second = client.runs.subscribeToRun(id, { since: cursor, share: false });
  assert.deepEqual(await collect(second), ["COMPLETED"]);
  const other = prod.seedRun({ status: "COMPLETED" }).id;
  const foreign = client.runs.subscribeToRun(other, { since: cursor });
  await assert.rejects(foreign.next(), /since is of a subscription to something else/);
  const { secretKey } = server.createProject().staging;
  const elsewhere = client.runs.subscribeToRun(id, { since: cursor, clientConfig: { secretKey } });
  await assert.rejects(elsewhere.next(), /since is of a subscription in another environment/);
});

test("a list that goes on tells what was not told, and what has changed", async (t) => {
  const { server, prod, client } = await start(t);
  const old = prod.seedRun({ status: "COMPLETED", tags: ["a"], createdAt: new Date(Date.now() - 3_600_000) });
  const first = client.runs.subscribeToRunsWithTag("a");
  await first.next();
  const { id } = prod.seedRun({ status: "EXECUTING", tags: ["a"] });
  await first.next();
  const { cursor } = first;
  first.unsubscribe();
  prod.updateRun(id, { status: "COMPLETED" });
  // One that joined the first, while that is not closed yet, would be told what that knows.
  const second = client.runs.subscribeToRunsWithTag("a", {}, { since: cursor, share: false });
  const { value } = await second.next();
  assert.deepEqual([value.id, value.status], [id, "COMPLETED"]);
  assert.notEqual(old.id, id);
  await untilHeld(server);
  second.unsubscribe();
});

test("a server that is slow to tell is no fault", async (t) => {
  const { client, requests } = await startScript(
    t,
    (request, response) =>
      setImmediate(() => response.writeHead(200, feed().headers).end(feed(row("EXECUTING")).body)),
    feed(row("COMPLETED", 2)),
  );
  assert.deepEqual(await collect(client.runs.subscribeToRun("run_1", { updates: "every" })), [
    "EXECUTING",
    "COMPLETED",
  ]);
  assert.equal(requests.length, 2);
});
