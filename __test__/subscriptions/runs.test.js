"use strict";

// Runs, batches and tags that are watched, on both servers that may stand behind the feeds.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ArgumentError, TriggerClient } = require("hairtrigger");
const { collect, start, untilHeld } = require("./world.js");

for (const backend of ["native", "electric"]) {
  test(`a run is watched to its end with three requests: ${backend}`, async (t) => {
    const { server, prod, client } = await start(t, backend);
    const { id } = prod.seedRun({ payload: { x: 1 }, tags: ["a b"], metadata: { step: 0 } });
    const seen = [];
    const payloads = [];
    const steps = [
      { status: "EXECUTING", metadata: { step: 1 } },
      { status: "FAILED", output: 7, error: { name: "Error", message: "boom", stackTrace: "at x" } },
    ];
    for await (const run of client.runs.subscribeToRun(id, { updates: "every" })) {
      seen.push([run.status, run.isCompleted, run.metadata?.step, run.output, run.error?.message]);
      payloads.push(run.payload);
      assert.ok(run.createdAt instanceof Date && run.updatedAt instanceof Date);
      assert.deepEqual([run.id, run.taskIdentifier, run.tags], [id, "hello-world", ["a b"]]);
      const step = steps.shift();
      if (step) untilHeld(server).then(() => prod.updateRun(id, step));
    }
    assert.deepEqual(seen, [
      ["QUEUED", false, 0, undefined, undefined],
      ["EXECUTING", false, 1, undefined, undefined],
      ["FAILED", true, 1, 7, "boom"],
    ]);
    // Text that has not changed is the same object, and was not sent across again.
    assert.ok(payloads.every((payload) => payload === payloads[0]));
    assert.equal(server.requests.length, 3);
  });

  test(`runs with a tag are watched, those to come included: ${backend}`, async (t) => {
    const { server, prod, client } = await start(t, backend);
    prod.seedRun({ tags: ["a", "b"] });
    prod.seedRun({ tags: ["a"] });
    const subscription = client.runs.subscribeToRunsWithTag(["a", "b"], { createdAt: "1h" });
    const seen = new Set();
    for await (const run of subscription) {
      seen.add(run.id);
      if (seen.size === 2) break;
      untilHeld(server).then(() => prod.seedRun({ tags: ["b", "a"] }));
    }
    assert.equal(subscription.state, "closed");
    const [{ query }] = server.requests;
    const expected = { createdAt: "1h", log: "full", offset: "-1", tags: "a,b" };
    assert.deepEqual(Object.fromEntries(query), expected);
  });

  test(`the runs of a batch are watched until one leaves: ${backend}`, async (t) => {
    const { client } = await start(t, backend);
    const batch = await client.tasks.batchTrigger("hello-world", [{ payload: 1 }, { payload: 2 }]);
    const seen = new Map();
    for await (const run of client.runs.subscribeToBatch(batch.batchId)) {
      seen.set(run.id, run.payload);
      if (seen.size === 2) break;
    }
    assert.deepEqual([...seen.values()].sort(), [1, 2]);
  });

  test(`a run that was cancelled before it began ends its subscription: ${backend}`, async (t) => {
    const { prod, client } = await start(t, backend);
    const { id } = prod.seedRun({ status: "QUEUED" });
    await client.runs.cancel(id);
    assert.deepEqual(await collect(client.runs.subscribeToRun(id)), ["CANCELED"]);
  });

  test(`several runs are watched in one iteration until the last has ended: ${backend}`, async (t) => {
    const { server, prod, client } = await start(t, backend);
    const ids = Array.from({ length: 5 }, () => prod.seedRun({ status: "EXECUTING" }).id);
    const ended = new Set();
    let count = 0;
    for await (const run of client.runs.subscribeToRuns(ids)) {
      if (run.isCompleted) ended.add(run.id);
      else if (++count === ids.length) {
        untilHeld(server, ids.length).then(() => {
          for (const id of ids) prod.updateRun(id, { status: "COMPLETED" });
        });
      }
    }
    assert.deepEqual([...ended].sort(), [...ids].sort());
  });
}

