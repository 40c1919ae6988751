"use strict";

// Answers of a feed that are cut, late, out of date or unlike others: what the iteration tells, and what is asked.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { AuthenticationError } = require("hairtrigger");
const { HEAD, UP_TO_DATE, collect, feed, row, start, startScript, untilHeld } = require("./world.js");

const BEGUN = feed(row("EXECUTING"));
const FINAL = feed(row("COMPLETED", 2));
const watch = (client, options) => client.runs.subscribeToRun("run_1", { updates: "every", ...options });
const without = (name) => Object.fromEntries(Object.entries(HEAD).filter(([known]) => known !== name));

/** The requests of a feed in short: `-1` for a snapshot, `look` for one that does not wait, `live`. */
const asked = (requests) =>
  requests.map(({ query: { live, offset } }) => (live ? "live" : offset === "-1" ? "-1" : "look"));

const cutHead = (request, response) => {
  response.socket.write("HTTP/1.1 200 OK\r\nelectric-hand");
  setImmediate(() => response.socket.destroy());
};

test("an answer that is cut in its head is asked for again, at the start and in the middle", async (t) => {
  const { client, requests } = await startScript(t, cutHead, BEGUN, cutHead, FINAL);
  const subscription = watch(client);
  assert.deepEqual(await collect(subscription), ["EXECUTING", "COMPLETED"]);
  assert.deepEqual(asked(requests), ["-1", "-1", "live", "look"]);
  assert.equal(subscription.stats().reconnects, 2);
});

test("an answer of which a header is missing did not come from the feed", async (t) => {
  const { body } = FINAL;
  for (const name of ["electric-handle", "electric-offset", "electric-schema"]) {
    const { client, requests } = await startScript(t, { headers: without(name), body }, FINAL);
    assert.deepEqual(await collect(watch(client)), ["COMPLETED"], name);
    assert.deepEqual(asked(requests), ["-1", "-1"], name);
  }
});

test("an answer without a body says that there is nothing new", async (t) => {
  const empty = (status) => (request, response) =>
    // As the server would, it is held for a while: what comes at once is looked at twice.
    setTimeout(() => response.writeHead(status, without("electric-schema")).end(), 1_100);
  const { client, requests } = await startScript(t, BEGUN, empty(204), empty(200), FINAL);
  const subscription = watch(client);
  assert.deepEqual(await collect(subscription), ["EXECUTING", "COMPLETED"]);
  assert.deepEqual(asked(requests), ["-1", "live", "live", "live"]);
  assert.equal(subscription.stats().reconnects, 0);
});

test("a cache that answers with a handle which is none any more does not keep the last state back for ever", async (t) => {
  const { server, prod, client } = await start(t, "electric");
  const { id } = prod.seedRun({ status: "EXECUTING" });
  server.fault({ path: /^\/realtime/, stale: true, times: 3 });
  const subscription = client.runs.subscribeToRun(id, {
    reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 5 },
  });
  assert.equal((await subscription.next()).value.status, "EXECUTING");
  server.rotateFeeds();
  prod.updateRun(id, { status: "COMPLETED" });
  assert.deepEqual(await collect(subscription), ["COMPLETED"]);
  assert.ok(server.requests.length <= 12, `${server.requests.length}`);
});

test("a row of 5 MB is told where maxRowBytes lets it be", async (t) => {
  const payload = "x".repeat(5_000_000);
  const large = feed(row("COMPLETED", 1, { payload, payloadType: "text/plain" }));
  const { client } = await startScript(t, large);
  await assert.rejects(collect(watch(client)), /a row holds 5\d{6} bytes and maxRowBytes is 1048576/);
  const [told] = await collect(watch(client, { maxRowBytes: 8_000_000 }), (run) => run.payload);
  assert.equal(told, payload);
});

test("columns that are not there are absent, and a type that nobody knows is a text", async (t) => {
  const { key, headers } = row("COMPLETED");
  const value = { friendlyId: "run_1", status: "COMPLETED", updatedAt: "2026-03-01T10:00:00", ttl: "10m" };
  const schema = JSON.stringify({ status: { type: "NewEnum" }, ttl: { type: "tsvector", dims: 3 } });
  const body = JSON.stringify([{ key, value, headers }, UP_TO_DATE]);
  const { client } = await startScript(t, { headers: { ...HEAD, "electric-schema": schema }, body });
  const [run] = await collect(watch(client), (run) => run);
  assert.deepEqual(
    [run.status, run.ttl, run.taskIdentifier, run.isTest],
    ["COMPLETED", "10m", undefined, false],
  );
  assert.deepEqual([run.createdAt, run.tags, run.costInCents], [undefined, [], 0]);
});

