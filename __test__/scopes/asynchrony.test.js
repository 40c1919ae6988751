"use strict";

// A scope goes where the work that was started in it goes, by whatever way JavaScript defers it.

const { deferred, rejection, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { AsyncLocalStorage, AsyncResource } = require("node:async_hooks");
const { EventEmitter, once } = require("node:events");
const http = require("node:http");
const { Readable, Transform } = require("node:stream");
const { pipeline } = require("node:stream/promises");
const { test } = require("node:test");
const { configure, runs, withAuth } = require("hairtrigger");

/** Promises whose runs the top-level functions list now: every seeded run is tagged with its ref. */
async function owner() {
  return (await runs.list()).data[0].tags[0];
}

/** Promises what `owner` answers when it is called through a way of deferring. */
function ownerThrough(defer) {
  return new Promise((resolve) => defer(() => resolve(owner())));
}

const WAYS = {
  setTimeout: (action) => setTimeout(action, 1),
  setImmediate: (action) => setImmediate(action),
  setInterval: (action) => {
    const interval = setInterval(() => {
      clearInterval(interval);
      action();
    }, 1);
  },
  queueMicrotask: (action) => queueMicrotask(action),
  "process.nextTick": (action) => process.nextTick(action),
  "promise.then": (action) => Promise.resolve().then(action),
  "promise.finally": (action) => Promise.resolve().finally(action),
  "a thenable": (action) => Promise.resolve({ then: () => action() }),
  "an async iterator": async (action) => {
    for await (const step of [action]) step();
  },
};

for (const [way, defer] of Object.entries(WAYS)) {
  test(`Asynchrony: ${way} started in a scope runs in it, after the scope has ended too`, async (t) => {
    const { alpha, beta, gamma } = await start(t);
    configure(gamma.config());
    const pending = [];
    await withAuth(alpha.config(), () => {
      pending.push(ownerThrough(defer));
    });
    await withAuth(beta.config(), () => {
      pending.push(ownerThrough(defer));
    });
    pending.push(ownerThrough(defer));
    assert.deepEqual(await Promise.all(pending), [alpha.ref, beta.ref, gamma.ref]);
  });
}

test("Asynchrony: a promise started in a scope and finished long after it keeps the scope", async (t) => {
  const { alpha, beta, gamma } = await start(t);
  configure(gamma.config());
  const gate = deferred();
  let detached;
  await withAuth(alpha.config(), () => {
    detached = (async () => {
      const seen = [await owner()];
      await gate.promise;
      seen.push(await owner());
      return [...seen, await withAuth({}, owner)];
    })();
  });
  await withAuth(beta.config(), async () => {
    assert.equal(await owner(), beta.ref);
    gate.resolve();
    assert.deepEqual(await detached, [alpha.ref, alpha.ref, alpha.ref]);
    assert.equal(await owner(), beta.ref);
  });
});

test("Asynchrony: awaiting another scope's promise does not change one's own", async (t) => {
  const { alpha, beta } = await start(t);
  const gate = deferred();
  const inAlpha = withAuth(alpha.config(), async () => {
    await gate.promise;
    return owner();
  });
  const inBeta = withAuth(beta.config(), async () => {
    gate.resolve();
    const other = await inAlpha;
    return [other, await owner()];
  });
  assert.deepEqual(await inBeta, [alpha.ref, beta.ref]);
});

test("Asynchrony: a listener runs in the scope that emits, one that is bound in its own", async (t) => {
  const { alpha, beta } = await start(t);
  const emitter = new EventEmitter();
  const heard = [];
  await withAuth(alpha.config(), () => {
    emitter.on("go", () => heard.push(owner()));
    emitter.on(
      "go",
      AsyncResource.bind(() => heard.push(owner())),
    );
    emitter.on(
      "go",
      AsyncLocalStorage.bind(() => heard.push(owner())),
    );
  });
  await withAuth(beta.config(), () => emitter.emit("go"));
  assert.deepEqual(await Promise.all(heard), [beta.ref, alpha.ref, alpha.ref]);
});

test("Asynchrony: streams piped in overlapping scopes keep to them", async (t) => {
  const { alpha, beta } = await start(t);
  const pipe = async () => {
    const seen = [];
    await pipeline(
      Readable.from([1, 2, 3]),
      async function* (source) {
        for await (const _ of source) yield await owner();
      },
      new Transform({
        objectMode: true,
        transform: (ref, _, done) => owner().then((again) => done(null, [ref, again]), done),
      }),
      async (pairs) => {
        for await (const pair of pairs) seen.push(...pair);
      },
    );
    return seen;
  };
  const seen = await Promise.all([alpha, beta].map((tenant) => withAuth(tenant.config(), pipe)));
  assert.deepEqual(seen, [Array(6).fill(alpha.ref), Array(6).fill(beta.ref)]);
});

test("Asynchrony: a generator made in a scope and driven outside runs where it is driven", async (t) => {
  const { alpha, beta } = await start(t);
  async function* generate() {
    yield owner();
  }
  const generator = await withAuth(alpha.config(), () => generate());
  const { value } = await withAuth(beta.config(), () => generator.next());
  // JavaScript says so, not we: a list that was made in a scope is another matter.
  assert.equal(value, beta.ref);
});

test("Asynchrony: a server's overlapping requests each run in the scope of their tenant", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  configure({ baseURL: server.url, ambient: false });
  const tenants = { alpha, beta, gamma };
  const backend = http.createServer(async (request, response) => {
    const { secretKey } = tenants[request.url.slice(1)];
    const seen = await withAuth({ secretKey }, async () => [await owner(), await owner()]);
    response.end(JSON.stringify(seen));
  });
  t.after(() => backend.close());
  await once(backend.listen(0, "127.0.0.1"), "listening");
  const ask = async (name) => {
    const response = await fetch(`http://127.0.0.1:${backend.address().port}/${name}`);
    assert.deepEqual(await response.json(), [tenants[name].ref, tenants[name].ref]);
  };
  const names = Array.from({ length: 30 }, (_, index) => Object.keys(tenants)[index % 3]);
  await Promise.all(names.map(ask));
  assert.equal(tokens(server).length, 60);
});

