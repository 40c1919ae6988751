"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");
const { askAll } = require("./matrix.js");

const PATH = "/api/v1/queues";
const ID = "queue_7085354867c4eec9e3bc2035";
const AT = new Date(NOW).toISOString();
const NO_OVERRIDE = { current: 5, base: null, override: null, overriddenBy: null, overriddenAt: null };
const CHANGED = {
  id: ID,
  name: "my-queue",
  type: "custom",
  running: 0,
  queued: 0,
  paused: false,
  concurrencyLimit: 5,
  concurrency: NO_OVERRIDE,
  releaseConcurrencyOnWaitpoint: true,
};
const QUEUE = { ...CHANGED, concurrencyLimitOverridePercent: null };

async function open(t) {
  const world = await start(t);
  world.prod.createQueue({ id: ID, name: "my-queue", concurrencyLimit: 5 });
  world.prod.createQueue({ name: "hello-world", type: "task", running: 1, queued: 2 });
  return { ...world, client: createClient(world.server, world.prod.secretKey) };
}

function create({ environments }) {
  environments.prod.createQueue({ id: ID, name: "my-queue" });
}

const MATRIX = {
  list: [{ path: PATH }, [200, 200, 403, 401, 401, 401, 401, 401, 401, 401]],
  retrieve: [{ path: `${PATH}/${ID}` }, [200, 200, 403, 401, 401, 403, 200, 401, 401, 401]],
  metrics: [{ path: `${PATH}/my-queue/metrics` }, [200, 200, 403, 401, 401, 403, 200, 401, 401, 401]],
  pause: [
    { method: "POST", path: `${PATH}/${ID}/pause`, body: { action: "pause" } },
    [200, 200, 403, 401, 401, 401, 401, 401, 401, 401],
  ],
  override: [
    { method: "POST", path: `${PATH}/queue_nope/concurrency/override`, body: { concurrencyLimit: 1 } },
    [404, 404, 403, 401, 401, 401, 401, 401, 401, 401],
  ],
};

for (const [operation, [request, statuses]] of Object.entries(MATRIX)) {
  test(`who may ${operation} queues`, async () => assert.deepEqual(await askAll(request, create), statuses));
}

test("a queue is found by its id, or by its type and name however it is encoded", async (t) => {
  const { client, prod } = await open(t);
  prod.createQueue({ name: "a/b" });
  for (const search of ["", "?type=id"]) {
    assert.deepEqual((await client.get(`${PATH}/${ID}${search}`)).body, QUEUE);
  }
  assert.deepEqual((await client.get(`${PATH}/my-queue?type=custom`)).body, QUEUE);
  const names = [
    "hello-world?type=task",
    "task%2Fhello-world?type=custom",
    "a%2Fb?type=custom",
    "a%252Fb?type=custom",
  ];
  const found = await Promise.all(names.map((name) => client.get(`${PATH}/${name}`)));
  assert.deepEqual(
    found.map(({ body: { name, type } }) => [name, type]),
    [
      ["hello-world", "task"],
      ["hello-world", "task"],
      ["a/b", "custom"],
      ["a/b", "custom"],
    ],
  );
  for (const name of ["queue_nope", "nope?type=custom", "my-queue?type=task"]) {
    const { status, body } = await client.get(`${PATH}/${name}`);
    assert.deepEqual([status, body], [404, { error: "queue-not-found" }]);
  }
});

test("a queue belongs to one environment", async (t) => {
  const { server, dev } = await open(t);
  const client = createClient(server, dev.secretKey);
  assert.equal((await client.get(`${PATH}/${ID}`)).status, 404);
  assert.deepEqual((await client.get(PATH)).body, {
    data: [],
    pagination: { currentPage: 1, totalPages: 0, count: 0 },
  });
});

test("queues are listed by name, a numbered page at a time, whatever type is asked for", async (t) => {
  const { client } = await open(t);
  const list = async (search) => {
    const { data, pagination } = (await client.get(PATH + search)).body;
    return [data.map(({ name }) => name), Object.values(pagination)];
  };
  assert.deepEqual(await list(""), [
    ["hello-world", "my-queue"],
    [1, 1, 2],
  ]);
  assert.deepEqual(await list("?type=task"), await list(""));
  assert.deepEqual(await list("?perPage=101"), await list(""));
  assert.deepEqual(await list("?page=2&perPage=1"), [["my-queue"], [2, 2, 2]]);
  assert.deepEqual(await list("?page=99"), [[], [99, 1, 2]]);
});

test("what is no page number is refused with all that is wrong", async (t) => {
  const { client } = await open(t);
  const { status, body } = await client.get(`${PATH}?page=0&perPage=abc`);
  assert.equal(status, 400);
  assert.deepEqual(body, {
    error: "Query Error",
    details: [
      {
        code: "too_small",
        minimum: 0,
        type: "number",
        inclusive: false,
        exact: false,
        message: "Number must be greater than 0",
        path: ["page"],
      },
      {
        code: "invalid_type",
        expected: "number",
        received: "nan",
        path: ["perPage"],
        message: "Expected number, received nan",
      },
    ],
  });
  const choice = "Invalid enum value. Expected 'task' | 'custom' | 'id', received 'zzz'";
  const [issue] = (await client.get(`${PATH}/x?type=zzz`)).body.details;
  assert.equal(issue.message, choice);
});

