"use strict";

// The other side of the benchmark, in a process of its own: canned bytes over TLS, so that the client
// is what is measured. Sends its ports to its parent and ends with it.

const http2 = require("node:http2");
const https = require("node:https");

const { tls } = require("../__test__/support/certificates.js");

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

function answer(request, response) {
  const body = request.method === "GET" ? page : result;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
  });
  response.end(body);
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

async function start() {
  const one = await listen(https.createServer(tls, answer));
  const two = await listen(http2.createSecureServer(tls, answer));
  process.send({ one, two });
}

process.on("disconnect", () => process.exit());
start();
