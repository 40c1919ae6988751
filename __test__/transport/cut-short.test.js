"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError } = require("hairtrigger");
const { answerOf, chunkOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN, clientOf } = require("./client.js");

const CHUNKED = { "content-type": "application/json", "transfer-encoding": "chunked" };
const whole = answerOf(RUN);
const half = whole.subarray(0, whole.length - 4);
const endOfHead = whole.indexOf("\r\n\r\n");

/** Resets once the client has had time to read what was sent: a reset overtakes bytes not yet read. */
function sendThenReset(connection, bytes) {
  connection.socket.write(bytes, () => setImmediate(() => connection.reset()));
}

/** The ways an answer can stop before its end. */
const CUTS = [
  ["nothing at all and FIN", (connection) => connection.end()],
  ["nothing at all and a reset", (connection) => connection.reset()],
  ["half a status line and FIN", (connection) => connection.end("HTTP/1.1 2")],
  ["half of the headers and FIN", (connection) => connection.end(whole.subarray(0, endOfHead - 5))],
  [
    "half of the headers and a reset",
    (connection) => sendThenReset(connection, whole.subarray(0, endOfHead - 5)),
  ],
  [
    "headers without the empty line and FIN",
    (connection) => connection.end(whole.subarray(0, endOfHead + 2)),
  ],
  ["less than content-length and FIN", (connection) => connection.end(half)],
  ["less than content-length and a reset", (connection) => sendThenReset(connection, half)],
  ["headers alone and FIN", (connection) => connection.end(headOf(200, { "content-length": 15 }))],
  ["a chunked body without its end and FIN", (connection) => connection.end(chunked())],
  ["half a chunk and FIN", (connection) => connection.end(`${headOf(200, CHUNKED)}40\r\n{"id":`)],
  ["a chunked body and a reset", (connection) => sendThenReset(connection, chunked())],
  [
    "a chunk without a size",
    (connection) => connection.end(`${headOf(200, CHUNKED)}size\r\n{}\r\n0\r\n\r\n`),
  ],
  [
    "a chunk larger than any number",
    (connection) => connection.end(`${headOf(200, CHUNKED)}${"f".repeat(20)}\r\n`),
  ],
];

/** All of the JSON, and no last chunk: only the missing end tells that something is missing. */
function chunked() {
  return Buffer.concat([Buffer.from(headOf(200, CHUNKED)), chunkOf(JSON.stringify(RUN))]);
}

for (const [what, cut] of CUTS) {
  test(`${what}: a cancellation is repeated, on a new connection`, async (t) => {
    const server = await openRawServer(t, ({ number, connection }) =>
      number === 1 ? cut(connection) : connection.send(whole),
    );
    assert.deepEqual(await clientOf(server).runs.cancel("run_1"), RUN);
    assert.equal(server.requests.length, 2);
    assert.equal(server.connections.length, 2);
  });

  test(`${what}: a replay is not repeated, and the error says what is not known`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => cut(connection));
    const error = await rejection(clientOf(server).runs.replay("run_1"));
    assert.ok(error instanceof ApiConnectionError);
    assert.equal(error.attempts, 1);
    assert.equal(error.status, undefined);
    assert.match(
      error.message,
      /^runs\.replay: (the connection to|the answer of) http:\/\/127\.0\.0\.1:\d+ (broke|is cut short or damaged) \(/,
    );
    assert.match(error.message, /not known whether the server has processed the call.*look for the new run/);
    assert.equal(server.requests.length, 1);
  });
}

test("a list that is cut short every time is given up after maxAttempts", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.end(half));
  const error = await rejection(clientOf(server).runs.list({}, { retry: { maxAttempts: 3 } }));
  assert.ok(error instanceof ApiConnectionError);
  assert.equal(error.attempts, 3);
  assert.match(error.message, /is cut short or damaged \(.*3 attempts\]$/);
  assert.equal(server.requests.length, 3);
});

test("an error status whose body is cut short counts as a broken connection", async (t) => {
  const refusal = answerOf({ error: "Run not found" }, { status: 404 });
  const server = await openRawServer(t, ({ connection }) => connection.end(refusal.subarray(0, -3)));
  const error = await rejection(clientOf(server).runs.replay("run_1"));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /not known whether the server has processed/);
});

test("a body that only the end of the connection ends is read to there", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.end(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(PAGE)}`),
  );
  assert.deepEqual((await clientOf(server).runs.list()).data, []);
});

test("chunks of one byte, extensions and trailers make one body", async (t) => {
  const server = await openRawServer(t, ({ connection }) => {
    connection.send(headOf(200, { ...CHUNKED, trailer: "x-checksum" }));
    for (const byte of JSON.stringify(RUN)) connection.send(`1;part=one\r\n${byte}\r\n`);
    connection.send("0\r\nx-checksum: 1\r\n\r\n");
  });
  const client = clientOf(server);
  assert.deepEqual(await client.runs.cancel("run_1"), RUN);
  assert.deepEqual(await client.runs.cancel("run_1"), RUN);
  assert.equal(server.connections.length, 1, "the connection is whole and used again");
});

for (const [what, headers] of [
  ["two different content-lengths", "content-length: 14\r\ncontent-length: 15\r\n"],
  ["a negative content-length", "content-length: -1\r\n"],
  ["a content-length that is no number", "content-length: many\r\n"],
]) {
  test(`${what} make a broken connection, not a guess`, async (t) => {
    const server = await openRawServer(t, ({ connection }) =>
      connection.end(`HTTP/1.1 200 OK\r\n${headers}\r\n${JSON.stringify(RUN)}`),
    );
    const error = await rejection(clientOf(server).runs.replay("run_1"));
    assert.ok(error instanceof ApiConnectionError);
    assert.match(error.message, /(broke|damaged|not HTTP) \(.*not known whether the server has processed/);
    assert.equal(server.requests.length, 1);
  });
}
