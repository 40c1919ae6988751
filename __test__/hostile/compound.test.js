"use strict";

// What is made of several calls is one customer's from the first to the last, whatever object says whose it is, and
// whatever becomes of that object meanwhile.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { batch, envvars, runs, sessions, streams, tasks, withAuth } = require("hairtrigger");
const { resetConfiguration } = require("../support/scopes.js");
const { HEAD, UP_TO_DATE, row } = require("../subscriptions/world.js");
const { disguises } = require("./disguises.js");
const { json, keyOf, nameOf, openServer } = require("./server.js");

const ENDED = row("COMPLETED_SUCCESSFULLY", 1, { completedAt: "2026-03-01T10:00:00.000" });
const RECORDED = { end: { seq_num: 1 } };

/** A server that answers whatever these calls ask. */
async function start(t) {
  resetConfiguration(t);
  const server = await openServer(t, ({ method, url }, response) => {
    if (url.includes("/realtime/v1/runs")) return json(response, [ENDED, UP_TO_DATE], 200, HEAD);
    if (url.includes("/envvars") && method === "GET") return json(response, []);
    if (url.includes("/batches"))
      return json(response, { id: "batch_1", runCount: 1, itemsAccepted: 1, sealed: true });
    const store = {
      "x-s2-access-token": "token-of-the-store",
      "x-s2-basin": "basin",
      "x-s2-stream-name": "name",
      "x-s2-endpoint": server.url,
    };
    const isOpened = url.includes("/sessions/") && method === "PUT";
    return json(
      response,
      { id: "run_1", ok: true, success: true, records: [], ...RECORDED },
      200,
      isOpened ? store : {},
    );
  });
  return server;
}

async function* parts() {
  yield "a";
  // Longer than parts are gathered for.
  await new Promise((resolve) => setTimeout(resolve, 150));
  yield "b";
}

async function* items() {
  yield { id: "task", payload: 1 };
  await new Promise((resolve) => setImmediate(resolve));
  yield { id: "task", payload: 2 };
}

const target = "run_1";
const write = ({ write: add }) => add(1);

/** Everything that makes more than one call of its request options, or makes its call later. */
const calls = {
  "streams.append": (requestOptions) => streams.append("key", "part", { target, requestOptions }),
  "streams.pipe": (requestOptions) =>
    streams.pipe("key", parts(), { target, requestOptions }).waitUntilComplete(),
  "streams.writer": (requestOptions) =>
    streams.writer("key", { target, requestOptions, execute: write }).waitUntilComplete(),
  "streams.define().append": (requestOptions) =>
    streams.define({ id: "key" }).append("part", { target, requestOptions }),
  "streams.define().pipe": (requestOptions) =>
    streams.define({ id: "key" }).pipe(parts(), { target, requestOptions }).waitUntilComplete(),
  "streams.input().send": (requestOptions) => streams.input({ id: "key" }).send(target, 1, requestOptions),
  "sessions.open().in.send": (requestOptions) => sessions.open("session").in.send(1, requestOptions),
  "sessions.open().in.records": (requestOptions) => sessions.open("session").in.records({ requestOptions }),
  "sessions.open().out.append": (requestOptions) =>
    sessions.open("session").out.append(1, { requestOptions }),
  "sessions.open().out.pipe": (requestOptions) =>
    sessions.open("session").out.pipe(parts(), { requestOptions }).waitUntilComplete(),
  "sessions.open().out.writer": (requestOptions) =>
    sessions.open("session").out.writer({ requestOptions, execute: write }).waitUntilComplete(),
  "tasks.triggerAndSubscribe": (requestOptions) => tasks.triggerAndSubscribe("task", 1, {}, requestOptions),
  "tasks.triggerAndSubscribe in the place of options": (requestOptions) =>
    tasks.triggerAndSubscribe("task", 1, requestOptions),
  "envvars.sync": (requestOptions) =>
    envvars.sync("project", "prod", { A: "1", B: { value: "2", isSecret: true } }, {}, requestOptions),
  "batch.triggerAll": (requestOptions) =>
    drained(batch.triggerAll(items(), { batchSize: 1 }, requestOptions)),
  "batch.trigger": (requestOptions) => batch.trigger(items(), {}, requestOptions),
  "tasks.batchTrigger": (requestOptions) =>
    tasks.batchTrigger(
      "task",
      (async function* () {
        for await (const { payload } of items()) yield { payload };
      })(),
      requestOptions,
    ),
  "runs.subscribeToRun": (requestOptions) => drained(runs.subscribeToRun(target, requestOptions)),
};

