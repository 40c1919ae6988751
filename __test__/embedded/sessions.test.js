"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const path = "/api/v1/sessions";
const DATE = "2026-03-01T12:00:00.000Z";
const input = {
  type: "chat.agent",
  externalId: "chat-1",
  taskIdentifier: "chat",
  triggerConfig: { basePayload: { chatId: "chat-1" }, tags: ["a"] },
};

async function startWithClient(t) {
  const world = await start(t);
  return { ...world, client: createClient(world.server, world.prod.secretKey) };
}

test("a session is started with its first run, and found again by either id", async (t) => {
  const { client, prod } = await startWithClient(t);
  const { status, body } = await client.post(path, { ...input, tags: ["x"], metadata: { m: 1 } });
  assert.equal(status, 201);
  const { id, runId, publicAccessToken, isCached, ...session } = body;
  assert.match(id, /^session_/);
  assert.match(publicAccessToken, /^eyJ/);
  assert.equal(isCached, false);
  assert.deepEqual(session, {
    externalId: "chat-1",
    type: "chat.agent",
    taskIdentifier: "chat",
    triggerConfig: input.triggerConfig,
    currentRunId: runId,
    tags: ["x"],
    metadata: { m: 1 },
    closedAt: null,
    closedReason: null,
    expiresAt: null,
    createdAt: DATE,
    updatedAt: DATE,
  });
  const run = prod.runs.get(runId);
  assert.deepEqual([run.taskIdentifier, run.payload.data, run.tags], ["chat", '{"chatId":"chat-1"}', ["a"]]);
  for (const name of [id, "chat-1"]) {
    assert.deepEqual((await client.get(`${path}/${name}`)).body, { id, ...session });
  }
});

test("starting a session that is there keeps its run while that goes on", async (t) => {
  const { client, prod } = await startWithClient(t);
  const first = await client.post(path, input);
  const second = await client.post(path, { ...input, triggerConfig: { basePayload: { n: 2 } } });
  assert.deepEqual(
    [second.status, second.body.isCached, second.body.id, second.body.runId],
    [200, true, first.body.id, first.body.runId],
  );
  assert.deepEqual(second.body.triggerConfig, { basePayload: { n: 2 } });
  prod.runs.get(first.body.runId).status = "COMPLETED_SUCCESSFULLY";
  const third = await client.post(path, input);
  assert.notEqual(third.body.runId, first.body.runId);
});

test("what is closed or expired is not started again", async (t) => {
  const { client, prod } = await startWithClient(t);
  const { body } = await client.post(path, input);
  const closed = await client.post(`${path}/chat-1/close`, { reason: "done" });
  assert.deepEqual([closed.status, closed.body.closedAt, closed.body.closedReason], [200, DATE, "done"]);
  const again = await client.post(`${path}/${body.id}/close`, { reason: "other" });
  assert.equal(again.body.closedReason, "done");
  const refused = await client.post(path, input);
  assert.deepEqual(
    [refused.status, refused.body],
    [409, { error: "Session is closed; use a different externalId to create a new session" }],
  );
  prod.seedSession({ externalId: "old", expiresAt: NOW - 1 });
  assert.equal((await client.post(path, { ...input, externalId: "old" })).status, 409);
});

test("tags and metadata change, the external id does not", async (t) => {
  const { client, prod } = await startWithClient(t);
  const { id } = prod.seedSession({ externalId: "mine", metadata: { a: 1 }, tags: ["t"] });
  const changed = await client.patch(`${path}/${id}`, { tags: ["x"], metadata: null, externalId: "mine" });
  assert.deepEqual([changed.status, changed.body.tags, changed.body.metadata], [200, ["x"], null]);
  for (const externalId of ["other", null]) {
    const refused = await client.patch(`${path}/${id}`, { externalId });
    assert.equal(refused.status, 422);
    assert.match(refused.body.error, /^externalId cannot be changed after creation/);
  }
});

test("sessions are listed newest first, without what their runs are triggered with", async (t) => {
  const { client, prod } = await startWithClient(t);
  const ids = [1, 2, 3, 4, 5].map((hour) => `session_s${hour}`);
  ids.forEach((id, index) => prod.seedSession({ id, createdAt: NOW - (9 - index) * 3_600_000 }));
  const page = async (search) => {
    const { body } = await client.get(`${path}?${search}`);
    return [body.data.map(({ id }) => id.slice(-1)).join(""), body.pagination];
  };
  assert.deepEqual(await page("page[size]=2"), ["54", { next: "s4" }]);
  assert.deepEqual(await page("page[size]=2&page[after]=s4"), ["32", { next: "s2", previous: "s3" }]);
  assert.deepEqual(await page("page[size]=2&page[after]=s2"), ["1", { previous: "s1" }]);
  assert.deepEqual(await page("page[size]=2&page[before]=s1"), ["32", { next: "s2", previous: "s3" }]);
  assert.deepEqual(await page("page[size]=2&page[before]=s3"), ["54", { next: "s4" }]);
  const { body } = await client.get(path);
  assert.ok(body.data.every((session) => !("triggerConfig" in session)));
});