test("of several runs one that has ended is not asked for any more", async (t) => {
  const { server, prod, client } = await start(t);
  const [first, second] = prod.seedRuns(2, () => ({ status: "EXECUTING" }));
  const subscription = client.runs.subscribeToRuns([first.id, second.id]);
  const states = [];
  const ended = collect(subscription, ({ status }) => states.push(status));
  // Of a run the latest state is told: the next one comes when the one before was taken.
  const untilTold = async (count) => {
    while (states.length < count) await new Promise(setImmediate);
  };
  await untilTold(2);
  await untilHeld(server, 2);
  prod.updateRun(first.id, { status: "COMPLETED" });
  await server.waitForRequest(() => server.requests.filter(({ held }) => held).length === 1);
  const countFirst = () => server.requests.filter(({ path }) => path.includes(first.id)).length;
  const { length } = server.requests;
  const count = countFirst();
  prod.updateRun(second.id, { metadata: { step: 1 } });
  await server.waitForRequest(() => server.requests.length > length);
  await untilTold(4);
  prod.updateRun(second.id, { status: "COMPLETED" });
  await ended;
  assert.equal(states.length, 5);
  assert.equal(countFirst(), count);
});

test("columns that are left out are absent, and a run ends all the same", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "COMPLETED", payload: { x: 1 } });
  const [run] = await collect(
    client.runs.subscribeToRun(id, { skipColumns: ["payload", "completedAt"] }),
    (run) => run,
  );
  assert.deepEqual([run.payload, run.finishedAt, run.isCompleted], [undefined, undefined, true]);
  assert.equal(Object.fromEntries(server.requests[0].query).skipColumns, "payload,completedAt");
});

test("what has ended goes on with stopOnCompletion: false", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "COMPLETED" });
  const subscription = client.runs.subscribeToRun(id, { stopOnCompletion: false });
  const states = [];
  for await (const { metadata } of subscription) {
    states.push(metadata);
    if (states.length === 2) break;
    untilHeld(server).then(() => prod.updateRun(id, { metadata: { late: true } }));
  }
  assert.deepEqual(states, [undefined, { late: true }]);
});

test("a subscription keeps the scope it was made in", async (t) => {
  const { server, prod } = await start(t);
  const other = server.createProject().prod;
  const { id } = prod.seedRun({ status: "COMPLETED" });
  const config = { secretKey: prod.secretKey, baseURL: server.url };
  const { withAuth, runs } = require("hairtrigger");
  const subscription = await withAuth(config, () => runs.subscribeToRun(id));
  await withAuth({ ...config, secretKey: other.secretKey }, async () => {
    assert.deepEqual(await collect(subscription), ["COMPLETED"]);
    await assert.rejects(collect(runs.subscribeToRun(id)), { status: 404 });
  });
});

test("identical subscriptions share their requests, unless one does not want to", async (t) => {
  const { server, prod, client } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const watch = async (options) => {
    const states = [];
    for await (const { status } of client.runs.subscribeToRun(id, options)) states.push(status);
    return states;
  };
  const all = [watch(), watch(), watch({ share: false })];
  await untilHeld(server, 2);
  // One that comes later is told of what is there at once.
  const late = client.runs.subscribeToRun(id);
  assert.equal((await late.next()).value.status, "EXECUTING");
  assert.equal(late.stats().sharedWith, 2);
  const count = server.requests.length;
  assert.equal(count, 4);
  prod.updateRun(id, { status: "COMPLETED" });
  for (const states of await Promise.all(all)) assert.deepEqual(states, ["EXECUTING", "COMPLETED"]);
  assert.deepEqual(await collect(late), ["COMPLETED"]);
  assert.equal(late.stats().sharedWith, 0, "it has ended");
  assert.equal(server.requests.length, count);
  // Under another key it is another feed.
  const other = new TriggerClient({ secretKey: server.createProject().prod.secretKey, baseURL: server.url });
  await assert.rejects(collect(other.runs.subscribeToRun(id)), { status: 404 });
});

