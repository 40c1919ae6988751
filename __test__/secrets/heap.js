"use strict";

const { openCage } = require("./canary.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { join } = require("node:path");
const { text } = require("node:stream/consumers");

const program = join(__dirname, "fixtures", "heap.js");
// Without the limit a snapshot holds no more than the beginning of a long text.
const OPTIONS = ["--expose-gc", "--heap-snapshot-string-limit=100000000"];

/** Asserts that a process whose token came one way has it nowhere on its heap afterwards. */
async function assertForgotten(t, way, prefix) {
  const { canary, server } = await openCage(t, {}, prefix);
  const { token } = canary;
  server.fault({ path: /run_hangs/, hang: true });
  const body = { error: `no ${token}`, token };
  server.fault({ path: /_absent/, status: 401, headers: { "x-echo": token }, body });
  server.fault({ path: "/api/v1/runs", body: { data: [{ id: "run_1" }], pagination: { next: "n" } } });
  const place = {
    "x-s2-access-token": token,
    "x-s2-basin": "b",
    "x-s2-endpoint": `${server.url}/store`,
    "x-s2-stream-name": "s",
  };
  server.fault({ method: "PUT", path: /streams/, status: 202, headers: place, body: { version: "v2" } });
  server.fault({ path: /^\/store/, status: 400, headers: { "x-echo": token }, body });
  const child = spawn(process.execPath, [...OPTIONS, program, way, server.url], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(token);
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, "close")]);
  assert.deepEqual([code, signal], [0, null]);
  const { afterwards, whileHeld } = JSON.parse(output);
  assert.equal(afterwards, false, "the token is on the heap");
  assert.equal(whileHeld, true, "the search misses a token that is there");
  return server;
}

module.exports = { assertForgotten };
