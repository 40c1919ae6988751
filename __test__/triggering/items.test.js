"use strict";

// The items of a batch are sent until the server has them all: it knows each by its index.

const { CREATE, ITEMS, linesOf, openWorld, rejection, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ApiConnectionError, ApiError, BatchNotSealedError, InternalServerError } = require("hairtrigger");

const items = [{ id: "a", payload: 1 }, { id: "b", payload: 2 }, { id: "a" }];
const unsealed = {
  id: "batch_1",
  itemsAccepted: 1,
  itemsDeduplicated: 1,
  sealed: false,
  enqueuedCount: 2,
  expectedCount: 3,
};

test("items are sent again, all of them, when the batch is not sealed", async (t) => {
  const { server, client, dev } = await openWorld(t);
  server.fault({ path: ITEMS, times: 2, body: unsealed });
  const { batchId, runCount } = await client.batch.trigger(items);
  assert.equal(runCount, 3);
  const sent = requestsTo(server, ITEMS).map(linesOf);
  assert.equal(sent.length, 3);
  assert.deepEqual(sent[1], sent[0]);
  assert.deepEqual(sent[2], sent[0]);
  assert.deepEqual(
    sent[0].map(({ index, task }) => [index, task]),
    [
      [0, "a"],
      [1, "b"],
      [2, "a"],
    ],
  );
  assert.equal(requestsTo(server, CREATE).length, 1);
  assert.equal(dev.batches.get(batchId).runs.length, 3);
});

test("a batch that is never sealed is a BatchNotSealedError after maxAttempts", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: ITEMS, body: unsealed });
  const error = await rejection(client.batch.trigger(items, {}, { retry: { maxAttempts: 3 } }));
  assert.ok(error instanceof BatchNotSealedError);
  assert.ok(error instanceof ApiError);
  assert.equal(requestsTo(server, ITEMS).length, 3);
  const { batchId, enqueuedCount, expectedCount, itemsAccepted, itemsDeduplicated } = error;
  assert.match(batchId, /^batch_/);
  assert.deepEqual([enqueuedCount, expectedCount, itemsAccepted, itemsDeduplicated], [2, 3, 1, 1]);
  assert.match(error.message, /^batch\.trigger: batch batch_\w+ has 2 of its 3 items/);
  assert.equal(error.operation, "batch.trigger");
});

for (const cut of ["before-response", "mid-body"]) {
  test(`a connection that is cut ${cut} while items are sent makes no run twice`, async (t) => {
    const { server, client, dev } = await openWorld(t);
    server.fault({ path: ITEMS, times: 3, cut });
    await client.batch.trigger(items);
    assert.equal(requestsTo(server, ITEMS).length, 4);
    assert.equal(dev.runs.sorted.length, 3);
  });
}

test("a failure while items are sent names the batch that stays open", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({
    path: ITEMS,
    status: 500,
    body: { error: "broken" },
    headers: { "x-should-retry": "false" },
  });
  const error = await rejection(client.tasks.batchTrigger("a", [{ payload: 1 }]));
  assert.ok(error instanceof InternalServerError);
  assert.match(error.batchId, /^batch_/);
  assert.equal(requestsTo(server, ITEMS).length, 1);
  const lost = server.fault({ path: ITEMS, cut: "before-response" });
  const gone = await rejection(
    client.tasks.batchTrigger("a", [{ payload: 1 }], {}, { retry: { maxAttempts: 2 } }),
  );
  assert.equal(lost.hits, 0, "the first fault applies first");
  assert.match(gone.batchId, /^batch_/);
});

test("an answer that names no batch is an error, and sends no items", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: CREATE, body: { runCount: 1 } });
  const error = await rejection(client.batch.trigger([{ id: "t" }]));
  assert.match(error.message, /the server's answer names no batch/);
  assert.equal(requestsTo(server, ITEMS).length, 0);
});

test("an id that is more than a path segment stays one", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: CREATE, body: { id: "../../runs", runCount: 1, isCached: false } });
  await rejection(client.batch.trigger([{ id: "t" }]));
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ["/api/v3/batches", "/api/v3/batches/..%2F..%2Fruns/items"],
  );
});

test("a signal ends the waiting between two sends", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: ITEMS, body: unsealed });
  const controller = new AbortController();
  const reason = new Error("enough");
  const promise = client.batch.trigger(
    items,
    {},
    { signal: controller.signal, retry: { minTimeoutInMs: 60_000, maxTimeoutInMs: 60_000 } },
  );
  await server.waitForRequest(({ path, status }) => ITEMS.test(path) && status === 200);
  controller.abort(reason);
  assert.equal(await rejection(promise), reason);
  assert.equal(requestsTo(server, ITEMS).length, 1);
});

test("every request of a batch has the deadline of its own", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: ITEMS, hang: true });
  const error = await rejection(client.batch.trigger(items, {}, { timeoutInMs: 1_000 }));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /1000 ms|1,000 ms/);
  assert.match(error.batchId, /^batch_/);
});
