"use strict";

// The final state of every run is told, however often and wherever its connections are cut: SUBSCRIPTIONS runs on each
// server that may stand behind the feeds, cut by a generator that SEED begins.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const net = require("node:net");
const { test } = require("node:test");

const { TriggerClient } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

const COUNT = Number(process.env.SUBSCRIPTIONS ?? 100);
const SEED = Number(process.env.SEED ?? 1);
const STEPS = 4;
const AT_ONCE = 100;

/** Numbers from 0 to 1 that are the same for the same seed. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A way to a server on which every connection breaks, after so many bytes in either direction. */
async function startCutter(t, url, random) {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  let cuts = 0;
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      let left = Math.floor(random() * (random() < 0.7 ? 4_000 : 40_000));
      from.on("error", end);
      from.on("close", () => {
        sockets.delete(from);
        end();
      });
      from.on("data", (bytes) => {
        to.write(bytes.subarray(0, left));
        left -= bytes.length;
        if (left > 0) return;
        cuts += 1;
        setImmediate(end);
      });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${server.address().port}`, cuts: () => cuts };
}

for (const backend of ["native", "electric"]) {
  test(`${COUNT} runs are watched to their end through connections that are cut: ${backend}`, async (t) => {
    const random = generator(SEED);
    const server = await createTestServer({ strict: false, realtime: { backend, holdInMs: 1_000 } });
    t.after(() => server.close());
    const { prod } = server.createProject();
    const cutter = await startCutter(t, server.url, random);
    const client = new TriggerClient({ secretKey: prod.secretKey, baseURL: cutter.url });
    const reconnect = { minTimeoutInMs: 5, maxTimeoutInMs: 100 };
    const watch = async ({ id }) => {
      const steps = [];
      const move = (step) => {
        if (step > STEPS) return;
        prod.updateRun(id, step === STEPS ? { status: "COMPLETED", output: id } : { metadata: { step } });
        setTimeout(move, random() * 200, step + 1);
      };
      let last;
      for await (const run of client.runs.subscribeToRun(id, { reconnect })) {
        if (steps.length === 0) setTimeout(move, random() * 200, 1);
        steps.push(run.metadata.step);
        last = run;
      }
      assert.deepEqual([last?.status, last?.output], ["COMPLETED", id]);
      // None is older than the one before.
      assert.deepEqual(
        steps,
        steps.toSorted((one, other) => one - other),
      );
      prod.removeRun(id);
      told += 1;
    };
    let told = 0;
    let left = COUNT;
    const watchAll = async () => {
      while (left-- > 0) await watch(prod.seedRun({ status: "EXECUTING", metadata: { step: 0 } }));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, watchAll));
    assert.equal(told, COUNT);
    t.diagnostic(`${cutter.cuts()} cuts, ${server.requests.length} requests`);
    assert.ok(cutter.cuts() > COUNT / 2);
  });
}
