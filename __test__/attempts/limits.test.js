"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { ApiResponseError, TriggerClient, configure, runs, withAuth } = require("hairtrigger");
const { rejection, resetConfiguration } = require("../support/scopes.js");
const { openWorld } = require("../support/world.js");

const page = (length) => ({ data: [{ id: "x".repeat(length) }], pagination: {} });
const tooLarge = (limit) =>
  new RegExp(`^runs\\.list: the answer is larger than ${limit} bytes; maxResponseBytes`);

test("maxResponseBytes counts to the byte", async (t) => {
  const { server, client } = await openWorld(t);
  const body = JSON.stringify(page(1000));
  server.fault({ body, headers: { "content-type": "application/json" } });
  await client.runs.list({}, { maxResponseBytes: body.length });
  const error = await rejection(client.runs.list({}, { maxResponseBytes: body.length - 1 }));
  assert.ok(error instanceof ApiResponseError);
  assert.equal(error.status, 200);
  assert.equal(error.attempts, 1);
  assert.match(error.message, tooLarge(body.length - 1));
});

test("maxResponseBytes counts what comes out of the compression", async (t) => {
  const { server, client } = await openWorld(t);
  const body = gzipSync(JSON.stringify(page(100_000)));
  assert.ok(body.length < 1000);
  server.fault({ body, headers: { "content-type": "application/json", "content-encoding": "gzip" } });
  assert.match(
    (await rejection(client.runs.list({}, { maxResponseBytes: 10_000 }))).message,
    tooLarge(10_000),
  );
  assert.equal((await client.runs.list({}, { maxResponseBytes: 200_000 })).data.length, 1);
});

test("maxResponseBytes is inherited, and a call's own wins", async (t) => {
  resetConfiguration(t);
  const { server, config } = await openWorld(t);
  server.fault({ body: page(1000) });
  const limited = { ...config, requestOptions: { maxResponseBytes: 100 } };
  const inner = { requestOptions: { timeoutInMs: 5_000 } };
  configure(limited);
  for (const call of [
    () => runs.list(),
    () => withAuth(inner, () => runs.list()),
    () => withAuth(limited).runs.list(),
    () => new TriggerClient(limited).runs.list(),
  ]) {
    assert.match((await rejection(call())).message, tooLarge(100));
  }
  assert.equal((await runs.list({}, { maxResponseBytes: 10_000 })).data.length, 1);
});

test("a maxResponseBytes that is none is refused", async (t) => {
  const { server, client } = await openWorld(t);
  for (const maxResponseBytes of [0, -1, 1.5, NaN, Infinity, 536_870_889, 2 ** 32, "1", null, {}]) {
    const error = await rejection(client.runs.list({}, { maxResponseBytes }));
    assert.match(
      error.message,
      /requestOptions\.maxResponseBytes must be a positive integer up to 536870888, .+, got /,
    );
  }
  assert.equal(server.requests.length, 0);
});

test("an answer may nest 1000 deep and no deeper", async (t) => {
  const { server, client } = await openWorld(t);
  const nested = (depth) => `{"output":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
  const headers = { "content-type": "application/json" };
  server.fault({ body: nested(1000), headers, times: 1 });
  await client.runs.retrieve("run_1");
  for (const depth of [1001, 1_000_000]) {
    server.fault({ body: nested(depth), headers, times: 1 });
    const error = await rejection(client.runs.retrieve("run_1"));
    assert.ok(error instanceof ApiResponseError);
    assert.match(error.message, /^runs\.retrieve: 200 but the body nests too deep/);
  }
});

test("brackets in texts do not nest", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ body: { output: `"${"[{".repeat(5000)}` } });
  assert.equal((await withAuth(config).runs.retrieve("run_1")).output.length, 10_001);
});
