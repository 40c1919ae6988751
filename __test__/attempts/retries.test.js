"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const {
  ApiConnectionError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
  withAuth,
} = require("hairtrigger");
const { openWorld } = require("../support/world.js");

for (const status of [408, 429, 500, 502, 503, 504]) {
  test(`${status} is retried`, async (t) => {
    const { server, client } = await openWorld(t);
    server.fault({ status, body: { error: "later" }, times: 2 });
    await client.runs.list();
    assert.deepEqual(
      server.requests.map((request) => request.status),
      [status, status, 200],
    );
    const ids = new Set(server.requests.map(({ headers }) => headers["x-trigger-request-idempotency-key"]));
    assert.equal(ids.size, 1, "every attempt carries the same request idempotency key");
  });
}

for (const status of [400, 401, 403, 404, 405, 409, 413, 422]) {
  test(`${status} is not retried`, async (t) => {
    const { server, client } = await openWorld(t);
    server.fault({ status, body: { error: "no" } });
    await assert.rejects(client.runs.list(), { status, attempts: 1 });
    assert.equal(server.requests.length, 1);
  });
}

test("a failure that lasts is reported after maxAttempts", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 503, body: { error: "down" } });
  const error = await client.runs.list({}, { retry: { maxAttempts: 3 } }).catch((caught) => caught);
  assert.ok(error instanceof InternalServerError);
  assert.equal(error.attempts, 3);
  assert.match(error.message, /^runs\.list: 503 down \[tr_dev_….{4} #[0-9a-f]{8}, 3 attempts\]$/);
  assert.equal(server.requests.length, 3);
});

test("x-should-retry wins over the status", async (t) => {
  const { server, client } = await openWorld(t);
  const never = server.fault({ status: 503, headers: { "x-should-retry": "false" } });
  await assert.rejects(client.runs.list(), { status: 503, attempts: 1 });
  never.remove();
  server.fault({ status: 400, headers: { "x-should-retry": "true" }, times: 1 });
  await client.runs.list();
});

test("a run that is not there yet is asked for twice more", async (t) => {
  const { server, client } = await openWorld(t);
  const error = await client.runs.retrieve("run_doesnotexist0000000000000").catch((caught) => caught);
  assert.ok(error instanceof NotFoundError);
  assert.equal(server.requests.length, 3);
});

for (const [what, fault] of [
  ["a 503", { status: 503 }],
  ["a connection cut before the answer", { cut: "before-response" }],
  ["a connection cut within the answer", { cut: "mid-body" }],
]) {
  test(`a replay is not repeated after ${what}, and the error says so`, async (t) => {
    const { server, client, run } = await openWorld(t);
    server.fault(fault);
    const error = await client.runs.replay(run.id).catch((caught) => caught);
    assert.match(error.message, /not known whether the server has processed the call.*look for the new run/);
    assert.equal(server.requests.length, 1);
  });

  test(`a cancellation is repeated after ${what}`, async (t) => {
    const { server, client, run } = await openWorld(t);
    server.fault({ ...fault, times: 1 });
    assert.deepEqual(await client.runs.cancel(run.id), { id: run.id });
    assert.equal(server.requests.length, 2);
  });
}

test("a replay is repeated after a 429, which processes nothing", async (t) => {
  const { server, client, run } = await openWorld(t);
  server.fault({ status: 429, times: 1 });
  await client.runs.replay(run.id);
  assert.equal(server.requests.length, 2);
});

test("an upload is repeated only where it overwrites", async (t) => {
  const { server, client, project } = await openWorld(t);
  const upload = (override) => client.envvars.upload(project.ref, "dev", { variables: { A: "1" }, override });
  server.fault({ status: 503, times: 1 });
  await assert.rejects(upload(false), /pass override: true/);
  server.fault({ status: 503, times: 1 });
  await upload(true);
});

test("a refused connection is tried again, and reported with the host", async () => {
  const config = { secretKey: "tr_dev_x", baseURL: "http://127.0.0.1:1" };
  const retry = { maxAttempts: 3, minTimeoutInMs: 1 };
  const error = await withAuth(config)
    .runs.replay("run_1", { retry })
    .catch((caught) => caught);
  assert.ok(error instanceof ApiConnectionError);
  assert.equal(error.attempts, 3);
  assert.match(error.message, /could not connect to http:\/\/127\.0\.0\.1:1/);
});

test("a wait longer than maxTimeoutInMs fails at once, with the failure in hand", async (t) => {
  const { server, client } = await openWorld(t);
  for (const headers of [
    { "retry-after": "3600" },
    { "x-ratelimit-reset": String(Date.now() + 3_600_000) },
  ]) {
    const fault = server.fault({ status: 429, headers });
    const error = await client.runs.list().catch((caught) => caught);
    assert.ok(error instanceof RateLimitError);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /would have to wait \d+ ms/);
    fault.remove();
  }
});

test("an explained failure is not retried", async (t) => {
  const { server, project, config } = await openWorld(t);
  const accessToken = server.createPersonalAccessToken({ projects: [project] });
  const client = withAuth({ accessToken, baseURL: config.baseURL });
  const explained = { status: 500, attempts: 1, message: /pass dev, staging, prod or preview as env/ };
  await assert.rejects(client.runs.list(project.ref), explained);
  await assert.rejects(client.runs.list(project.ref, { env: "production" }), explained);
});

test("retry options merge field by field", async (t) => {
  const { server, config } = await openWorld(t);
  const client = withAuth({ ...config, requestOptions: { retry: { maxAttempts: 2, minTimeoutInMs: 1 } } });
  server.fault({ status: 503 });
  await assert.rejects(client.runs.list(), { attempts: 2 });
  await assert.rejects(client.runs.list({}, { retry: { maxAttempts: 4 } }), { attempts: 4 });
  const [first] = server.requests.slice(-4);
  assert.ok(server.requests.at(-1).at - first.at < 900, "minTimeoutInMs is still the scope's");
});
