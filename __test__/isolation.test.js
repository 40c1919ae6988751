"use strict";

// No call ever runs under another customer's key, however calls overlap.

require("./support/process-environment.js");

const assert = require("node:assert/strict");
const { AsyncResource } = require("node:async_hooks");
const { EventEmitter, once } = require("node:events");
const { Readable, Transform } = require("node:stream");
const { pipeline } = require("node:stream/promises");
const { after, afterEach, before, beforeEach, test } = require("node:test");

const { TriggerClient, configure, runs, withAuth } = require("hairtrigger");
const { createTestServer } = require("../testing");
const support = require("./support/tenants.js");
const { assertOwnKeys, callAll, createBarrier, deferrals, openTenants, ownerSeen, seededRandom } = support;

const quickly = { timeoutInMs: 300_000, retry: { maxAttempts: 10, minTimeoutInMs: 1, maxTimeoutInMs: 20 } };
let server, tenants, acme, globex;

before(async () => {
  server = await createTestServer();
});
after(() => server.close());

beforeEach(() => {
  configure({ baseURL: server.url, ambient: false, requestOptions: quickly });
  server.clearRequests();
  tenants = openTenants(server, 2);
  [acme, globex] = tenants;
});

// Whatever else a test is about, this holds at its end.
afterEach(() => assertOwnKeys(server, tenants));

/** Makes requests go wrong until the test ends, also if it fails: the server outlives it. */
function addFault(t, options) {
  const fault = server.fault(options);
  t.after(() => fault.remove());
  return fault;
}

test("the check itself notices a wrong key", async (t) => {
  // A server of its own, since what it counts here must not count against the other tests.
  const other = await createTestServer();
  t.after(() => other.close());
  const known = openTenants(other, 4);
  const [honest, named, , personal] = known.map(({ config }) => ({ ...config, baseURL: other.url }));
  await withAuth(honest, () => runs.list());
  assertOwnKeys(other, known);
  await withAuth({ ...honest, requestOptions: named.requestOptions }, () => runs.list());
  assert.equal(other.wrongKeyCalls.length, 1);
  const misled = { ...personal, requestOptions: named.requestOptions };
  await withAuth(misled).envvars.list(known[3].project.ref, "preview");
  assert.equal(other.wrongKeyCalls.length, 2);
  // Authorization headers are compared apart from what the server counts.
  assert.throws(() => assertOwnKeys({ requests: other.requests, wrongKeyCalls: [] }, known), /Bearer/);
});

test("overlapping scopes see their own runs", async () => {
  const everyoneIn = createBarrier(4);
  const owners = await Promise.all(
    [acme, globex, acme, globex].map(({ config }) =>
      withAuth(config, async () => {
        await everyoneIn();
        return [await ownerSeen(), await ownerSeen()];
      }),
    ),
  );
  assert.deepEqual(
    owners,
    [acme, globex, acme, globex].map(({ name }) => [name, name]),
  );
});

test("nested scopes hand over and take back, overlapping too", async () => {
  const bothNested = createBarrier(2);
  const nest = (outer, inner) =>
    withAuth(outer.config, async () => {
      assert.equal(await ownerSeen(), outer.name);
      const nested = withAuth(inner.config, async () => {
        await bothNested();
        assert.equal(await ownerSeen(), inner.name);
      });
      assert.equal(await ownerSeen(), outer.name);
      await nested;
      assert.equal(await ownerSeen(), outer.name);
    });
  await Promise.all([nest(acme, globex), nest(globex, acme)]);
});

test("a callback that throws leaves no scope behind", async () => {
  const fail = () => {
    throw new Error("mine");
  };
  await assert.rejects(withAuth(acme.config, fail), { message: "mine" });
  await assert.rejects(runs.list(), { name: "ConfigurationError" });
  await withAuth(globex.config, async () => {
    await assert.rejects(withAuth(acme.config, fail), { message: "mine" });
    assert.equal(await ownerSeen(), globex.name);
    const late = withAuth(acme.config, () => runs.list().then(fail));
    await Promise.all([
      assert.rejects(late, { message: "mine" }),
      ownerSeen().then((owner) => assert.equal(owner, globex.name)),
    ]);
  });
});

