"use strict";

// Subscriptions and the life of the process: whoever waits keeps it alive, nobody else does.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { test } = require("node:test");
const { Worker } = require("node:worker_threads");

const { start, untilHeld } = require("./world.js");

/** Runs a program that has a client and the id of a run; answers its exit code and what it printed. */
function program(server, prod, id, code) {
  const preamble = `
    const { TriggerClient } = require("hairtrigger");
    const client = new TriggerClient({ secretKey: ${JSON.stringify(prod.secretKey)}, baseURL: ${JSON.stringify(server.url)} });
    const id = ${JSON.stringify(id)};`;
  const child = spawn(process.execPath, ["-e", `${preamble}\n${code}`], { cwd: __dirname });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const ended = once(child, "close").then(([code]) => ({ code, output: output.trim() }));
  return { child, ended };
}

const quiet = async (server) => {
  while (server.requests.some(({ held }) => held)) await new Promise(setImmediate);
};

test("a process ends by itself after its last subscription", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const { ended } = program(
    server,
    prod,
    id,
    `(async () => { for await (const run of client.runs.subscribeToRun(id)) console.log(run.status); })();`,
  );
  await untilHeld(server);
  prod.updateRun(id, { status: "COMPLETED" });
  assert.deepEqual(await ended, { code: 0, output: "EXECUTING\nCOMPLETED" });
});

test("a loop that is left closes its request, and the process ends", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const code = `(async () => { for await (const run of client.runs.subscribeToRun(id)) break; console.log("left"); })();`;
  assert.deepEqual(await program(server, prod, id, code).ended, { code: 0, output: "left" });
  await quiet(server);
});

test("one that does not keep the process alive lets it end while it waits", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const code = `
    const subscription = client.runs.subscribeToRun(id, { keepAlive: false });
    const first = setInterval(() => {}, 1_000);
    subscription.next().then(({ value }) => { console.log(value.status); clearInterval(first); subscription.next(); });`;
  assert.deepEqual(await program(server, prod, id, code).ended, { code: 0, output: "EXECUTING" });
  await quiet(server);
});

test("a subscription that nobody holds any more is closed", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const code = `
    const { setFlagsFromString } = require("node:v8");
    setFlagsFromString("--expose-gc");
    const gc = require("node:vm").runInNewContext("gc");
    (async () => { await client.runs.subscribeToRun(id).next(); })().then(() => {
      setInterval(gc, 20);
      process.stdin.once("data", () => process.exit(0)).resume();
    });`;
  const { child, ended } = program(server, prod, id, code);
  await untilHeld(server);
  await quiet(server);
  child.stdin.write("end\n");
  assert.equal((await ended).code, 0);
});

test("a worker that ends takes its subscriptions with it", async (t) => {
  const { server, prod } = await start(t);
  const ids = Array.from({ length: 100 }, () => prod.seedRun({ status: "EXECUTING" }).id);
  const code = `
    const { workerData } = require("node:worker_threads");
    const { TriggerClient } = require(${JSON.stringify(require.resolve("hairtrigger"))});
    const client = new TriggerClient(workerData.config);
    for (const id of workerData.ids) (async () => { for await (const run of client.runs.subscribeToRun(id)); })();`;
  const workerData = { config: { secretKey: prod.secretKey, baseURL: server.url }, ids };
  const worker = new Worker(code, { eval: true, workerData });
  await untilHeld(server, ids.length);
  await worker.terminate();
  await quiet(server);
});
