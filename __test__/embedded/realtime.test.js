"use strict";

// The feeds of runs, as the server answers that asks the database itself.

const assert = require("node:assert/strict");
const childProcess = require("node:child_process");
const { join } = require("node:path");
const { test } = require("node:test");
const { promisify } = require("node:util");
const { createFollower, start, untilHeld } = require("./feed-client.js");

const execFile = promisify(childProcess.execFile);
const DATE = "2026-03-01T12:00:00.123Z";

test("the snapshot of a run is a row of texts, with its schema, up to date", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({
    status: "COMPLETED",
    createdAt: DATE,
    tags: ["a", 'b "c" \\ d'],
    payload: { x: 1 },
    output: { sum: 3 },
    metadata: { n: 0 },
    costInCents: 0.5,
    durationMs: 1234,
  });
  const { status, headers, messages } = await createFollower(server, prod.secretKey)(`runs/${id}`);
  assert.equal(status, 200);
  assert.equal(headers.get("electric-handle"), `run-${id.slice(4)}`);
  assert.match(headers.get("electric-offset"), /^1772366400123_\d+$/);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("electric-cursor"), null);
  assert.equal(headers.get("electric-up-to-date"), null);
  const value = {
    id: id.slice(4),
    taskIdentifier: "hello-world",
    createdAt: "2026-03-01T12:00:00.123",
    updatedAt: "2026-03-01T12:00:00.123",
    startedAt: "2026-03-01T12:00:00.123",
    delayUntil: null,
    queuedAt: "2026-03-01T12:00:00.123",
    expiredAt: null,
    completedAt: "2026-03-01T12:00:00.123",
    friendlyId: id,
    number: "0",
    isTest: "f",
    status: "COMPLETED_SUCCESSFULLY",
    usageDurationMs: "1234",
    costInCents: "0.5",
    baseCostInCents: "0",
    ttl: null,
    payload: '{"x":1}',
    payloadType: "application/json",
    metadata: '{"n":0}',
    metadataType: "application/json",
    output: '{"sum":3}',
    outputType: "application/json",
    runTags: '{"a","b \\"c\\" \\\\ d"}',
    error: null,
    realtimeStreams: "{}",
  };
  const key = `"public"."TaskRun"/"${id.slice(4)}"`;
  assert.deepEqual(messages, [
    { key, value, headers: { operation: "insert" } },
    { headers: { control: "up-to-date" } },
  ]);
  const schema = JSON.parse(headers.get("electric-schema"));
  assert.deepEqual(Object.keys(schema), Object.keys(value));
  assert.deepEqual(
    [
      schema.id,
      schema.createdAt,
      schema.isTest,
      schema.number,
      schema.costInCents,
      schema.error,
      schema.runTags,
    ],
    [
      { type: "text" },
      { type: "timestamp" },
      { type: "bool" },
      { type: "int4" },
      { type: "float8" },
      { type: "jsonb" },
      { type: "text", dims: 1 },
    ],
  );
});

test("a live poll waits for the run to change, by whatever, and answers with the whole row", async (t) => {
  const { server, prod } = await start(t);
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun({ payload: { x: 1 } });
  const ways = {
    updateRun: () => prod.updateRun(id, { status: "EXECUTING" }),
    metadata: () => call(server, prod, "PUT", `v1/runs/${id}/metadata`, { metadata: { n: 1 } }),
    tags: () => call(server, prod, "POST", `v1/runs/${id}/tags`, { tags: ["late"] }),
    cancel: () => call(server, prod, "POST", `v2/runs/${id}/cancel`),
  };
  let last = await follow(`runs/${id}`);
  const seen = {};
  for (const [way, change] of Object.entries(ways)) {
    const held = follow(`runs/${id}`, last.live);
    await untilHeld(server);
    await change();
    last = await held;
    assert.deepEqual(
      last.messages.map(({ headers }) => headers),
      [{ operation: "update" }, { control: "up-to-date" }],
    );
    assert.equal(last.headers.get("electric-schema"), null);
    assert.match(last.headers.get("electric-offset"), new RegExp(`_${last.headers.get("electric-cursor")}$`));
    const { value } = last.changes[0];
    assert.equal(Object.keys(value).length, 26);
    seen[way] = [value.status, value.metadata, value.runTags, value.error];
  }
  const cancelled = '{"raw":"Canceled by user","type":"STRING_ERROR"}';
  assert.deepEqual(seen, {
    updateRun: ["EXECUTING", null, null, null],
    metadata: ["EXECUTING", '{"n":1}', null, null],
    tags: ["EXECUTING", '{"n":1}', '{"late"}', null],
    cancel: ["CANCELED", '{"n":1}', '{"late"}', cancelled],
  });
});

