"use strict";

const { BRANCH, branches, last, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const hairtrigger = require("hairtrigger");
const { TriggerClient, configure, envvars, runs, withAuth } = hairtrigger;

/** One call of each function; what the server answers does not matter here. */
function callEverything({ runs: boundRuns, envvars: boundVariables }, { ref, run }, requestOptions) {
  const place = [ref, "prod"];
  return Promise.allSettled([
    boundRuns.list({}, requestOptions),
    boundRuns.retrieve(run.id, requestOptions),
    boundRuns.cancel(run.id, requestOptions),
    boundRuns.replay(run.id, {}, requestOptions),
    boundRuns.reschedule(run.id, { delay: "1h" }, requestOptions),
    boundRuns.poll(run.id, {}, requestOptions),
    boundVariables.create(...place, { name: "A", value: "1" }, requestOptions),
    boundVariables.list(...place, requestOptions),
    boundVariables.upload(...place, { variables: { B: "2" } }, requestOptions),
    boundVariables.retrieve(...place, "A", requestOptions),
    boundVariables.update(...place, "A", { value: "3" }, requestOptions),
    boundVariables.del(...place, "A", requestOptions),
  ]);
}

/** The functions below an object, by their path. */
function functionsBelow(object, prefix = "") {
  return Object.entries(object).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    if (typeof value === "function") return [[path, value]];
    return functionsBelow(value, `${path}.`);
  });
}

test("Explicit first: new TriggerClient gives a client bound to one scope", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  const client = new TriggerClient(alpha.config());
  configure(beta.config());
  await client.runs.list();
  await withAuth(gamma.config(), async () => {
    await client.runs.list();
    await client.envvars.list(alpha.ref, "prod");
  });
  assert.deepEqual(tokens(server), Array(3).fill(alpha.secretKey));
});

test("Explicit first: withAuth(config) gives a client bound to one scope", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  const client = withAuth(alpha.config());
  assert.ok(client instanceof TriggerClient);
  configure(beta.config());
  await client.runs.list();
  await withAuth(gamma.config(), () => client.runs.list());
  // It binds a client and nothing else: the top-level functions stay in the default scope.
  await runs.list();
  assert.deepEqual(tokens(server), [alpha.secretKey, alpha.secretKey, beta.secretKey]);
});

test("Explicit first: a bound client has the top-level functions, every one of its own", async (t) => {
  const { alpha } = await start(t);
  // Reading a webhook is nobody's call: it sends nothing and takes a secret of its own.
  const others = ["auth", "webhooks"];
  const areas = Object.keys(hairtrigger).filter(
    (name) => !others.includes(name) && typeof hairtrigger[name] === "object",
  );
  assert.ok(areas.includes("runs") && areas.includes("envvars"));
  for (const client of [new TriggerClient(alpha.config()), withAuth(alpha.config())]) {
    for (const area of areas) {
      const bound = new Map(functionsBelow(client[area]));
      for (const [path, ambient] of functionsBelow(hairtrigger[area])) {
        assert.equal(typeof bound.get(path), "function", `${area}.${path}`);
        assert.notEqual(bound.get(path), ambient, `${area}.${path}`);
      }
    }
  }
});

test("Explicit first: every function of a bound client keeps to its scope", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  configure(beta.config());
  for (const client of [new TriggerClient(alpha.config()), withAuth(alpha.config())]) {
    server.clearRequests();
    await withAuth(gamma.config(), () => callEverything(client, alpha));
    assert.equal(server.requests.length, 12);
    assert.deepEqual(new Set(tokens(server)), new Set([alpha.secretKey]));
  }
});

test("Explicit first: functions taken off a bound client keep its scope", async (t) => {
  const { server, alpha, beta } = await start(t);
  const { list } = new TriggerClient(alpha.config()).runs;
  await withAuth(beta.config(), () => list());
  assert.deepEqual(tokens(server), [alpha.secretKey]);
});

test("Explicit first: withAuth(config, fn) passes the bound client to fn", async (t) => {
  const { server, alpha, beta } = await start(t);
  let kept;
  await withAuth(alpha.config(), async (client, ...rest) => {
    assert.ok(client instanceof TriggerClient);
    assert.deepEqual(rest, []);
    kept = client;
    await client.runs.list();
  });
  configure(beta.config());
  await kept.runs.list();
  await withAuth(beta.config(), () => kept.runs.list());
  assert.deepEqual(tokens(server), Array(3).fill(alpha.secretKey));
});

test("Explicit first: clientConfig scopes one call", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  configure(alpha.config());
  const clientConfig = { secretKey: beta.secretKey };
  await runs.list({}, { clientConfig });
  await runs.list();
  await withAuth({ secretKey: gamma.secretKey }, async () => {
    await runs.list({ clientConfig });
    await runs.list();
  });
  const expected = [beta, alpha, beta, gamma].map(({ secretKey }) => secretKey);
  assert.deepEqual(tokens(server), expected);
});

test("Explicit first: clientConfig scopes one call of every function", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(beta.config());
  await callEverything(hairtrigger, alpha, { clientConfig: alpha.config() });
  await callEverything(new TriggerClient(beta.config()), alpha, { clientConfig: alpha.config() });
  assert.equal(server.requests.length, 24);
  assert.deepEqual(new Set(tokens(server)), new Set([alpha.secretKey]));
});

test("Explicit first: two clients side by side do not notice each other", async (t) => {
  const { server, alpha, beta } = await start(t);
  const clients = [alpha, beta].map((tenant) => new TriggerClient(tenant.config()));
  const pages = await Promise.all(Array.from({ length: 20 }, (_, index) => clients[index % 2].runs.list()));
  pages.forEach(({ data }, index) => {
    assert.deepEqual(data[0].tags, [[alpha, beta][index % 2].ref]);
  });
  assert.equal(tokens(server).filter((token) => token === alpha.secretKey).length, 10);
});

test("Explicit first: the documented example is one PUT under the token, with the branch", async (t) => {
  const { server, alpha } = await start(t);
  alpha.environment("preview").setVariable("DATABASE_URL", "postgres://before");
  configure(alpha.personalConfig({ previewBranch: BRANCH }));
  const result = await envvars.update(alpha.ref, "preview", "DATABASE_URL", { value: "postgres://after" });
  assert.deepEqual(result, { success: true });
  assert.equal(server.requests.length, 1);
  const { method, url, token, body } = last(server);
  assert.deepEqual([method, url], ["PUT", `/api/v1/projects/${alpha.ref}/envvars/preview/DATABASE_URL`]);
  assert.equal(token, alpha.personalAccessToken);
  assert.deepEqual(branches(server), [BRANCH]);
  assert.deepEqual(body, { value: "postgres://after" });
  assert.equal(alpha.branch.variable("DATABASE_URL").value, "postgres://after");
  assert.equal(alpha.environment("preview").variable("DATABASE_URL").value, "postgres://before");
});
