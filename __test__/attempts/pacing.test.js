"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { RateLimitError, withAuth } = require("hairtrigger");
const { openWorld } = require("../support/world.js");

const retry = { maxTimeoutInMs: 5_000 };

/** A world whose credential may make so many calls per window. */
async function openLimited(t, limit, windowInMs) {
  const world = await openWorld(t);
  // The bucket is filled again when the first window from now has passed, at the earliest.
  const firstReset = Date.now() + windowInMs;
  world.server.limitRate(world.dev.secretKey, { limit, windowInMs });
  const client = withAuth({ ...world.config, requestOptions: { retry } });
  return { ...world, client, firstReset };
}

/** Makes one call more than the limit allows; when it returns, the client knows that it was refused. */
async function runIntoLimit(client, limit) {
  const once = { retry: { maxAttempts: 1 } };
  const calls = Array.from({ length: limit + 1 }, () => client.runs.list({}, once));
  const refused = (await Promise.allSettled(calls)).filter(({ reason }) => reason?.status === 429);
  assert.equal(refused.length, 1);
}

function statuses(server) {
  return server.requests.map(({ status }) => status);
}

test("after a 429 nothing goes out before the reset, and then no more than the bucket holds", async (t) => {
  const { server, client, firstReset } = await openLimited(t, 5, 1_000);
  await Promise.all(Array.from({ length: 20 }, () => client.runs.list()));
  // The first burst finds the limit, everything after it keeps to it.
  const [burst, paced] = [server.requests.slice(0, 20), server.requests.slice(20)];
  // 15, unless a slow machine takes longer than a window for the burst.
  const refused = burst.filter(({ status }) => status === 429).length;
  assert.ok(refused > 0);
  assert.deepEqual(new Set(paced.map(({ status }) => status)), new Set([200]));
  assert.equal(paced.length, refused);
  for (const { at } of paced) assert.ok(at >= firstReset, `sent ${firstReset - at} ms before the reset`);
});

test("calls made while the gate is closed wait without asking, in their order", async (t) => {
  // A window in which a busy machine has time for two calls.
  const { server, dev, client } = await openLimited(t, 1, 600);
  const runs = dev.seedRuns(4, () => ({}));
  await runIntoLimit(client, 1);
  const waiting = runs.map(({ id }) => client.runs.retrieve(id));
  await Promise.all(waiting);
  assert.deepEqual(statuses(server).slice(2), [200, 200, 200, 200]);
  const order = server.requests.slice(2).map(({ path }) => path.split("/").at(-1));
  assert.deepEqual(
    order,
    runs.map(({ id }) => id),
  );
});

test("what an answer says is left is honoured before there is a 429", async (t) => {
  const { server, client } = await openLimited(t, 4, 150);
  await client.runs.list();
  await Promise.all(Array.from({ length: 10 }, () => client.runs.list()));
  assert.deepEqual(new Set(statuses(server)), new Set([200]));
});

test("other credentials notice nothing", async (t) => {
  const { server, client, config } = await openLimited(t, 1, 60_000);
  const other = withAuth({ ...config, secretKey: server.createProject().environment("dev").secretKey });
  await client.runs.list();
  await assert.rejects(client.runs.list(), RateLimitError);
  for (let call = 0; call < 20; call += 1) await other.runs.list();
});

test("a call whose deadline falls before its turn fails at once and sends nothing", async (t) => {
  const { server, client } = await openLimited(t, 1, 60_000);
  await runIntoLimit(client, 1);
  const error = await client.runs.list({}, { timeoutInMs: 10_000 }).catch((caught) => caught);
  assert.ok(error instanceof RateLimitError);
  assert.equal(error.attempts, 0);
  assert.ok(error.millisecondsUntilReset > 10_000);
  assert.match(
    error.message,
    /its turn would come in \d+ ms, later than retry\.maxTimeoutInMs or its deadline.*not sent/,
  );
  assert.equal(server.requests.length, 2);
});

test("calls that wait already learn that their turn has moved behind their deadline", async (t) => {
  const { server, client } = await openWorld(t);
  const reset = String(Date.now() + 60_000);
  const limit = (remaining) => ({ "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset });
  server.fault({ headers: limit("1"), times: 1 });
  await client.runs.list();
  server.fault({ status: 429, headers: limit("0"), delayInMs: 20 });
  const [asking, waiting] = await Promise.allSettled([
    client.runs.list(),
    client.runs.list({}, { timeoutInMs: 50_000 }),
  ]);
  assert.deepEqual([asking.reason.status, asking.reason.attempts], [429, 1]);
  assert.deepEqual([waiting.reason.status, waiting.reason.attempts], [429, 0]);
  assert.equal(server.requests.length, 2);
});

test("an abort ends the wait in the queue, and lets the next call pass", async (t) => {
  const { server, client } = await openLimited(t, 1, 600);
  await runIntoLimit(client, 1);
  const controller = new AbortController();
  const abandoned = client.runs.list({}, { signal: controller.signal });
  const next = client.runs.list();
  controller.abort("enough");
  assert.equal(await abandoned.catch((reason) => reason), "enough");
  await next;
  assert.equal(server.requests.length, 3);
});

test("a 429 that does not say when to come back is paid for from the retry budget", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 429 });
  await Promise.allSettled(Array.from({ length: 150 }, () => client.runs.list()));
  assert.equal(server.requests.length, 250);
});
