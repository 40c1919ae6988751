"use strict";

const { once } = require("node:events");
const http2 = require("node:http2");
const { ca, tls } = require("../support/certificates.js");
const { clientOf } = require("./client.js");

/**
 * Starts an HTTP/2 server, until the end of the test, and a client that trusts it. Not every one of its
 * connections becomes a session: a client may let go of them before.
 *
 * `answer(request, stream)` is called with every request as soon as its headers have arrived.
 */
async function openHttp2Server(t, answer, options) {
  const server = http2.createSecureServer({ ...tls, ...options });
  const connections = [];
  const sessions = [];
  const requests = [];
  server.on("connection", (socket) => connections.push(socket));
  server.on("session", (session) => {
    sessions.push(session);
    // Broken sessions are what these servers are for.
    session.on("error", () => {});
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    const request = { number: requests.length + 1, path: headers[":path"], stream, headers };
    requests.push(request);
    request.session = sessions.indexOf(stream.session) + 1;
    answer(request, stream);
    server.emit("asked");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(async () => {
    const closed = once(server, "close");
    server.close();
    for (const session of sessions) session.destroy();
    await closed;
  });
  const url = `https://127.0.0.1:${server.address().port}`;
  /** Resolves when so many requests have arrived. */
  const requestsArrived = async (count) => {
    while (requests.length < count) await once(server, "asked");
  };
  return { url, connections, sessions, requests, requestsArrived, client: clientOf({ url }, { ca }) };
}

/** Answers a stream with JSON. */
function respond(stream, body) {
  stream.respond({ ":status": 200, "content-type": "application/json" });
  stream.end(JSON.stringify(body));
}

/** Answers half, then resets the stream. */
function breakOff(stream, code) {
  // A stream closed in any other way first says that its body is complete.
  stream.respond({ ":status": 200, "content-type": "application/json" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.close(code));
  stream.end('{"id":');
}

/** The code a stream is reset with by the other side. */
async function resetCode(stream) {
  if (!stream.closed) await once(stream, "close");
  return stream.rstCode;
}

module.exports = { breakOff, openHttp2Server, resetCode, respond };
