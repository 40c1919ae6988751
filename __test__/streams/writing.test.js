"use strict";

// What is written may be read by its writer too: whoever of the two stops, little is kept, and neither breaks the other.

const assert = require("node:assert/strict");
const { test } = require("node:test");

// Whoever stops reading is waited for as long as this, and here no longer than a moment.
const { setTimeout } = globalThis;
globalThis.setTimeout = Object.assign(
  (act, ms, ...more) => setTimeout(act, ms === 30_000 ? 1 : ms, ...more),
  setTimeout,
);

const { collect, start } = require("./world.js");

const PART = 64 * 1024;
/** More parts of that length than a branch keeps. */
const MANY = 160;
const KEPT = 64;

/** Begins to write a source of so many parts; `state` says how far it is. */
async function pipe(
  t,
  { count = MANY, value = (number) => `${number} ${"x".repeat(PART)}`, ...options } = {},
) {
  const surroundings = await start(t);
  const { client, prod, run } = surroundings;
  const state = { given: 0, isLeft: false };
  const written = () => prod.stream(run, "tokens").parts.map(({ data }) => data);
  async function* source() {
    try {
      while (state.given < count) {
        yield options.yields ? options.yields(state.given++) : value(state.given++);
        options.afterEach?.(state.given, written);
      }
    } finally {
      state.isLeft = true;
    }
  }
  options.before?.(surroundings);
  const { stream, waitUntilComplete } = client.streams.pipe("tokens", source(), { target: run });
  return { ...surroundings, state, stream, waitUntilComplete, written };
}

test("what nobody reads is given up beyond a bound, and the writing goes on", async (t) => {
  const { stream, waitUntilComplete, written } = await pipe(t);
  await waitUntilComplete();
  assert.equal(written().length, MANY);
  const late = { name: "ArgumentError", message: /^streams.pipe: more than 4 MiB of parts waited/ };
  await assert.rejects(stream.getReader().read(), late);
});

test("what nobody has read yet can be read later, within the bound", async (t) => {
  const { stream, waitUntilComplete, written } = await pipe(t, { count: 30 });
  await waitUntilComplete();
  assert.deepEqual(await collect(stream), written());
});

test("a reader that is slow slows the writing down, and gets everything", async (t) => {
  let seen = 0;
  const afterEach = (given) => assert.ok(given - seen <= KEPT + 3, `${given} were given, ${seen} are seen`);
  const { stream, waitUntilComplete, written } = await pipe(t, { afterEach });
  for await (const part of stream) {
    seen += 1;
    assert.ok(part.startsWith(`${seen - 1} `));
    await new Promise(setImmediate);
  }
  await waitUntilComplete();
  assert.deepEqual([seen, written().length], [MANY, MANY]);
});

test("a reader that has stopped is given up, and the writing goes on", async (t) => {
  const { stream, waitUntilComplete, written } = await pipe(t);
  const reader = stream.getReader();
  assert.match((await reader.read()).value, /^0 /);
  await waitUntilComplete();
  assert.equal(written().length, MANY);
  await assert.rejects(reader.read(), /more than 4 MiB of parts waited/);
});

test("to cancel the reading does not end the writing, nor its source", async (t) => {
  const { state, stream, waitUntilComplete, written } = await pipe(t);
  for await (const part of stream) {
    assert.match(part, /^0 /);
    break;
  }
  assert.ok(!state.isLeft);
  await waitUntilComplete();
  assert.equal(written().length, MANY);
});

test("a server that is slow is waited for, however fast the parts are read", async (t) => {
  const afterEach = (given, written) => {
    if (given % 100 === 0) assert.ok(given - written().length <= 2_002, `${given} were given`);
  };
  const value = (number) => number;
  const before = ({ server }) => server.fault({ path: "/v1/streams/", delayInMs: 20 });
  const { stream, waitUntilComplete, written } = await pipe(t, { count: 8_000, value, afterEach, before });
  assert.equal((await collect(stream)).length, 8_000);
  await waitUntilComplete();
  assert.equal(written().length, 8_000);
});

