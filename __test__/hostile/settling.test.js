"use strict";

// What one caller's code throws reaches that caller's promise, and every other call of the batch settles.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { drain } = require("hairtrigger");
const { rejection } = require("../support/scopes.js");
const { PAGE, customer, json, openServer } = require("./server.js");

/** A server that answers its first requests together, once all of them are there. */
function openGate(t, count) {
  const held = [];
  return openServer(t, (_, response) => {
    held.push(response);
    if (held.length >= count) for (const each of held.splice(0)) json(each, PAGE);
  });
}

/** Keeps the event loop from seeing answers until all that come now are there: they settle in one batch. */
function blockFor(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

const signals = {
  "cannot be let go of": { aborted: false, addEventListener() {} },
  "throws when it is let go of": {
    aborted: false,
    addEventListener() {},
    removeEventListener() {
      throw new Error("not today");
    },
  },
};

for (const [name, signal] of Object.entries(signals)) {
  test(`a signal that ${name} loses no other call`, async (t) => {
    const server = await openGate(t, 9);
    const own = customer("A", server).runs.list({}, { signal });
    const others = Array.from({ length: 8 }, () => customer("B", server).runs.list());
    await server.requestsArrived(9);
    blockFor(50);
    for (const { data } of await Promise.all(others)) assert.deepEqual(data, []);
    assert.deepEqual((await own).data, []);
    await drain();
  });
}

test("a prepareStackTrace that throws ends its own call alone", async (t) => {
  const server = await openServer(t, (_, response) => json(response, { error: "no" }, 400));
  const { prepareStackTrace } = Error;
  t.after(() => (Error.prepareStackTrace = prepareStackTrace));
  Error.prepareStackTrace = () => {
    throw new TypeError("no stack today");
  };
  const calls = Array.from({ length: 4 }, () => customer("A", server).runs.list());
  const outcomes = await Promise.allSettled(calls);
  Error.prepareStackTrace = prepareStackTrace;
  for (const { status } of outcomes) assert.equal(status, "rejected");
  await drain();
});

test("of several listeners to one signal each is told, whatever another one throws", async (t) => {
  const server = await openServer(t, () => {});
  const client = customer("A", server);
  const controller = new AbortController();
  const { signal } = controller;
  const endless = () => ({
    next: () => new Promise(() => {}),
    return() {
      throw new Error("return threw");
    },
  });
  const batch = client.batch.trigger({ [Symbol.asyncIterator]: endless }, {}, { signal });
  const list = client.runs.list({}, { signal });
  await server.requestsArrived(1);
  controller.abort();
  assert.equal((await rejection(list)).name, "AbortError");
  assert.equal((await rejection(batch)).name, "AbortError");
});

test("a signal whose reason cannot be read rejects its call with what reading it throws", async (t) => {
  const server = await openServer(t, () => {});
  const controller = new AbortController();
  const reason = new Error("no reason today");
  Object.defineProperty(controller.signal, "reason", {
    get() {
      throw reason;
    },
  });
  const list = customer("A", server).runs.list({}, { signal: controller.signal });
  await server.requestsArrived(1);
  controller.abort();
  assert.equal(await rejection(list), reason);
});
