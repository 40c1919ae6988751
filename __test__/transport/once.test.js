"use strict";

// A replay makes a run each time it is processed: wherever its connection breaks, it goes out once, unless nothing
// of it can have been read.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const net = require("node:net");
const { Duplex } = require("node:stream");
const { TLSSocket } = require("node:tls");
const { constants } = require("node:http2");
const { test } = require("node:test");

const { ApiConnectionError, ApiResponseError, ApiTimeoutError } = require("hairtrigger");
const { ca, tls } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");
const { clientOf } = require("./client.js");
const { openHttp2Server } = require("./http2-server.js");

const END_OF_HEAD = "\r\n\r\n";

/** A server that calls `taken(write, raw)` with each request it has read: `write` is encrypted where the server is. */
async function openTakingServer(t, isEncrypted, taken) {
  const seen = { processed: 0 };
  const server = net.createServer((raw) => {
    raw.on("error", () => {});
    const socket = isEncrypted ? encrypted(raw) : raw;
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes;
      if (!text.includes(END_OF_HEAD)) return;
      text = "";
      seen.processed += 1;
      taken((answer) => socket.write(answer), raw);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const scheme = isEncrypted ? "https" : "http";
  return Object.assign(seen, { url: `${scheme}://127.0.0.1:${server.address().port}` });
}

/** TLS over a stream of its own, so that the socket below can still be written to in the clear. */
function encrypted(raw) {
  const pipe = new Duplex({ read() {}, write: (bytes, _, done) => raw.write(bytes, done) });
  raw.on("data", (bytes) => pipe.push(bytes));
  raw.on("close", () => pipe.destroy());
  return new TLSSocket(pipe, { isServer: true, ...tls, ALPNProtocols: ["http/1.1"] });
}

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";

/** Places where a connection can break once a request has been read. */
const breaks = {
  "before an answer, by FIN": (_, raw) => raw.end(),
  "before an answer, by RST": (_, raw) => raw.resetAndDestroy(),
  "within the status line": (write, raw) => (write("HTTP/1.1 20"), raw.end()),
  "within the head": (write, raw) => (write("HTTP/1.1 200 OK\r\ncontent-ty"), raw.end()),
  "after the head": (write, raw) => (write(HEAD), raw.end()),
  "within the body": (write, raw) => (write(`${HEAD}{"id":`), raw.end()),
  "by what is no HTTP": (write, raw) => (write("no HTTP at all\r\n\r\n"), raw.end()),
  "by a length that is none": (write, raw) => (
    write("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"),
    raw.end()
  ),
  "by bytes in the clear": (_, raw) => raw.write("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"),
  "by a broken record": (_, raw) => raw.write(Buffer.from([0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5])),
  "by an alert": (_, raw) => raw.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
};

for (const isEncrypted of [false, true]) {
  for (const [place, breakOff] of Object.entries(breaks)) {
    test(`a replay goes out once when it breaks ${place}, ${isEncrypted ? "over TLS" : "in the clear"}`, async (t) => {
      const server = await openTakingServer(t, isEncrypted, breakOff);
      const client = clientOf(server, isEncrypted ? { ca } : {});
      await rejection(client.runs.replay("run_1"));
      assert.equal(server.processed, 1);
    });
  }
}

/** What an HTTP/2 server does with a stream it has read, and how often the replay may go out. */
const streams = {
  "a refused stream after a head": (stream) => {
    stream.respond({ ":status": 200 }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.close(constants.NGHTTP2_REFUSED_STREAM));
    stream.end('{"id":');
  },
  "a stream that is cancelled": (stream) => stream.close(constants.NGHTTP2_CANCEL),
  "an internal error": (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  "a connection that is closed": (stream) => stream.session.destroy(),
  "a GOAWAY that counts it, and a closed connection": (stream) => {
    stream.session.goaway(constants.NGHTTP2_NO_ERROR, stream.id);
    setImmediate(() => stream.session.destroy());
  },
  "a GOAWAY with an error": (stream) => stream.session.goaway(constants.NGHTTP2_INTERNAL_ERROR, stream.id),
};

for (const [name, end] of Object.entries(streams)) {
  test(`a replay goes out once over HTTP/2: ${name}`, async (t) => {
    const server = await openHttp2Server(t, (_, stream) => end(stream));
    const error = await rejection(server.client.runs.replay("run_1"));
    assert.ok(
      [ApiConnectionError, ApiResponseError, ApiTimeoutError].includes(error.constructor),
      error.stack,
    );
    assert.equal(server.requests.length, 1);
  });
}
