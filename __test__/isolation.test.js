"use strict";

// No call ever runs under another customer's key, however calls overlap.

require("./support/process-environment.js");

const assert = require("node:assert/strict");
const { EventEmitter } = require("node:events");
const { after, before, beforeEach, test } = require("node:test");

const { configure, envvars, runs, withAuth } = require("hairtrigger");
const { createTestServer } = require("../testing");
const { openTenants, seededRandom } = require("./support/tenants.js");

const quickly = { retry: { maxAttempts: 12, minTimeoutInMs: 1, maxTimeoutInMs: 20 } };
let server;
let acme;
let globex;

before(async () => {
  server = await createTestServer();
});
after(() => server.close());

beforeEach(() => {
  configure({ baseURL: server.url, ambient: false, requestOptions: quickly });
  server.clearRequests();
  [acme, globex] = openTenants(server, 2);
});

/** Whose run a page shows first: every seeded run is tagged with its tenant. */
async function ownerSeen(listing) {
  const { data } = await listing;
  return data[0].tags[0];
}

function assertNoWrongKey() {
  assert.deepEqual(server.wrongKeyCalls, []);
}

test("the check itself notices a wrong key", async () => {
  const lying = { ...acme.config, requestOptions: globex.config.requestOptions };
  await withAuth(lying, () => runs.list());
  assert.equal(server.wrongKeyCalls.length, 1);
  server.wrongKeyCalls.length = 0;
});

test("overlapping scopes see their own runs", async () => {
  const owners = await Promise.all(
    [acme, globex, acme, globex].map((tenant) => withAuth(tenant.config, () => ownerSeen(runs.list()))),
  );
  assert.deepEqual(owners, [acme.name, globex.name, acme.name, globex.name]);
  assertNoWrongKey();
});

test("nested scopes hand over and take back", async () => {
  await withAuth(acme.config, async () => {
    assert.equal(await ownerSeen(runs.list()), acme.name);
    await withAuth(globex.config, async () => assert.equal(await ownerSeen(runs.list()), globex.name));
    assert.equal(await ownerSeen(runs.list()), acme.name);
  });
  assertNoWrongKey();
});

test("a callback that throws leaves no scope behind", async () => {
  const failing = withAuth(acme.config, () => {
    throw new Error("mine");
  });
  await assert.rejects(failing, { message: "mine" });
  await assert.rejects(runs.list(), { name: "ConfigurationError" });
  assert.equal(await withAuth(globex.config, () => ownerSeen(runs.list())), globex.name);
});

test("detached work keeps the scope it was started in", async () => {
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  let detached;
  await withAuth(acme.config, () => {
    detached = gate.then(() => ownerSeen(runs.list()));
  });
  const meanwhile = withAuth(globex.config, () => {
    release();
    return detached;
  });
  assert.equal(await meanwhile, acme.name);
  assertNoWrongKey();
});

test("pages keep their scope inside another one and after their own has ended", async () => {
  const page = await withAuth(acme.config, () => runs.list({ limit: 2 }));
  const seen = await withAuth(globex.config, async () => {
    const owners = new Set();
    for await (const run of page) owners.add(run.tags[0]);
    return [...owners];
  });
  assert.deepEqual(seen, [acme.name]);
  const [next] = (await page.getNextPage()).data;
  assert.equal(next.tags[0], acme.name);
  assertNoWrongKey();
});

test("retries keep their scope whatever is configured meanwhile", async () => {
  const fault = server.fault({ path: "/api/v1/runs", status: 503, times: 3 });
  const call = withAuth(acme.config, () => ownerSeen(runs.list()));
  await server.waitForRequest((request) => request.status === 503);
  configure({ secretKey: globex.config.secretKey, baseURL: server.url });
  assert.equal(await call, acme.name);
  assert.equal(fault.hits, 3);
  fault.remove();
  const tokens = new Set(server.requests.map((request) => request.headers.authorization));
  assert.deepEqual([...tokens], [`Bearer ${acme.config.secretKey}`]);
});

test("a config object changed afterwards changes nothing", async () => {
  const config = structuredClone(acme.config);
  const client = withAuth(config);
  const call = client.runs.list();
  config.secretKey = globex.config.secretKey;
  config.requestOptions.additionalHeaders["x-test-tenant"] = globex.project.ref;
  assert.equal(await ownerSeen(call), acme.name);
  assert.equal(await ownerSeen(client.runs.list()), acme.name);
  assertNoWrongKey();
});

