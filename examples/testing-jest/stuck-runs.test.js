const { ApiTimeoutError, withAuth } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");
const { cancelStuckRuns } = require("./stuck-runs.js");

const twoHoursAgo = new Date(Date.now() - 7_200_000);

let server;
beforeEach(async () => {
  server = await createTestServer();
});
// Fails the test that asked for something nobody seeded.
afterEach(() => server.close());

test("cancels what hangs, and nothing else", async () => {
  const { prod } = server.createProject();
  const stuck = prod.seedRun({ status: "EXECUTING", createdAt: twoHoursAgo });
  const recent = prod.seedRun({ status: "EXECUTING" });

  await expect(withAuth(prod.config, () => cancelStuckRuns())).resolves.toEqual([stuck.id]);

  expect(prod.run(stuck.id)).toMatchObject({ status: "CANCELED", createdAt: twoHoursAgo });
  expect(prod.run(recent.id).status).toBe("EXECUTING");
});

test("survives an outage", async () => {
  const { prod } = server.createProject();
  prod.seedRun({ status: "EXECUTING", createdAt: twoHoursAgo });
  server.fault({ path: "/api/v2/runs/", status: 503, times: 2 });

  await expect(withAuth(prod.config, () => cancelStuckRuns())).resolves.toHaveLength(1);

  expect(server.requests.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
});

test("gives up when it is told to", async () => {
  const { prod } = server.createProject();
  const fault = server.fault({ hang: true });
  const { runs } = prod.client();

  await expect(runs.list({}, { timeoutInMs: 50 })).rejects.toThrow(ApiTimeoutError);

  expect(fault.hits).toBe(1);
});

test("asks for nothing that is not there", async () => {
  const { prod } = server.createProject();

  await expect(prod.client().runs.cancel("run_gone")).rejects.toThrow(/nobody expected POST/);

  expect(() => server.verify()).toThrow(/run_gone/);
});
