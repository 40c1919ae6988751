"use strict";

// timeoutInMs bounds a whole call, its items and uploads included; a repeated request that meets its own effect is
// a success.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { inspect } = require("node:util");
const { test } = require("node:test");

const { ApiTimeoutError, BatchNotSealedError } = require("hairtrigger");
const { rejection } = require("../support/scopes.js");
const { customer, json, keyOf, openServer } = require("./server.js");

const ITEMS = [{ id: "task", payload: 1 }];
const isItems = ({ url }) => url.endsWith("/items");

test("a batch that is never sealed ends at its deadline", async (t) => {
  const server = await openServer(t, (request, response) =>
    json(response, isItems(request) ? { sealed: false } : { id: "batch_1", runCount: 1 }),
  );
  const client = customer("A", server, {
    timeoutInMs: 300,
    retry: { maxAttempts: 1_000_000, minTimeoutInMs: 20, maxTimeoutInMs: 20, randomize: false },
  });
  const error = await rejection(client.batch.trigger(ITEMS));
  assert.ok(error instanceof ApiTimeoutError || error instanceof BatchNotSealedError, inspect(error));
});

test("uploads have the call's deadline, and no more retries than its budget", async (t) => {
  const storage = await openServer(t, (_, response) => json(response, {}, 503));
  const server = await openServer(t, (request, response) =>
    json(response, { presignedUrl: `${storage.url}/x`, storagePath: "a/b", id: "run_1" }),
  );
  const retry = { minTimeoutInMs: 1, maxTimeoutInMs: 1, maxAttempts: 1_000 };
  const client = customer("A", server, { retry });
  const error = await rejection(client.tasks.trigger("task", { a: "x".repeat(600_000) }));
  assert.match(error.message, /could not be put into object storage: it answered 503/);
  assert.equal(storage.requests.length, 101);
});

test("items that were taken before an answer was lost are a success", async (t) => {
  let sent = 0;
  const server = await openServer(t, (request, response) => {
    if (!isItems(request)) return json(response, { id: "batch_1", runCount: 1 });
    sent += 1;
    if (sent === 1) return response.socket.destroy();
    return json(response, { error: "Batch batch_1 is already sealed and cannot accept more items" }, 422);
  });
  const handle = await customer("A", server).tasks.batchTrigger("task", [{ payload: 1 }]);
  assert.equal(handle.batchId, "batch_1");
});

test("a batch that was sealed by somebody else is a failure all the same", async (t) => {
  const server = await openServer(t, (request, response) => {
    if (!isItems(request)) return json(response, { id: "batch_1", runCount: 1 });
    return json(response, { error: "Batch batch_1 is already sealed and cannot accept more items" }, 422);
  });
  const error = await rejection(customer("A", server).tasks.batchTrigger("task", [{ payload: 1 }]));
  assert.equal(error.status, 422);
});

test("an id of a batch that is the token is not shown", async (t) => {
  const server = await openServer(t, (request, response) =>
    json(response, isItems(request) ? { sealed: false } : { id: keyOf("SECRET"), runCount: 1 }),
  );
  const client = customer("SECRET", server, { retry: { maxAttempts: 2, minTimeoutInMs: 1 } });
  const error = await rejection(client.batch.trigger(ITEMS));
  assert.ok(!inspect(error, { depth: 9 }).includes(keyOf("SECRET")));
});