test("filters select, one value each", async (t) => {
  const { client, prod } = await startWithClient(t);
  const hour = 3_600_000;
  prod.seedSession({ externalId: "a", type: "x", tags: ["red"], createdAt: NOW - 10 * hour });
  prod.seedSession({ externalId: "b", taskIdentifier: "t", closedAt: NOW, createdAt: NOW - 5 * hour });
  prod.seedSession({ externalId: "c", expiresAt: NOW - 1, createdAt: NOW - hour });
  const found = async (filter) => {
    const { body } = await client.get(`${path}?filter${filter}`);
    return body.data.map(({ externalId }) => externalId).join("");
  };
  const expected = {
    "[type]=x": "a",
    "[type]=x,chat.agent": "",
    "[tags]=red": "a",
    "[taskIdentifier]=t": "b",
    "[externalId]=c": "c",
    "[status]=ACTIVE": "a",
    "[status]=CLOSED": "b",
    "[status]=EXPIRED": "c",
    "[createdAt][period]=6h": "cb",
    [`[createdAt][from]=${NOW - 6 * hour}`]: "cb",
    [`[createdAt][to]=${NOW - 2 * hour}`]: "ba",
  };
  for (const [filter, ids] of Object.entries(expected)) assert.equal(await found(filter), ids, filter);
});

test("what is wrong is said", async (t) => {
  const { client } = await startWithClient(t);
  const bodies = [
    [{ type: "x" }, 'Validation error: Required at "taskIdentifier"; Required at "triggerConfig"'],
    [
      { ...input, externalId: "session_x" },
      "Validation error: externalId cannot start with 'session_' " +
        '(reserved prefix for internal friendlyIds) at "externalId"',
    ],
    [{ ...input, triggerConfig: {} }, 'Validation error: Required at "triggerConfig.basePayload"'],
    [{ ...input, tags: [1] }, 'Validation error: Expected string, received number at "tags[0]"'],
    [{ ...input, expiresAt: "never" }, 'Validation error: Invalid date at "expiresAt"'],
  ];
  for (const [body, error] of bodies) {
    const answer = await client.post(path, body);
    assert.deepEqual([answer.status, answer.body], [400, { error }]);
  }
  const large = await client.post(path, { ...input, metadata: { large: "x".repeat(33_000) } });
  assert.deepEqual([large.status, large.body], [413, { error: "Request body too large" }]);

  const unknown = await client.get(`${path}/nope`);
  assert.deepEqual([unknown.body, unknown.headers.get("x-should-retry")], [{ error: "Not found" }, "false"]);
  assert.deepEqual((await client.patch(`${path}/nope`, {})).body, { error: "Session not found" });
  assert.deepEqual((await client.post(`${path}/nope/close`, {})).body, { error: "Session not found" });

  const query = async (search) => {
    const { status, body } = await client.get(`${path}?${search}`);
    assert.deepEqual([status, body.error], [400, "Query Error"]);
    return body.details.map(({ message }) => message);
  };
  assert.deepEqual(await query("page[size]=0"), ["Number must be greater than or equal to 1"]);
  assert.deepEqual(await query("page[size]=101"), ["Number must be less than or equal to 100"]);
  assert.deepEqual(await query("filter[status]=ACTIVE,CLOSED"), ["Invalid input"]);
  assert.deepEqual(await query("filter[createdAt][from]=x"), ["Expected number, received nan"]);
  assert.deepEqual(await query("page[after]=a&page[before]=b"), [
    "Cannot pass both page[after] and page[before] on the same request",
  ]);
});

test("a session's own token reads it and no other, and changes none", async (t) => {
  const { client, server, prod } = await startWithClient(t);
  const { body } = await client.post(path, input);
  prod.seedSession({ externalId: "other" });
  const own = createClient(server, body.publicAccessToken);
  const asked = [
    await own.get(`${path}/chat-1`),
    await own.get(`${path}/other`),
    await own.get(path),
    await own.patch(`${path}/chat-1`, {}),
    await own.post(`${path}/chat-1/close`, {}),
    await own.post(path, input),
  ];
  assert.deepEqual(
    asked.map(({ status }) => status),
    [200, 403, 403, 403, 403, 403],
  );
  const task = createClient(server, prod.createPublicToken({ scopes: ["write:tasks:chat"] }));
  assert.equal((await task.post(path, input)).status, 200);
  const runs = createClient(server, prod.createAdditionalKey({ scopes: ["read:runs"] }));
  assert.equal((await runs.get(path)).status, 403);
});
