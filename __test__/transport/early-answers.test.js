"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError, ApiError, ApiResponseError } = require("hairtrigger");
const { answerOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN, clientOf } = require("./client.js");

// More than the socket buffers of both ends hold together, so that sending it cannot end.
const MEGABYTES = 24;
const variables = { LARGE: "x".repeat(MEGABYTES * 1024 * 1024) };
const tooLarge = answerOf({ error: "Request body too large" }, { status: 413 });

for (const [what, answer] of [
  ["and leaves the connection open", (connection) => connection.send(tooLarge)],
  ["and ends its side of the connection", (connection) => connection.end(tooLarge)],
]) {
  test(`a 413 counts although the server never reads the body ${what}`, async (t) => {
    const server = await openRawServer(t, {
      head({ connection }) {
        connection.stopReading();
        answer(connection);
      },
    });
    const error = await rejection(clientOf(server).envvars.upload("proj_1", "dev", { variables }));
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 413);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /^envvars\.upload: 413 Request body too large/);
    assert.equal(server.requests.length, 1);
    assert.ok(server.connections[0].bytesReceived < MEGABYTES * 1024 * 1024);
  });
}

test("an upload a server has refused half-way does not hold up the next call", async (t) => {
  const server = await openRawServer(t, {
    head({ connection, method }) {
      if (method === "GET") return connection.send(answerOf(PAGE));
      connection.stopReading();
      return connection.send(tooLarge);
    },
  });
  const client = clientOf(server);
  await rejection(client.envvars.upload("proj_1", "dev", { variables }));
  assert.deepEqual((await client.runs.list()).data, []);
  assert.equal(server.connections.length, 2);
});

test("an upload cut off while it is sent leaves open what has become of it", async (t) => {
  const server = await openRawServer(t, {
    head({ connection }) {
      connection.reset();
    },
  });
  const client = clientOf(server);
  const error = await rejection(client.envvars.upload("proj_1", "dev", { variables }));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /broke \(.*not known whether.*pass override: true/);
  assert.equal(server.requests.length, 1);
  const again = { retry: { maxAttempts: 2 } };
  const safe = client.envvars.upload("proj_1", "dev", { variables, override: true }, again);
  assert.equal((await rejection(safe)).attempts, 2);
});

test("an upload larger than the socket buffers arrives whole", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf({ success: true })));
  await clientOf(server).envvars.upload("proj_1", "dev", { variables });
  assert.equal(JSON.parse(server.requests[0].body).variables.LARGE.length, variables.LARGE.length);
});

test("100, 102 and 103 before the answer are not the answer", async (t) => {
  const hints = headOf(103, { link: "</style.css>; rel=preload" });
  const server = await openRawServer(t, ({ connection }) => {
    for (const bytes of [headOf(100), headOf(102), hints, hints, answerOf(RUN)]) connection.send(bytes);
  });
  const client = clientOf(server);
  assert.deepEqual(await client.runs.cancel("run_1"), RUN);
  assert.deepEqual(await client.runs.replay("run_1"), RUN);
  assert.equal(server.connections.length, 1);
});

test("100 and nothing after it is a broken connection", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.end(headOf(100)));
  const error = await rejection(clientOf(server).runs.replay("run_1"));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /broke \(.*not known whether the server has processed/);
});

test("101 to a protocol nobody asked for is no answer", async (t) => {
  const upgrade = headOf(101, { connection: "upgrade", upgrade: "websocket" });
  const server = await openRawServer(t, ({ connection }) => connection.send(upgrade));
  const error = await rejection(clientOf(server).runs.list({}, { retry: { maxAttempts: 2 } }));
  assert.ok(error instanceof ApiError);
  assert.ok(server.requests.length <= 2);
});

const NO_JSON = [
  ["204", headOf(204), /204 but the body is empty/],
  ["200 with content-length 0", headOf(200, { "content-length": 0 }), /200 but the body is empty/],
  ["205", headOf(205, { "content-length": 0 }), /205 but the body is empty/],
  [
    "a page of HTML",
    html("<html><h1>Sign in</h1></html>"),
    /200 but the body is not JSON: .*an HTML page; is the base URL the API's\?.* <html><h1>Sign in/,
  ],
  [
    "half of the JSON, framed as whole",
    answerOf(Buffer.from('{"id":"ru')),
    /200 but the body is not JSON: \{"id/,
  ],
  ["JSON and something after it", answerOf(Buffer.from('{"id":"run_1"}{}')), /200 but the body is not JSON/],
  [
    "bytes that are no text",
    answerOf(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
    /200 but the body is not UTF-8/,
  ],
  ["null", answerOf(null), /200 but /],
  ["a list", answerOf([]), /200 but /],
  ["JSON nested without end", answerOf(Buffer.alloc(1_000_000, "[")), /200 but the body nests too deep/],
];

function html(text) {
  return answerOf(Buffer.from(text), { headers: { "content-type": "text/html" } });
}

for (const [what, bytes, message] of NO_JSON) {
  test(`${what} is not what the API promises, and is asked for once`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => connection.send(bytes));
    const error = await rejection(clientOf(server).runs.cancel("run_1"));
    assert.ok(error instanceof ApiResponseError);
    assert.equal(error.attempts, 1);
    assert.equal(Math.trunc(error.status / 100), 2);
    assert.match(error.message, message);
    assert.ok(error.message.length < 1000);
    assert.equal(server.requests.length, 1);
  });
}

test("204 with a body all the same does not mix it into the next answer", async (t) => {
  const server = await openRawServer(t, ({ number, connection }) =>
    connection.send(number === 1 ? headOf(204) + answerOf({ id: "of the first" }) : answerOf(RUN)),
  );
  const client = clientOf(server);
  await rejection(client.runs.cancel("run_1"));
  assert.deepEqual(await client.runs.cancel("run_1"), RUN);
  assert.equal(server.connections.length, 2);
});
