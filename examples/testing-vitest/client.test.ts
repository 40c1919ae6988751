import { expect, test } from "vitest";
import { createTestServer } from "hairtrigger/testing";

test("cancels a run", async () => {
  await using server = await createTestServer();
  const { prod } = server.createProject();
  const { id } = prod.seedRun({ status: "EXECUTING" });
  await prod.client().runs.cancel(id);
  expect(prod.run(id)?.status).toBe("CANCELED");
});
