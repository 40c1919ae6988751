"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { constants } = require("node:buffer");
const { once } = require("node:events");
const { test } = require("node:test");
const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");
const { gzipSync } = require("node:zlib");

const { ApiResponseError } = require("hairtrigger");
const { answerOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { clientOf } = require("../transport/client.js");

const LONG = "run_long";
const SHORT = "run_short";
const PATIENCE = 120_000;

const options = { maxResponseBytes: constants.MAX_STRING_LENGTH, timeoutInMs: PATIENCE, dedupe: true };

/** A server of two runs, of which one points at an output that JSON cannot hold within a string. */
function openServer(t) {
  // Within the limit as it comes; each of its characters is two when it is escaped.
  const output = gzipSync(Buffer.alloc(constants.MAX_STRING_LENGTH / 2 + 1, '"'));
  const packet = answerOf(output, { headers: { "content-encoding": "gzip" } });
  const script = ({ path, connection, headers }) => {
    const id = path.split("/").at(-1);
    const outputPresignedUrl = id === LONG ? `http://${headers.host}/output` : undefined;
    connection.send(id === "output" ? packet : answerOf({ id, outputPresignedUrl }));
  };
  return openRawServer(t, script);
}

/** A thread that has made both calls, and sees what they have come to when its gate is opened. */
async function startThread(t, { url }) {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: { url, gate } });
  t.after(() => worker.terminate());
  await once(worker, "message");
  return async () => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    const [outcomes] = await once(worker, "message");
    return outcomes;
  };
}

async function callAndWait({ url, gate }) {
  const { runs } = clientOf({ url });
  const calls = [LONG, SHORT].map((id) => runs.retrieve(id, options));
  parentPort.postMessage("called");
  Atomics.wait(gate, 0, 0);
  const [long, short] = await Promise.allSettled(calls);
  parentPort.postMessage({ long: long.reason?.message, short: short.value?.id });
}

if (isMainThread) {
  test(
    "what no string can hold fails alone among the calls that end with it",
    { timeout: PATIENCE },
    async (t) => {
      const server = await openServer(t);
      const openGate = await startThread(t, server);
      const { runs } = clientOf(server);
      // Were the call never settled, it would keep the process alive.
      const controller = new AbortController();
      t.after(() => controller.abort());
      const { signal } = controller;
      const error = await rejection(runs.retrieve(LONG, { ...options, signal }));
      assert.equal(error.constructor, ApiResponseError);
      assert.match(error.message, /^runs\.retrieve: .+ longer than a JavaScript string can be; ask for less/);
      // The thread's call shared the request of this one. Once another is through, it has ended as well.
      assert.equal((await runs.retrieve(SHORT)).id, SHORT);
      assert.deepEqual(await openGate(), { long: error.message, short: SHORT });
      assert.equal(server.requests.filter(({ path }) => path === "/output").length, 1);
    },
  );
} else {
  callAndWait(workerData);
}
