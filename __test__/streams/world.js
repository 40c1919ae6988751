"use strict";

const { TriggerClient } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

const { startScript, untilHeld } = require("../subscriptions/world.js");

/** Starts the embedded API with a run that is being executed, and a client of its environment. */
async function start(t, { streams = "v2", secondInMs = 1_000, ...more } = {}) {
  const server = await createTestServer({ strict: false, realtime: { streams, secondInMs }, ...more });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const { id: run } = prod.seedRun({ status: "EXECUTING" });
  const client = new TriggerClient({ secretKey: prod.secretKey, baseURL: server.url });
  return { server, prod, run, client };
}

/** Resolves when nothing asks the server any more: the client has closed what was held. */
async function untilQuiet(server) {
  while (server.requests.some(({ held }) => held)) await new Promise(setImmediate);
}

/** Everything to the end. */
async function collect(stream) {
  const values = [];
  for await (const value of stream) values.push(value);
  return values;
}

const HEAD = { "content-type": "text/event-stream; charset=utf-8", "x-stream-version": "v2" };
const LINES = { "content-type": "text/event-stream" };
const DONE = "data: [DONE]\n\n";

/** A batch of version 2 with these records: a value each, or what replaces the fields of a record. */
function batch(first, values, tail) {
  const records = values.map((value, index) => {
    const seq_num = first + index;
    const body = JSON.stringify({ data: value, id: `part${seq_num}` });
    const record = { seq_num, timestamp: 1_700_000_000_000 + seq_num, body, headers: [] };
    return typeof value === "object" && value?.record ? { ...record, ...value.record } : record;
  });
  const end = tail === undefined ? undefined : { seq_num: tail, timestamp: 1 };
  return `event: batch\nid: 0,1,106\ndata: ${JSON.stringify({ records, tail: end })}\n\n`;
}

/** A sign of life of version 2. */
function ping(tail) {
  const data = { timestamp: 1, ...(tail !== undefined && { tail: { seq_num: tail, timestamp: 1 } }) };
  return `event: ping\ndata: ${JSON.stringify(data)}\n\n`;
}

/** An answer with these events, to its end. */
function events(...texts) {
  return { status: 200, headers: HEAD, body: texts.join("") };
}

module.exports = {
  DONE,
  HEAD,
  LINES,
  batch,
  collect,
  events,
  ping,
  start,
  startScript,
  untilHeld,
  untilQuiet,
};
