"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const hour = 3_600_000;

test("only a cancelled run has a result", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const resultOf = ({ id }) => client.get(`/api/v1/runs/${id}/result`);
  const cancelled = prod.seedRun({ status: "CANCELED" });
  assert.deepEqual((await resultOf(cancelled)).body, {
    ok: false,
    id: cancelled.id,
    taskIdentifier: "hello-world",
    error: { type: "INTERNAL_ERROR", code: "TASK_RUN_CANCELLED" },
  });
  for (const run of [prod.seedRun(), prod.seedRun({ status: "COMPLETED", output: 1 }), { id: "run_nope" }]) {
    const { status, body } = await resultOf(run);
    assert.deepEqual([status, body.error], [404, "Run either doesn't exist or is not finished"]);
  }
});

test("a trace, its spans and its events tell of the same", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const spans = [
    { id: "00000000000000aa", message: "fetch", durationInMs: 2, children: [{ message: "retry" }] },
  ];
  const { id } = prod.seedRun({ status: "EXECUTING", spans });
  const { trace } = (await client.get(`/api/v1/runs/${id}/trace`)).body;
  assert.match(trace.traceId, /^[0-9a-f]{32}$/);
  assert.equal(trace.isTruncated, false);
  const { rootSpan } = trace;
  assert.deepEqual([rootSpan.data.message, rootSpan.data.isPartial], ["hello-world", true]);
  assert.deepEqual(rootSpan.children[0].data, {
    message: "fetch",
    duration: 2_000_000,
    isError: false,
    isPartial: false,
    isCancelled: false,
    startTime: "2026-03-01T12:00:00.000Z",
    level: "TRACE",
    events: [],
  });
  const [below] = rootSpan.children[0].children;
  assert.deepEqual([below.data.message, below.parentId], ["retry", "00000000000000aa"]);
  assert.deepEqual((await client.get(`/api/v1/runs/${id}/spans/00000000000000aa`)).body, {
    spanId: "00000000000000aa",
    parentId: rootSpan.id,
    runId: id,
    message: "fetch",
    isError: false,
    isPartial: false,
    isCancelled: false,
    level: "TRACE",
    startTime: "2026-03-01T12:00:00.000Z",
    durationMs: 2,
  });
  const { events } = (await client.get(`/api/v1/runs/${id}/events`)).body;
  assert.deepEqual(
    events.map(({ message, startTime, parentId }) => [message, startTime, parentId]),
    [
      ["hello-world", "1772366400000000000", null],
      ["fetch", "1772366400000000000", rootSpan.id],
      ["retry", "1772366400000000000", "00000000000000aa"],
    ],
  );
  const unknown = await client.get(`/api/v1/runs/${id}/spans/nope`);
  assert.deepEqual([unknown.status, unknown.body.error], [404, "Span not found"]);
  for (const what of ["trace", "events", "spans/a"]) {
    const { status, body, headers } = await client.get(`/api/v1/runs/run_nope/${what}`);
    assert.deepEqual([status, body.error, headers.get("x-should-retry")], [404, "Not found", "true"]);
  }
});

test("tags are added once, and ten are the most", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const run = prod.seedRun({ tags: ["a"] });
  const path = `/api/v1/runs/${run.id}/tags`;
  const add = async (tags) => {
    const { status, body } = await client.post(path, { tags });
    return [status, body.message ?? body.error];
  };
  assert.deepEqual(await add(["a", "b", " "]), [200, "Successfully set 1 new tags."]);
  assert.deepEqual(await add("c"), [200, "Successfully set 1 new tags."]);
  for (const none of ["c", [], [""]]) assert.deepEqual(await add(none), [200, "No new tags to add"]);
  assert.deepEqual(await add(["1", "2", "3", "4", "5", "6", "7", "8"]), [
    422,
    "Runs can only have 10 tags, you're trying to set 11. These tags have not been set: " +
      "'1', '2', '3', '4', '5', '6', '7', '8'.",
  ]);
  assert.deepEqual(run.tags, ["a", "b", "c"]);
  for (const wrong of [undefined, 7, [7], "x".repeat(129)]) {
    assert.deepEqual(await add(wrong), [400, "Invalid request body"]);
  }
  const unknown = await client.post("/api/v1/runs/run_nope/tags", { tags: ["a"] });
  assert.deepEqual([unknown.status, unknown.body.error], [404, "Run not found"]);
});

