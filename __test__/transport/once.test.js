"use strict";

// A replay makes a run each time it is processed: wherever its connection breaks, it goes out once, unless nothing
// of it can have been read.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { constants } = require("node:http2");
const { test } = require("node:test");

const { ApiConnectionError, ApiResponseError, ApiTimeoutError } = require("hairtrigger");
const { ca } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");
const { breaks, openTakingServer } = require("./breaks.js");
const { clientOf } = require("./client.js");
const { openHttp2Server } = require("./http2-server.js");

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
