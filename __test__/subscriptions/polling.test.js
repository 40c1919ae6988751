"use strict";

// Servers without realtime: the same iteration, of what is asked for again and again.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { NotFoundError, TriggerClient } = require("hairtrigger");
const { collect, start, startScript } = require("./world.js");

/** A server that does not know the routes of realtime. */
async function startWithout(t, fault = { html: true, status: 404 }) {
  const world = await start(t);
  world.server.fault({ path: /^\/realtime/, ...fault });
  return world;
}

const pathsOf = ({ requests }) => requests.map(({ path }) => path);
const answered = (server, path, count = 1) =>
  server.waitForRequest(() => server.requests.filter((it) => it.path === path && it.status).length >= count);

test("where the server has no realtime a run is asked for again and again, to its end", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const error = { name: "Error", message: "boom", stackTrace: "at" };
  const { id } = prod.seedRun({ status: "EXECUTING", payload: { a: [1] }, tags: ['a"b', "c"], ttl: "10m" });
  const told = await client.runs.retrieve(id);
  server.requests.length = 0;
  const subscription = client.runs.subscribeToRun(id);
  const { value: first } = await subscription.next();
  assert.equal(subscription.state, "polling");
  for (const name of ["id", "status", "taskIdentifier", "payload", "tags", "ttl", "isTest", "costInCents"])
    assert.deepEqual(first[name], told[name], name);
  assert.deepEqual(first.createdAt, new Date(told.createdAt));
  assert.deepEqual([first.isExecuting, first.realtimeStreams, first.output], [true, [], undefined]);
  const next = subscription.next();
  await answered(server, `/api/v3/runs/${id}`, 2);
  prod.updateRun(id, { status: "FAILED", error, metadata: { step: 1 } });
  const { value: last } = await next;
  assert.deepEqual([last.status, last.error, last.metadata], ["FAILED", error, { step: 1 }]);
  assert.equal(last.payload, first.payload, "what has not changed is not decoded again");
  assert.deepEqual(await subscription.next(), { done: true, value: undefined });
  assert.deepEqual(pathsOf(server).slice(0, 2), [`/realtime/v1/runs/${id}`, `/api/v3/runs/${id}`]);
});

test("of a server without realtime the others of a credential do not ask for it, and transport says what is wanted", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const ids = Array.from({ length: 3 }, () => prod.seedRun({ status: "COMPLETED" }).id);
  assert.deepEqual(await collect(client.runs.subscribeToRun(ids[0])), ["COMPLETED"]);
  server.requests.length = 0;
  assert.deepEqual(
    (await collect(client.runs.subscribeToRuns(ids), (run) => run.id)).sort(),
    [...ids].sort(),
  );
  assert.deepEqual(pathsOf(server).sort(), ids.map((id) => `/api/v3/runs/${id}`).sort());
  await assert.rejects(collect(client.runs.subscribeToRun(ids[0], { transport: "realtime" })), {
    status: 404,
  });
  await assert.rejects(
    collect(client.runs.subscribeToRun(ids[0], { transport: "carrier pigeon" })),
    /transport must be/,
  );
});

test("a customer whose base URL leads to pages makes nobody else poll", async (t) => {
  const { server, prod, client } = await start(t);
  server.fault({ path: "/elsewhere", html: true, status: 404 });
  const { id } = prod.seedRun({ status: "COMPLETED" });
  const secretKey = server.createProject().prod.secretKey;
  const other = new TriggerClient({ secretKey, baseURL: `${server.url}/elsewhere` });
  const reconnect = { maxElapsedInMs: 1 };
  await assert.rejects(collect(other.runs.subscribeToRun(id, { reconnect })), { status: 404 });
  const asked = [`/elsewhere/realtime/v1/runs/${id}`, `/elsewhere/api/v3/runs/${id}`];
  assert.deepEqual([...new Set(pathsOf(server))], asked, "it polls by now");
  server.requests.length = 0;
  assert.deepEqual(await collect(client.runs.subscribeToRun(id)), ["COMPLETED"]);
  assert.deepEqual(pathsOf(server), [`/realtime/v1/runs/${id}`]);
});

test("polling from the start asks no feed, and a cursor of either goes on with the other", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const polled = client.runs.subscribeToRun(id, { transport: "poll" });
  await polled.next();
  assert.deepEqual(pathsOf(server), [`/api/v3/runs/${id}`]);
  const { cursor } = polled;
  polled.unsubscribe();
  prod.updateRun(id, { status: "COMPLETED" });
  assert.deepEqual(await collect(client.runs.subscribeToRun(id, { since: cursor })), ["COMPLETED"]);
});

