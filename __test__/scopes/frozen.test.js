"use strict";

const { BRANCH, branches, setEnvironment, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { TriggerClient, configure, envvars, runs, withAuth } = require("hairtrigger");

const QUICK = { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 5, maxAttempts: 4 } };

/**
 * Answers 503 and does something while the request is waiting for it: what happens there happens
 * between two attempts, however quick they are.
 */
function failMeanwhile(server, times, action) {
  const match = () => {
    action();
    return true;
  };
  return server.fault({ match, times, status: 503 });
}

test("Frozen at the call: its retries run in the scope it was made in, whatever configure does", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(alpha.config({ requestOptions: QUICK }));
  const fault = failMeanwhile(server, 3, () => configure(beta.config({ requestOptions: QUICK })));
  const page = await runs.list();
  assert.equal(fault.hits, 3);
  assert.deepEqual(page.data[0].tags, [alpha.ref]);
  assert.deepEqual(tokens(server), Array(4).fill(alpha.secretKey));
  await runs.list();
  assert.equal(tokens(server).at(-1), beta.secretKey);
});

test("Frozen at the call: its retries stay when another withAuth is running or its own has ended", async (t) => {
  const { server, alpha, beta } = await start(t);
  const others = [];
  const meanwhile = () => others.push(withAuth(beta.config(), () => beta.name));
  failMeanwhile(server, 2, meanwhile);
  let call;
  await withAuth(alpha.config({ requestOptions: QUICK }), () => {
    call = runs.list();
  });
  await withAuth(beta.config(), () => call);
  await Promise.all(others);
  assert.equal(others.length, 2);
  assert.deepEqual(tokens(server), Array(3).fill(alpha.secretKey));
});

test("Frozen at the call: a base URL configured in flight does not divert its retries", async (t) => {
  const { server, alpha } = await start(t);
  const elsewhere = await start(t);
  configure(alpha.config({ requestOptions: QUICK }));
  failMeanwhile(server, 2, () => configure(elsewhere.alpha.config()));
  await runs.list();
  assert.equal(server.requests.length, 3);
  assert.equal(elsewhere.server.requests.length, 0);
});

test("Frozen at the call: a configuration that turns bad in flight does not end its retries", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.config({ requestOptions: QUICK }));
  failMeanwhile(server, 1, () => configure({ ambient: false, secretKey: undefined }));
  assert.deepEqual((await runs.list()).data[0].tags, [alpha.ref]);
});

test("Frozen at the call: its next pages run in the scope it was made in", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  alpha.environment("prod").seedRuns(6, () => ({ tags: [alpha.ref] }));
  configure(alpha.config());
  const first = await runs.list({ limit: 2 });
  configure(beta.config());
  const second = await first.getNextPage();
  const third = await withAuth(gamma.config(), () => second.getNextPage());
  await withAuth(gamma.config(), () => third.getPreviousPage());
  const found = [];
  await withAuth(gamma.config(), async () => {
    for await (const run of first) found.push(run);
  });
  assert.equal(found.length, 7);
  assert.ok(found.every(({ tags }) => tags[0] === alpha.ref));
  assert.deepEqual(new Set(tokens(server)), new Set([alpha.secretKey]));
});

test("Frozen at the call: the promise of a list iterates in the scope the list was made in", async (t) => {
  const { server, alpha, beta } = await start(t);
  alpha.environment("prod").seedRuns(6, () => ({ tags: [alpha.ref] }));
  let list;
  await withAuth(alpha.config(), () => {
    list = runs.list({ limit: 2 });
  });
  let count = 0;
  await withAuth(beta.config(), async () => {
    for await (const run of list) {
      assert.deepEqual(run.tags, [alpha.ref]);
      count += 1;
    }
  });
  assert.equal(count, 7);
  assert.deepEqual(tokens(server), Array(4).fill(alpha.secretKey));
});

test("Frozen at the call: its polls run in the scope it was made in", async (t) => {
  const { server, alpha, beta } = await start(t);
  const run = alpha.environment("prod").seedRun({ status: "EXECUTING" });
  configure(alpha.config());
  let polls = 0;
  const match = () => {
    polls += 1;
    configure(beta.config());
    if (polls === 3) run.status = "COMPLETED_SUCCESSFULLY";
    return false;
  };
  server.fault({ match, status: 503 });
  const polled = await runs.poll(run.id, { pollIntervalMs: 1 });
  assert.equal(polled.id, run.id);
  assert.deepEqual(tokens(server), Array(3).fill(alpha.secretKey));
});

