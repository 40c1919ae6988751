"use strict";

const { BRANCH, rejection, setEnvironment, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ConfigurationError, TriggerClient, configure, envvars, runs, withAuth } = require("hairtrigger");

/** Starts under `ambient: false`, with keys at hand that a lost scope could run under. */
async function startStrictly(t) {
  const started = await start(t);
  const { server, alpha } = started;
  setEnvironment(t, { TRIGGER_SECRET_KEY: alpha.secretKey, TRIGGER_API_URL: server.url });
  configure(alpha.config({ ambient: false }));
  return started;
}

function assertAmbientRefused(error) {
  assert.ok(error instanceof ConfigurationError, `${error}`);
  assert.match(error.message, /ambient: false/);
  assert.match(error.message, /withAuth/);
}

test("Strict: top-level calls outside a withAuth reject", async (t) => {
  const { server, alpha } = await startStrictly(t);
  assertAmbientRefused(await rejection(runs.list()));
  assertAmbientRefused(await rejection(runs.retrieve(alpha.run.id)));
  assertAmbientRefused(await rejection(runs.poll(alpha.run.id)));
  assertAmbientRefused(await rejection(envvars.del(alpha.ref, "prod", "NAME")));
  assert.equal(server.requests.length, 0);
});

test("Strict: the environment's key alone is refused too", async (t) => {
  const { server } = await startStrictly(t);
  configure({ ambient: false });
  assertAmbientRefused(await rejection(runs.list()));
  assert.equal(server.requests.length, 0);
});

test("Strict: calls that say whose they are go out", async (t) => {
  const { server, alpha, beta } = await startStrictly(t);
  const { secretKey } = beta;
  await withAuth({ secretKey }, () => runs.list());
  await withAuth({ secretKey }).runs.list();
  await new TriggerClient({ secretKey }).runs.list();
  await runs.list({}, { clientConfig: { secretKey } });
  // The environment is what a TriggerClient names, so this is no lost scope.
  await new TriggerClient().runs.list();
  assert.deepEqual(tokens(server), [...Array(4).fill(secretKey), alpha.secretKey]);
});

test("Strict: a scope without a token of its own does not bring the process's key back", async (t) => {
  const { server } = await startStrictly(t);
  for (const config of [{}, { previewBranch: BRANCH }, { baseURL: server.url }]) {
    assertAmbientRefused(await rejection(withAuth(config, () => runs.list())));
    assertAmbientRefused(await rejection(withAuth(config).runs.list()));
    assertAmbientRefused(await rejection(runs.list({}, { clientConfig: config })));
  }
  assert.equal(server.requests.length, 0);
});

test("Strict: a nested scope keeps the token of the scope around it", async (t) => {
  const { server, beta } = await startStrictly(t);
  await withAuth({ secretKey: beta.secretKey }, () => withAuth({ previewBranch: null }, () => runs.list()));
  assert.deepEqual(tokens(server), [beta.secretKey]);
});

test("Strict: a lost async context is refused", async (t) => {
  const { server, beta } = await startStrictly(t);
  const jobs = [];
  let wake;
  // A worker loop started outside every scope: what it takes from its queue runs in none.
  const worker = new Promise((resolve) => (wake = resolve)).then(() =>
    Promise.allSettled(jobs.map((job) => job())),
  );
  await withAuth({ secretKey: beta.secretKey }, () => {
    jobs.push(() => runs.list());
    wake();
  });
  const [lost] = await worker;
  assertAmbientRefused(lost.reason);
  assert.equal(server.requests.length, 0);
});

test("Strict: base URL and policy are still inherited", async (t) => {
  const { server, beta } = await startStrictly(t);
  delete process.env.TRIGGER_API_URL;
  const retry = { maxAttempts: 2, minTimeoutInMs: 1, maxTimeoutInMs: 5 };
  configure({ ambient: false, baseURL: server.url, requestOptions: { retry } });
  server.fault({ status: 503 });
  const error = await rejection(withAuth({ secretKey: beta.secretKey }, () => runs.list()));
  assert.equal(error.attempts, 2);
  assert.deepEqual(tokens(server), [beta.secretKey, beta.secretKey]);
});

test("Strict: it lasts until the next configure, which replaces it", async (t) => {
  const { server, alpha } = await startStrictly(t);
  await rejection(runs.list());
  configure(alpha.config());
  await runs.list();
  configure(alpha.config({ ambient: true }));
  await runs.list();
  configure(alpha.config({ ambient: false }));
  assertAmbientRefused(await rejection(runs.list()));
  assert.deepEqual(tokens(server), [alpha.secretKey, alpha.secretKey]);
});
