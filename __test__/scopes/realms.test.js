"use strict";

const { rejection, setEnvironment, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { join } = require("node:path");
const { test } = require("node:test");
const { Worker } = require("node:worker_threads");
const { configure, runs, withAuth } = require("hairtrigger");

/** Starts a worker thread and returns a function that makes it act. */
function startWorker(t, options) {
  const worker = new Worker(join(__dirname, "fixtures", "worker.js"), options);
  t.after(() => worker.terminate());
  return async (action, argument) => {
    worker.postMessage({ action, argument });
    const [{ value, error }] = await once(worker, "message");
    return error ?? value;
  };
}

test("Per realm: a worker does not see what the main thread configured", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.config());
  const inWorker = startWorker(t, { env: {} });
  const error = await inWorker("list");
  assert.equal(error.name, "ConfigurationError");
  assert.match(error.message, /TRIGGER_SECRET_KEY/);
  configure(alpha.config());
  assert.equal((await inWorker("list")).name, "ConfigurationError");
  assert.equal(server.requests.length, 0);
});

test("Per realm: a worker started inside a scope is not in it", async (t) => {
  const { server, alpha } = await start(t);
  const error = await withAuth(alpha.config(), () => startWorker(t, { env: {} })("list"));
  assert.equal(error.name, "ConfigurationError");
  assert.equal(server.requests.length, 0);
});

test("Per realm: the main thread does not see what a worker configured", async (t) => {
  const { server, alpha } = await start(t);
  const inWorker = startWorker(t);
  await inWorker("configure", alpha.config());
  assert.deepEqual(await inWorker("list"), [alpha.ref]);
  const error = await rejection(runs.list());
  assert.equal(error.name, "ConfigurationError");
  assert.deepEqual(tokens(server), [alpha.secretKey]);
});

test("Per realm: strict in one thread is not strict in another", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.config({ ambient: false }));
  const inWorker = startWorker(t, { workerData: { config: alpha.config() } });
  assert.deepEqual(await inWorker("list"), [alpha.ref]);
  assert.match((await rejection(runs.list())).message, /ambient/);
  configure(alpha.config());
  await inWorker("configure", alpha.config({ ambient: false }));
  assert.match((await inWorker("list")).message, /ambient/);
  await runs.list();
  assert.deepEqual(tokens(server), [alpha.secretKey, alpha.secretKey]);
});

test("Per realm: a worker reads its own environment", async (t) => {
  const { server, alpha, beta } = await start(t);
  setEnvironment(t, { TRIGGER_SECRET_KEY: alpha.secretKey, TRIGGER_API_URL: server.url });
  const env = { TRIGGER_SECRET_KEY: beta.secretKey, TRIGGER_API_URL: server.url };
  const inWorker = startWorker(t, { env });
  const [ofWorker, page] = await Promise.all([inWorker("list"), runs.list()]);
  assert.deepEqual([ofWorker, page.data[0].tags], [[beta.ref], [alpha.ref]]);
});

test("Per realm: calls of several threads overlap, each under its own configuration", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  // Held back, so that every thread's calls are in flight while the others' are.
  server.fault({ delayInMs: 5 });
  configure(alpha.config());
  const inBeta = startWorker(t, { workerData: { config: beta.config() } });
  const inGamma = startWorker(t, { workerData: { config: gamma.config() } });
  for (let round = 0; round < 10; round += 1) {
    const [page, ofBeta, ofGamma] = await Promise.all([
      runs.list(),
      inBeta("list"),
      inGamma("listIn", alpha.config()),
    ]);
    assert.deepEqual([page.data[0].tags, ofBeta, ofGamma], [[alpha.ref], [beta.ref], [alpha.ref]]);
  }
  assert.deepEqual(await inGamma("list"), [gamma.ref]);
});