test("a server that fails half-way ends the writing, and the reading goes on to its end", async (t) => {
  let server;
  const before = (surroundings) => (server = surroundings.server);
  const afterEach = (given) => given === 80 && server.fault({ path: "/v1/streams/", status: 422 });
  const { state, stream, waitUntilComplete } = await pipe(t, { before, afterEach });
  const all = collect(stream);
  await assert.rejects(waitUntilComplete(), /the stream could not be written: it answered 422/);
  assert.deepEqual(
    (await all).map((part) => part.split(" ")[0]),
    Array.from({ length: MANY }, (_, number) => String(number)),
  );
  assert.ok(state.isLeft);
});

test("a source is left when its writing has failed and nobody reads", async (t) => {
  const before = ({ server }) => server.fault({ path: "/v1/streams/", status: 422 });
  const { state, stream, waitUntilComplete } = await pipe(t, { before });
  await assert.rejects(waitUntilComplete(), /it answered 422/);
  assert.ok(!state.isLeft);
  await stream.cancel();
  assert.ok(state.isLeft && state.given < MANY);
});

test("what a source gave before it threw is written and read", async (t) => {
  const yields = (number) => {
    if (number === 5) throw new Error("mine");
    return number;
  };
  const { stream, waitUntilComplete, written } = await pipe(t, { yields });
  const seen = [];
  await assert.rejects(async () => {
    for await (const part of stream) seen.push(part);
  }, /^Error: mine$/);
  await assert.rejects(waitUntilComplete(), /^Error: mine$/);
  assert.deepEqual([seen, written()], [Array.from({ length: 5 }).map((_, number) => number), seen]);
});

test("a part that JSON cannot hold ends the writing alone", async (t) => {
  const { stream, waitUntilComplete } = await pipe(t, { count: 3, value: (number) => BigInt(number) });
  await assert.rejects(waitUntilComplete(), {
    name: "ArgumentError",
    message: /a part must be a value that JSON can hold, got a bigint/,
  });
  assert.deepEqual(await collect(stream), [0n, 1n, 2n]);
});

test("a writer can wait until the server has taken enough", async (t) => {
  const { client, prod, run } = await start(t);
  const taken = () => prod.stream(run, "tokens").parts.length;
  const execute = async ({ write, ready }) => {
    for (let number = 0; number < MANY; number += 1) {
      write("x".repeat(PART));
      await ready();
      assert.ok(number - taken() <= 32, `${number} were written`);
    }
  };
  const { waitUntilComplete } = client.streams.writer("tokens", { target: run, execute });
  await waitUntilComplete();
  assert.equal(taken(), MANY);
});

test("a writer that does not wait is stopped at a bound", async (t) => {
  const { client, run } = await start(t);
  const execute = ({ write }) => {
    for (;;) write("x".repeat(1_000_000));
  };
  const { waitUntilComplete } = client.streams.writer("tokens", { target: run, execute });
  await assert.rejects(waitUntilComplete(), {
    name: "ArgumentError",
    message: /^streams.writer: 64 MiB of parts wait to be sent; await ready\(\)/,
  });
});

test("a merged stream that fails while its writer goes on is told at the end", async (t) => {
  const { client, run } = await start(t);
  const merged = new ReadableStream({ start: (controller) => controller.error(new Error("mine")) });
  const execute = async ({ merge }) => {
    merge(merged);
    await new Promise(setImmediate);
  };
  const { waitUntilComplete } = client.streams.writer("tokens", { target: run, execute });
  await assert.rejects(waitUntilComplete(), /^Error: mine$/);
});

test("a merged stream is left when its writing has failed and nobody reads", async (t) => {
  const { client, run, server } = await start(t);
  server.fault({ path: "/v1/streams/", status: 422 });
  const left = Promise.withResolvers?.() ?? defer();
  const merged = new ReadableStream(
    { pull: (controller) => controller.enqueue("x".repeat(PART)), cancel: () => left.resolve() },
    { highWaterMark: 0 },
  );
  const { stream, waitUntilComplete } = client.streams.writer("tokens", {
    target: run,
    execute: ({ merge }) => merge(merged),
  });
  await assert.rejects(waitUntilComplete(), /it answered 422/);
  await stream.cancel();
  await left.promise;
});

function defer() {
  const deferred = {};
  deferred.promise = new Promise((resolve) => (deferred.resolve = resolve));
  return deferred;
}