test("detached work keeps the scope it was started in", async (t) => {
  const released = createBarrier(2);
  const delayed = addFault(t, { token: acme.token, delayInMs: 5, times: 1 });
  let inFlight;
  let later;
  await withAuth(acme.config, () => {
    inFlight = ownerSeen();
    later = released().then(async () => [await ownerSeen(), await ownerSeen()]);
  });
  await withAuth(globex.config, async () => {
    released();
    assert.deepEqual(await later, [acme.name, acme.name]);
    assert.equal(await inFlight, acme.name);
    assert.equal(await ownerSeen(), globex.name);
  });
  assert.equal(delayed.hits, 1);
});

test("pages keep their scope inside another one and after their own has ended", async () => {
  let unawaited;
  const page = await withAuth(acme.config, () => {
    unawaited = runs.list({ limit: 2 });
    return runs.list({ limit: 2 });
  });
  for (const listing of [page, unawaited]) {
    const owners = [];
    await withAuth(globex.config, async () => {
      for await (const run of listing) owners.push(run.tags[0]);
    });
    assert.deepEqual(owners, Array(5).fill(acme.name));
  }
  configure({ secretKey: globex.token, baseURL: server.url });
  const next = await page.getNextPage();
  assert.equal(next.data[0].tags[0], acme.name);
  assert.equal(await withAuth(globex.config, () => ownerSeen(next.getPreviousPage())), acme.name);
});

test("polls keep their scope until each run ends", async (t) => {
  const polls = [acme, globex].map((tenant) => {
    const run = tenant.project.environment("prod").seedRun({ status: "EXECUTING", tags: [tenant.name] });
    let asked = 0;
    const match = () => {
      asked += 1;
      configure({ secretKey: "tr_prod_another", baseURL: "http://127.0.0.1:1" });
      if (asked === 3) run.status = "COMPLETED_SUCCESSFULLY";
      return false;
    };
    addFault(t, { token: tenant.token, match });
    return { tenant, run };
  });
  const settled = polls.map(({ tenant, run }) =>
    withAuth({ ...tenant.config, baseURL: server.url }, () => runs.poll(run.id, { pollIntervalMs: 1 })),
  );
  const found = (await Promise.all(settled)).map(({ tags }) => tags[0]);
  assert.deepEqual(found, [acme.name, globex.name]);
  assert.equal(server.requests.length, 6);
});

test("retries keep their scope while others run and the configuration changes", async (t) => {
  const others = [];
  const configurations = [
    { secretKey: globex.token, baseURL: server.url },
    { secretKey: undefined },
    { ambient: false, baseURL: "http://127.0.0.1:1", requestOptions: { retry: { maxAttempts: 1 } } },
  ];
  // What happens here happens between two attempts, however quick they are.
  const match = () => {
    configure(configurations[fault.hits]);
    others.push(withAuth({ ...globex.config, baseURL: server.url }, () => ownerSeen()));
    return true;
  };
  const fault = addFault(t, { token: acme.token, status: 503, times: 3, match });
  assert.equal(await withAuth(acme.config, () => ownerSeen()), acme.name);
  assert.equal(fault.hits, 3);
  assert.deepEqual(await Promise.all(others), Array(3).fill(globex.name));
});

test("a config object changed afterwards changes nothing", async () => {
  const copies = Array.from({ length: 4 }, () => structuredClone(acme.config));
  const [bound, constructed, ofCall, scoped] = copies;
  const clients = [withAuth(bound), new TriggerClient({ ...constructed, baseURL: server.url })];
  const calls = [...clients.map((client) => client.runs.list()), runs.list({}, { clientConfig: ofCall })];
  const inScope = withAuth(scoped, () => Promise.resolve().then(() => ownerSeen()));
  for (const config of copies) {
    config.secretKey = globex.token;
    config.requestOptions.additionalHeaders["x-test-tenant"] = globex.project.ref;
  }
  calls.push(...clients.map((client) => client.runs.list()));
  assert.deepEqual(await Promise.all(calls.map((call) => ownerSeen(call))), Array(5).fill(acme.name));
  assert.equal(await inScope, acme.name);
});

