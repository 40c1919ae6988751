"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { inspect } = require("node:util");

const { ApiResponseError, withAuth } = require("hairtrigger");
const { createTestServer } = require("../../testing");
const { startRecorder } = require("../support/recorder.js");

const iso = "2026-11-20T10:00:00.000Z";
let server;
let dev;
let client;
let canned;
let recorder;
let toRecorder;

before(async () => {
  server = await createTestServer();
  dev = server.createProject().environment("dev");
  client = withAuth({ secretKey: dev.secretKey, baseURL: server.url });
  server.allow({ path: "/api/v3/runs/run_nope" });
  recorder = await startRecorder(() => canned);
  toRecorder = withAuth({ secretKey: "tr_dev_x", baseURL: recorder.url });
});
after(() => Promise.all([server.close(), recorder.close()]));

test("a call is a real promise", async () => {
  const { id } = dev.seedRun({});
  const promise = client.runs.retrieve(id);
  assert.ok(promise instanceof Promise);
  assert.equal((await promise).id, id);
  assert.equal(await promise.then((run) => run.id), id);
  assert.equal((await promise.finally(() => {})).id, id);
  assert.deepEqual(await Promise.all([promise, client.runs.cancel(id)]).then(([run]) => run.id), id);
  assert.equal(
    await client.runs.retrieve("run_nope", { retry: { maxAttempts: 1 } }).catch(() => "caught"),
    "caught",
  );
  assert.equal(promise.then().constructor, Promise);
});

test("what a program puts on Object.prototype is no date of an answer", async (t) => {
  const { id } = dev.seedRun({});
  Object.defineProperty(Object.prototype, "helper", { value: {}, enumerable: true, configurable: true });
  t.after(() => delete Object.prototype.helper);
  assert.ok((await client.runs.retrieve(id)).createdAt instanceof Date);
  assert.equal((await client.runs.cancel(id)).id, id);
});

test("the response comes with status, headers, url, and its body when asked for at once", async () => {
  const { id } = dev.seedRun({});
  const response = await client.runs.retrieve(id).asResponse();
  assert.ok(response instanceof Response);
  assert.equal(response.status, 200);
  assert.equal(response.url, `${server.url}/api/v3/runs/${id}`);
  assert.match(response.headers.get("content-type"), /^application\/json/);
  assert.equal((await response.json()).id, id);
  const { data, response: same } = await client.runs.retrieve(id).withResponse();
  assert.equal(data.id, id);
  assert.equal(JSON.parse(await same.text()).id, id);
});

test("a body that was not asked for at once cannot be read, and says why", async () => {
  const call = client.runs.list();
  await call;
  const response = await call.asResponse();
  assert.equal(response.status, 200);
  for (const reader of ["json", "text", "arrayBuffer", "blob"]) {
    await assert.rejects(response[reader](), /in the same tick/);
  }
});

test("dates are dates at every depth, and what is unknown is kept", async () => {
  const related = { id: "run_2", createdAt: iso, updatedAt: iso, strange: iso };
  canned = {
    id: "run_1",
    status: "SOMETHING_NEW",
    createdAt: iso,
    finishedAt: null,
    startedAt: "not a date",
    newField: { createdAt: iso },
    relatedRuns: { root: related, children: [related] },
  };
  const run = await toRecorder.runs.retrieve("run_1");
  const revived = { ...related, createdAt: new Date(iso), updatedAt: new Date(iso) };
  assert.deepEqual(run, {
    ...canned,
    createdAt: new Date(iso),
    relatedRuns: { root: revived, children: [revived] },
  });
});

test("__proto__ in a body is a field like any other", async () => {
  canned = JSON.parse(
    '{"id":"run_1","__proto__":{"polluted":true},"relatedRuns":{"__proto__":{"createdAt":"x"}}}',
  );
  const run = await toRecorder.runs.retrieve("run_1");
  assert.equal(run.polluted, undefined);
  assert.equal({}.polluted, undefined);
  assert.ok(Object.hasOwn(run, "__proto__"));
});

