"use strict";

const { openWorld } = require("../support/world.js");
const { startNode } = require("./processes.js");

const assert = require("node:assert/strict");
const { join } = require("node:path");
const { test } = require("node:test");

const program = join(__dirname, "fixtures", "workers.js");

/** Runs a process whose threads end in these ways, and asserts that nothing else happened. */
async function assertUnharmed(t, ways, count) {
  const { server, dev, run, config } = await openWorld(t);
  const hanging = dev.seedRun({ status: "QUEUED", createdAt: new Date(0) }).id;
  server.fault({ path: new RegExp(hanging), hang: true });
  const seed = Math.floor(Math.random() * 2 ** 32);
  const argument = { config, ways, count, runId: run.id, hanging, seed };
  const outcome = await startNode(t, [program, JSON.stringify(argument)]).ended;
  const { code, signal, stdout, stderr } = outcome;
  assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: "" }, `seed ${seed}`);
  const { ended, unexpected, own } = JSON.parse(stdout);
  assert.deepEqual({ ended, unexpected }, { ended: count, unexpected: [] }, `seed ${seed}`);
  assert.ok(own > 0, "the main thread's own calls go on");
}

test("500 threads are terminated at any moment of their calls", (t) =>
  assertUnharmed(t, ["terminated"], 500));

test("threads whose calls succeed end by themselves", (t) => assertUnharmed(t, ["succeed"], 40));

test("threads exit in flight", (t) => assertUnharmed(t, ["exit", "exit after an answer"], 80));

test("threads end by an exception in flight", (t) => assertUnharmed(t, ["throw"], 40));

test("threads call in their exit handlers", (t) => assertUnharmed(t, ["exit handler"], 40));

test("threads end in all ways at once", (t) =>
  assertUnharmed(t, ["terminated", "succeed", "exit", "exit after an answer", "throw", "exit handler"], 80));

test("the package may be loaded in threads alone, and be gone between them", async (t) => {
  const { server, dev, run, config } = await openWorld(t);
  const hanging = dev.seedRun({ status: "QUEUED", createdAt: new Date(0) }).id;
  server.fault({ path: new RegExp(hanging), hang: true });
  const argument = JSON.stringify({ config, hanging, count: 20 });
  const onlyInWorkers = join(__dirname, "fixtures", "only-in-workers.js");
  const { code, signal, stdout, stderr } = await startNode(t, [onlyInWorkers, argument]).ended;
  assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: "" });
  assert.deepEqual(JSON.parse(stdout), Array(30).fill(run.id));
});
