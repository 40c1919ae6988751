"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { NOW, createClient, start } = require("./client.js");

const at = new Date(NOW).toISOString();
const path = "/api/v3/batches";

/** Sends lines of JSON to a batch. */
async function send(server, token, id, items, kind = "application/x-ndjson") {
  const response = await fetch(`${server.url}${path}/${id}/items`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": kind },
    body: typeof items === "string" ? items : items.map((item) => `${JSON.stringify(item)}\n`).join(""),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const item = (index, more) => ({ index, task: "my-task", ...more });

test("a batch is created, sent in parts and sealed when it is whole", async (t) => {
  const { server, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  const created = await api.post(path, { runCount: 2 });
  const { id } = created.body;
  assert.equal(created.status, 202);
  assert.deepEqual(created.body, { id, runCount: 2, isCached: false });
  assert.deepEqual(JSON.parse(created.headers.get("x-trigger-jwt-claims")), { sub: prod.id, pub: true });
  const before = { id, status: "PENDING", createdAt: at, updatedAt: at, runCount: 2, runs: [] };
  assert.deepEqual((await api.get(`/api/v1/batches/${id}`)).body, before);
  assert.deepEqual((await api.get(`/api/v2/batches/${id}`)).body, { ...before, processing: { errors: [] } });

  const part = await send(server, prod.secretKey, id, [item(0)]);
  const counts = { itemsAccepted: 1, itemsDeduplicated: 0, sealed: false };
  assert.deepEqual(part.body, { id, ...counts, enqueuedCount: 1, expectedCount: 2, runCount: 2 });
  assert.equal(part.headers.has("x-ratelimit-limit"), false);
  const whole = await send(server, prod.secretKey, id, [item(1, { payload: "b" }), item(0)]);
  assert.deepEqual(whole.body, { id, itemsAccepted: 1, itemsDeduplicated: 1, sealed: true, runCount: 2 });
  const again = await send(server, prod.secretKey, id, [item(0)]);
  assert.deepEqual(again.body, { id, itemsAccepted: 0, itemsDeduplicated: 0, sealed: true, runCount: 2 });

  const batch = (await api.get(`/api/v2/batches/${id}`)).body;
  assert.equal(batch.status, "PENDING");
  assert.deepEqual(batch.processing, { completedAt: at, errors: [] });
  assert.deepEqual([...(await api.ids(`filter[batch]=${id}`))].sort(), [...batch.runs].sort());
  const run = (await api.get(`/api/v3/runs/${batch.runs[1]}`)).body;
  assert.deepEqual([run.batchId, run.triggerFunction, run.payload], [id, "batchTrigger", "b"]);
});

test("items that cannot become runs are told, and the batch ends with its runs", async (t) => {
  const { server, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  const { id } = (await api.post(path, { runCount: 2 })).body;
  await send(server, prod.secretKey, id, [item(0), item(1, { options: { tags: Array(11).fill("t") } })]);
  const { body } = await api.get(`/api/v2/batches/${id}`);
  assert.equal(body.status, "PARTIAL_FAILED");
  const error = "Runs can only have 10 tags, you're trying to set 11.";
  assert.deepEqual(body.processing.errors, [{ index: 1, taskIdentifier: "my-task", error }]);

  const other = (await api.post(path, { runCount: 1 })).body.id;
  await send(server, prod.secretKey, other, [item(0)]);
  const [run] = prod.batches.get(other).runs;
  assert.deepEqual((await api.get(`/api/v1/batches/${other}/results`)).body, { id: other, items: [] });
  Object.assign(run, {
    status: "COMPLETED_SUCCESSFULLY",
    output: { data: "1", type: "application/json", offloaded: false },
  });
  const result = { ok: true, id: run.id, taskIdentifier: "my-task" };
  assert.deepEqual((await api.get(`/api/v1/batches/${other}/results`)).body, {
    id: other,
    items: [{ ...result, output: "1", outputType: "application/json" }],
  });
  assert.equal((await api.get(`/api/v2/batches/${other}`)).body.status, "COMPLETED");
});

test("what is wrong with a batch", async (t) => {
  const { server, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  for (const [body, status, error] of [
    [{}, 400, 'Validation error: Required at "runCount"'],
    [{ runCount: 0 }, 400, 'Validation error: Number must be greater than 0 at "runCount"'],
    [{ runCount: 1001 }, 400, "Batch runCount of 1001 exceeds maximum allowed of 1000."],
    [{ runCount: 1, idempotencyKey: "k" }, 202, undefined],
    [
      { runCount: 1, idempotencyKey: "k" },
      422,
      "Cannot create batch as it has already been created with the same idempotency key.",
    ],
  ]) {
    const answer = await api.post(path, body);
    assert.deepEqual([answer.status, answer.body.error], [status, error]);
  }
  const { id } = (await api.post(path, { runCount: 1000 })).body;
  for (const [batch, items, status, error, kind] of [
    ["batch_nope", [item(0)], 422, "Batch batch_nope not found"],
    [id, [item(1000)], 422, "Item index 1000 exceeds batch runCount 1000"],
    [id, [{ index: 0 }], 422, 'Invalid item at index 0: Validation error: Required at "task"'],
    [id, "{bad\n", 400, /^Invalid JSON at line 1: /],
    [id, JSON.stringify(item(0, { payload: "x".repeat(3_145_728) })), 500, /exceeds maximum size of 3145728/],
    [id, [], 400, "Request body is required"],
    [id, [item(0)], 415, /^Content-Type must be application\/x-ndjson or/, "application/json"],
  ]) {
    const answer = await send(server, prod.secretKey, batch, items, kind);
    assert.equal(answer.status, status, String(error));
    if (error instanceof RegExp) assert.match(answer.body.error, error);
    else assert.equal(answer.body.error, error);
  }
  const missing = await api.get("/api/v2/batches/batch_nope");
  assert.deepEqual([missing.status, missing.body], [404, { error: "Not found" }]);
  assert.equal(missing.headers.get("x-should-retry"), "true");
  const none = await api.get("/api/v1/batches/batch_nope/results");
  assert.deepEqual([none.status, none.body], [404, { error: "Batch not found" }]);
});

test("who may do what with a batch", async (t) => {
  const { server, project, prod, dev } = await start(t);
  const { id } = (await createClient(server, prod.secretKey).post(path, { runCount: 1 })).body;
  const token = (scopes) => prod.createPublicToken({ scopes });
  const key = (scopes) => prod.createAdditionalKey({ scopes });
  // Creating one, retrieving one, its results.
  const expected = new Map([
    [prod.secretKey, [202, 200, 200]],
    [dev.secretKey, [202, 404, 404]],
    [key(["admin"]), [202, 200, 200]],
    [key(["read:runs"]), [403, 200, 401]],
    [token(["read:runs"]), [403, 200, 401]],
    [token([`read:batch:${id}`]), [403, 200, 401]],
    [token(["read:batch:batch_other"]), [403, 403, 401]],
    [token(["batchTrigger:tasks:my-task"]), [202, 403, 401]],
    [token(["batchTrigger:tasks:other"]), [403, 403, 401]],
    [token(["trigger:tasks"]), [403, 403, 401]],
    [token(["write:tasks"]), [202, 403, 401]],
    [token(["admin"]), [202, 200, 401]],
    [server.createPersonalAccessToken({ projects: [project] }), [401, 401, 401]],
  ]);
  for (const [credential, statuses] of expected) {
    const api = createClient(server, credential);
    const answers = [
      await api.post(path, { runCount: 1, taskIdentifiers: ["my-task"] }),
      await api.get(`/api/v2/batches/${id}`),
      await api.get(`/api/v1/batches/${id}/results`),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      statuses,
    );
  }
});
