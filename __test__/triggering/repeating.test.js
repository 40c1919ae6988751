"use strict";

// A run must not be made twice: an ambiguous failure is repeated only where a key makes that harmless.

const { CREATE, ITEMS, TRIGGER, linesOf, openWorld, rejection, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ApiConnectionError, BadRequestError, UnprocessableEntityError } = require("hairtrigger");

const ambiguous = {
  "a connection that is cut after the run was made": { cut: "before-response" },
  "an answer that is cut": { cut: "mid-body" },
  "a 500": { status: 500, body: { error: "broken" } },
  "a 503": { status: 503, body: { error: "down" } },
};

for (const [name, fault] of Object.entries(ambiguous)) {
  test(`without an idempotency key a trigger is not repeated after ${name}`, async (t) => {
    const { server, client } = await openWorld(t);
    server.fault({ path: TRIGGER, ...fault });
    const error = await rejection(client.tasks.trigger("t", 1));
    assert.equal(requestsTo(server, TRIGGER).length, 1);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /pass options\.idempotencyKey to make the call safe to repeat/);
  });

  test(`with an idempotency key it is repeated after ${name}`, async (t) => {
    const { server, client, dev } = await openWorld(t);
    server.fault({ path: TRIGGER, times: 2, ...fault });
    const handle = await client.tasks.trigger("t", 1, { idempotencyKey: "k" });
    assert.equal(requestsTo(server, TRIGGER).length, 3);
    assert.equal(dev.runs.sorted.length, 1);
    assert.equal(handle.isCached, "cut" in fault, "a run that was made before the cut is found again");
  });

  test(`a batch is not created again after ${name}`, async (t) => {
    const { server, client } = await openWorld(t);
    server.fault({ path: CREATE, ...fault });
    const error = await rejection(client.batch.trigger([{ id: "t" }], { idempotencyKey: "k" }));
    assert.equal(requestsTo(server, CREATE).length, 1);
    assert.equal(requestsTo(server, ITEMS).length, 0);
    assert.match(error.message, /look for the runs of its items before triggering them again/);
  });
}

test("what cannot have been processed is repeated with or without a key", async (t) => {
  const { server, client, dev } = await openWorld(t);
  server.fault({ path: /trigger$|batches$/, status: 429, times: 2, body: { error: "slow down" } });
  await client.tasks.trigger("t", 1);
  server.fault({ path: CREATE, status: 429, times: 2, body: { error: "slow down" } });
  await client.batch.trigger([{ id: "t" }]);
  assert.equal(dev.runs.sorted.length, 2);
});

test("a batch with a key that was used is refused, and its message kept", async (t) => {
  const { client } = await openWorld(t);
  await client.batch.trigger([{ id: "t" }], { idempotencyKey: "k" });
  const error = await rejection(client.batch.trigger([{ id: "t" }], { idempotencyKey: "k" }));
  assert.ok(error instanceof UnprocessableEntityError);
  assert.match(error.message, /^batch\.trigger: 422 Cannot create batch .* same idempotency key/);
  assert.match(error.message, /A batch is made once for its idempotencyKey; .* the keys on its items/);
});

test("a batch that is there already gets no items again", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: CREATE, body: { id: "batch_1", runCount: 1, isCached: true } });
  const { batchId } = await client.batch.trigger([{ id: "t" }]);
  assert.equal(batchId, "batch_1");
  assert.equal(requestsTo(server, ITEMS).length, 0);
});

test("a batch of more than 1,000 items is left to the server, and its refusal explained", async (t) => {
  const { server, client } = await openWorld(t);
  const items = Array.from({ length: 1_001 }, () => ({ id: "t" }));
  const error = await rejection(client.batch.trigger(items));
  assert.ok(error instanceof BadRequestError);
  assert.match(
    error.message,
    /exceeds maximum allowed of 1000\. A batch takes at most 1,000 items; batch\.trig/,
  );
  assert.equal(server.requests.length, 1);
  await client.batch.trigger(items.slice(1));
  assert.equal(linesOf(requestsTo(server, ITEMS)[0]).length, 1_000);
});

test("a server that is not there is named, and nothing has been made", async (t) => {
  const { server, client } = await openWorld(t);
  await server.close();
  const error = await rejection(client.tasks.trigger("t", 1, {}, { retry: { maxAttempts: 2 } }));
  assert.ok(error instanceof ApiConnectionError);
  assert.equal(error.attempts, 2);
  assert.doesNotMatch(error.message, /idempotencyKey/);
});
