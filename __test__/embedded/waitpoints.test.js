"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const tokens = "/api/v1/waitpoints/tokens";
const iso = (time) => new Date(time).toISOString();

/** A server with a client of its prod key. */
async function open(t) {
  const world = await start(t);
  return { ...world, client: createClient(world.server, world.prod.secretKey) };
}

test("a token is created, cached by its key, and can be completed by whoever it is given to", async (t) => {
  const { server, client } = await open(t);
  const body = { idempotencyKey: "k", timeout: "1h", tags: "a" };
  const created = await client.post(tokens, body);
  const { id, url } = created.body;
  assert.match(id, /^waitpoint_c[0-9a-z]{24}$/);
  assert.match(url, new RegExp(`^${server.url}${tokens}/${id}/callback/[0-9a-f]{64}$`));
  assert.deepEqual(JSON.parse(created.headers.get("x-trigger-jwt-claims")).pub, true);
  assert.deepEqual((await client.post(tokens, body)).body, { id, isCached: true, url });

  const browser = createClient(server, created.headers.get("x-trigger-jwt"));
  const other = await client.post(tokens, {});
  assert.equal((await browser.post(`${tokens}/${other.body.id}/complete`, { data: 1 })).status, 403);
  assert.deepEqual((await browser.post(`${tokens}/${id}/complete`, { data: { a: 1 } })).body, {
    success: true,
  });
  // The first completion counts.
  assert.equal((await client.post(`${tokens}/${id}/complete`, { data: 2 })).status, 200);
  const { body: token } = await client.get(`${tokens}/${id}`);
  assert.deepEqual(token, {
    id,
    type: "MANUAL",
    url,
    status: "COMPLETED",
    idempotencyKey: "k",
    userProvidedIdempotencyKey: true,
    output: '{"json":{"a":1}}',
    outputType: "application/super+json",
    outputIsError: false,
    timeoutAt: iso(NOW + 3_600_000),
    completedAfter: iso(NOW + 3_600_000),
    completedAt: iso(NOW),
    createdAt: iso(NOW),
    tags: ["a"],
  });
});

test("what a token is completed with is encoded by its kind", async (t) => {
  const { client } = await open(t);
  const seen = [];
  for (const body of [{}, { data: "" }, { data: "text" }, { data: null }, { data: [1] }]) {
    const { id } = (await client.post(tokens, {})).body;
    await client.post(`${tokens}/${id}/complete`, body);
    const { output, outputType } = (await client.get(`${tokens}/${id}`)).body;
    seen.push([output, outputType]);
  }
  assert.deepEqual(seen, [
    [undefined, "application/json"],
    [undefined, "application/json"],
    ["text", "text/plain"],
    ['{"json":null}', "application/super+json"],
    ['{"json":[1]}', "application/super+json"],
  ]);
});

test("a token that nobody completes times out", async (t) => {
  const { prod, client } = await open(t);
  const { id } = prod.seedWaitpoint({ createdAt: NOW - 2000, timeoutAt: NOW - 1000 });
  const { body } = await client.get(`${tokens}/${id}`);
  assert.deepEqual(
    [body.status, body.outputIsError, body.outputType],
    ["TIMED_OUT", true, "application/json"],
  );
  assert.deepEqual(JSON.parse(body.output), {
    code: "TRIGGER_WAITPOINT_TIMEOUT",
    message: `Waitpoint timed out at ${iso(NOW - 1000)}`,
  });
});

test("a timeout or lifetime that cannot be read is taken for none", async (t) => {
  const { client } = await open(t);
  const body = { idempotencyKey: "k", idempotencyKeyTTL: "zzz", timeout: "soon" };
  const { id } = (await client.post(tokens, body)).body;
  const { timeoutAt, idempotencyKeyExpiresAt } = (await client.get(`${tokens}/${id}`)).body;
  assert.deepEqual([timeoutAt, idempotencyKeyExpiresAt], [undefined, undefined]);
});

