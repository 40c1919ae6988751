"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const zlib = require("node:zlib");

const { ApiConnectionError, ApiResponseError } = require("hairtrigger");
const { answerOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN, clientOf } = require("./client.js");

test("a body that cannot be decompressed is said to be so, not to be a broken connection", async (t) => {
  const body = zlib.gzipSync(JSON.stringify({ ...RUN, more: "x".repeat(1000) }));
  body[body.length - 6] ^= 0xff;
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(answerOf(body, { headers: { "content-encoding": "gzip" } })),
  );
  const error = await rejection(clientOf(server).runs.replay("run_1"));
  assert.match(error.message, /the answer of .* is cut short or damaged \(.*checksum/);
  assert.doesNotMatch(error.message, /the connection to .* broke/);
});

test("an empty answer is said to be empty", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.send(headOf(204)));
  const error = await rejection(clientOf(server).runs.list());
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /^runs\.list: 204 but the body is empty \[/);
});

test("a page of HTML asks whether the base URL is the API's", async (t) => {
  const headers = { "content-type": "text/html; charset=utf-8" };
  const page = Buffer.from("<!doctype html><title>Sign in</title>");
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(page, { headers })));
  const error = await rejection(clientOf(server).runs.list());
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /HTML page.*base ?URL/);
});

test("what speaks no HTTP is said not to", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.end("SSH-2.0-OpenSSH_9.6\r\n"));
  const error = await rejection(clientOf(server).runs.list());
  assert.equal(error.constructor, ApiConnectionError);
  assert.match(error.message, /what http:\/\/127\.0\.0\.1:\d+ answered is not HTTP/);
});

test("headers over the limit are not asked for again, and are said to be so", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(answerOf(PAGE, { headers: { "x-large": "x".repeat(1_000_000) } })),
  );
  const error = await rejection(clientOf(server).runs.list());
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /more or larger headers than can be read/);
  assert.equal(server.requests.length, 1);
});

test("https:// to a server that speaks plain HTTP suggests http://", async (t) => {
  const server = await openRawServer(t, {
    opened: ({ socket }) => socket.once("data", () => socket.end(headOf(400, { connection: "close" }))),
  });
  const error = await rejection(clientOf({ url: `https://127.0.0.1:${server.port}` }).runs.list());
  assert.match(error.message, /does not speak TLS|http:\/\//);
});

test("control characters of the server's do not get into a message", async (t) => {
  const escape = "\u001b[2J\u001b]0;title\u0007\u0000";
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(answerOf({ error: `no ${escape}` }, { status: 400 })),
  );
  const error = await rejection(clientOf(server).runs.list());
  assert.doesNotMatch(error.message, /[\u0000-\u001f\u007f-\u009f]/);
});

test("a replay whose answer cannot be used says what is not known", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(headOf(200, { "content-type": "application/json", "content-length": 2 ** 30 })),
  );
  const error = await rejection(clientOf(server).runs.replay("run_1"));
  assert.ok(error instanceof ApiResponseError);
  assert.equal(error.status, 200);
  assert.match(error.message, /look for the new run/);
});

test("a status without a word is given its own", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(headOf(404, { "content-length": 0 })),
  );
  const error = await rejection(clientOf(server).runs.cancel("run_1"));
  assert.match(error.message, /^runs\.cancel: 404 Not Found\. The server has no POST /);
});

test("a redirect loop is said to be one, with where it leads", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(headOf(307, { location: "/around", "content-length": 0 })),
  );
  const error = await rejection(clientOf(server).runs.list());
  assert.ok(error.message.includes(`${server.url}/around`), error.message);
});

test("a name and password in a location do not get into a message", async (t) => {
  const location = "http://user:password@127.0.0.2:1/";
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(headOf(307, { location, "content-length": 0 })),
  );
  const error = await rejection(clientOf(server).runs.list());
  assert.match(error.message, /307 redirects to http:\/\/127\.0\.0\.2:1\//);
});