test("a live poll in which nothing happens ends with its time, at the offset it began with", async (t) => {
  const { server, prod } = await start(t, { holdInMs: 20 });
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { live } = await follow(`runs/${id}`);
  const { messages, headers } = await follow(`runs/${id}`, live);
  assert.deepEqual(messages, [{ headers: { control: "up-to-date" } }]);
  assert.equal(headers.get("electric-offset"), live.offset);
  assert.match(headers.get("electric-cursor"), /^\d+$/);
});

test("a run cancelled before it began has no date of completion", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun();
  await call(server, prod, "POST", `v2/runs/${id}/cancel`);
  const { changes } = await createFollower(server, prod.secretKey)(`runs/${id}`);
  assert.deepEqual([changes[0].value.status, changes[0].value.completedAt], ["CANCELED", null]);
});

test("handles and offsets that are none are taken as they are", async (t) => {
  const { server, prod } = await start(t);
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const garbage = await follow(`runs/${id}`, { handle: "garbage", offset: "garbage" });
  assert.equal(garbage.headers.get("electric-handle"), "garbage");
  assert.equal(garbage.changes.length, 1);
  const withoutHandle = await follow(`runs/${id}`, { offset: "0_0", live: "true" });
  assert.equal(withoutHandle.changes[0].headers.operation, "insert");
  assert.ok(withoutHandle.headers.get("electric-schema"));
});

test("a poll that comes late is told of a change only if it has just been, or nobody was listening", async (t) => {
  const { server, prod } = await start(t, { replayWindowInMs: 60_000, holdInMs: 20 });
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { live } = await follow(`runs/${id}`);
  await follow(`runs/${id}`, live);
  prod.updateRun(id, { status: "EXECUTING" });
  assert.equal((await follow(`runs/${id}`, live)).changes[0].value.status, "EXECUTING");
});

test("one that comes later is told at the end of its time", async (t) => {
  const { server, prod } = await start(t, { replayWindowInMs: 0, holdInMs: 300 });
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const other = prod.seedRun();
  const first = await follow(`runs/${id}`);
  // Somebody else listens in the environment, or it would be quiet there.
  await follow(`runs/${other.id}`, (await follow(`runs/${other.id}`)).live);
  prod.updateRun(id, { status: "EXECUTING" });
  const begin = performance.now();
  const late = await follow(`runs/${id}`, first.live);
  assert.ok(performance.now() - begin > 250);
  assert.equal(late.changes[0].value.status, "EXECUTING");
});

test("where nobody has listened, a late poll is told at once", async (t) => {
  const { server, prod } = await start(t, { replayWindowInMs: 0, holdInMs: 60_000 });
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { live } = await follow(`runs/${id}`);
  prod.updateRun(id, { status: "EXECUTING" });
  assert.equal((await follow(`runs/${id}`, live)).changes[0].value.status, "EXECUTING");
});

test("a run that is deleted ends the poll with nothing, and is not there afterwards", async (t) => {
  const { server, prod } = await start(t, { holdInMs: 50 });
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { live } = await follow(`runs/${id}`);
  const held = follow(`runs/${id}`, live);
  await untilHeld(server);
  prod.removeRun(id);
  assert.deepEqual((await held).messages, [{ headers: { control: "up-to-date" } }]);
  const { status, body, headers } = await follow(`runs/${id}`, live);
  assert.deepEqual([status, body, headers.get("x-should-retry")], [404, { error: "Not found" }, "false"]);
  assert.throws(() => prod.removeRun(id), /removeRun: there is no run/);
});

