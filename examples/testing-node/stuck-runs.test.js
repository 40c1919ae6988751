import assert from "node:assert/strict";
import { test } from "node:test";
import { withAuth } from "hairtrigger";
import { createTestServer } from "hairtrigger/testing";
import { cancelStuckRuns } from "./stuck-runs.js";

const twoHoursAgo = new Date(Date.now() - 7_200_000);

/** Starts a server for one test, which fails if it asks for something nobody seeded. */
async function start(t) {
  const server = await createTestServer();
  t.after(() => server.close());
  return server;
}

test("cancels what hangs, and nothing else", async (t) => {
  const { prod } = (await start(t)).createProject();
  const stuck = prod.seedRun({ status: "EXECUTING", createdAt: twoHoursAgo });
  const recent = prod.seedRun({ status: "EXECUTING" });

  assert.deepEqual(await withAuth(prod.config, () => cancelStuckRuns()), [stuck.id]);

  assert.equal(prod.run(stuck.id).status, "CANCELED");
  assert.equal(prod.run(recent.id).status, "EXECUTING");
});

test("survives an outage", async (t) => {
  const server = await start(t);
  const { prod } = server.createProject();
  prod.seedRun({ status: "EXECUTING", createdAt: twoHoursAgo });
  server.fault({ path: "/api/v2/runs/", status: 503, times: 2 });

  const cancelled = await withAuth(prod.config, () => cancelStuckRuns());

  assert.equal(cancelled.length, 1);
  assert.deepEqual(
    server.requests.map(({ status }) => status),
    [200, 503, 503, 200],
  );
});

test("gives up when it is told to", async (t) => {
  const server = await start(t);
  const { prod } = server.createProject();
  const fault = server.fault({ hang: true });
  const { runs } = prod.client();

  await assert.rejects(runs.list({}, { timeoutInMs: 50 }), { name: "TriggerApiError" });

  assert.equal(fault.hits, 1);
});
