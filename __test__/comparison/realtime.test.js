"use strict";

// The official SDK follows runs of the embedded API, whichever server stands behind its feeds.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { auth, runs } = require("@trigger.dev/sdk");
const { createTestServer } = require("../../testing");

async function start(t, realtime) {
  const server = await createTestServer({ realtime });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const follow = (task) => auth.withAuth({ baseURL: server.url, accessToken: prod.secretKey }, task);
  return { server, prod, follow };
}

for (const backend of ["native", "electric"]) {
  test(`subscribeToRun follows a run to its end: ${backend}`, async (t) => {
    const { server, prod, follow } = await start(t, backend);
    const error = { name: "Error", message: "boom", stackTrace: "at task.ts:1" };
    const { id } = prod.seedRun({
      payload: { x: 1 },
      payloadOffloaded: true,
      tags: ["a b", 'c"'],
      costInCents: 0.5,
      isTest: true,
    });
    const steps = [
      { status: "EXECUTING", metadata: { step: 1 } },
      { status: "FAILED", output: { sum: 3 }, error },
    ];
    const seen = [];
    await follow(async () => {
      for await (const run of runs.subscribeToRun(id)) {
        seen.push(run);
        const step = steps.shift();
        if (step) server.waitForRequest(() => isHeld(server)).then(() => prod.updateRun(id, step));
      }
    });
    const told = ({ status, tags, payload, output, metadata, error: failure }) => [
      status,
      tags,
      payload,
      output,
      metadata,
      failure,
    ];
    const tags = ["a b", 'c"'];
    assert.deepEqual(seen.map(told), [
      ["QUEUED", tags, { x: 1 }, undefined, undefined, undefined],
      ["EXECUTING", tags, { x: 1 }, undefined, { step: 1 }, undefined],
      ["FAILED", tags, { x: 1 }, { sum: 3 }, { step: 1 }, error],
    ]);
    const [first, , last] = seen;
    const retrieved = prod.run(id);
    for (const name of ["createdAt", "updatedAt", "startedAt", "finishedAt"]) {
      assert.deepEqual(last[name], retrieved[name], name);
    }
    assert.deepEqual([first.isTest, first.costInCents, last.isFailed, last.id], [true, 0.5, true, id]);
  });

  test(`subscribeToRunsWithTag goes on after a handle is rotated: ${backend}`, async (t) => {
    const { server, prod, follow } = await start(t, { backend, rowsPerChunk: 2 });
    const ids = prod.seedRuns(5, () => ({ tags: ["a"] })).map(({ id }) => id);
    const seen = new Map();
    let isMoved = false;
    await follow(async () => {
      for await (const run of runs.subscribeToRunsWithTag("a")) {
        seen.set(run.id, run.status);
        if (run.status === "COMPLETED") break;
        if (seen.size < ids.length || isMoved) continue;
        isMoved = true;
        server
          .waitForRequest(() => isHeld(server))
          .then(() => {
            server.rotateFeeds();
            prod.updateRun(ids[0], { status: "COMPLETED" });
          });
      }
    });
    assert.deepEqual([...seen.keys()].sort(), [...ids].sort());
    assert.equal(
      server.requests.some(({ status }) => status === 409),
      backend === "electric",
    );
  });
}

function isHeld({ requests }) {
  return requests.some(({ held }) => held);
}
