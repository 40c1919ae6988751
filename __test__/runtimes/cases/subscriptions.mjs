// runs are watched to their end, and a subscription that is left lets the process end

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, secure, works } from "./world.mjs";

for (const { config, runId } of [plain, secure]) {
  const { runs, tasks } = withAuth(config);
  const statuses = [];
  for await (const { status } of runs.subscribeToRun(runId)) statuses.push(status);
  assert.deepEqual(statuses, ["COMPLETED"]);

  // One that changes while it is watched.
  const { id } = await tasks.trigger("watched", { n: 1 });
  const seen = [];
  for await (const run of runs.subscribeToRun(id)) {
    assert.ok(run.createdAt instanceof Date);
    assert.deepEqual(run.payload, { n: 1 });
    seen.push(run.status);
    if (run.status === "QUEUED") await runs.cancel(id);
  }
  assert.deepEqual(seen, ["QUEUED", "CANCELED"]);

  // Many at once, some of them left while they wait.
  const handles = await Promise.all(Array.from({ length: 20 }, () => tasks.trigger("watched", { n: 2 })));
  await Promise.all(
    handles.map(async (handle, index) => {
      const subscription = runs.subscribeToRun(handle.id);
      assert.equal((await subscription.next()).value.status, "QUEUED");
      if (index % 2 === 0) return subscription.unsubscribe();
      const next = subscription.next();
      await runs.cancel(handle.id);
      assert.equal((await next).value.status, "CANCELED");
      return assert.deepEqual(await subscription.next(), { done: true, value: undefined });
    }),
  );
}
works();
