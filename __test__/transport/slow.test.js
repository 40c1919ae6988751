"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiTimeoutError } = require("hairtrigger");
const { answerOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { RUN, clientOf } = require("./client.js");

/** Long enough for a request to get to its server on any machine. */
const timeoutInMs = 500;
const certificate = require("../support/certificates.js");

/** The ways to be slow for ever. */
const SLOW = [
  ["that says nothing", () => {}],
  [
    "whose status line never ends",
    (connection) => {
      connection.send("HTTP/1.1 200 O");
      connection.trickle(() => "K");
    },
  ],
  [
    "whose headers come a byte at a time",
    (connection) => {
      connection.send("HTTP/1.1 200 OK\r\nx-slow: ");
      connection.trickle(() => "x");
    },
  ],
  [
    "that says 103 again and again",
    (connection) => connection.trickle(() => headOf(103, { link: "</style.css>; rel=preload" })),
  ],
  [
    "whose body comes a byte at a time",
    (connection) => {
      connection.send(headOf(200, { "content-type": "application/json", "content-length": 1_000_000 }));
      connection.trickle(() => " ");
    },
  ],
  [
    "whose chunks are a byte each",
    (connection) => {
      connection.send(headOf(200, { "content-type": "application/json", "transfer-encoding": "chunked" }));
      connection.trickle(() => "1\r\n \r\n");
    },
  ],
  [
    "whose error comes a byte at a time",
    (connection) => {
      connection.send(headOf(500, { "content-type": "text/plain", "content-length": 1_000_000 }));
      connection.trickle(() => "x");
    },
  ],
];

for (const [what, dawdle] of SLOW) {
  test(`a server ${what} is left at timeoutInMs, and its connection closed`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => dawdle(connection));
    const error = await rejection(clientOf(server).runs.list({}, { timeoutInMs }));
    assert.ok(error instanceof ApiTimeoutError);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /^runs\.list: no answer within 500 ms; timeoutInMs bounds the whole call/);
    assert.equal(server.requests.length, 1);
    await server.connectionClosed(1);
  });
}

test("a replay that runs out of time may have been processed, and the error says so", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(RUN).subarray(0, -1)));
  const error = await rejection(clientOf(server).runs.replay("run_1", { timeoutInMs }));
  assert.ok(error instanceof ApiTimeoutError);
  assert.match(error.message, /not known whether the server has processed the call.*look for the new run/);
  await server.connectionClosed(1);
});

test("a server that never reads is left at timeoutInMs", async (t) => {
  const server = await openRawServer(t, { opened: (connection) => connection.stopReading() });
  const variables = { LARGE: "x".repeat(24 * 1024 * 1024) };
  const error = await rejection(
    clientOf(server).envvars.upload("proj_1", "dev", { variables }, { timeoutInMs }),
  );
  assert.ok(error instanceof ApiTimeoutError);
  assert.match(error.message, /not known whether the server has processed/);
});

test("a TLS handshake that never comes is left at timeoutInMs", async (t) => {
  const server = await openRawServer(t, { opened() {} });
  const client = clientOf({ url: server.url.replace("http:", "https:") });
  const error = await rejection(client.runs.list({}, { timeoutInMs }));
  assert.ok(error instanceof ApiTimeoutError);
  assert.equal(error.attempts, 1);
  assert.ok(server.connections[0].bytesReceived > 0);
});

test("over TLS the connection is closed at timeoutInMs too", async (t) => {
  const server = await openRawServer(t, () => {}, { tls: certificate.tls });
  const client = clientOf(server, { ca: certificate.ca });
  // The first handshake of a pool takes its time; the deadline is to pass after the request.
  assert.ok((await rejection(client.runs.list({}, { timeoutInMs }))) instanceof ApiTimeoutError);
  await server.requestArrived(1);
  await server.connectionClosed(1);
});

test("a slow call holds up no other", async (t) => {
  const server = await openRawServer(t, ({ method, connection }) => {
    if (method === "POST") connection.send(answerOf(RUN));
    else connection.trickle(() => "H");
  });
  const client = clientOf(server);
  const controller = new AbortController();
  const slow = Array.from({ length: 20 }, () =>
    rejection(client.runs.list({}, { signal: controller.signal })),
  );
  await server.requestArrived(20);
  await Promise.all(Array.from({ length: 20 }, () => client.runs.cancel("run_1")));
  controller.abort("enough");
  assert.deepEqual(new Set(await Promise.all(slow)), new Set(["enough"]));
  await server.until(() => server.connections.slice(0, 20).every(({ isClosed }) => isClosed), "their end");
});
