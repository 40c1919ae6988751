"use strict";

// The other side of the benchmark, in a process of its own: canned bytes over TLS, so that the client
// is what is measured. Everybody gets a port, with the protocol named in the arguments; it tells its
// parent the ports, on request the protocols of the connections, and ends with it.

const { readFileSync } = require("node:fs");
const http2 = require("node:http2");
const https = require("node:https");
const { join } = require("node:path");

const certificates = join(__dirname, "..", "__test__", "support", "certificates");
const tls = {
  key: readFileSync(join(certificates, "server.key")),
  cert: readFileSync(join(certificates, "server.pem")),
};

const page = Buffer.from(
  JSON.stringify({ data: Array.from({ length: 100 }, run), pagination: { next: "next" } }),
);
const result = Buffer.from('{"success":true}');

/** A run as the API lists one, with about four dates. */
function run(_, index) {
  const at = (seconds) => new Date(1_790_000_000_000 + index * 60_000 + seconds * 1_000).toISOString();
  return {
    id: `run_${String(index).padStart(25, "c")}`,
    status: "COMPLETED",
    taskIdentifier: index % 2 ? "send-welcome-email" : "sync-customer",
    version: "20261121.1",
    createdAt: at(0),
    updatedAt: at(9),
    startedAt: at(1),
    finishedAt: at(8),
    isTest: false,
    ttl: "10m",
    env: { id: "cmwpnqya7000e847d84wfc50g", name: "prod" },
    tags: ["customer:1234", `region:${index % 5}`],
    costInCents: 0.0123 * index,
    baseCostInCents: 0.0025,
    durationMs: 7_000 + index,
    depth: 0,
    metadata: { step: index, of: 100 },
    taskKind: "STANDARD",
    region: "us-east-1",
    isQueued: false,
    isExecuting: false,
    isCompleted: true,
    isFailed: false,
    isSuccess: true,
    isCancelled: false,
    isWaiting: false,
  };
}

function bodyFor(method) {
  return method === "GET" ? page : result;
}

function headersOf(body) {
  return { "content-type": "application/json; charset=utf-8", "content-length": body.length };
}

function serveFirst() {
  const server = https.createServer(tls, (request, response) => {
    const body = bodyFor(request.method);
    response.writeHead(200, headersOf(body));
    response.end(body);
  });
  // As long as the real one: nobody is to pay for new connections because others had their turn.
  server.keepAliveTimeout = 65_000;
  return server;
}

/** By streams: the interface that looks like HTTP/1.1 costs the server more than the answer does. */
function serveSecond() {
  const server = http2.createSecureServer(tls);
  server.on("stream", (stream, headers) => {
    const body = bodyFor(headers[":method"]);
    stream.respond({ ":status": 200, ...headersOf(body) });
    stream.end(body);
  });
  return server;
}

/** What was negotiated on a server's connections so far, and how often. */
function countProtocols(server) {
  const counts = {};
  server.on("secureConnection", ({ alpnProtocol }) => {
    // A client that negotiates nothing speaks HTTP/1.1.
    const protocol = alpnProtocol || "http/1.1";
    counts[protocol] = (counts[protocol] ?? 0) + 1;
  });
  return counts;
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

async function start(protocols) {
  const servers = protocols.map((protocol) => (protocol === "h2" ? serveSecond() : serveFirst()));
  const counts = servers.map(countProtocols);
  process.on("message", () => process.send(counts));
  process.send(await Promise.all(servers.map(listen)));
}

process.on("disconnect", () => process.exit());
start(process.argv.slice(2));