test("pausing and resuming can be repeated", async (t) => {
  const { client } = await open(t);
  const pause = (body) => client.post(`${PATH}/${ID}/pause`, body);
  for (const action of ["pause", "pause", "resume", "resume"]) {
    const { status, body } = await pause({ type: "id", action });
    assert.deepEqual([status, body], [200, { ...CHANGED, paused: action === "pause" }]);
  }
  const byName = await client.post(`${PATH}/my-queue/pause`, { type: "custom", action: "pause" });
  assert.equal(byName.body.id, ID);
  assert.equal((await client.get(`${PATH}/${ID}`)).body.paused, true);
});

test("a limit is overridden, again, and reset to what it was first", async (t) => {
  const { client } = await open(t);
  const post = (verb, body) => client.post(`${PATH}/${ID}/concurrency/${verb}`, { type: "id", ...body });
  for (const concurrencyLimit of [3, 0]) {
    const { status, body } = await post("override", { concurrencyLimit });
    const [current, override] = [concurrencyLimit, concurrencyLimit];
    const concurrency = { current, base: 5, override, overriddenBy: null, overriddenAt: AT };
    assert.deepEqual([status, body], [200, { ...CHANGED, concurrencyLimit, concurrency }]);
  }
  assert.deepEqual((await post("reset")).body, CHANGED);
  const again = await post("reset");
  assert.deepEqual([again.status, again.body], [400, { error: "Queue is not overridden" }]);
});

const REFUSED = [
  ["pause", {}, 'Validation error: Required at "action"'],
  [
    "pause",
    { action: "stop" },
    `Validation error: Invalid enum value. Expected 'pause' | 'resume', received 'stop' at "action"`,
  ],
  ["concurrency/override", {}, "Validation error: Provide exactly one of `concurrencyLimit` or `percent`"],
  [
    "concurrency/override",
    { concurrencyLimit: -1 },
    'Validation error: Number must be greater than or equal to 0 at "concurrencyLimit"',
  ],
  [
    "concurrency/override",
    { concurrencyLimit: 100_001 },
    'Validation error: Number must be less than or equal to 100000 at "concurrencyLimit"',
  ],
  [
    "concurrency/override",
    { concurrencyLimit: 101 },
    "Concurrency limit (101) cannot exceed the environment limit (100)",
  ],
  ["pause", undefined, "Request body is empty"],
];

for (const [verb, sent, error] of REFUSED) {
  test(`${verb} with ${JSON.stringify(sent)} is refused`, async (t) => {
    const { client } = await open(t);
    const { status, body } = await client.post(`${PATH}/${ID}/${verb}`, sent);
    assert.deepEqual([status, body], [400, { error }]);
  });
}

test("what is only posted says so without a word", async (t) => {
  const { server, prod } = await open(t);
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  const response = await fetch(`${server.url}${PATH}/${ID}/pause`, { headers });
  assert.deepEqual([response.status, await response.text()], [405, ""]);
  assert.equal(response.headers.get("content-type"), null);
});

test("metrics are those of a period, and of no queue they are 0", async (t) => {
  const { client, prod } = await open(t);
  const metrics = {
    waitMs: { p50: 12.5, p95: 80 },
    peakQueued: 9,
    startedCount: 30,
    throttledCount: 2,
    depth: 4,
  };
  prod.createQueue({ name: "busy", type: "task", metrics });
  const { body } = await client.get(`${PATH}/busy/metrics`);
  assert.deepEqual(body, {
    queue: "task/busy",
    period: "1h",
    from: "2026-03-01T11:00:00.000Z",
    to: AT,
    waitMs: { p50: 12.5, p95: 80 },
    peakQueued: 9,
    startedCount: 30,
    startedPerMin: 0.5,
    throttledCount: 2,
    bucketIntervalMs: 300_000,
    depthTrend: Array(12).fill(4),
  });
  const nobody = (await client.get(`${PATH}/busy/metrics?type=custom&period=15m`)).body;
  assert.deepEqual(
    [nobody.queue, nobody.waitMs, nobody.peakQueued, nobody.depthTrend.length, nobody.bucketIntervalMs],
    ["busy", { p50: null, p95: null }, 0, 12, 75_000],
  );
});

test("metrics are refused for an id, and for no period", async (t) => {
  const { client } = await open(t);
  const messages = async (search) => {
    const { status, body } = await client.get(`${PATH}/x/metrics${search}`);
    assert.deepEqual([status, body.error], [400, "Query Error"]);
    return body.details.map(({ message }) => message);
  };
  assert.deepEqual(await messages("?type=id"), [
    "Invalid enum value. Expected 'task' | 'custom', received 'id'",
  ]);
  assert.deepEqual(await messages("?period=8d"), ["period is too large (max 7d)"]);
  assert.match((await messages("?period=0h"))[0], /must be a shorthand/);
});
