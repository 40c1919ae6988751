import { withAuth } from "hairtrigger";
import { createTestServer } from "hairtrigger/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cancelStuckRuns } from "./stuck-runs.js";

let server;
beforeEach(async () => {
  server = await createTestServer();
});
// Fails the test that asked for something nobody seeded.
afterEach(() => server.close());

test("cancels what hangs, and nothing else", async () => {
  const { prod } = server.createProject();
  const twoHoursAgo = new Date(Date.now() - 7_200_000);
  const stuck = prod.seedRun({ status: "EXECUTING", createdAt: twoHoursAgo });
  const recent = prod.seedRun({ status: "EXECUTING" });
  const finished = prod.seedRun({ status: "COMPLETED", createdAt: twoHoursAgo });

  await expect(withAuth(prod.config, () => cancelStuckRuns())).resolves.toEqual([stuck.id]);

  expect(prod.run(stuck.id).status).toBe("CANCELED");
  expect(prod.run(recent.id).status).toBe("EXECUTING");
  expect(prod.run(finished.id).status).toBe("COMPLETED");
});

test("leaves the runs of other customers alone", async () => {
  const [ours, theirs] = [server.createProject(), server.createProject()];
  const createdAt = new Date(Date.now() - 7_200_000);
  const { id } = theirs.prod.seedRun({ status: "EXECUTING", createdAt });

  await withAuth(ours.prod.config, () => cancelStuckRuns());

  expect(theirs.prod.run(id).status).toBe("EXECUTING");
  expect(server.requests.map(({ method }) => method)).not.toContain("POST");
});

test("survives an outage and a rate limit", async () => {
  const { prod } = server.createProject();
  prod.seedRun({ status: "EXECUTING", createdAt: new Date(Date.now() - 7_200_000) });
  server.fault({ path: "/api/v2/runs/", status: 503, times: 2 });
  server.limitRate(prod.secretKey, { limit: 2, windowInMs: 100 });

  const cancelled = await withAuth(prod.config, () => cancelStuckRuns());

  expect(cancelled).toHaveLength(1);
  expect(server.requests.map(({ status }) => status)).toContain(503);
});

test("asks for nothing that is not there", async () => {
  const { prod } = server.createProject();
  await expect(prod.client().runs.cancel("run_gone")).rejects.toThrow(
    /nobody expected POST \/api\/v2\/runs\/run_gone\/cancel/,
  );
  expect(() => server.verify()).toThrow(/run_gone/);
});