async function drained(iterable) {
  const all = [];
  for await (const each of iterable) all.push(each);
  return all;
}

/** The customers whose key a request carried. */
async function callers(t, options, make) {
  const server = await start(t);
  const outer = { secretKey: keyOf("OUTER"), baseURL: server.url };
  await withAuth(outer, () => make(options));
  assert.ok(server.requests.length > 0);
  // The store has a token of its own.
  const ofApi = server.requests.filter(({ url }) => !url.endsWith("/records") || url.includes("/realtime/"));
  return [...new Set(ofApi.map(nameOf))];
}

for (const [name, make] of Object.entries(calls)) {
  for (const [kind, disguise] of Object.entries(disguises)) {
    test(`${name} is called under a key in ${kind}`, async (t) => {
      const inner = { clientConfig: { secretKey: keyOf("INNER") } };
      assert.deepEqual(await callers(t, disguise(inner), make), ["INNER"]);
      const config = { clientConfig: disguise({ secretKey: keyOf("INNER") }) };
      assert.deepEqual(await callers(t, config, make), ["INNER"]);
    });
  }

  test(`${name} reads once whose it is`, async (t) => {
    const changed = { clientConfig: { secretKey: keyOf("INNER") } };
    const change = (options) => {
      const made = make(options);
      changed.clientConfig.secretKey = keyOf("OTHER");
      changed.clientConfig = { secretKey: keyOf("OTHER") };
      return made;
    };
    assert.deepEqual(await callers(t, changed, change), ["INNER"]);
    let reads = 0;
    const fickle = {
      get clientConfig() {
        reads += 1;
        return reads === 1 ? { secretKey: keyOf("INNER") } : undefined;
      },
    };
    // What asks whether the options are some reads them to see; then they are those.
    assert.deepEqual(await callers(t, fickle, make), ["INNER"]);
  });
}

test("what stands in the options of streams counts wherever it is", async (t) => {
  for (const disguise of Object.values(disguises)) {
    const server = await start(t);
    const client = withAuth({ secretKey: keyOf("OUTER"), baseURL: server.url });
    const requestOptions = { clientConfig: { secretKey: keyOf("INNER") } };
    await client.streams.pipe("key", parts(), disguise({ target, requestOptions })).waitUntilComplete();
    await client.streams
      .writer("key", disguise({ target, requestOptions, execute: write }))
      .waitUntilComplete();
    assert.deepEqual([...new Set(server.requests.map(nameOf))], ["INNER"]);
    const other = disguise({ target, other: 1 });
    // What a Proxy does not list, and nobody asks for, nobody sees.
    if (!Object.keys(other).includes("other")) continue;
    assert.throws(() => client.streams.pipe("key", parts(), other), /options\.other is not known/);
  }
});

test("variables that an object inherits are not taken for missing ones, which would be deleted", async (t) => {
  const server = await start(t);
  const client = withAuth({ secretKey: keyOf("OUTER"), baseURL: server.url });
  const desired = Object.create(Object.assign(Object.create(null), { A: "1" }));
  desired.B = "2";
  await assert.rejects(
    client.envvars.sync("project", "prod", desired, { prune: true }),
    /desired inherits A/,
  );
  assert.equal(server.requests.length, 0);
});

test("parts that JSON cannot hold are told by their place", async (t) => {
  const server = await start(t);
  const { sessions: own } = withAuth({ secretKey: keyOf("OUTER"), baseURL: server.url });
  const expected = {
    name: "ArgumentError",
    message: /\.a\[0\] must be a value that JSON can hold, got a bigint/,
  };
  await assert.rejects(own.open("session").in.send({ a: [1n] }), expected);
  await assert.rejects(own.open("session").out.append({ a: [1n] }), expected);
  await assert.rejects(own.open("session").out.writeControl("subtype", 5));
});