test("columns are skipped and stored packets fetched once, as of a feed", async (t) => {
  const { server, prod, client } = await start(t);
  const text = "x".repeat(2 * 1024 * 1024);
  const { id } = prod.seedRun({ status: "EXECUTING", payload: { text }, metadata: { a: 1 } });
  const skipped = client.runs.subscribeToRun(id, {
    transport: "poll",
    skipColumns: ["payload", "payloadType", "metadata"],
  });
  const { value } = await skipped.next();
  assert.deepEqual([value.payload, value.metadata], [undefined, undefined]);
  skipped.unsubscribe();
  const whole = client.runs.subscribeToRun(id, { transport: "poll", updates: "every" });
  assert.equal((await whole.next()).value.payload.text.length, text.length);
  const fetched = () => server.storage.requests.length;
  assert.equal(fetched(), 1);
  const next = whole.next();
  prod.updateRun(id, { status: "COMPLETED" });
  assert.equal((await next).value.payload.text.length, text.length);
  assert.equal(fetched(), 1);
});

test("the runs with all of some tags are listed, and those that have changed asked for", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const old = prod.seedRun({ status: "COMPLETED", tags: ["a", "b"] });
  prod.seedRun({ status: "COMPLETED", tags: ["a"] });
  prod.seedRun({ status: "COMPLETED", tags: ["a", "b"], createdAt: new Date(Date.now() - 2 * 86_400_000) });
  const subscription = client.runs.subscribeToRunsWithTag(["a", "b"], { createdAt: "12h" });
  assert.equal((await subscription.next()).value.id, old.id);
  const next = subscription.next();
  await answered(server, "/api/v1/runs");
  const run = prod.seedRun({ status: "EXECUTING", tags: ["b", "a"], output: 1 });
  assert.equal((await next).value.id, run.id);
  subscription.unsubscribe();
  const asked = server.requests.find(({ path }) => path === "/api/v1/runs");
  const query = Object.fromEntries(asked.query);
  assert.equal(query["filter[createdAt][period]"], "12h");
  assert.equal(pathsOf(server).filter((path) => path === `/api/v3/runs/${old.id}`).length, 1);
});

test("the runs of a batch are asked for, by whoever may read the batch alone", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const { batchId } = await client.batch.trigger([
    { id: "one", payload: 1 },
    { id: "two", payload: 2 },
  ]);
  const accessToken = await client.auth.createPublicToken({ scopes: { read: { batch: batchId } } });
  const reader = new TriggerClient({ accessToken, baseURL: server.url });
  const subscription = reader.runs.subscribeToBatch(batchId);
  const seen = new Map();
  for await (const run of subscription) {
    seen.set(run.id, run.status);
    if (seen.size === 2 && run.status === "QUEUED") prod.updateRun(run.id, { status: "COMPLETED" });
    if (run.status === "COMPLETED") break;
  }
  assert.deepEqual([...seen.values()].sort(), ["COMPLETED", "QUEUED"]);
});

test("a run that is not there is an error, and so is what refuses", async (t) => {
  const { client } = await startWithout(t);
  const missing = client.runs.subscribeToRun("run_gone");
  await assert.rejects(collect(missing), (error) => {
    assert.ok(error instanceof NotFoundError);
    assert.match(error.message, /^runs\.subscribeToRun: 404/);
    return true;
  });
  for (const status of [401, 403, 429]) {
    const { client: refused, requests } = await startScript(t, { status, body: "" });
    const subscription = refused.runs.subscribeToRun("run_1", { reconnect: { maxElapsedInMs: 0 } });
    await assert.rejects(collect(subscription), { status });
    assert.deepEqual(
      requests.map(({ path }) => path),
      ["/realtime/v1/runs/run_1"],
    );
  }
});

test("a server that says five times that it is not available, or once that it has none, is polled", async (t) => {
  for (const [status, count] of [
    [503, 5],
    [501, 1],
  ]) {
    const { server, prod, client } = await startWithout(t, { status, body: {} });
    const { id } = prod.seedRun({ status: "COMPLETED" });
    const subscription = client.runs.subscribeToRun(id, {
      reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 2 },
    });
    assert.deepEqual(await collect(subscription), ["COMPLETED"]);
    assert.deepEqual(pathsOf(server).filter((path) => path.startsWith("/realtime")).length, count);
    assert.equal(subscription.stats().requests, count + 1);
  }
});

test("what breaks while it polls is tried again", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "COMPLETED" });
  server.fault({ path: `/api/v3/runs/${id}`, status: 500, times: 1 });
  server.fault({ path: `/api/v3/runs/${id}`, html: true, times: 1 });
  const subscription = client.runs.subscribeToRun(id, {
    transport: "poll",
    reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 2 },
  });
  assert.deepEqual(await collect(subscription), ["COMPLETED"]);
  assert.deepEqual([server.requests.length, subscription.stats().reconnects], [3, 2]);
});

/** The requests of the first round since the last call, by what they ask for. */
function counted(server) {
  const asked = server.requests.splice(0).filter(({ path }) => path.startsWith("/api"));
  const isFirst = ({ path, query }) => {
    const named = query.map(([name]) => name);
    const isList =
      path === "/api/v1/runs" && !named.includes("page[after]") && !named.includes("filter[batch]");
    return isList || path.startsWith("/api/v2/batches");
  };
  const [first, second = asked.length] = [...asked.keys()].filter((index) => isFirst(asked[index]));
  const paths = asked.slice(first, second).map(({ path }) => path);
  const lists = paths.filter((path) => path === "/api/v1/runs").length;
  const batches = paths.filter((path) => path.startsWith("/api/v2/batches")).length;
  const runs = paths.filter((path) => path.startsWith("/api/v3/runs"));
  return { lists, batches, runs: runs.length, different: new Set(runs).size };
}