test("Frozen at the call: a clientConfig's scope holds for retries and next pages too", async (t) => {
  const { server, alpha, beta } = await start(t);
  alpha.environment("prod").seedRuns(3);
  configure(beta.config());
  failMeanwhile(server, 1, () => configure(beta.config({ requestOptions: QUICK })));
  const clientConfig = alpha.config({ requestOptions: QUICK });
  const page = await runs.list({ limit: 2 }, { clientConfig });
  await page.getNextPage();
  assert.deepEqual(tokens(server), Array(3).fill(alpha.secretKey));
});

test("Frozen at the call: changing a config object afterwards changes nothing", async (t) => {
  const { server, alpha, beta } = await start(t);
  const makeConfig = () =>
    alpha.personalConfig({
      previewBranch: BRANCH,
      requestOptions: { additionalHeaders: { "x-made": "alpha" }, retry: { maxAttempts: 1 } },
    });
  const spoil = (config) => {
    config.accessToken = beta.personalAccessToken;
    config.secretKey = beta.secretKey;
    config.baseURL = "https://elsewhere.invalid";
    config.previewBranch = "other";
    config.requestOptions.additionalHeaders["x-made"] = "beta";
    config.requestOptions.additionalHeaders["x-late"] = "beta";
    config.requestOptions.retry = { maxAttempts: 9 };
  };
  const list = () => envvars.list(alpha.ref, "preview");
  const [configured, constructed, bound, scoped, ofCall] = Array.from({ length: 5 }, makeConfig);
  configure(configured);
  const client = new TriggerClient(constructed);
  const boundClient = withAuth(bound);
  spoil(constructed);
  spoil(bound);
  spoil(configured);
  await list();
  await client.envvars.list(alpha.ref, "preview");
  await boundClient.envvars.list(alpha.ref, "preview");
  await withAuth(scoped, () => {
    spoil(scoped);
    return list();
  });
  const call = envvars.list(alpha.ref, "preview", { clientConfig: ofCall });
  spoil(ofCall);
  await call;
  assert.deepEqual(tokens(server), Array(5).fill(alpha.personalAccessToken));
  assert.deepEqual(branches(server), Array(5).fill(BRANCH));
  for (const { headers } of server.requests) {
    assert.equal(headers["x-made"], "alpha");
    assert.equal(headers["x-late"], undefined);
  }
});

test("Frozen at the call: changing the call's own options and parameters afterwards changes nothing", async (t) => {
  const { server, alpha, beta } = await start(t);
  alpha.environment("prod").seedRuns(3, () => ({ tags: [alpha.ref] }));
  const fault = server.fault({ status: 503, times: 2 });
  const parameters = { limit: 2, tag: [alpha.ref] };
  const requestOptions = {
    ...QUICK,
    additionalHeaders: { "x-made": "alpha" },
    clientConfig: alpha.config(),
  };
  const call = runs.list(parameters, requestOptions);
  parameters.limit = 100;
  parameters.tag[0] = beta.ref;
  requestOptions.retry = { maxAttempts: 1 };
  requestOptions.additionalHeaders["x-made"] = "beta";
  requestOptions.clientConfig.secretKey = beta.secretKey;
  const page = await call;
  await page.getNextPage();
  assert.equal(fault.hits, 2);
  assert.deepEqual(tokens(server), Array(4).fill(alpha.secretKey));
  for (const { headers, query } of server.requests) {
    assert.equal(headers["x-made"], "alpha");
    const search = Object.fromEntries(query);
    assert.deepEqual([search["page[size]"], search["filter[tag]"]], ["2", alpha.ref]);
  }
});

test("Frozen at the call: the environment changing in flight does not touch it", async (t) => {
  const { server, alpha, beta } = await start(t);
  setEnvironment(t, { TRIGGER_SECRET_KEY: alpha.secretKey });
  configure({ baseURL: server.url, requestOptions: QUICK });
  const client = new TriggerClient({ baseURL: server.url });
  failMeanwhile(server, 1, () => setEnvironment(t, { TRIGGER_SECRET_KEY: beta.secretKey }));
  await runs.list();
  await client.runs.list();
  assert.deepEqual(tokens(server), Array(3).fill(alpha.secretKey));
  await runs.list();
  assert.equal(tokens(server).at(-1), beta.secretKey);
});
