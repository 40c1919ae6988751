"use strict";

// Bytes without end that answer nothing cost whoever asked that server, and nobody else.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { join } = require("node:path");
const { test } = require("node:test");
const { Worker } = require("node:worker_threads");

const { ApiConnectionError, ApiTimeoutError } = require("hairtrigger");
const { ca, tls } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");
const { HEAD, UP_TO_DATE, row } = require("../subscriptions/world.js");
const { PAGE, customer, json, openServer } = require("./server.js");

const ONE_ATTEMPT = { timeoutInMs: 300_000, retry: { maxAttempts: 1 } };

/** Starts a server that floods whoever asks it, after so many answers; `connections` counts those it has lost. */
async function openFlooder(t, kind, { answers = 0, isSecure = false } = {}) {
  const certificates = isSecure ? tls : undefined;
  const worker = new Worker(join(__dirname, "flooder.js"), { workerData: { kind, answers, certificates } });
  t.after(() => worker.terminate());
  const [port] = await once(worker, "message");
  const flooder = { url: `${isSecure ? "https" : "http"}://127.0.0.1:${port}`, lost: 0 };
  worker.on("message", () => (flooder.lost += 1));
  return flooder;
}

/** Calls one after the other until the work of somebody else is done; all must succeed. */
async function callBeside(client, work) {
  let isDone = false;
  const ending = work().finally(() => (isDone = true));
  let calls = 0;
  while (!isDone) {
    assert.deepEqual((await client.runs.list()).data, []);
    calls += 1;
  }
  assert.ok(calls > 0);
  return ending;
}

/** A customer of a server that has proved itself: of those that owe an answer the least proven one is left first. */
async function openGood(t) {
  const server = await openServer(t, (_, response) => json(response, PAGE));
  const good = customer("GOOD", server, ONE_ATTEMPT);
  for (let call = 0; call < 10; call += 1) await good.runs.list();
  return good;
}

test("interim answers without end end the connection", async (t) => {
  const good = await openGood(t);
  const evil = customer("EVIL", await openFlooder(t, "interim answers"), ONE_ATTEMPT);
  const error = await callBeside(good, () => rejection(evil.runs.list()));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /sends without end what answers nothing \(interim answers, pings or empty/);
});

for (const kind of [
  "interim answers with headers",
  "interim answers of other kinds",
  "HTTP/2 pings",
  "HTTP/2 settings",
  "HTTP/2 priorities",
]) {
  test(`${kind} without end cost nobody else a call`, async (t) => {
    const good = await openGood(t);
    // Where the server is the slower one they do no harm, and the deadline ends it.
    const options = { timeoutInMs: 3_000, retry: { maxAttempts: 1 } };
    const evil = customer(
      "EVIL",
      await openFlooder(t, kind, { isSecure: kind.startsWith("HTTP/2") }),
      options,
      { ca },
    );
    const error = await callBeside(good, () => rejection(evil.runs.list()));
    assert.ok(error instanceof ApiConnectionError || error instanceof ApiTimeoutError);
  });
}

test("a server that answered before is left all the same", async (t) => {
  const good = await openGood(t);
  const evil = customer("EVIL", await openFlooder(t, "interim answers", { answers: 3 }), ONE_ATTEMPT);
  for (let call = 0; call < 3; call += 1) await evil.runs.list();
  const error = await callBeside(good, () => rejection(evil.runs.list()));
  assert.match(error.message, /sends without end/);
});

test("a poll that is held beside a flood elsewhere is not left for it", async (t) => {
  const held = await openServer(t, (request, response) => {
    if (!request.url.includes("live")) json(response, [row("EXECUTING"), UP_TO_DATE], 200, HEAD);
  });
  const watching = customer("HELD", held, ONE_ATTEMPT).runs.subscribeToRun("run_1");
  t.after(() => watching.unsubscribe());
  await watching.next();
  watching.next();
  await held.requestsArrived(2);
  const evil = customer("EVIL", await openFlooder(t, "interim answers", { answers: 3 }), ONE_ATTEMPT);
  for (let call = 0; call < 3; call += 1) await evil.runs.list();
  assert.match((await rejection(evil.runs.list())).message, /sends without end/);
  assert.equal(watching.stats().reconnects, 0);
});

test("a server that was left twice is not asked for a while", async (t) => {
  const flooder = await openFlooder(t, "interim answers");
  const evil = customer("EVIL", flooder, { timeoutInMs: 300_000 });
  const error = await rejection(evil.runs.list());
  assert.match(error.message, /sends without end what answers nothing/);
  assert.equal(error.attempts, 3, "two floods, and an attempt that was refused");
  assert.match((await rejection(evil.runs.list())).message, /sends without end what answers nothing/);
  assert.ok(flooder.lost <= 2);
});
