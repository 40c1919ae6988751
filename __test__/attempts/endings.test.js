"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiTimeoutError } = require("hairtrigger");
const { openWorld } = require("../support/world.js");

test("timeoutInMs bounds a server that never answers", async (t) => {
  const { server, client, run } = await openWorld(t);
  server.fault({ hang: true });
  const error = await client.runs.list({}, { timeoutInMs: 500 }).catch((caught) => caught);
  assert.ok(error instanceof ApiTimeoutError);
  assert.match(error.message, /^runs\.list: no answer within 500 ms/);
  await assert.rejects(client.runs.replay(run.id, { timeoutInMs: 500 }), /not known whether the server has/);
});

test("timeoutInMs bounds attempts and waits together, and names the last failure", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 503, body: { error: "down" }, times: 1 });
  server.fault({ hang: true });
  await assert.rejects(client.runs.list({}, { timeoutInMs: 1_000 }), /last failure: 503 down/);
});

test("a poll ends with the run, and at once when it is aborted", async (t) => {
  const { server, dev, client, run } = await openWorld(t);
  const polled = client.runs.poll(run.id, { pollIntervalMs: 1 });
  await server.waitForRequest((request) => request.status === 200);
  await client.runs.cancel(run.id);
  assert.equal((await polled).status, "CANCELED");

  const other = dev.seedRun({ status: "EXECUTING" });
  const controller = new AbortController();
  const endless = client.runs.poll(other.id, { pollIntervalMs: 60_000 }, { signal: controller.signal });
  await server.waitForRequest((request) => request.path.endsWith(other.id) && request.status === 200);
  controller.abort("enough");
  assert.equal(await endless.catch((reason) => reason), "enough");
});
