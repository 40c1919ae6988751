"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { createClient, start } = require("./client.js");

const path = "/api/v1/tasks/my-task/trigger";
const UNAUTHORIZED = {
  error: "Unauthorized",
  code: "unauthorized",
  param: "access_token",
  type: "authorization",
};

function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
}

test("a trigger makes a run that is listed and can be retrieved", async (t) => {
  const { server, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  prod.seedDeployment({ version: "20260101.1" });
  const options = {
    queue: { name: "mine" },
    tags: ["a", "b"],
    ttl: 60,
    metadata: '{"step":1}',
    machine: "micro",
    delay: "1h",
    lockToVersion: "20260101.1",
    payloadType: "application/super+json",
  };
  const { status, body, headers } = await api.post(path, { payload: '{"json":{"n":1}}', options });
  assert.equal(status, 200);
  assert.deepEqual(body, { id: body.id, isCached: false });
  const scopes = [`read:runs:${body.id}`, `write:inputStreams:${body.id}`];
  assert.deepEqual(JSON.parse(headers.get("x-trigger-jwt-claims")), { sub: prod.id, pub: true, scopes });
  const claims = claimsOf(headers.get("x-trigger-jwt"));
  assert.deepEqual(claims.scopes, scopes);
  assert.equal(claims.exp - claims.iat, 3600);
  assert.deepEqual(await api.ids("filter[taskIdentifier]=my-task"), [body.id]);
  const run = (await api.get(`/api/v3/runs/${body.id}`)).body;
  assert.equal(run.status, "DELAYED");
  assert.equal(run.ttl, "60s");
  assert.equal(run.version, "20260101.1");
  assert.deepEqual([run.payload, run.metadata, run.tags], [{ n: 1 }, { step: 1 }, ["a", "b"]]);
});

test("an idempotency key answers the run it made, for its task and its time", async (t) => {
  let now = Date.parse("2026-03-01T12:00:00.000Z");
  const { createTestServer } = require("../../testing");
  const server = await createTestServer({ now: () => now });
  t.after(() => server.close());
  const api = createClient(server, server.createProject().environment("prod").secretKey);
  const body = { payload: 1, options: { idempotencyKey: "k", idempotencyKeyTTL: "10m" } };
  const first = (await api.post(path, body)).body;
  assert.deepEqual((await api.post(path, body)).body, { id: first.id, isCached: true });
  const other = (await api.post("/api/v1/tasks/other/trigger", body)).body;
  assert.equal(other.isCached, false);
  now += 10 * 60_000;
  const later = (await api.post(path, body)).body;
  assert.equal(later.isCached, false);
  assert.notEqual(later.id, first.id);
});

const refusals = [
  ["", 400, "Request body is empty"],
  ["null", 400, "Invalid JSON"],
  ["{bad", 400, "Invalid JSON"],
  [[], 400, "Validation error: Expected object, received array"],
  [{ options: { queue: "q" } }, 400, /Expected object, received string at "options\.queue"$/],
  [{ options: { machine: "giant" } }, 400, /'large-2x', received 'giant' at "options\.machine"$/],
  [{ options: { tags: ["x".repeat(129)] } }, 400, /less than 128 characters at "options\.tags\[0\]"$/],
  [{ options: { idempotencyKey: "k".repeat(2049) } }, 400, /2048 characters or less at "options\.idemp/],
  [
    { options: { ttl: true } },
    400,
    'Validation error: Expected string, received boolean at "options.ttl", ' +
      'or Expected number, received boolean at "options.ttl"',
  ],
  [{ options: { ttl: -1 } }, 400, /^Validation error: Number must be greater .* 0 at "options\.ttl"$/],
  [{ options: { ttl: 1.5 } }, 400, 'Validation error: Expected integer, received float at "options.ttl"'],
  [
    { options: { tags: 7 } },
    400,
    /Expected string, received number .*, or Expected array, received number at/,
  ],
  [{ options: { lockToVersion: "19990101.1" } }, 500, "Something went wrong"],
  [{ options: { tags: Array(11).fill("t") } }, 422, "Runs can only have 10 tags, you're trying to set 11."],
  [{ options: { region: "mars" } }, 422, 'The region you specified doesn\'t exist ("mars").'],
  [{ options: { metadata: "x".repeat(262_145) } }, 413, "Metadata exceeds maximum size of 262144 bytes"],
  [{ payload: "x".repeat(3 * 1024 * 1024) }, 413, "Request body too large"],
  [{ options: { payloadType: "application/store" } }, 400, /must be a non-empty string .* at "payload"$/],
];

test("what is wrong with a trigger is said in the API's words", async (t) => {
  const { server, prod } = await start(t);
  for (const [body, status, error] of refusals) {
    const response = await fetch(server.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${prod.secretKey}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    assert.equal(response.status, status, String(error));
    const said = (await response.json()).error;
    if (error instanceof RegExp) assert.match(said, error);
    else assert.equal(said, error);
  }
  assert.equal(prod.runs.sorted.length, 0);
});

test("what may be odd about a trigger passes", async (t) => {
  const { server, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  for (const options of [
    { delay: "soon" },
    { delay: "2020-01-01T00:00:00.000Z" },
    { ttl: "never" },
    { maxAttempts: 0 },
    { tags: "one" },
    { unknown: 1 },
  ]) {
    const { body } = await api.post(path, { options });
    assert.equal(prod.runs.get(body.id).status, "PENDING", JSON.stringify(options));
  }
});

test("who may trigger", async (t) => {
  const { server, project, prod } = await start(t);
  const token = (scopes) => prod.createPublicToken({ scopes });
  const key = (scopes) => prod.createAdditionalKey({ scopes });
  const expected = new Map([
    [key(["admin"]), 200],
    [key(["read:runs"]), 403],
    [server.createPersonalAccessToken({ projects: [project] }), 401],
    [server.createOrganizationToken({ projects: [project] }), 401],
    [token(["read:runs"]), 403],
    [token(["trigger:tasks"]), 200],
    [token(["trigger:tasks:my-task"]), 200],
    [token(["trigger:tasks:other"]), 403],
    [token(["write:tasks"]), 200],
    [token(["write:all"]), 200],
    [token(["admin"]), 200],
    ["tr_prod_unknownunknownunknown00", 401],
  ]);
  for (const [credential, status] of expected) {
    const answer = await createClient(server, credential).post(path, {});
    assert.equal(answer.status, status);
    if (status === 401) assert.deepEqual(answer.body, { error: "Invalid API key" });
    if (status === 403) assert.deepEqual(answer.body, UNAUTHORIZED);
  }
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${prod.secretKey}` } });
  assert.equal(response.status, 405);
  assert.equal(await response.text(), "");
});

test("a one-time token burns every other one of its environment", async (t) => {
  const { server, prod } = await start(t);
  const once = () => prod.createPublicToken({ scopes: ["trigger:tasks"], isForOneUse: true });
  const used = createClient(server, once());
  assert.equal((await used.post(path, {})).status, 200);
  for (const api of [used, createClient(server, once())]) {
    const { status, body } = await api.post(path, {});
    assert.equal(status, 422);
    const error = "Cannot trigger my-task with a one-time use token as it has already been used.";
    assert.deepEqual(body, { error });
  }
  const often = createClient(server, prod.createPublicToken({ scopes: ["trigger:tasks"] }));
  assert.equal((await often.post(path, {})).status, 200);
});

test("a large payload is put into storage, and read from there", async (t) => {
  const { server, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  const name = "trigger/packet_1/payload.json";
  const { status, body: place } = await api.put(`/api/v2/packets/${encodeURIComponent(name)}`);
  assert.equal(status, 200);
  assert.equal(place.storagePath, name);
  const put = (headers) => fetch(place.presignedUrl, { method: "PUT", body: '{"json":{"big":1}}', headers });
  assert.equal((await fetch(place.presignedUrl)).status, 404, "nothing is there yet");
  assert.equal((await put({ authorization: "Bearer x" })).status, 400);
  assert.equal((await put({ "content-type": "application/super+json" })).status, 200);
  const options = { payloadType: "application/store" };
  const { body } = await api.post(path, { payload: place.storagePath, options });
  const run = (await api.get(`/api/v3/runs/${body.id}`)).body;
  assert.equal(run.payload, undefined);
  const packet = await fetch(run.payloadPresignedUrl);
  assert.equal(packet.headers.get("content-type"), "application/super+json");
  assert.equal(await packet.text(), '{"json":{"big":1}}');
});

test("who may put a payload anywhere", async (t) => {
  const { server, prod } = await start(t);
  const credentials = [
    prod.createAdditionalKey({ scopes: ["read:runs"] }),
    prod.createPublicToken({ scopes: ["admin"] }),
    "tr_prod_unknownunknownunknown00",
  ];
  for (const credential of credentials) {
    const { status, body } = await createClient(server, credential).put("/api/v2/packets/a");
    assert.equal(status, 401);
    assert.deepEqual(body, { error: "Invalid or Missing API key" });
  }
});
