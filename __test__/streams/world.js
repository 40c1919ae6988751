"use strict";

const http = require("node:http");

const { TriggerClient } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

/** Starts the embedded API with a run that is being executed, and a client of its environment. */
async function start(t, { streams = "v2", secondInMs = 1_000, ...more } = {}) {
  const server = await createTestServer({ strict: false, realtime: { streams, secondInMs }, ...more });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const { id: run } = prod.seedRun({ status: "EXECUTING" });
  const client = new TriggerClient({ secretKey: prod.secretKey, baseURL: server.url });
  return { server, prod, run, client };
}

/** Resolves when so many readings wait for news. */
function untilHeld(server, count = 1) {
  return server.waitForRequest(() => server.requests.filter(({ held }) => held).length === count);
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

/**
 * A server that answers the requests in turn, the last answer again and again: each is an answer, or a function that is
 * given request and response. It records what was asked, and when.
 */
async function startScript(t, ...answers) {
  const requests = [];
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    requests.push({ path: pathname, headers: request.headers, at: performance.now() });
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (typeof answer === "function") answer(request, response);
    else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  const client = new TriggerClient({ secretKey: "tr_prod_abcdefghijklmnopqrst", baseURL });
  return { requests, client, server };
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