test("an undefined token among overlapping ones is refused alone", async () => {
  const results = await Promise.allSettled([
    withAuth(acme.config, () => ownerSeen(runs.list())),
    withAuth({ ...globex.config, secretKey: undefined }, () => assert.fail("called")),
    withAuth(globex.config, () => ownerSeen(runs.list())),
  ]);
  assert.deepEqual(
    results.map(({ status, value, reason }) => value ?? `${status} ${reason.name}`),
    [acme.name, "rejected ConfigurationError", globex.name],
  );
});

test("timers, microtasks and emitters started in a scope run in it", async () => {
  const emitter = new EventEmitter();
  const asked = await withAuth(acme.config, () => [
    new Promise((resolve) => setImmediate(() => resolve(ownerSeen(runs.list())))),
    new Promise((resolve) => queueMicrotask(() => resolve(ownerSeen(runs.list())))),
  ]);
  const heard = new Promise((resolve) => emitter.once("go", () => resolve(ownerSeen(runs.list()))));
  await withAuth(globex.config, () => emitter.emit("go"));
  assert.deepEqual(await Promise.all(asked), [acme.name, acme.name]);
  // A listener runs in the scope that emits: pass a bound client where that is not wanted.
  assert.equal(await heard, globex.name);
});

test("bound clients and clientConfig outrank the scope around them", async () => {
  const client = withAuth(acme.config);
  await withAuth(globex.config, async () => {
    assert.equal(await ownerSeen(client.runs.list()), acme.name);
    assert.equal(await ownerSeen(runs.list({ clientConfig: acme.config })), acme.name);
    assert.equal(await ownerSeen(runs.list()), globex.name);
  });
  assertNoWrongKey();
});

test("the import copy shares the scopes of the require copy", async () => {
  const imported = await import("hairtrigger");
  assert.equal(imported.runs, runs);
  assert.equal(await imported.withAuth(acme.config, () => ownerSeen(runs.list())), acme.name);
  assert.equal(await withAuth(globex.config, () => ownerSeen(imported.runs.list())), globex.name);
});

test("100 tenants with 50 overlapping calls each, under delays and 503s", async () => {
  const seed = Number(process.env.SEED ?? Date.now());
  const random = seededRandom(seed);
  const tenants = openTenants(server, 100);
  const faults = [
    server.fault({ match: () => random() < 0.05, status: 503 }),
    server.fault({ match: () => random() < 0.3, delayInMs: 3 }),
  ];
  try {
    const work = tenants.flatMap((tenant) => Array.from({ length: 50 }, (_, index) => ({ tenant, index })));
    // Every tenant's calls between every other's.
    work.sort(() => random() - 0.5);
    await Promise.all(work.map(({ tenant, index }) => oneCall(tenant, index)));
    assertNoWrongKey();
    for (const { headers } of server.requests) {
      const tenant = tenants.find(({ project }) => project.ref === headers["x-test-tenant"]);
      assert.equal(headers.authorization, `Bearer ${tenant.token}`);
    }
    assert.ok(server.requests.length >= 5_000);
    assert.ok(faults.every(({ hits }) => hits > 0));
  } catch (error) {
    throw new Error(`with SEED=${seed}: ${error.message}`, { cause: error });
  } finally {
    for (const fault of faults) fault.remove();
  }
});

/** One of a tenant's calls, its scope given in one of three ways. */
async function oneCall({ name, project, env, config, listing }, index) {
  const ways = [
    (call) => withAuth(config, () => call({ runs, envvars })),
    (call) => call(withAuth(config)),
    (call) => call({ runs, envvars }, { clientConfig: config }),
  ];
  const calls = [
    async (api, options) => {
      for await (const run of api.runs.list(...listing, ...(options ? [options] : []))) {
        assert.equal(run.tags[0], name);
      }
    },
    async (api, options) => {
      const variable = await api.envvars.retrieve(project.ref, env, "OWNER", options);
      assert.equal(variable.value, name);
    },
    async (api, options) => {
      await api.envvars.create(project.ref, env, { name: `OWN_${index}`, value: name }, options);
      await api.envvars.update(project.ref, env, `OWN_${index}`, { value: `${name}!` }, options);
      assert.equal((await api.envvars.retrieve(project.ref, env, `OWN_${index}`, options)).value, `${name}!`);
      // A delete whose answer is lost finds nothing the second time.
      await api.envvars.del(project.ref, env, `OWN_${index}`, options).catch((error) => {
        assert.equal(error.status, 404);
      });
    },
    async (api, options) => {
      const variables = await api.envvars.list(project.ref, env, options);
      assert.ok(variables.some(({ name: variable, value }) => variable === "OWNER" && value === name));
    },
  ];
  await ways[index % ways.length](calls[index % calls.length]);
}