test("stats say with how many others a subscription shares its requests", async (t) => {
  const { prod, client } = await start(t);
  const [{ id }, second] = prod.seedRuns(2, () => ({ status: "EXECUTING" }));
  const all = [
    client.runs.subscribeToRun(id),
    client.runs.subscribeToRun(id),
    client.runs.subscribeToRun(id),
    client.runs.subscribeToRun(id, { share: false }),
    client.runs.subscribeToRuns([id, second.id]),
    client.runs.subscribeToRuns([second.id]),
  ];
  const shared = () => all.map((subscription) => subscription.stats().sharedWith);
  assert.deepEqual(shared(), [0, 0, 0, 0, 0, 0], "none has begun");
  await Promise.all(all.map((subscription) => subscription.next()));
  assert.deepEqual(shared(), [2, 2, 2, 0, 1, 1]);
  all[0].unsubscribe();
  while (all[1].stats().sharedWith > 1) await new Promise(setImmediate);
  assert.deepEqual(shared(), [0, 1, 1, 0, 1, 1]);
  for (const subscription of all) subscription.unsubscribe();
});

test("arguments are read before anything is sent, and nothing is thrown before the first step", async (t) => {
  const { server, client } = await start(t);
  for (const [subscribe, message] of [
    [(runs) => runs.subscribeToRun(), /runId must be a string or an object with an id, got undefined/],
    [(runs) => runs.subscribeToRun("batch_1"), /is the id of a batch, and a run's begins with run_/],
    [
      (runs) => runs.subscribeToRun("run_1", { nope: 1 }),
      /options\.nope is not known here; known are since, /,
    ],
    [(runs) => runs.subscribeToRun("run_1", { since: "v1.e30" }), /since must be what the cursor/],
    [
      (runs) => runs.subscribeToRun("run_1", { updates: "all" }),
      /options\.updates must be one of latest, every/,
    ],
    [
      (runs) => runs.subscribeToRun("run_1", { refreshAccessToken: "t" }),
      /must be a function that answers a token/,
    ],
    [(runs) => runs.subscribeToRun("run_1", { signal: 1 }), /signal must be an AbortSignal/],
    [
      (runs) => runs.subscribeToRun("run_1", { reconnect: { forever: true } }),
      /reconnect\.forever is not known/,
    ],
    [(runs) => runs.subscribeToRuns([]), /runIds must not be an empty array/],
    [(runs) => runs.subscribeToRuns(["run_1", ".."]), /runId must be one path segment/],
    [(runs) => runs.subscribeToRunsWithTag("a,b"), /must not hold a comma/],
    [(runs) => runs.subscribeToRunsWithTag(["a", ""]), /must not be empty/],
    [(runs) => runs.subscribeToRunsWithTag("a", { createdAt: "48h" }), /looks back 24h at most/],
    [
      (runs) => runs.subscribeToRunsWithTag("a", { createdAt: "yesterday" }),
      /createdAt must be a whole number of s, m, h or d/,
    ],
    [(runs) => runs.subscribeToRunsWithTag("a", { status: "QUEUED" }), /status is not known here/],
    [
      (runs) => runs.subscribeToBatch("batch_1", { stopOnCompletion: true }),
      /stopOnCompletion is not known here/,
    ],
    [(runs) => runs.subscribeToBatch("run_1"), /is the id of a run, and a batch's begins with batch_/],
  ]) {
    const subscription = subscribe(client.runs);
    await assert.rejects(
      subscription.next(),
      (error) => error instanceof ArgumentError && message.test(error.message),
      `${message}`,
    );
    assert.deepEqual(await subscription.next(), { done: true, value: undefined });
  }
  assert.equal(server.requests.length, 0);
});
