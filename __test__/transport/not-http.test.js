"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError, ApiError } = require("hairtrigger");
const certificate = require("../support/certificates.js");
const { answerOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { RUN, clientOf } = require("./client.js");

const twice = { retry: { maxAttempts: 2 } };

function manyHeaders(count) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-header-${index}`, "value"]));
}

/** What is no HTTP answer that can be used. */
const NOT_HTTP = [
  ["SSH", (connection) => connection.end("SSH-2.0-OpenSSH_9.6\r\n")],
  ["a mail server", (connection) => connection.send("220 mail.example.com ESMTP\r\n")],
  ["HTTP/0.9", (connection) => connection.end("<html>hello</html>\r\n")],
  ["an HTTP version that does not exist", (connection) => connection.end("HTTP/7.3 200 OK\r\n\r\n")],
  ["an HTTP/2 preface", (connection) => connection.end(Buffer.from("000000040000000000", "hex"))],
  ["a status of two digits", (connection) => connection.end("HTTP/1.1 20 OK\r\n\r\n")],
  ["a status that is no number", (connection) => connection.end("HTTP/1.1 abc OK\r\n\r\n")],
  ["zeros", (connection) => connection.end(Buffer.alloc(10_000))],
  ["random bytes", (connection) => connection.end(Buffer.from("f2a41bc09d7f0a0d88", "hex"))],
  ["a header without a colon", (connection) => connection.end("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")],
  ["a NUL in a header", (connection) => connection.end("HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n")],
  ["a folded header", (connection) => connection.end("HTTP/1.1 200 OK\r\nx: a\r\n b\r\n\r\n")],
  ["a TLS alert", (connection) => connection.end(Buffer.from("15030100020228", "hex"))],
];

for (const [what, send] of NOT_HTTP) {
  test(`${what}: a list fails after its attempts, and each connection is closed`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => send(connection));
    const error = await rejection(clientOf(server).runs.list({}, twice));
    assert.ok(error instanceof ApiConnectionError);
    assert.equal(error.constructor, ApiConnectionError);
    assert.equal(error.attempts, 2);
    assert.match(
      error.message,
      /^runs\.list: (the connection to|what|the answer of) http:\/\/127\.0\.0\.1:\d+ (broke|answered is not HTTP|has more or larger headers)/,
    );
    assert.ok(error.message.length < 500);
    assert.equal(server.requests.length, 2);
    await server.connectionClosed(1);
    await server.connectionClosed(2);
  });

  test(`${what}: a replay leaves open what has become of it`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => send(connection));
    const error = await rejection(clientOf(server).runs.replay("run_1"));
    assert.equal(error.constructor, ApiConnectionError);
    assert.match(error.message, /not known whether the server has processed/);
    assert.equal(server.requests.length, 1);
  });
}

/** Heads larger than a client reads. */
const TOO_LARGE = [
  [
    "headers without end",
    (connection) => {
      connection.send("HTTP/1.1 200 OK\r\n");
      connection.flood("x-flood: 0123456789\r\n".repeat(1000));
    },
  ],
  [
    "one header without end",
    (connection) => {
      connection.send("HTTP/1.1 200 OK\r\nx-flood: ");
      connection.flood("x".repeat(20_000));
    },
  ],
  ["a status line without end", (connection) => connection.flood(`HTTP/1.1 200 ${"OK ".repeat(5000)}`)],
  [
    "a header of 1 MB",
    (connection) => {
      connection.send(answerOf(RUN, { headers: { "x-large": "x".repeat(1_000_000) } }));
    },
  ],
  ["1000 headers", (connection) => connection.send(answerOf(RUN, { headers: manyHeaders(1000) }))],
];

for (const [what, send] of TOO_LARGE) {
  test(`${what}: no call is repeated, and the connection is closed`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => send(connection));
    const client = clientOf(server);
    const error = await rejection(client.runs.list());
    assert.equal(error.constructor, ApiConnectionError);
    assert.equal(error.attempts, 1);
    assert.match(
      error.message,
      /^runs\.list: the answer of http:.* has more or larger headers than can be read/,
    );
    await server.connectionClosed(1);
    assert.match(
      (await rejection(client.runs.replay("run_1"))).message,
      /not known whether the server has processed/,
    );
    assert.equal(server.requests.length, 2);
  });
}

test("a header of 64 kB and 90 headers are still an answer", async (t) => {
  const headers = { ...manyHeaders(90), "x-large": "x".repeat(64 * 1024) };
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(RUN, { headers })));
  assert.deepEqual(await clientOf(server).runs.cancel("run_1"), RUN);
});

test("bytes above 127 in a header come through as they are", async (t) => {
  const headers = Buffer.from(headOf(404, { "content-length": 0, "x-name": "caf\u00e9" }), "latin1");
  const server = await openRawServer(t, ({ connection }) => connection.send(headers));
  const error = await rejection(clientOf(server).runs.cancel("run_1"));
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 404);
  assert.equal(error.headers["x-name"], "caf\u00e9");
});

test("a server that speaks before it is asked answers nothing", async (t) => {
  const server = await openRawServer(t, {
    opened: (connection) => connection.send(answerOf({ id: "of nobody" })),
    request: ({ connection }) => connection.send(answerOf(RUN)),
  });
  const outcome = await clientOf(server)
    .runs.cancel("run_1", twice)
    .catch((error) => error);
  // An answer that overtakes its request cannot be told from one that follows it: no hang, no crash.
  assert.ok(outcome instanceof ApiConnectionError || typeof outcome.id === "string");
});

for (const [what, begin] of [
  ["answers in plain HTTP", (connection) => connection.end(headOf(400, { connection: "close" }))],
  ["ends the connection", (connection) => connection.end()],
  ["resets the connection", (connection) => connection.reset()],
]) {
  test(`https:// to a server without TLS that ${what} could not connect`, async (t) => {
    const server = await openRawServer(t, {
      opened: (connection) => connection.socket.once("data", () => begin(connection)),
    });
    const { port } = server;
    const error = await rejection(clientOf({ url: `https://127.0.0.1:${port}` }).runs.replay("run_1", twice));
    assert.equal(error.constructor, ApiConnectionError);
    assert.equal(error.attempts, 2, "nothing has been sent, so even a replay is repeated");
    assert.ok(error.message.startsWith(`runs.replay: could not connect to https://127.0.0.1:${port} (`));
    assert.doesNotMatch(error.message, /not known whether/);
    assert.equal(server.connections.length, 2);
    assert.equal(server.requests.length, 0);
  });
}

test("http:// to a server with TLS is a broken connection", async (t) => {
  const server = await openRawServer(t, () => {}, { tls: certificate.tls });
  const error = await rejection(clientOf({ url: `http://127.0.0.1:${server.port}` }).runs.list({}, twice));
  assert.equal(error.constructor, ApiConnectionError);
  assert.equal(error.attempts, 2);
  assert.match(error.message, /^runs\.list: the connection to http:\/\/127\.0\.0\.1:\d+ broke/);
  assert.equal(server.requests.length, 0);
});

test("a host that does not resolve is named", async () => {
  const error = await rejection(
    clientOf({ url: "http://does-not-exist.invalid" }).runs.replay("run_1", twice),
  );
  assert.equal(error.constructor, ApiConnectionError);
  assert.equal(error.attempts, 2);
  assert.match(error.message, /^runs\.replay: could not connect to http:\/\/does-not-exist\.invalid \(.+\)/);
  assert.doesNotMatch(error.message, /not known whether/);
});
