"use strict";

// The writing of streams past the API: the embedded API is S2 as well.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { start } = require("./feed-client.js");

async function open(t) {
  const { prod, server } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const address = `${server.url}/realtime/v1/streams/${id}/self/out`;
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  const created = await fetch(address, { method: "PUT", headers });
  const coordinates = (name) => created.headers.get(`x-s2-${name}`);
  const append = (body, { token = coordinates("access-token"), ...more } = {}) =>
    fetch(`${coordinates("endpoint")}/streams/${encodeURIComponent(coordinates("stream-name"))}/records`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "s2-basin": coordinates("basin"), ...more },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { append, coordinates, id, prod };
}

test("a stream of version 2 names where it is written, and takes records there", async (t) => {
  const { append, coordinates, id, prod } = await open(t);
  assert.match(coordinates("stream-name"), new RegExp(`^org/\\w+/env/prod/\\w+/runs/${id}/out$`));
  assert.equal(coordinates("flush-interval-ms"), "100");
  assert.equal(coordinates("max-retries"), "10");
  const records = [
    { body: '{"data":{"a":1},"id":"abcdefg"}', headers: [] },
    { body: '{"data":"é","id":"hijklmn"}' },
  ];
  const answer = await (await append({ records }, { "s2-format": "raw" })).json();
  assert.equal(answer.start.seq_num, 0);
  assert.equal(answer.end.seq_num, 2);
  assert.deepEqual(prod.stream(id, "out").parts, [
    { data: { a: 1 }, id: "abcdefg" },
    { data: "é", id: "hijklmn" },
  ]);
});

test("a record can be a command, and bytes", async (t) => {
  const { append, id, prod } = await open(t);
  const base64 = (text) => Buffer.from(text).toString("base64");
  const record = (data) => ({ body: base64(JSON.stringify({ data, id: data })) });
  const format = { "s2-format": "base64" };
  await append({ records: Array.from({ length: 300 }, (_, index) => record(`é${index}`)) }, format);
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(299n);
  const trim = { headers: [["", base64("trim")]], body: place.toString("base64") };
  await append({ records: [trim] }, format);
  assert.deepEqual(prod.stream(id, "out").parts, [{ data: "é299", id: "é299" }]);
});

test("S2 takes no other token, and no batch over its limits", async (t) => {
  const { append, prod } = await open(t);
  const records = [{ body: "{}" }];
  assert.equal((await append({ records }, { token: prod.secretKey })).status, 403);
  assert.equal((await append("{")).status, 400);
  assert.equal((await append({ records: [] })).status, 422);
  assert.equal((await append({ records: [{ body: 1 }] })).status, 422);
  assert.equal((await append({ records: [{ body: "x".repeat(1_048_569) }] })).status, 422);
  assert.equal((await append({ records: [{ body: "x".repeat(1_048_568) }] })).status, 200);
});