/** Takes states until so many runs were told. */
async function take(subscription, count) {
  const seen = new Map();
  while (seen.size < count) {
    const { value } = await subscription.next();
    seen.set(value.id, value);
  }
  return [...seen.values()];
}

const BEYOND_LIST = ["payload", "output", "metadata", "error"];

test("a thousand runs of tags cost ten requests where the list says all that is wanted", async (t) => {
  const { server, prod, client } = await startWithout(t);
  prod.seedRuns(1_000, (index) => ({ status: index % 2 ? "COMPLETED" : "EXECUTING", tags: ["a"] }));
  const subscription = client.runs.subscribeToRunsWithTag("a", { skipColumns: BEYOND_LIST });
  const runs = await take(subscription, 1_000);
  assert.deepEqual(counted(server), { lists: 10, batches: 0, runs: 0, different: 0 });
  const told = await client.runs.retrieve(runs[0].id);
  for (const name of ["status", "taskIdentifier", "tags", "isTest", "costInCents", "durationMs"])
    assert.deepEqual(runs[0][name], told[name], name);
  assert.deepEqual(runs[0].updatedAt, told.updatedAt);
  server.requests.length = 0;
  const next = subscription.next();
  prod.updateRun(runs[0].id, { status: "CANCELED" });
  assert.deepEqual([(await next).value.id, (await next).value.status], [runs[0].id, "CANCELED"]);
  assert.ok(pathsOf(server).every((path) => path === "/api/v1/runs"));
  subscription.unsubscribe();
});

test("the first round of many runs keeps to the rate limit, and begins with those that go on", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const count = 120;
  prod.seedRuns(count, (index) => ({ status: index < 20 ? "EXECUTING" : "COMPLETED", tags: ["a"] }));
  // 120 runs, a bucket of 80: a quarter of it is left to others.
  server.limitRate(prod.secretKey, { limit: 80, windowInMs: 1_000 });
  const subscription = client.runs.subscribeToRunsWithTag("a");
  const runs = await take(subscription, count);
  const answers = server.requests.filter(({ path }) => path.startsWith("/api"));
  assert.deepEqual(
    answers.filter(({ status }) => status !== 200),
    [],
  );
  assert.deepEqual(counted(server), { lists: 2, batches: 0, runs: count, different: count });
  assert.deepEqual(new Set(runs.slice(0, 20).map(({ status }) => status)), new Set(["EXECUTING"]));
  subscription.unsubscribe();
});

test("a batch of a thousand runs is listed a hundred at a time, and only what has changed is asked for", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const items = Array.from({ length: 200 }, () => ({ id: "one", payload: {} }));
  const { batchId } = await client.batch.trigger(items);
  server.requests.length = 0;
  const subscription = client.runs.subscribeToBatch(batchId);
  const runs = await take(subscription, 200);
  assert.deepEqual(counted(server), { lists: 2, batches: 1, runs: 200, different: 200 });
  prod.updateRun(runs[7].id, { status: "COMPLETED", output: 1 });
  const { value } = await subscription.next();
  assert.deepEqual([value.id, value.status, value.output], [runs[7].id, "COMPLETED", 1]);
  subscription.unsubscribe();
  assert.equal(pathsOf(server).filter((path) => path.startsWith("/api/v3/runs")).length, 1);
});

test("whoever may read a batch and not list runs is told of each by itself", async (t) => {
  const { server, client } = await startWithout(t);
  const { batchId } = await client.batch.trigger(
    Array.from({ length: 9 }, () => ({ id: "one", payload: {} })),
  );
  const accessToken = await client.auth.createPublicToken({ scopes: { read: { batch: batchId } } });
  const reader = new TriggerClient({ accessToken, baseURL: server.url });
  server.requests.length = 0;
  const subscription = reader.runs.subscribeToBatch(batchId);
  assert.equal((await take(subscription, 9)).length, 9);
  assert.deepEqual(counted(server), { lists: 1, batches: 1, runs: 9, different: 9 });
  subscription.unsubscribe();
});

test("one run of many that cannot be answered holds up no other", async (t) => {
  const { server, prod, client } = await startWithout(t);
  const runs = prod.seedRuns(30, () => ({ status: "EXECUTING", tags: ["a"] }));
  server.fault({ path: `/api/v3/runs/${runs[0].id}`, status: 500, times: 2 });
  const subscription = client.runs.subscribeToRunsWithTag("a", undefined, {
    reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 2 },
  });
  assert.equal((await take(subscription, 30)).length, 30);
  assert.equal(subscription.stats().reconnects, 2);
  subscription.unsubscribe();
});
