"use strict";

// Many streams over one connection: a reader who has stopped keeps nobody else from theirs.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { openHttp2Server } = require("../transport/http2-server.js");
const { DONE, HEAD, batch, collect } = require("./world.js");

const PART = "x".repeat(1_000);

test("readers who have stopped hold little of a connection, and slow no other reader or call of it", async (t) => {
  const sent = new Map();
  const { client, requests } = await openHttp2Server(t, ({ path }, stream) => {
    if (!path.includes("/streams/")) {
      stream.respond({ ":status": 200, "content-type": "application/json" });
      stream.end('{"data":[],"pagination":{}}');
      return;
    }
    stream.respond({ ":status": 200, ...HEAD });
    if (path.endsWith("/quick")) {
      for (let place = 0; place < 2_000; place += 100) stream.write(batch(place, Array(100).fill(PART)));
      stream.end(DONE);
      return;
    }
    let place = 0;
    const write = () => {
      while (!stream.destroyed && stream.write(batch(place++ * 10, Array(10).fill(PART))));
      sent.set(path, place * 10 * PART.length);
      stream.once("drain", write);
    };
    write();
  });
  const stopped = [];
  for (let number = 0; number < 20; number += 1) {
    const stream = await client.streams.read("run_1", `stopped-${number}`);
    const iteration = stream.values();
    await iteration.next();
    stopped.push({ stream, iteration });
  }
  const quick = await client.streams.read("run_1", "quick");
  assert.equal((await collect(quick)).length, 2_000);
  await client.runs.list();
  const sessions = new Set(
    requests.filter(({ path }) => path.includes("/streams/")).map((each) => each.session),
  );
  assert.equal(sessions.size, 1, "all of them over one connection");
  const calls = requests.filter(({ path }) => !path.includes("/streams/"));
  assert.ok(
    calls.every(({ session }) => !sessions.has(session)),
    "which no call shares",
  );
  for (const { stream } of stopped) assert.ok(stream.stats().bytes < 1_000_000, `${stream.stats().bytes}`);
  for (const { iteration } of stopped) {
    for (let taken = 0; taken < 1_000; taken += 1) assert.equal((await iteration.next()).value, PART);
    await iteration.return();
  }
});