test("Asynchrony: overlapping polls keep to their scopes until each run ends", async (t) => {
  const { server, alpha, beta } = await start(t);
  const polls = [alpha, beta].map((tenant) => {
    const run = tenant.environment("prod").seedRun({ status: "EXECUTING" });
    const settled = withAuth(tenant.config(), () => runs.poll(run.id, { pollIntervalMs: 1 }));
    return { tenant, run, settled };
  });
  for (const { run } of polls) {
    let seen = 0;
    await server.waitForRequest(
      ({ path, status }) => path.endsWith(run.id) && status === 200 && ++seen === 3,
    );
    run.status = "COMPLETED_SUCCESSFULLY";
  }
  for (const { tenant, run, settled } of polls) {
    assert.equal((await settled).id, run.id);
    const ofRun = server.requests.filter(({ path }) => path.endsWith(run.id));
    assert.ok(ofRun.length >= 2);
    for (const { headers } of ofRun) assert.equal(headers.authorization, `Bearer ${tenant.secretKey}`);
  }
});

test("Asynchrony: an aborted call leaves the other scopes' calls alone", async (t) => {
  const { server, alpha, beta } = await start(t);
  server.fault({ token: alpha.secretKey, hang: true });
  const controller = new AbortController();
  const aborted = withAuth(alpha.config(), () => runs.list({}, { signal: controller.signal }));
  await server.waitForRequest();
  const other = withAuth(beta.config(), owner);
  controller.abort(new Error("the caller's own reason"));
  assert.equal((await rejection(aborted)).message, "the caller's own reason");
  assert.equal(await other, beta.ref);
});
