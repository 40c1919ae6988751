"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { AsyncLocalStorage } = require("node:async_hooks");
const { tracingChannel } = require("node:diagnostics_channel");
const { inspect } = require("node:util");
const { test } = require("node:test");

const { rejection } = require("../support/scopes.js");
const { openWorld } = require("../support/world.js");

/** Subscribes for the length of a test; what is published is kept with its event. */
function listen(t) {
  const channel = tracingChannel("hairtrigger.request");
  const seen = [];
  const events = ["start", "end", "asyncStart", "asyncEnd", "error"];
  const handlers = Object.fromEntries(
    events.map((event) => [event, (context) => seen.push({ event, context, at: { ...context } })]),
  );
  channel.subscribe(handlers);
  t.after(() => channel.unsubscribe(handlers));
  return seen;
}

const eventsOf = (seen) => seen.map(({ event }) => event);

test("a subscriber sees a call begin and end, whose it is, and every attempt of it", async (t) => {
  const { server, config, client, run } = await openWorld(t);
  const seen = listen(t);
  server.fault({ status: 503, times: 2 });
  await client.runs.retrieve(run.id);
  assert.deepEqual(eventsOf(seen), ["start", "end", "asyncStart", "asyncEnd"]);
  assert.equal(new Set(seen.map(({ context }) => context)).size, 1, "one context goes through all of them");
  const [started, sent] = seen;
  assert.deepEqual(started.at, { operation: "runs.retrieve", method: "GET", path: "/api/v3/runs/{runId}" });
  assert.equal(sent.at.host, server.url);
  const { attempts, status, credential } = seen.at(-1).context;
  assert.deepEqual(
    attempts.map((attempt) => attempt.status),
    [503, 503, 200],
  );
  assert.equal(status, 200);
  for (const { queuedInMs, headInMs, bodyInMs } of attempts) {
    for (const phase of [queuedInMs, headInMs, bodyInMs]) assert.ok(phase >= 0 && phase < 30_000);
    assert.ok(headInMs > 0);
  }
  assert.equal(credential.source, "config");
  assert.match(credential.masked, /^tr_dev_…/);
  assert.ok(!inspect(seen, { depth: 10, showHidden: true }).includes(config.secretKey));
});

test("a call that fails is an error, and its end comes all the same", async (t) => {
  const { client } = await openWorld(t);
  const seen = listen(t);
  const error = await rejection(client.runs.cancel("run_absent"));
  assert.deepEqual(eventsOf(seen), ["start", "end", "error", "asyncStart", "asyncEnd"]);
  assert.equal(seen.at(-1).context.error, error);
  assert.equal(seen.at(-1).context.status, 404);
});

test("a call that is refused is an error without an attempt", async (t) => {
  const { client } = await openWorld(t);
  const seen = listen(t);
  const error = await rejection(client.runs.retrieve(""));
  assert.deepEqual(eventsOf(seen), ["start", "end", "error", "asyncStart", "asyncEnd"]);
  assert.equal(seen.at(-1).context.error, error);
  assert.equal(seen.at(-1).context.attempts, undefined);
});

test("a call whose argument throws ends too", async (t) => {
  const { client, run } = await openWorld(t);
  const seen = listen(t);
  const mine = new Error("mine");
  const payload = {
    toJSON() {
      throw mine;
    },
  };
  assert.equal(await rejection(client.runs.replay(run.id, { metadata: payload })), mine);
  assert.equal(eventsOf(seen).at(-1), "asyncEnd");
});

test("an attempt that nobody waits for any more is seen as abandoned", async (t) => {
  const { server, client } = await openWorld(t);
  const seen = listen(t);
  server.fault({ hang: true });
  await rejection(client.runs.list({}, { timeoutInMs: 50 }));
  const [{ error, status }] = seen.at(-1).context.attempts;
  assert.deepEqual([error, status], ["abandoned", undefined]);
});

test("a broken connection is seen with its reason", async (t) => {
  const { server, client } = await openWorld(t);
  const seen = listen(t);
  server.fault({ cut: "before-response", times: 1 });
  await client.runs.list();
  const [broken, answered] = seen.at(-1).context.attempts;
  assert.match(broken.error, /broke/);
  assert.equal(answered.status, 200);
});

test("an aborted call ends with its reason", async (t) => {
  const { server, client } = await openWorld(t);
  const seen = listen(t);
  server.fault({ hang: true });
  const controller = new AbortController();
  const call = client.runs.list({}, { signal: controller.signal });
  await server.waitForRequest();
  controller.abort(new Error("enough"));
  await rejection(call);
  assert.equal(seen.at(-1).context.error.message, "enough");
});

test("every request of an iteration and of a batch is seen", async (t) => {
  const { dev, client } = await openWorld(t);
  dev.seedRuns(5);
  const seen = listen(t);
  let count = 0;
  for await (const _ of client.runs.list({ limit: 2 })) count += 1;
  const pages = seen.filter(({ event }) => event === "asyncEnd");
  assert.equal(count, 6);
  assert.equal(pages.length, 3);
});

test("stores that are bound to the start hold while the call is made", async (t) => {
  const { client } = await openWorld(t);
  const storage = new AsyncLocalStorage();
  const { start } = tracingChannel("hairtrigger.request");
  start.bindStore(storage, ({ operation }) => `span of ${operation}`);
  t.after(() => start.unbindStore(storage));
  let during;
  const payload = {
    toJSON() {
      during = storage.getStore();
      return {};
    },
  };
  await rejection(client.runs.replay("run_absent", { metadata: payload }));
  assert.equal(during, "span of runs.replay");
  assert.equal(storage.getStore(), undefined);
});