test("a run that is not there yet is told when it is, where the server waits for it", async (t) => {
  const { server, prod, client } = await start(t, "electric");
  const subscription = client.runs.subscribeToRun("run_later");
  const states = collect(subscription);
  await untilHeld(server);
  prod.seedRun({ id: "run_later", status: "EXECUTING" });
  await server.waitForRequest(() => server.requests.filter(({ status }) => status).length >= 2);
  prod.updateRun("run_later", { status: "COMPLETED" });
  assert.equal((await states).at(-1), "COMPLETED");
});

test("a batch that is not there yet is asked for twice more, and what was there once is an error when it is gone", async (t) => {
  const missing = {
    status: 404,
    headers: { "content-type": "application/json", "x-should-retry": "true" },
    body: '{"error":"Not found"}',
  };
  const watchBatch = (client) =>
    client.runs.subscribeToBatch("batch_1", { reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 2 } });
  const { client, requests } = await startScript(t, missing, missing, BEGUN, missing);
  const subscription = watchBatch(client);
  assert.equal((await subscription.next()).value.status, "EXECUTING");
  await assert.rejects(subscription.next(), { status: 404 });
  assert.deepEqual(asked(requests), ["-1", "-1", "-1", "live"]);

  const { client: other, requests: others } = await startScript(t, missing);
  await assert.rejects(collect(watchBatch(other)), { status: 404 });
  assert.equal(others.length, 3);
});

test("a run that ends while its snapshot comes in parts is told once, in its last state", async (t) => {
  const part = { headers: HEAD, body: JSON.stringify([row("EXECUTING")]) };
  const { client, requests } = await startScript(t, part, FINAL);
  assert.deepEqual(await collect(watch(client)), ["COMPLETED"]);
  assert.deepEqual(asked(requests), ["-1", "look"]);
});

test("a run that ends between two polls of a server that was blocked is told at the latest when the hold ends", async (t) => {
  const { server, prod, client } = await start(t, { holdInMs: 500, replayWindowInMs: 1 });
  const { id } = prod.seedRun({ status: "EXECUTING", metadata: { step: 0 } });
  const subscription = client.runs.subscribeToRun(id, { updates: "every" });
  const states = [];
  for await (const { status, metadata } of subscription) {
    states.push(`${status} ${metadata.step}`);
    if (states.length !== 1) continue;
    untilHeld(server).then(() => {
      prod.updateRun(id, { metadata: { step: 1 } });
      setImmediate(() => {
        // Its answer is out. The next poll comes while nobody reads, and after this.
        prod.updateRun(id, { status: "COMPLETED" });
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
      });
    });
  }
  assert.equal(states[0], "EXECUTING 0");
  assert.equal(states.at(-1), "COMPLETED 1");
  assert.ok(server.requests.length <= 10, `${server.requests.length}`);
});

test("a fresh token that is refused too is the end", async (t) => {
  const refused = {
    status: 401,
    headers: { "content-type": "application/json" },
    body: '{"error":"expired"}',
  };
  const tokenOf = (name) => {
    const claims = JSON.stringify({ sub: "env_1", pub: true, scopes: ["read:runs"], name });
    return `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(claims).toString("base64url")}.c2lnbmF0dXJl${name}`;
  };
  const { client, requests } = await startScript(t, BEGUN, refused);
  let calls = 0;
  const subscription = watch(client, {
    clientConfig: { accessToken: tokenOf("old"), baseURL: undefined },
    refreshAccessToken: () => tokenOf(`new${(calls += 1)}`),
  });
  await assert.rejects(collect(subscription), (error) => error instanceof AuthenticationError);
  assert.equal(calls, 1);
  assert.deepEqual(asked(requests), ["-1", "live", "live"]);
});

test("an hour of 500s costs a request each ten seconds or so, and the run is told when it is over", async (t) => {
  // An hour, a thousand times as fast: so are the waits, 250 ms to 10 s.
  const hour = 3_600;
  const began = performance.now();
  let isOver = false;
  const broken = (request, response) => {
    isOver = performance.now() - began > hour;
    if (isOver) response.writeHead(200, HEAD).end(FINAL.body);
    else response.writeHead(500, { "content-type": "application/json" }).end('{"error":"no"}');
  };
  const { client, requests } = await startScript(t, BEGUN, broken);
  const subscription = watch(client, { reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 10 } });
  assert.deepEqual(await collect(subscription), ["EXECUTING", "COMPLETED"]);
  assert.ok(isOver);
  const waits = requests.slice(8).map(({ at }, index) => at - requests[index + 7].at);
  assert.ok(waits.filter((wait) => wait < 4).length === 0, `${waits.filter((wait) => wait < 4)}`);
  assert.ok(requests.length <= hour / 5 + 10, `${requests.length}`);
});
