"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { LegacyClient } = require("hairtrigger/legacy");
const { NOW, createClient, start } = require("./client.js");

const instant = new Date(NOW).toISOString();

async function open(t) {
  const { server, prod } = await start(t);
  prod.legacy.addJob("welcome", { event: "user.created" });
  return { server, prod, client: createClient(server, prod.createLegacyKey({ product: 2 })) };
}

test("an event of the second product is answered whole, and starts the jobs that wait for it", async (t) => {
  const { client } = await open(t);
  const event = { id: "e1", name: "user.created", payload: { a: 1 }, timestamp: "2026-01-01T00:00:00.000Z" };
  const { status, body } = await client.post("/api/v1/events", { event, options: {} });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    ...event,
    context: {},
    deliverAt: instant,
    deliveredAt: instant,
    cancelledAt: null,
  });
  const { body: found } = await client.get("/api/v2/events/e1");
  const [{ id, ...run }] = found.runs;
  assert.deepEqual(run, { status: "STARTED", startedAt: instant, completedAt: null });
  assert.deepEqual(found, {
    id: "e1",
    name: "user.created",
    createdAt: instant,
    updatedAt: instant,
    runs: found.runs,
  });
  const whole = { id, status: "STARTED", startedAt: instant, updatedAt: instant, completedAt: null };
  assert.deepEqual((await client.get(`/api/v2/runs/${id}`)).body, {
    ...whole,
    output: null,
    tasks: [],
    statuses: [],
  });
  const canceled = await client.post(`/api/v1/runs/${id}/cancel`);
  assert.deepEqual(
    [canceled.status, canceled.body.status, canceled.body.completedAt],
    [200, "CANCELED", instant],
  );
});

test("a second event with the same id is the first, unless that is still to be delivered", async (t) => {
  const { client } = await open(t);
  const send = async (payload, options) =>
    (await client.post("/api/v1/events", { event: { id: "e1", name: "user.created", payload }, options }))
      .body;
  await send(1);
  assert.equal((await send(2)).payload, 1);
  assert.equal((await client.get("/api/v2/events/e1")).body.runs.length, 1);
  const later = { event: { id: "e2", name: "user.created", payload: 1 }, options: { deliverAfter: 60 } };
  const held = (await client.post("/api/v1/events", later)).body;
  assert.deepEqual([held.deliverAt, held.deliveredAt], [new Date(NOW + 60_000).toISOString(), null]);
  assert.equal(
    (await client.post("/api/v1/events", { ...later, event: { ...later.event, payload: 2 } })).body.payload,
    2,
  );
});

test("runs of a job are listed newest first, page by page", async (t) => {
  const { client } = await open(t);
  const events = [1, 2, 3].map((payload) => ({ name: "user.created", payload }));
  const sent = await client.post("/api/v1/events/bulk", { events });
  assert.deepEqual(
    sent.body.map(({ payload }) => payload),
    [1, 2, 3],
  );
  const first = (await client.get("/api/v1/jobs/welcome/runs?take=2")).body;
  const second = (await client.get(`/api/v1/jobs/welcome/runs?take=2&cursor=${first.nextCursor}`)).body;
  assert.deepEqual([first.runs.length, second.runs.length, second.nextCursor], [2, 1, undefined]);
  assert.equal(second.runs[0].id, first.nextCursor);
});

test("an invocation with a key that was used before answers the run of that time", async (t) => {
  const { client, prod, server } = await open(t);
  const apiKey = prod.createLegacyKey({ product: 2 });
  const legacy = new LegacyClient({ apiKey, baseURL: server.url });
  const { id } = await legacy.invokeJob("welcome", { a: 1 }, { idempotencyKey: "k" });
  assert.deepEqual(await legacy.invokeJob("welcome", { a: 1 }, { idempotencyKey: "k" }), { id });
  assert.notEqual((await legacy.invokeJob("welcome")).id, id);
  const run = await legacy.getRun(id);
  assert.ok(run.startedAt instanceof Date && run.completedAt === null);
  const unknown = await client.post("/api/v1/jobs/nope/invoke", {});
  assert.deepEqual([unknown.status, unknown.body], [500, { error: "Internal Server Error" }]);
});

test("the first product answers a status alone", async (t) => {
  const { server, prod } = await open(t);
  const client = createClient(server, prod.createLegacyKey({ product: 1 }));
  const { status, body } = await client.post("/api/v1/events", {
    id: "e1",
    event: { name: "user.created", payload: {} },
  });
  assert.deepEqual([status, body], [200, { status: 200 }]);
  assert.equal(prod.legacy.runs.size, 1);
});

test("what is refused", async (t) => {
  const { client, prod, server } = await open(t);
  const said = ({ status, body }) => [status, body];
  assert.deepEqual(said(await client.get("/api/v2/events/nope")), [404, { error: "Event not found" }]);
  assert.deepEqual(said(await client.get("/api/v2/runs/nope")), [404, { message: "Run not found" }]);
  assert.equal((await client.post("/api/v1/runs/nope/cancel")).status, 500);
  assert.equal((await client.post("/api/v1/events", { event: {} })).status, 422);
  const unknown = createClient(server, "trigger_live_unknown");
  const invalid = [401, { error: "Invalid or Missing API key" }];
  assert.deepEqual(said(await unknown.post("/api/v1/events", {})), invalid);
  // Today's API has none of these paths.
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  assert.equal((await fetch(`${server.url}/api/v1/events`, { method: "POST", headers })).status, 404);
});