test("columns are skipped, but those that tell a run from others", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ payload: { x: 1 } });
  const skipColumns = "payload,output,metadata,id,status,updatedAt";
  const follow = createFollower(server, prod.secretKey);
  const { changes, headers } = await follow(`runs/${id}`, { skipColumns });
  const names = Object.keys(changes[0].value);
  assert.deepEqual(names, Object.keys(JSON.parse(headers.get("electric-schema"))));
  assert.equal(names.length, 22);
  assert.ok(!names.includes("updatedAt") && names.includes("id") && names.includes("status"));
});

test("of a large packet a row has where it is, and the API the URL of that", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ payload: { big: 1 }, payloadOffloaded: true });
  const { changes } = await createFollower(server, prod.secretKey)(`runs/${id}`);
  const { payload, payloadType } = changes[0].value;
  assert.deepEqual([payload, payloadType], [`${id}/payload.json`, "application/store"]);
  const token = prod.createPublicToken({ scopes: [`read:runs:${id}`] });
  for (const [path, credential] of [
    [`v1/packets/${encodeURIComponent(payload)}`, prod.secretKey],
    [`v1/runs/${id}/packets/payload`, token],
  ]) {
    const { presignedUrl } = await call(server, { secretKey: credential }, "GET", path);
    assert.deepEqual(await (await fetch(presignedUrl)).json(), { big: 1 });
  }
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  for (const path of [`v1/packets/${id}%2Foutput.json`, "v1/packets/other", `v1/runs/${id}/packets/output`]) {
    assert.equal((await fetch(`${server.url}/api/${path}`, { headers })).status, 404, path);
  }
});

test("a client that does not say its version gets the names of old", async (t) => {
  const { server, prod } = await start(t, { holdInMs: 20 });
  const { id } = prod.seedRun({ status: "DEQUEUED" });
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  const url = `${server.url}/realtime/v1/runs/${id}`;
  const first = await fetch(url, { headers });
  const [handle, offset] = ["electric-shape-id", "electric-chunk-last-offset"].map((name) =>
    first.headers.get(name),
  );
  assert.equal(handle, `run-${id.slice(4)}`);
  assert.equal(first.headers.get("electric-handle"), null);
  assert.equal((await first.json())[0].value.status, "EXECUTING");
  const next = await fetch(`${url}?offset=${offset}&shape_id=${handle}&live=true`, { headers });
  assert.deepEqual(await next.json(), [{ headers: { control: "up-to-date" } }]);
  const { changes } = await createFollower(server, prod.secretKey)(`runs/${id}`);
  assert.equal(changes[0].value.status, "DEQUEUED");
});

test("a server that stops ends the polls it holds", async (t) => {
  const { server, prod } = await start(t);
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const held = follow(`runs/${id}`, (await follow(`runs/${id}`)).live);
  await untilHeld(server);
  await Promise.all([server.close(), assert.rejects(held, { name: "TypeError" })]);
});

test("nothing of a poll keeps a process alive whose server has stopped", async () => {
  const program = `
    const { createTestServer } = require("./testing");
    (async () => {
      const server = await createTestServer({ realtime: { holdInMs: 600_000 } });
      const { prod } = server.createProject();
      const url = server.url + "/realtime/v1/runs?tags=a&offset=0_0&handle=mine&live=true";
      const poll = fetch(url, { headers: { authorization: "Bearer " + prod.secretKey } });
      await server.waitForRequest(({ held }) => held);
      await Promise.all([server.close(), poll.catch(() => console.log("ended"))]);
    })();`;
  const cwd = join(__dirname, "..", "..");
  const { stdout } = await execFile(process.execPath, ["--eval", program], { cwd, timeout: 60_000 });
  assert.equal(stdout, "ended\n");
});

async function call(server, { secretKey }, method, path, body) {
  const response = await fetch(`${server.url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${secretKey}` },
    body: body && JSON.stringify(body),
  });
  assert.equal(response.status, 200);
  return response.json();
}
