"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");
const { askAll } = require("./matrix.js");

const PATH = "/api/v1/concurrency-limits";
const AT = new Date(NOW).toISOString();
const DAY = 86_400_000;
const bound = (value) => ({ current: value, base: value, override: null, overriddenAt: null });
const overridden = (value, base) => ({ current: value, base, override: value, overriddenAt: AT });
const LIMIT = {
  id: "climit_1",
  name: "openai",
  perKey: bound(2),
  total: bound(20),
  running: 3,
  queued: 4,
  paused: false,
};

async function open(t) {
  const world = await start(t);
  const { id, name, running, queued } = LIMIT;
  world.prod.createConcurrencyLimit({ id, name, perKey: 2, total: 20, running, queued });
  return { ...world, client: createClient(world.server, world.prod.secretKey) };
}

const STATUSES = [200, 200, 403, 401, 401, 401, 401, 401, 401, 401];
const MATRIX = {
  list: { path: PATH },
  retrieve: { path: `${PATH}/openai` },
  override: { method: "POST", path: `${PATH}/openai/override`, body: { total: 1 } },
  pause: { method: "POST", path: `${PATH}/openai/pause`, body: { action: "pause" } },
};

for (const [operation, request] of Object.entries(MATRIX)) {
  test(`who may ${operation} concurrency limits`, async () => {
    const create = ({ environments }) => environments.prod.createConcurrencyLimit({ name: "openai" });
    assert.deepEqual(await askAll(request, create), STATUSES);
  });
}

test("limits are found by their names, those of tasks too", async (t) => {
  const { client, prod, server, dev } = await open(t);
  prod.createConcurrencyLimit({ name: "task/my task", total: 1 });
  assert.deepEqual((await client.get(`${PATH}/openai`)).body, LIMIT);
  assert.equal((await client.get(`${PATH}/task%2Fmy%20task`)).body.name, "task/my task");
  for (const one of [client.get(`${PATH}/nope`), createClient(server, dev.secretKey).get(`${PATH}/openai`)]) {
    const { status, body } = await one;
    assert.deepEqual([status, body], [404, { error: "Concurrency limit not found" }]);
  }
});

test("limits are listed by name, at most a hundred a page", async (t) => {
  const { client, prod } = await open(t);
  prod.createConcurrencyLimit({ name: "a" });
  const { body } = await client.get(`${PATH}?perPage=1&page=2`);
  assert.deepEqual(body, { data: [LIMIT], pagination: { currentPage: 2, totalPages: 2, count: 2 } });
  const refused = await client.get(`${PATH}?perPage=101`);
  assert.equal(refused.status, 400);
  assert.deepEqual(
    refused.body.details.map(({ message }) => message),
    ["Number must be less than or equal to 100"],
  );
});

test("one bound is overridden, again, and reset to what was declared", async (t) => {
  const { client } = await open(t);
  for (const total of [5, 0]) {
    const { body } = await client.post(`${PATH}/openai/override`, { total });
    assert.deepEqual(body, { ...LIMIT, total: overridden(total, 20) });
  }
  assert.deepEqual((await client.post(`${PATH}/openai/reset`, {})).body, LIMIT);
  const { status, body } = await client.post(`${PATH}/openai/reset`, {});
  assert.deepEqual([status, body], [400, { error: "Concurrency limit has no override to reset" }]);
});

test("a bound counts up to the environment's own limit", async (t) => {
  const { client, prod } = await open(t);
  prod.createConcurrencyLimit({ name: "large", total: 500 });
  const { total } = (await client.get(`${PATH}/large`)).body;
  assert.deepEqual(total, { ...bound(500), current: 100 });
});

test("one key is overridden for a time, and the limit stays as it is", async (t) => {
  const { client } = await open(t);
  const key = (override, current, lasts) => ({
    name: "openai",
    concurrencyKey: "k 1",
    perKey: { current, base: 2, override, expiresAt: lasts && new Date(NOW + lasts).toISOString() },
    running: 0,
    paused: false,
  });
  const post = async (ttl) =>
    (await client.post(`${PATH}/openai/override`, { concurrencyKey: "k 1", perKey: 9, ttl })).body;
  assert.deepEqual(await post(undefined), key(9, 9, 7 * DAY));
  assert.deepEqual(await post("1h"), key(9, 9, 3_600_000));
  assert.deepEqual(await post(60), key(9, 9, 60_000));
  const own = `${PATH}/openai?concurrencyKey=k+1`;
  assert.deepEqual((await client.get(own)).body, key(9, 9, 60_000));
  assert.deepEqual((await client.get(`${PATH}/openai`)).body, LIMIT);
  const reset = () => client.post(`${PATH}/openai/reset`, { concurrencyKey: "k 1" });
  assert.deepEqual((await reset()).body, key(null, 2, null));
  assert.equal((await reset()).status, 400);
});

test("a limit is paused and resumed with its bounds", async (t) => {
  const { client } = await open(t);
  for (const action of ["pause", "pause", "resume"]) {
    const { body } = await client.post(`${PATH}/openai/pause`, { action });
    assert.deepEqual(body, { ...LIMIT, paused: action === "pause" });
  }
});

const REFUSED = [
  [{}, "Validation error: Provide at least one of `perKey` or `total`"],
  [{ total: -1 }, 'Validation error: Number must be greater than or equal to 0 at "total"'],
  [{ perKey: 1.5 }, 'Validation error: Expected integer, received float at "perKey"'],
  [{ total: 101 }, "`total` (101) cannot exceed the environment limit (100)"],
  [{ concurrencyKey: "k" }, 'Validation error: A per-key override needs `perKey` at "perKey"'],
  [
    { concurrencyKey: "k", perKey: 1, total: 1 },
    'Validation error: `total` is not per key; omit it when overriding one concurrencyKey at "total"',
  ],
  [
    { perKey: 1, ttl: "1h" },
    'Validation error: `ttl` only applies to a per-key override; pass `concurrencyKey` with it at "ttl"',
  ],
];

for (const [sent, error] of REFUSED) {
  test(`an override with ${JSON.stringify(sent)} is refused`, async (t) => {
    const { client } = await open(t);
    const { status, body } = await client.post(`${PATH}/openai/override`, sent);
    assert.deepEqual([status, body], [400, { error }]);
    assert.deepEqual((await client.get(`${PATH}/openai`)).body, LIMIT);
  });
}
