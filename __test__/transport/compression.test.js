"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const zlib = require("node:zlib");

const { ApiConnectionError, ApiResponseError } = require("hairtrigger");
const { answerOf, chunkOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN, clientOf } = require("./client.js");

const LIMIT = 16 * 1024 * 1024;
const text = JSON.stringify(RUN);
const long = JSON.stringify({ ...RUN, more: Array.from({ length: 2000 }, (_, index) => index) });

/** A complete answer whose body is said to be encoded so. */
function encoded(encoding, bytes) {
  return answerOf(bytes, { headers: { "content-encoding": encoding } });
}

function flip(bytes, index) {
  const flipped = Buffer.from(bytes);
  flipped[index] ^= 0xff;
  return flipped;
}

for (const [encoding, compress] of [
  ["gzip", zlib.gzipSync],
  ["br", zlib.brotliCompressSync],
]) {
  test(`${encoding} is understood`, async (t) => {
    const server = await openRawServer(t, ({ connection }) =>
      connection.send(encoded(encoding, compress(text))),
    );
    assert.deepEqual(await clientOf(server).runs.cancel("run_1"), RUN);
    assert.match(server.requests[0].headers["accept-encoding"], new RegExp(`\\b${encoding}\\b`));
  });
}

/** Bodies whose framing is complete and whose data is not what it is said to be. */
const BROKEN = [
  ["truncated gzip", "gzip", zlib.gzipSync(long).subarray(0, -200)],
  ["gzip without its checksum", "gzip", zlib.gzipSync(long).subarray(0, -8)],
  ["gzip with a wrong checksum", "gzip", flip(zlib.gzipSync(long), zlib.gzipSync(long).length - 6)],
  ["corrupt gzip", "gzip", flip(zlib.gzipSync(long), 100)],
  ["JSON that is said to be gzip", "gzip", Buffer.from(long)],
  ["truncated brotli", "br", zlib.brotliCompressSync(long).subarray(0, -20)],
  ["corrupt brotli", "br", flip(zlib.brotliCompressSync(long), 20)],
  ["JSON that is said to be brotli", "br", Buffer.from(long)],
];

for (const [what, encoding, bytes] of BROKEN) {
  test(`${what} is never taken for an answer`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => connection.send(encoded(encoding, bytes)));
    const client = clientOf(server);
    const error = await rejection(client.runs.replay("run_1"));
    assert.ok(error instanceof ApiConnectionError || error instanceof ApiResponseError, error.message);
    assert.match(error.message, /not known whether the server has processed/);
    assert.equal(server.requests.length, 1);
    assert.equal(
      (await rejection(client.runs.list({}, { retry: { maxAttempts: 2 } }))).name,
      "TriggerApiError",
    );
  });

  test(`${what} is asked for again where that does no harm`, async (t) => {
    const server = await openRawServer(t, ({ number, connection }) =>
      connection.send(number === 1 ? encoded(encoding, bytes) : answerOf(RUN)),
    );
    assert.deepEqual(await clientOf(server).runs.cancel("run_1"), RUN);
    assert.equal(server.requests.length, 2);
  });
}

test("an encoding nobody asked for is refused as an answer that is no text", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(encoded("deflate", zlib.deflateSync(text))),
  );
  const error = await rejection(clientOf(server).runs.cancel("run_1"));
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /^runs\.cancel: 200 but the body is not (UTF-8 text|JSON)/);
  assert.equal(server.requests.length, 1);
});

test("an empty body under content-encoding is an empty body", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(encoded("gzip", Buffer.alloc(0))),
  );
  const error = await rejection(clientOf(server).runs.cancel("run_1"));
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /200 but the body is empty/);
});

for (const [encoding, bomb] of [
  ["gzip", zlib.gzipSync(Buffer.alloc(LIMIT + 1), { level: 1 })],
  [
    "br",
    zlib.brotliCompressSync(Buffer.alloc(LIMIT + 1), {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 },
    }),
  ],
]) {
  test(`a ${encoding} bomb ends at the limit and is not asked for again`, async (t) => {
    const server = await openRawServer(t, ({ connection }) => connection.send(encoded(encoding, bomb)));
    const error = await rejection(clientOf(server).runs.list());
    assert.ok(error instanceof ApiResponseError);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /^runs\.list: the answer is larger than 16777216 bytes/);
    assert.equal(server.requests.length, 1);
  });
}

test("a body announced to be larger than the limit is refused before it comes", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(headOf(200, { "content-type": "application/json", "content-length": LIMIT + 1 })),
  );
  const error = await rejection(clientOf(server).runs.list());
  assert.ok(error instanceof ApiResponseError);
  assert.equal(error.attempts, 1);
  assert.match(error.message, /^runs\.list: the answer is larger than 16777216 bytes/);
  assert.equal(server.requests.length, 1);
  await server.connectionClosed(1);
});

test("a chunked body ends at the limit, whatever is still to come", async (t) => {
  const piece = chunkOf(Buffer.alloc(1024 * 1024, 0x20));
  const server = await openRawServer(t, ({ connection }) => {
    connection.send(headOf(200, { "content-type": "application/json", "transfer-encoding": "chunked" }));
    connection.flood(piece);
  });
  const error = await rejection(clientOf(server).runs.list());
  assert.match(error.message, /^runs\.list: the answer is larger than 16777216 bytes/);
  assert.equal(server.requests.length, 1);
  await server.connectionClosed(1);
});

test("a large page below the limit comes whole", async (t) => {
  const padding = "x".repeat(8 * 1024 * 1024);
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(encoded("gzip", zlib.gzipSync(JSON.stringify({ ...PAGE, padding }), { level: 1 }))),
  );
  assert.deepEqual((await clientOf(server).runs.list()).data, []);
});

test("a body of empty gzip members ends in an error, however small", async (t) => {
  const empty = zlib.gzipSync("");
  for (const count of [100, 5_000]) {
    const body = Buffer.concat([...Array.from({ length: count }, () => empty), zlib.gzipSync(text)]);
    const server = await openRawServer(t, ({ connection }) => connection.send(encoded("gzip", body)));
    const error = await rejection(clientOf(server).runs.retrieve("run_1", { retry: { maxAttempts: 1 } }));
    assert.ok(error instanceof ApiConnectionError, error.message);
    assert.match(error.message, /more than 64 members of gzip/);
  }
});