test("metadata is replaced, or changed by operations", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const { id } = prod.seedRun();
  const path = `/api/v1/runs/${id}/metadata`;
  assert.deepEqual((await client.get(path)).body, { metadata: null, metadataType: "application/json" });
  assert.deepEqual((await client.put(path, { metadata: { p: 1, list: [1, 2] } })).body, {
    metadata: { p: 1, list: [1, 2] },
  });
  const operations = [
    { type: "set", key: "$.deep.q", value: 2 },
    { type: "increment", key: "p", value: 4 },
    { type: "append", key: "list", value: 3 },
    { type: "remove", key: "list", value: 1 },
    { type: "set", key: "gone", value: true },
    { type: "delete", key: "gone" },
  ];
  // With operations the rest of the body does not count.
  const changed = { p: 5, list: [2, 3], deep: { q: 2 } };
  assert.deepEqual((await client.put(path, { metadata: {}, operations })).body, { metadata: changed });
  const stored = (await client.get(path)).body;
  assert.deepEqual([JSON.parse(stored.metadata), stored.metadataType], [changed, "application/json"]);
  assert.deepEqual((await client.get(`/api/v3/runs/${id}`)).body.metadata, changed);
  const whole = await client.put(path, { operations: [{ type: "update", value: { z: 1 } }] });
  assert.deepEqual(whole.body, { metadata: { z: 1 } });
});

test("metadata is refused with what is wrong with it", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const put = async (run, body) => {
    const answer = await client.put(`/api/v1/runs/${run.id}/metadata`, body);
    return [answer.status, answer.body.error];
  };
  const run = prod.seedRun();
  const recent = prod.seedRun({ status: "COMPLETED", createdAt: NOW - 2 * hour, finishedAt: NOW - hour + 1 });
  const over = prod.seedRun({ status: "COMPLETED", createdAt: NOW - 2 * hour, finishedAt: NOW - hour });
  assert.deepEqual(await put(recent, { metadata: {} }), [200, undefined]);
  assert.deepEqual(await put(over, { metadata: {} }), [422, "Cannot update metadata for a completed run"]);
  assert.deepEqual(await put(run, {}), [422, "Invalid metadata"]);
  assert.deepEqual(await put({ id: "run_nope" }, { metadata: {} }), [404, "Task Run not found"]);
  for (const body of [{ metadata: "{}" }, { operations: [{ type: "set" }] }, { operations: {} }, []]) {
    assert.equal((await put(run, body))[0], 400, JSON.stringify(body));
  }
  assert.deepEqual(await put(run), [400, "Request body is empty"]);
  const unknown = await client.get("/api/v1/runs/run_nope/metadata");
  assert.deepEqual([unknown.status, unknown.body.error], [404, "Run not found"]);
});

test("each detail takes its own credentials", async (t) => {
  const { server, project, prod } = await start(t);
  const { id } = prod.seedRun();
  const credentials = {
    admin: prod.createAdditionalKey({ scopes: ["admin"] }),
    reading: prod.createAdditionalKey({ scopes: ["read:runs"] }),
    publicToken: prod.createPublicToken({ scopes: ["admin"] }),
    personal: server.createPersonalAccessToken({ projects: [project] }),
  };
  const missing = "Invalid or Missing API Key";
  const invalid = "Invalid API key";
  const expected = {
    "GET result": [404, missing, missing, missing],
    "GET trace": [200, 200, 200, invalid],
    "GET events": [200, 200, 200, invalid],
    "POST tags": [200, missing, missing, missing],
    "PUT metadata": [200, 403, invalid, invalid],
    "GET metadata": [200, missing, missing, missing],
  };
  const bodies = { POST: { tags: ["a"] }, PUT: { metadata: {} } };
  for (const [request, answers] of Object.entries(expected)) {
    const [method, what] = request.split(" ");
    for (const [index, token] of Object.values(credentials).entries()) {
      const client = createClient(server, token);
      const send = { GET: client.get, POST: client.post, PUT: client.put }[method];
      const { status, body } = await send(`/api/v1/runs/${id}/${what}`, bodies[method]);
      assert.equal(status === 401 ? body.error : status, answers[index], `${request} ${index}`);
    }
  }
});
