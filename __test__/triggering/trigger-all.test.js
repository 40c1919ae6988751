"use strict";

const { CREATE, ITEMS, linesOf, openWorld, rejection, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { createHash } = require("node:crypto");
const { test } = require("node:test");
const { ArgumentError, BatchTriggerError, batch, withAuth } = require("hairtrigger");

/** So many items, of which each has its number; counts how many were asked for. */
function source(count) {
  const items = {
    taken: 0,
    isClosed: false,
    async *[Symbol.asyncIterator]() {
      try {
        while (items.taken < count) yield { id: "t", payload: (items.taken += 1) - 1 };
      } finally {
        items.isClosed = true;
      }
    },
  };
  return items;
}

const numbersOf = (request) => linesOf(request).map(({ payload }) => JSON.parse(payload).json);
const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);

async function collect(iterable) {
  const handles = [];
  for await (const handle of iterable) handles.push(handle);
  return handles;
}

test("items go out in batches, in order, with a handle for each", async (t) => {
  const { server, client, dev } = await openWorld(t);
  const handles = await collect(client.batch.triggerAll(source(7), { batchSize: 3 }));
  assert.deepEqual(requestsTo(server, ITEMS).map(numbersOf), [range(0, 3), range(3, 6), range(6, 7)]);
  assert.deepEqual(
    handles.map(({ runCount }) => runCount),
    [3, 3, 1],
  );
  assert.deepEqual(
    handles.map(({ batchId }) => batchId),
    [...dev.batches.byId.keys()],
  );
  for (const { publicAccessToken } of handles) assert.match(publicAccessToken, /^eyJ/);
});

test("500 items are a batch unless options say otherwise, and any iterable will do", async (t) => {
  const { server, client } = await openWorld(t);
  const items = range(0, 501).map((payload) => ({ id: "t", payload }));
  await collect(client.batch.triggerAll(new Set(items)));
  assert.deepEqual(
    requestsTo(server, ITEMS).map((request) => linesOf(request).length),
    [500, 1],
  );
  assert.deepEqual(await collect(client.batch.triggerAll([])), []);
});

test("at most two batches are in memory: the source is asked for no more", async (t) => {
  const { server, client } = await openWorld(t);
  const items = source(100);
  const iterator = client.batch.triggerAll(items, { batchSize: 10 });
  assert.equal(items.taken, 0, "nothing happens before somebody iterates");
  for (let number = 1; number <= 9; number += 1) {
    await iterator.next();
    assert.ok(items.taken <= (number + 1) * 10, `${items.taken} items at handle ${number}`);
    assert.ok(requestsTo(server, CREATE).length <= number + 1);
  }
});

test("a batch is filled while the one before is on its way", async (t) => {
  const { server, client } = await openWorld(t);
  const items = source(20);
  server.fault({ path: ITEMS, times: 1, delayInMs: 100 });
  const iterator = client.batch.triggerAll(items, { batchSize: 10 });
  const first = iterator.next();
  await server.waitForRequest(({ path }) => ITEMS.test(path));
  await new Promise(setImmediate);
  assert.equal(items.taken, 20);
  assert.equal(requestsTo(server, CREATE).length, 1, "the second waits for the first");
  await first;
});

test("a batch that fails ends it, with the handles so far and the first item that may be missing", async (t) => {
  const { server, client } = await openWorld(t);
  const items = source(50);
  const match = ({ path }) => CREATE.test(path) && requestsTo(server, CREATE).length === 3;
  server.fault({ match, status: 400, body: { error: "no more" } });
  const handles = [];
  const iterate = async () => {
    for await (const handle of client.batch.triggerAll(items, { batchSize: 10 })) handles.push(handle);
  };
  const error = await rejection(iterate());
  assert.ok(error instanceof BatchTriggerError);
  assert.equal(error.name, "BatchTriggerError");
  assert.equal(error.firstUnsealedIndex, 20);
  assert.deepEqual(error.handles, handles);
  assert.equal(handles.length, 2);
  assert.equal(error.cause.status, 400);
  assert.match(
    error.message,
    /^batch\.triggerAll: 2 batches with the items up to 20 went out, then: 400 no more/,
  );
  assert.equal(items.isClosed, true, "the source is told");
  assert.ok(items.taken <= 40);
});

test("an item that is wrong is counted from the first of all, and a first batch that fails says that nothing went out", async (t) => {
  const { client } = await openWorld(t);
  const send = async (wrong) => {
    const items = range(0, 25).map((payload) => ({ id: "t", payload }));
    items[wrong] = { id: "t", options: { delay: 7 } };
    for await (const handle of client.batch.triggerAll(items, { batchSize: 10 })) assert.ok(handle);
  };
  const late = await rejection(send(13));
  assert.match(
    late.message,
    /^batch\.triggerAll: 1 batch with the items up to 10 went out, then: items\[13\]\.options\.delay/,
  );
  const first = await rejection(send(3));
  assert.match(first.message, /^batch\.triggerAll: nothing went out: items\[3\]\.options\.delay/);
});

