"use strict";

// What waits for the readers of one credential has a bound, however many they are; nobody else's reader waits for them.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ca } = require("../support/certificates.js");
const { clientOf } = require("../transport/client.js");
const { openHttp2Server } = require("../transport/http2-server.js");
const { DONE, HEAD, batch, collect } = require("./world.js");

const MEGABYTE = 1024 * 1024;
const PART = "x".repeat(15_000);
const PARTS = 20;
/** So many readers would have read 210 MB, and hold 180 of them, none more than it may. */
const READERS = 700;
/** What a credential may hold while nobody else holds anything; and what is on its way to its readers besides. */
const BOUND = 128 * MEGABYTE;
const ON_ITS_WAY = READERS * 56 * 1024;

test("readers who have stopped hold no more together than their credential may, and keep nobody else's", async (t) => {
  const { client, requests, url } = await openHttp2Server(t, (_request, stream) => {
    stream.respond({ ":status": 200, ...HEAD });
    let place = 0;
    const write = () => {
      while (place < PARTS) if (!stream.write(batch(place, [PART], ++place))) break;
      if (place < PARTS) stream.once("drain", write);
      else stream.end(DONE);
    };
    write();
  });
  const stopped = [];
  for (let number = 0; number < READERS; number += 1) {
    const stream = await client.streams.read("run_1", `stopped-${number}`);
    const iteration = stream.values();
    stopped.push({ stream, iteration, first: iteration.next() });
  }
  for (const { first } of stopped) assert.equal((await first).value, PART);
  const read = () => stopped.reduce((sum, { stream }) => sum + stream.stats().bytes, 0);
  while (read() < BOUND) await new Promise(setImmediate);
  const other = clientOf({ url }, { ca, secretKey: "tr_prod_other" });
  assert.equal((await collect(await other.streams.read("run_1", "quick"))).length, PARTS);
  assert.ok(read() < BOUND + ON_ITS_WAY, `${read()} bytes were read`);
  // Whoever takes goes on, each to its end.
  for (const { iteration } of stopped) {
    for (let taken = 1; taken < PARTS; taken += 1) assert.equal((await iteration.next()).value, PART);
    assert.ok((await iteration.next()).done);
  }
  assert.equal(requests.length, READERS + 1);
});
