"use strict";

// A host that two customers share, in a process of its own: it answers GOOD as it should, and EVIL as it is told to.
// Run by `npm run fairness`, with "http" or "https" (HTTP/2, 100 streams a connection) as its argument.

const http = require("node:http");
const http2 = require("node:http2");

const { tls } = require("../../__test__/support/certificates.js");

const PAGE = JSON.stringify({ data: [], pagination: {} });
const LARGE = 16 * 1024 * 1024;

/** What EVIL gets: each writes an answer, or none. */
const ANSWERS = {
  hang: () => {},
  page: (send) => send(200, PAGE),
  large: (send, { id }) => send(200, large(id)),
  refuse: (send, { character }) => send(400, refusal(character)),
  limit: (send) => send(429, "{}", { "x-ratelimit-reset": String(Date.now() + 300_000) }),
};

let page;
/** A page of one run of nearly 16 MiB; made once, as it is not the host's time that is measured. */
function large(id) {
  page ??= Buffer.from(JSON.stringify({ data: [{ id, payload: "x".repeat(LARGE - 1024) }], pagination: {} }));
  return page;
}

let refused;
/** 100 kB of one character, made once. */
function refusal(character) {
  refused ??= Buffer.from(JSON.stringify({ error: character.repeat(100_000 / character.length) }));
  return refused;
}

let told = { kind: "page" };
process.on("message", (message) => {
  told = message;
  process.send({ told: told.kind });
});

function answer(request, response) {
  request.resume();
  const send = (status, body, headers) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
  if (request.headers.authorization.includes("GOOD")) send(200, PAGE);
  else ANSWERS[told.kind](send, told);
}

const server =
  process.argv[2] === "https"
    ? http2.createSecureServer({ ...tls, settings: { maxConcurrentStreams: 100 } }, answer)
    : http.createServer(answer);
server.keepAliveTimeout = 60_000;
server.on("sessionError", () => {});
server.listen(0, "127.0.0.1", 4_096, () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit());