test("undefined tokens among overlapping ones are refused alone", async () => {
  const kinds = [
    () => withAuth(acme.config, () => ownerSeen()),
    () => withAuth({ ...globex.config, secretKey: undefined }, () => assert.fail("called")),
    () => withAuth(globex.config, () => ownerSeen()),
    () => withAuth(acme.config, () => runs.list({}, { clientConfig: { accessToken: undefined } })),
  ];
  const results = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => kinds[index % 4]()));
  const expected = [acme.name, "ConfigurationError", globex.name, "ConfigurationError"];
  results.forEach(({ value, reason }, index) => assert.equal(value ?? reason.name, expected[index % 4]));
  assert.equal(server.requests.length, 20);
});

test("timers and microtasks started in a scope run in it", async () => {
  const asked = [];
  const ask = (defer) => asked.push(new Promise((resolve) => defer(() => resolve(ownerSeen()))));
  for (const defer of Object.values(deferrals)) {
    for (const { config } of [acme, globex]) await withAuth(config, () => void ask(defer));
  }
  const expected = Object.keys(deferrals).flatMap(() => [acme.name, globex.name]);
  assert.deepEqual(await Promise.all(asked), expected);
});

test("listeners run in the scope that emits, unless they are bound", async () => {
  const emitter = new EventEmitter();
  const heard = [];
  let awaited;
  await withAuth(acme.config, (client) => {
    emitter.on("go", () => heard.push(ownerSeen()));
    emitter.on("go", () => heard.push(ownerSeen(client.runs.list())));
    const bound = AsyncResource.bind(() => heard.push(ownerSeen()));
    emitter.on("go", bound);
    awaited = once(emitter, "go").then(() => ownerSeen());
  });
  await withAuth(globex.config, () => emitter.emit("go"));
  assert.deepEqual(await Promise.all(heard), [globex.name, acme.name, acme.name]);
  assert.equal(await awaited, acme.name);
});

test("streams piped in overlapping scopes stay in them", async () => {
  const pipe = async () => {
    const owners = [];
    const ask = new Transform({
      objectMode: true,
      transform: (chunk, encoding, done) => ownerSeen().then((owner) => done(null, owner), done),
    });
    await pipeline(Readable.from([1, 2, 3]), ask, async (source) => {
      for await (const owner of source) owners.push(owner, await ownerSeen());
    });
    return owners;
  };
  const seen = await Promise.all([acme, globex].map(({ config }) => withAuth(config, pipe)));
  assert.deepEqual(seen, [Array(6).fill(acme.name), Array(6).fill(globex.name)]);
});

test("bound clients and clientConfig outrank the scope around them", async () => {
  const client = withAuth(acme.config);
  const retrying = { requestOptions: { retry: { maxAttempts: 2 } } };
  await withAuth(globex.config, async () => {
    const owners = await Promise.all([
      ownerSeen(client.runs.list()),
      ownerSeen(runs.list({}, { clientConfig: acme.config })),
      // Without a token a config changes how its parent calls, not who it is.
      ownerSeen(client.runs.list({}, { clientConfig: retrying })),
      ownerSeen(runs.list({}, { clientConfig: retrying })),
      ownerSeen(client.runs.list({}, { clientConfig: globex.config })),
      ownerSeen(),
    ]);
    assert.deepEqual(owners, [...Array(3).fill(acme.name), ...Array(3).fill(globex.name)]);
  });
});

test("the import copy shares the scopes of the require copy", async () => {
  const imported = await withAuth(acme.config, () => import("hairtrigger"));
  assert.equal(imported.runs, runs);
  assert.equal(await imported.withAuth(acme.config, () => ownerSeen()), acme.name);
  assert.equal(await withAuth(globex.config, () => ownerSeen(imported.runs.list())), globex.name);
});

test("100 tenants with 50 overlapping calls each, under delays and 503s", { timeout: 600_000 }, async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  tenants = openTenants(server, 100);
  const faults = [
    addFault(t, { match: () => random() < 0.3, delayInMs: 3 }),
    addFault(t, { match: () => random() < 0.05, status: 503 }),
  ];
  try {
    await callAll(tenants, 50, random);
    assertOwnKeys(server, tenants);
    for (const { name, home } of tenants) {
      // Every variable a call made is deleted again.
      assert.deepEqual([...home.variables()], [["OWNER", { value: name, isSecret: false }]]);
    }
    assert.ok(server.requests.length >= 5_000);
    assert.ok(faults.every(({ hits }) => hits > 0));
  } catch (error) {
    throw new Error(`with SEED=${seed}: ${error.message}`, { cause: error });
  }
});
