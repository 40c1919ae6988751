"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const path = "/api/v1/bulk-actions";
const day = 86_400_000;

test("a bulk cancellation by filter reaches the runs of the last seven days", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const [queued, other] = [prod.seedRun({ tags: ["red"] }), prod.seedRun({ tags: ["blue"] })];
  const over = prod.seedRun({ tags: ["red"], status: "COMPLETED" });
  const old = prod.seedRun({ tags: ["red"], createdAt: NOW - 8 * day });
  const made = await client.post(path, { action: "cancel", filter: { tag: "red" }, name: "all red" });
  assert.equal(made.status, 202);
  assert.match(made.body.id, /^bulk_c[0-9a-z]{24}$/);
  assert.deepEqual((await client.get(`${path}/${made.body.id}`)).body, {
    id: made.body.id,
    name: "all red",
    type: "CANCEL",
    status: "COMPLETED",
    counts: { total: 2, success: 1, failure: 1 },
    createdAt: "2026-03-01T12:00:00.000Z",
    completedAt: "2026-03-01T12:00:00.000Z",
  });
  const statuses = [queued, other, over, old].map(({ status }) => status);
  assert.deepEqual(statuses, ["CANCELED", "PENDING", "COMPLETED_SUCCESSFULLY", "PENDING"]);
  assert.deepEqual(await client.ids(`filter[bulkAction]=${made.body.id}`), [queued.id]);
});

test("run ids know no window, and a replay takes a region", async (t) => {
  const { server, prod, dev } = await start(t);
  const client = createClient(server, prod.secretKey);
  const old = prod.seedRun({ status: "FAILED", createdAt: NOW - 30 * day, payload: { n: 1 } });
  const foreign = dev.seedRun();
  const runIds = [old.id, foreign.id, "run_nope"];
  const { body } = await client.post(path, { action: "replay", runIds, targetRegion: "eu" });
  const action = (await client.get(`${path}/${body.id}`)).body;
  assert.deepEqual([action.type, action.counts], ["REPLAY", { total: 1, success: 1, failure: 0 }]);
  const [again] = (await client.get(`/api/v1/runs?filter[bulkAction]=${body.id}`)).body.data;
  assert.deepEqual([again.taskIdentifier, again.region], ["hello-world", "eu"]);
});

test("a held bulk action is pending, and can be aborted once", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  prod.bulkActions.isHeld = true;
  const [first, second] = [prod.seedRun(), prod.seedRun()];
  const make = async ({ id }) => (await client.post(path, { action: "cancel", runIds: [id] })).body.id;
  const [aborted, released] = [await make(first), await make(second)];
  assert.deepEqual((await client.post(`${path}/${aborted}/abort`)).body, { id: aborted });
  const again = await client.post(`${path}/${aborted}/abort`);
  assert.deepEqual([again.status, again.body.error], [400, `Bulk action group already aborted: ${aborted}`]);
  prod.bulkActions.release();
  const late = await client.post(`${path}/${released}/abort`);
  assert.deepEqual([late.status, late.body.error], [400, `Bulk action group already completed: ${released}`]);
  assert.deepEqual([first.status, second.status], ["PENDING", "CANCELED"]);
  const statusOf = async (id) => (await client.get(`${path}/${id}`)).body.status;
  assert.deepEqual([await statusOf(aborted), await statusOf(released)], ["ABORTED", "COMPLETED"]);
});

test("pages are newest first in both directions", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const made = [];
  for (const name of ["1", "2", "3"]) {
    await client.post(path, { action: "cancel", runIds: ["run_nope"], name });
    made.unshift(name);
  }
  const page = async (search) => {
    const { status, body } = await client.get(`${path}?${search}`);
    return { status, names: body.data?.map(({ name }) => name), ...body.pagination, error: body.error };
  };
  const first = await page("page[size]=2");
  assert.deepEqual([first.names, first.previous], [["3", "2"], undefined]);
  const second = await page(`page[size]=2&page[after]=${first.next}`);
  assert.deepEqual([second.names, second.next], [["1"], undefined]);
  const back = await page(`page[size]=2&page[before]=${second.previous}`);
  assert.deepEqual([back.names, back.previous], [["3", "2"], undefined]);
  assert.equal(typeof back.next, "string");
  for (const search of ["page[after]=x", `page[after]=${first.next}&page[before]=${first.next}`]) {
    const refused = await page(search);
    assert.deepEqual([refused.status, refused.error], [500, "Internal Server Error"]);
  }
  assert.equal((await page("page[size]=101")).error, "Query Error");
});

test("a bulk action is refused with what is wrong with it", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const bodies = [
    [{}, `Invalid discriminator value. Expected 'cancel' | 'replay' at "action"`],
    [{ action: "cancel" }, "Exactly one of filter or runIds must be provided"],
    [{ action: "cancel", filter: { tag: "a" }, runIds: ["run_1"] }, "Exactly one of filter or runIds"],
    [{ action: "cancel", filter: {} }, 'At least one filter must be provided at "filter"'],
    [{ action: "cancel", filter: { tag: [" "] } }, 'At least one filter must be provided at "filter"'],
    [{ action: "cancel", filter: { status: "NOPE" } }, 'Invalid input at "filter.status"'],
    [{ action: "cancel", runIds: [] }, 'Array must contain at least 1 element(s) at "runIds"'],
    [
      { action: "cancel", runIds: Array(501).fill("run_1") },
      'Array must contain at most 500 element(s) at "runIds"',
    ],
    [{ action: "cancel", runIds: ["run_1"], targetRegion: "eu" }, 'Invalid input at "targetRegion"'],
    [{ action: "replay", runIds: ["run_1"], name: "x".repeat(256) }, "Name must be less than 255 characters"],
  ];
  for (const [body, message] of bodies) {
    const { status, body: answer } = await client.post(path, body);
    assert.equal(status, 400, JSON.stringify(body));
    assert.ok(answer.error.startsWith(`Validation error: ${message}`), answer.error);
  }
  assert.equal((await client.post(path)).body.error, "Request body is empty");
  const unknown = await client.get(`${path}/bulk_nope`);
  assert.deepEqual([unknown.status, unknown.body.error], [404, "Not found"]);
  assert.equal((await client.post(`${path}/bulk_nope/abort`)).body.error, "Resource not found");
});

test("bulk actions take keys alone, within their scopes", async (t) => {
  const { server, project, prod } = await start(t);
  const reading = prod.createAdditionalKey({ scopes: ["read:runs"] });
  const body = { action: "cancel", runIds: ["run_1"] };
  assert.equal((await createClient(server, reading).get(path)).status, 200);
  assert.equal((await createClient(server, reading).post(path, body)).status, 403);
  const others = [
    server.createPersonalAccessToken({ projects: [project] }),
    server.createOrganizationToken({ projects: [project] }),
    prod.createPublicToken({ scopes: ["admin"] }),
  ];
  for (const token of others) {
    const { status, body: answer } = await createClient(server, token).get(path);
    assert.deepEqual([status, answer], [401, { error: "Invalid API key" }]);
  }
});
