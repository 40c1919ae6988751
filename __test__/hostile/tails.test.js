"use strict";

// Streams whose events cost more than their bytes: what that costs whoever reads them, and nobody else.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { PAGE, customer, json, openServer } = require("./server.js");

const MEBIBYTE = 1024 * 1024;
const LINES = { "content-type": "text/event-stream" };
const RECORDS = { ...LINES, "x-stream-version": "v2" };
const DONE = "data: [DONE]\n\n";

/** A stream whose body is these parts, packed: a text, or a text and how often it comes. */
async function openStream(t, headers, ...parts) {
  const members = parts.flatMap(([text, count = 1]) => new Array(count).fill(gzipSync(text)));
  const body = Buffer.concat(members);
  const packed = { ...headers, "content-encoding": "gzip" };
  const server = await openServer(t, (_, response) => response.writeHead(200, packed).end(body));
  return customer("EVIL", server);
}

async function countOf(stream) {
  let count = 0;
  for await (const _ of stream) count += 1;
  return count;
}

test("an id of a megabyte is kept for none of the events that follow it", async (t) => {
  const events = 20_000;
  const evil = await openStream(t, LINES, [`id: ${"x".repeat(MEBIBYTE)}\n\n`], ["data:1\n\n".repeat(events)]);
  assert.equal(await countOf(await evil.streams.read("run_1", "key")), events);
});

for (const [what, text, count] of [
  ["comments", ":\n".repeat(MEBIBYTE / 2), 128],
  ["pings of megabytes", `event: ping\ndata: {"a":[${"1,".repeat(4 * MEBIBYTE)}1]}\n\n`, 16],
  ["batches without a record", `event: batch\ndata: {"records":[${" ".repeat(MEBIBYTE)}]}\n\n`, 64],
]) {
  test(`others call while a stream is inflated to ${what}`, async (t) => {
    const server = await openServer(t, (_, response) => json(response, PAGE));
    const good = customer("GOOD", server);
    const evil = await openStream(t, RECORDS, [text, count], [DONE]);
    const stream = await evil.streams.read("run_1", "key");
    let isRead = false;
    const reading = countOf(stream).finally(() => (isRead = true));
    let calls = 0;
    while (!isRead) {
      assert.deepEqual((await good.runs.list()).data, []);
      calls += 1;
    }
    assert.equal(await reading, 0);
    // Were each piece of the body worked on in one go, there would be a call for each of them.
    assert.ok(calls >= 24, `${calls} calls`);
  });
}

test("a batch of a million records is read", async (t) => {
  const records = 1_000_000;
  const evil = await openStream(
    t,
    RECORDS,
    [`event: batch\ndata: {"records":[${'{"seq_num":1},'.repeat(records)}{"seq_num":2,"body":"1"}]}\n\n`],
    [DONE],
  );
  const values = [];
  for await (const value of await evil.streams.read("run_1", "key")) values.push(value);
  assert.deepEqual(values, [undefined, 1]);
});

test("large events of many streams are read in turn, and all of them are", async (t) => {
  const text = "x".repeat(12 * MEBIBYTE);
  const evil = await openStream(t, LINES, [`id: 1-0\ndata: ${text}\n\n`]);
  const lengths = Array.from({ length: 10 }, async (_, index) => {
    const stream = await evil.streams.read(`run_${index}`, "key");
    for await (const value of stream) return value.length;
  });
  assert.deepEqual(await Promise.all(lengths), new Array(10).fill(text.length));
});
