"use strict";

const { ITEMS, linesOf, openWorld, rejection, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

async function* stream(...items) {
  yield* items;
}

test("an async iterable is collected, then sent as one batch", async (t) => {
  const { server, client } = await openWorld(t);
  await client.tasks.batchTrigger("t", stream({ payload: 1 }, { payload: "b" }));
  await client.batch.triggerByTask(ReadableStream.from([{ task: { id: "u" } }]));
  const sent = requestsTo(server, ITEMS).map((request) => linesOf(request).map(({ task }) => task));
  assert.deepEqual(sent, [["t", "t"], ["u"]]);
});

test("what an iterable throws is what the call rejects with, and nothing is sent", async (t) => {
  const { server, client } = await openWorld(t);
  const mine = new RangeError("mine");
  async function* broken() {
    yield { id: "t" };
    throw mine;
  }
  assert.equal(await rejection(client.batch.trigger(broken())), mine);
  async function* nothing() {
    throw undefined;
  }
  assert.equal(await rejection(client.batch.trigger(nothing())), undefined);
  const immediate = {
    [Symbol.asyncIterator]() {
      throw mine;
    },
  };
  assert.equal(await rejection(client.batch.trigger(immediate)), mine);
  assert.equal(server.requests.length, 0);
});

test("an empty iterable is no batch", async (t) => {
  const { server, client } = await openWorld(t);
  const error = await rejection(client.batch.trigger(stream()));
  assert.match(error.message, /^batch\.trigger: items must not be empty/);
  assert.equal(server.requests.length, 0);
});

test("a signal ends the collecting, and the iterable is told", async (t) => {
  const { server, client } = await openWorld(t);
  const controller = new AbortController();
  let tell;
  const told = new Promise((resolve) => (tell = resolve));
  async function* endless() {
    try {
      for (let index = 0; ; index += 1) {
        if (index === 5) controller.abort(new Error("enough"));
        yield { id: "t" };
      }
    } finally {
      tell();
    }
  }
  const error = await rejection(client.batch.trigger(endless(), {}, { signal: controller.signal }));
  assert.equal(error.message, "enough");
  await told;
  assert.equal(server.requests.length, 0);
});

test("a signal ends a wait for an item that never comes", { timeout: 60_000 }, async (t) => {
  const { server, client } = await openWorld(t);
  const controller = new AbortController();
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
  const promise = client.batch.trigger(silent, {}, { signal: controller.signal });
  setImmediate(() => controller.abort(new Error("enough")));
  assert.equal((await rejection(promise)).message, "enough");
  assert.equal(server.requests.length, 0);
});

test("a signal that is aborted already asks the iterable for nothing", async (t) => {
  const { client } = await openWorld(t);
  let asked = 0;
  const counting = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: (asked += 1) > 3 }) }) };
  const signal = AbortSignal.abort(new Error("before"));
  assert.equal((await rejection(client.batch.trigger(counting, {}, { signal }))).message, "before");
  assert.equal(asked, 0);
});

test("a signal that is none is refused as any other argument", async (t) => {
  const { client } = await openWorld(t);
  const error = await rejection(client.batch.trigger(stream({ id: "t" }), {}, { signal: {} }));
  assert.match(error.message, /requestOptions\.signal must be an AbortSignal/);
});

test("a call keeps the scope it was made in while its items are collected", async (t) => {
  const { server, project, dev } = await openWorld(t);
  const { withAuth, batch } = require("hairtrigger");
  const config = (secretKey) => ({ secretKey, baseURL: server.url });
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  async function* late() {
    await gate;
    yield { id: "t" };
  }
  const promise = withAuth(config(dev.secretKey), () => ({ promise: batch.trigger(late()) }));
  await withAuth(config(project.environment("prod").secretKey), async () => {
    go();
    await (
      await promise
    ).promise;
  });
  assert.equal(dev.runs.sorted.length, 1);
});
