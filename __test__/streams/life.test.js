"use strict";

// How the reading of a stream ends, and what it holds while its reader is busy.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { getEventListeners } = require("node:events");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { drain } = require("hairtrigger");
const { DONE, HEAD, batch, collect, ping, start, startScript, untilHeld, untilQuiet } = require("./world.js");

for (const [how, end] of Object.entries({
  unsubscribe: ({ stream }) => stream.unsubscribe(),
  return: ({ iteration }) => iteration.return(),
  throw: ({ iteration }) =>
    iteration.throw(new Error("mine")).catch((error) => assert.equal(error.message, "mine")),
  drain: () => drain(),
  dispose: ({ stream }) => stream[Symbol.asyncDispose](),
})) {
  test(`whoever waits is told of the end: ${how}`, async (t) => {
    const { client, prod, run, server } = await start(t);
    prod.stream(run).append("a");
    const stream = await client.streams.read(run);
    const iteration = stream.values();
    await iteration.next();
    const waiting = iteration.next();
    await untilHeld(server);
    assert.equal(stream.state, "live");
    await end({ stream, iteration });
    assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.deepEqual(await iteration.next(), { done: true, value: undefined });
    await untilQuiet(server);
    assert.deepEqual([stream.state, stream.stats().requests], ["closed", 1]);
  });
}

test("to leave the loop closes the connection, unless the rest is wanted", async (t) => {
  const { client, prod, run, server } = await start(t);
  for (const part of ["a", "b"]) prod.stream(run).append(part);
  const stream = await client.streams.read(run);
  for await (const part of stream.values({ preventCancel: true })) {
    assert.equal(part, "a");
    break;
  }
  for await (const part of stream) {
    assert.equal(part, "b");
    break;
  }
  await untilQuiet(server);
  await assert.rejects(collect(stream), { name: "ArgumentError" });
});

test("an abort ends it without an error, or with its reason where that is wanted", async (t) => {
  const { client, prod, run, server } = await start(t);
  prod.stream(run).append("a");
  const reason = new Error("enough");
  for (const throwOnAbort of [false, true]) {
    const controller = new AbortController();
    const read = () => client.streams.read(run, { signal: controller.signal, throwOnAbort });
    const iteration = (await read()).values();
    await iteration.next();
    const waiting = iteration.next();
    await untilHeld(server);
    controller.abort(reason);
    if (throwOnAbort) await assert.rejects(waiting, (error) => error === reason);
    else assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.deepEqual(getEventListeners(controller.signal, "abort"), []);
    const count = server.requests.length;
    const aborted = await read();
    if (throwOnAbort) await assert.rejects(collect(aborted), (error) => error === reason);
    else assert.deepEqual(await collect(aborted), []);
    assert.equal(server.requests.length, count);
    await untilQuiet(server);
  }
});

test("it keeps the scope that it was asked for in", async (t) => {
  const { client, prod, run, server } = await start(t, { secondInMs: 5 });
  prod.stream(run).append("a");
  const clientConfig = { secretKey: prod.createAdditionalKey({ scopes: ["read:runs"] }) };
  const stream = await client.streams.read(run, { clientConfig, timeoutInSeconds: 1 });
  clientConfig.secretKey = "tr_prod_another";
  assert.deepEqual(await collect(stream), ["a"]);
  assert.notEqual(server.requests[0].headers.authorization, `Bearer ${prod.secretKey}`);
});

/** An answer that goes on for as long as it is taken. */
function endless(piece, headers = HEAD, most = Infinity) {
  return (request, response) => {
    response.writeHead(200, headers);
    let place = 0;
    const write = () => {
      while (!response.destroyed && place < most && response.write(piece(place++)));
      response.once("drain", write);
    };
    write();
  };
}

const PART = "x".repeat(1_000);
for (const [what, piece, headers, most] of [
  ["parts", (place) => batch(place * 10, Array(10).fill(PART))],
  [
    "parts that are compressed well",
    (place) => gzipSync(batch(place * 500, Array(500).fill(PART))),
    { ...HEAD, "content-encoding": "gzip" },
    11,
  ],
]) {
  test(`a reader that has stopped holds little, and slows the server down: ${what}`, async (t) => {
    const { client } = await startScript(t, endless(piece, headers, most));
    const stream = await client.streams.read("run_1");
    const iteration = stream.values();
    await iteration.next();
    let bytes = -1;
    while (bytes !== stream.stats().bytes) {
      bytes = stream.stats().bytes;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.ok(bytes < 1_300_000, `${bytes}`);
    for (let taken = 0; taken < 5_000; taken += 1) assert.equal((await iteration.next()).value, PART);
    await iteration.return();
  });
}

test("a reader that is slow loses nothing, however long it takes", async (t) => {
  const { client, requests } = await startScript(t, (request, response) => {
    response.writeHead(200, HEAD);
    for (let place = 0; place < 3_000; place += 100) response.write(batch(place, Array(100).fill(PART)));
    response.end(ping(3_000) + DONE);
  });
  const stream = await client.streams.read("run_1", { idleTimeoutInMs: 1_000 });
  let count = 0;
  for await (const part of stream) {
    assert.equal(part, PART);
    // Time in which nothing is read from the connection is no silence of the server.
    if (count === 0) await new Promise((resolve) => setTimeout(resolve, 1_300));
    count += 1;
  }
  assert.deepEqual([count, requests.length], [3_000, 1]);
});

test("drain waits for the end of a stream that nobody takes from, where it is asked to", async (t) => {
  const { prod, run, client } = await start(t);
  prod.stream(run, "tokens").append("one");
  const stream = await client.streams.read(run, "tokens");
  const iterator = stream[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value, "one");
  let isDrained = false;
  const drained = drain({ subscriptions: "wait" }).then(() => (isDrained = true));
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  assert.equal(isDrained, false);
  await iterator.return();
  await drained;
});

test("a signal that cannot be listened to ends the reading, and nothing is asked", async (t) => {
  const { client, run, server } = await start(t);
  const signal = {
    aborted: false,
    addEventListener() {
      throw new Error("not today");
    },
  };
  await assert.rejects(collect(await client.streams.read(run, { signal })), { message: "not today" });
  await assert.rejects(collect(client.runs.subscribeToRun(run, { signal })), { message: "not today" });
  assert.equal(server.requests.length, 0);
});
