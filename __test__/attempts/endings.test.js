"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { getEventListeners } = require("node:events");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { ApiTimeoutError } = require("hairtrigger");
const { openWorld } = require("./world.js");

test("timeoutInMs bounds a server that never answers", async (t) => {
  const { server, client, run } = await openWorld(t);
  server.fault({ hang: true });
  const error = await client.runs.list({}, { timeoutInMs: 30 }).catch((caught) => caught);
  assert.ok(error instanceof ApiTimeoutError);
  assert.match(error.message, /^runs\.list: no answer within 30 ms/);
  await assert.rejects(client.runs.replay(run.id, { timeoutInMs: 30 }), /not known whether the server has/);
});

test("timeoutInMs bounds attempts and waits together, and names the last failure", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 503, body: { error: "down" }, times: 1 });
  server.fault({ hang: true });
  await assert.rejects(client.runs.list({}, { timeoutInMs: 100 }), /last failure: 503 down/);
});

test("an aborted signal sends nothing", async (t) => {
  const { server, client } = await openWorld(t);
  const reason = new Error("mine");
  await assert.rejects(client.runs.list({}, { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(server.requests.length, 0);
});

test("an abort rejects with the signal's reason and closes the request", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ hang: true });
  const controller = new AbortController();
  const call = client.runs.list({}, { signal: controller.signal });
  await server.waitForRequest();
  controller.abort("enough");
  assert.equal(await call.catch((reason) => reason), "enough");
  await server.waitForRequest((request) => request.aborted);
});

test("an abort ends the wait for a retry", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 503 });
  const controller = new AbortController();
  const retry = { minTimeoutInMs: 60_000, maxTimeoutInMs: 60_000 };
  const call = client.runs.list({}, { retry, timeoutInMs: 200_000, signal: controller.signal });
  await server.waitForRequest((request) => request.status === 503);
  controller.abort();
  await assert.rejects(call, { name: "AbortError" });
});

test("many calls on one signal leave no listener and give no warning", async (t) => {
  const { client } = await openWorld(t);
  const warnings = [];
  const warn = (warning) => warnings.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 50 }, () => client.runs.list({}, { signal })));
  assert.deepEqual(getEventListeners(signal, "abort"), []);
  assert.deepEqual(warnings, []);
});

test("pages share the signal of their list", async (t) => {
  const { server, dev, client } = await openWorld(t);
  dev.seedRuns(5, () => ({}));
  const controller = new AbortController();
  const page = await client.runs.list({ limit: 2 }, { signal: controller.signal });
  controller.abort("enough");
  assert.equal(await page.getNextPage().catch((reason) => reason), "enough");
  assert.equal(server.requests.length, 1);
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

/** Runs a program against the server in a process of its own; what it printed. */
async function inProcess(server, config, program) {
  const source = `
    const client = require("hairtrigger").withAuth(${JSON.stringify({ ...config, baseURL: server.url })});
    ${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", source], { cwd: __dirname });
  return stdout.trim();
}

test("a pending call keeps the process alive, an idle client does not", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ delayInMs: 50 });
  const program = "client.runs.list().then((page) => console.log(page.data.length));";
  assert.equal(await inProcess(server, config, program), "1");
});

test("process.exit in flight keeps its exit code", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ hang: true });
  const program = "client.runs.list(); setImmediate(() => process.exit(7));";
  await assert.rejects(inProcess(server, config, program), { code: 7 });
});
