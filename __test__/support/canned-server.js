"use strict";

// A server in a process of its own that answers requests without a body from a few canned answers, fast
// enough to leave the client's share of two cores to the client. `startCannedServer` starts it.

const { fork } = require("node:child_process");
const { once } = require("node:events");
const net = require("node:net");

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const RUN = { id: "run_1", status: "COMPLETED", createdAt: "2026-11-21T07:16:55.000Z", tags: ["a", "b"] };

function answer(status, body, headers = "") {
  const text = JSON.stringify(body);
  return Buffer.from(
    `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n${headers}\r\n${text}`,
  );
}

const GOOD = answer(200, { success: true, ...RUN, data: Array(10).fill(RUN), pagination: {} });

/** What can go wrong with a request. */
const FAULTS = [
  (socket) => socket.write(answer(500, { error: "broken" })),
  (socket) => socket.write(answer(503, { error: "down" }, "retry-after-ms: 1\r\n")),
  (socket) => socket.write(answer(404, { error: "not found" })),
  (socket) => socket.write(answer(200, ["misshapen"])),
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.end(GOOD.subarray(0, GOOD.length - 40)),
  (socket) => socket.end("HTTP/1.1 what is this\r\n\r\n"),
  // It never answers, and keeps the connection.
  () => {},
];

function serve(faultRate) {
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      for (let at = 0; (at = bytes.indexOf(END_OF_HEAD, at)) !== -1; at += END_OF_HEAD.length) {
        if (Math.random() >= faultRate) socket.write(GOOD);
        else FAULTS[Math.floor(Math.random() * FAULTS.length)](socket);
      }
    });
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
  // It ends with whoever started it.
  process.on("disconnect", () => process.exit());
}

/**
 * Starts the server; a share of the requests, `faultRate`, goes wrong in one of several ways.
 *
 * @returns {Promise<{ url: string, stop(): void }>}
 */
async function startCannedServer({ faultRate = 0 } = {}) {
  const child = fork(__filename, [String(faultRate)]);
  const [port] = await once(child, "message");
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

if (require.main === module) serve(Number(process.argv[2]));

module.exports = { startCannedServer };