test("a source that throws does so after the batch on its way is told of", async (t) => {
  const { server, client } = await openWorld(t);
  const mine = new RangeError("mine");
  async function* broken() {
    yield* range(0, 25).map((payload) => ({ id: "t", payload }));
    throw mine;
  }
  const handles = [];
  const iterate = async () => {
    for await (const handle of client.batch.triggerAll(broken(), { batchSize: 10 })) handles.push(handle);
  };
  const error = await rejection(iterate());
  assert.ok(error instanceof BatchTriggerError);
  assert.equal(error.cause, mine);
  assert.equal(error.firstUnsealedIndex, 20);
  assert.deepEqual(error.handles, handles);
  assert.equal(handles.length, 2);
  assert.equal(requestsTo(server, CREATE).length, 2);
});

test("whoever stops ends the source, and no further batch goes out", async (t) => {
  const { server, client } = await openWorld(t);
  const items = source(100);
  for await (const handle of client.batch.triggerAll(items, { batchSize: 10 })) {
    assert.equal(handle.runCount, 10);
    break;
  }
  assert.equal(items.isClosed, true);
  const created = requestsTo(server, CREATE).length;
  assert.ok(created <= 2);
  await client.runs.list();
  assert.equal(requestsTo(server, CREATE).length, created);
});

test("a batch that fails after somebody stopped is no unhandled rejection", async (t) => {
  const { server, client } = await openWorld(t);
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  const iterator = client.batch.triggerAll(source(30), { batchSize: 10 });
  await iterator.next();
  server.fault({ path: CREATE, status: 400, body: { error: "no" } });
  await iterator.return();
  await client.runs.list();
  await new Promise(setImmediate);
  assert.deepEqual(unhandled, []);
});

test("the scope is that of the call, wherever it is iterated", async (t) => {
  const { server, project, dev } = await openWorld(t);
  const prod = project.environment("prod");
  const config = ({ secretKey }) => ({ secretKey, baseURL: server.url });
  const iterable = await withAuth(config(dev), () => ({
    all: batch.triggerAll(source(25), { batchSize: 10 }),
  }));
  await withAuth(config(prod), () => collect(iterable.all));
  assert.deepEqual([dev.runs.sorted.length, prod.runs.sorted.length], [25, 0]);
});

test("an idempotency key keeps the items of all batches apart", async (t) => {
  const { server, client, dev } = await openWorld(t);
  const keys = (options) => {
    server.clearRequests();
    return collect(client.batch.triggerAll(source(4), { batchSize: 2, ...options })).then(() => ({
      batches: requestsTo(server, CREATE).map(({ body }) => body.idempotencyKey),
      items: requestsTo(server, ITEMS).flatMap((request) =>
        linesOf(request).map(({ options: { idempotencyKey } }) => idempotencyKey),
      ),
    }));
  };
  const { batches, items } = await keys({ idempotencyKey: "import" });
  const sha256 = (text) => createHash("sha256").update(text).digest("hex");
  assert.deepEqual(batches, [sha256("import-0"), sha256("import-1")]);
  assert.equal(new Set(items).size, 4);
  const others = await keys({ idempotencyKey: ["import", "other"] });
  assert.deepEqual(others.batches, [sha256("import-other-0"), sha256("import-other-1")]);
  const none = await keys({});
  assert.deepEqual(new Set([...none.batches, ...none.items]), new Set([undefined]));
  assert.equal(dev.runs.sorted.length, 12);
});

test("the signal ends it between batches and within one", async (t) => {
  const { server, client } = await openWorld(t);
  const controller = new AbortController();
  const mine = new Error("enough");
  server.fault({ path: ITEMS, hang: true });
  const promise = collect(
    client.batch.triggerAll(source(30), { batchSize: 10 }, { signal: controller.signal }),
  );
  await server.waitForRequest(({ path }) => ITEMS.test(path));
  controller.abort(mine);
  const error = await rejection(promise);
  assert.ok(error instanceof BatchTriggerError);
  assert.equal(error.cause, mine);
  assert.equal(error.firstUnsealedIndex, 0);
});

const refused = [
  [[7], /items must be an iterable or an async iterable/],
  [[], /items must be an iterable or an async iterable/],
  [["text"], /items must be an iterable or an async iterable/],
  [[[], { batchSize: 0 }], /options\.batchSize must be an integer from 1 to 1000/],
  [[[], { batchSize: 1001 }], /options\.batchSize must be an integer from 1 to 1000/],
  [[[], { batchSize: 2.5 }], /options\.batchSize must be an integer from 1 to 1000/],
];

test("what is wrong with its arguments is said when it is iterated", async (t) => {
  const { server, client } = await openWorld(t);
  for (const [args, message] of refused) {
    const error = await rejection(client.batch.triggerAll(...args).next());
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, message);
  }
  const error = await rejection(client.batch.triggerAll([{ id: "t" }], { nope: 1 }).next());
  assert.ok(error instanceof BatchTriggerError);
  assert.match(error.cause.message, /nope is not known here/);
  assert.equal(server.requests.length, 0);
});
