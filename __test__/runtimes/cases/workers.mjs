// threads call beside each other, and may end with calls in flight

import assert from "node:assert/strict";
import { on, once } from "node:events";
import { Worker } from "node:worker_threads";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const { runs } = withAuth(plain.config);

async function runThread(terminated) {
  const workerData = { config: plain.config, runId: terminated ? plain.hanging : plain.runId };
  const worker = new Worker(new URL("./thread.mjs", import.meta.url), { workerData });
  const exited = once(worker, "exit");
  // Both may come before anybody has awaited the first.
  const messages = on(worker, "message");
  const next = async () => (await messages.next()).value[0];
  const first = await next();
  if (terminated) await worker.terminate();
  else assert.equal(await next(), plain.runId);
  assert.equal(first, "called");
  await exited;
}

await Promise.all([false, true, false, true].map(runThread));
await runThread(true);
assert.equal((await runs.retrieve(plain.runId)).id, plain.runId);
works();