test("tokens are listed newest first, in the same order both ways", async (t) => {
  const { prod, dev, server, client } = await open(t);
  const ids = Array.from({ length: 5 }, (_, index) => prod.seedWaitpoint({ tags: [`tag${index % 2}`] }).id);
  ids.reverse();
  const list = async (search) => {
    const { body } = await client.get(`${tokens}?${search}`);
    return [body.data.map(({ id }) => ids.indexOf(id)), body.pagination];
  };
  const cursor = (index) => ids[index].replace("waitpoint_", "");
  assert.deepEqual(await list(""), [[0, 1, 2, 3, 4], {}]);
  assert.deepEqual(await list("page[size]=2"), [[0, 1], { next: cursor(1) }]);
  assert.deepEqual(await list(`page[size]=2&page[after]=${cursor(1)}`), [
    [2, 3],
    { next: cursor(3), previous: cursor(2) },
  ]);
  assert.deepEqual(await list(`page[size]=2&page[before]=${cursor(2)}`), [[0, 1], { next: cursor(1) }]);
  assert.deepEqual(await list(`page[size]=2&page[before]=${cursor(3)}`), [
    [1, 2],
    { next: cursor(2), previous: cursor(1) },
  ]);
  assert.deepEqual(await list("page[after]=garbage"), [[0, 1, 2, 3, 4], { previous: cursor(0) }]);
  assert.deepEqual(await list("filter[tags]=tag1,nope"), [[1, 3], {}]);
  assert.deepEqual(await list("filter[status]=COMPLETED,TIMED_OUT"), [[], {}]);
  const inDev = createClient(server, dev.secretKey);
  assert.deepEqual((await inDev.get(tokens)).body, { data: [], pagination: {} });
});

test("refusals say what is wrong, and to whom", async (t) => {
  const { server, project, prod, dev, client } = await open(t);
  const { id } = prod.seedWaitpoint();
  const post = async (path, body) => {
    const { status, body: said } = await client.post(path, body);
    return [status, said.error];
  };
  const long = `Validation error: Tags must be less than 128 characters at "tags[0]"`;
  const many = "Waitpoints can only have 10 tags, you're trying to set 11.";
  assert.deepEqual(await post(tokens), [400, "Request body is empty"]);
  assert.deepEqual(await post(tokens, { tags: ["x".repeat(140)] }), [400, long]);
  assert.deepEqual(await post(tokens, { tags: Array(11).fill("t") }), [422, many]);
  assert.deepEqual(await post(tokens, { idempotencyKey: "k".repeat(12_000) }), [
    413,
    "Request body too large",
  ]);
  assert.deepEqual(await post(`${tokens}/nope/complete`, {}), [404, "Waitpoint not found"]);
  assert.deepEqual(await post(`${tokens}/${id}/callback/${"0".repeat(64)}`, {}), [
    401,
    "Invalid URL, hash doesn't match",
  ]);
  const details = (await client.get(`${tokens}?filter[status]=NOPE`)).body.details;
  assert.deepEqual(details, [
    { code: "custom", message: "Invalid status values: NOPE", path: ["filter[status]"] },
  ]);

  const statuses = async (token) => {
    const caller = createClient(server, token);
    const answers = [
      await caller.get(tokens),
      await caller.get(`${tokens}/${id}`),
      await caller.post(tokens, {}),
      await caller.post(`${tokens}/${id}/complete`, {}),
    ];
    return answers.map(({ status }) => status);
  };
  assert.deepEqual(await statuses(prod.createAdditionalKey({ scopes: ["admin"] })), [200, 200, 200, 200]);
  assert.deepEqual(await statuses(prod.createAdditionalKey({ scopes: ["read:runs"] })), [403, 403, 403, 403]);
  assert.deepEqual(await statuses(prod.createPublicToken({ scopes: ["admin"] })), [401, 401, 401, 200]);
  assert.deepEqual(
    await statuses(server.createPersonalAccessToken({ projects: [project] })),
    [401, 401, 401, 401],
  );
  // The real server has no better answer to a token that it does not find.
  assert.deepEqual(await statuses(dev.secretKey), [200, 500, 200, 404]);
});

test("a callback needs no credential and counts against no limit", async (t) => {
  const { client } = await open(t);
  const { id, url } = (await client.post(tokens, {})).body;
  const answer = await fetch(url, { method: "POST", body: '{"from":"callback"}' });
  assert.deepEqual(await answer.json(), { success: true });
  assert.equal(answer.headers.get("x-ratelimit-limit"), null);
  assert.equal((await client.get(`${tokens}/${id}`)).body.output, '{"json":{"from":"callback"}}');
});