for (const [what, body, call] of [
  ["a list where an object is due", [], (api) => api.runs.retrieve("run_1")],
  ["an object where a list is due", {}, (api) => api.envvars.list("proj_a", "dev")],
  ["a list of texts", ["a"], (api) => api.envvars.list("proj_a", "dev")],
  ["a page without data", { pagination: {} }, (api) => api.runs.list()],
  ["a page of numbers", { data: [1], pagination: {} }, (api) => api.runs.list()],
  ["a page without pagination", { data: [] }, (api) => api.runs.list()],
  ["null", null, (api) => api.runs.cancel("run_1")],
]) {
  test(`${what} is an ApiResponseError`, async () => {
    canned = body;
    const error = await call(toRecorder).catch((caught) => caught);
    assert.ok(error instanceof ApiResponseError, inspect(error));
    assert.equal(error.status, 200);
    assert.equal(error.body, JSON.stringify(body));
    assert.equal(error.attempts, 1);
  });
}

test("payload and output elsewhere are fetched, without the token", async () => {
  const packets = {
    json: ["application/json", { large: "x" }, { large: "x" }],
    superJson: [
      "application/super+json",
      '{"json":{"at":"2026-11-20T10:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}',
      { at: new Date(iso) },
    ],
    text: ["text/plain", "just text", "just text"],
  };
  for (const [payloadType, payload, expected] of Object.values(packets)) {
    const { id } = dev.seedRun({
      status: "COMPLETED",
      payload,
      payloadType,
      payloadOffloaded: true,
      output: payload,
      outputType: payloadType,
      outputOffloaded: true,
    });
    const run = await client.runs.retrieve(id);
    assert.deepEqual([run.payload, run.output], [expected, expected]);
  }
  for (const { headers } of server.storage.requests) {
    assert.equal(headers.authorization, undefined);
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.startsWith("x-trigger")),
      [],
    );
  }
  assert.equal(server.storage.requests.length, 6);
});

test("pages go forth and back, by one cursor alone and with their filters", async () => {
  const prod = server.createProject().environment("prod");
  const runs = prod.seedRuns(7, () => ({ tags: ["red"] })).map(({ id }) => id);
  const { runs: api } = withAuth({ secretKey: prod.secretKey, baseURL: server.url });
  server.clearRequests();
  const first = await api.list({ limit: 3, tag: "red" });
  assert.equal(first.hasPreviousPage(), false);
  const second = await first.getNextPage();
  assert.equal(second.data.length, 3);
  const third = await second.getNextPage();
  assert.equal(third.hasNextPage(), false);
  const back = await third.getPreviousPage();
  assert.deepEqual(new Set(back.data.map(({ id }) => id)), new Set(second.data.map(({ id }) => id)));
  for (const { query } of server.requests) {
    const names = query.map(([name]) => name);
    assert.ok(names.includes("filter[tag]") && names.includes("page[size]"));
    assert.ok(names.filter((name) => /after|before/.test(name)).length <= 1);
  }
  await assert.rejects(third.getNextPage(), { name: "ArgumentError", message: /has no next one/ });
  await assert.rejects(first.getPreviousPage(), /has no previous one/);

  const collect = async (iterable) => {
    const seen = [];
    for await (const item of iterable) seen.push(item);
    return seen;
  };
  assert.deepEqual(new Set((await collect(api.list({ limit: 2 }))).map(({ id }) => id)), new Set(runs));
  assert.equal((await collect(first)).length, 7);
  assert.deepEqual(
    (await collect(first.iterPages())).map((page) => page.getPaginatedItems().length),
    [3, 3, 1],
  );
});

test("a cursor that repeats ends the iteration with an error", async () => {
  canned = { data: [{ id: "run_1" }], pagination: { next: "same" } };
  recorder.requests.length = 0;
  const iterate = async () => {
    for await (const run of toRecorder.runs.list()) void run;
  };
  await assert.rejects(iterate(), { constructor: ApiResponseError, message: /cursor it had sent before/ });
  assert.equal(recorder.requests.length, 2);
});
