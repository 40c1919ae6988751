// overlapping `withAuth` scopes stay apart, through AsyncLocalStorage

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { setImmediate, setTimeout } from "node:timers";
import { auth, configure, ConfigurationError, runs, withAuth } from "hairtrigger";
import { plain, rejection, works } from "./world.mjs";

configure({ baseURL: plain.config.baseURL, ambient: false });

/** The ways code goes on later, which a scope has to survive. */
const turns = [
  () => Promise.resolve(),
  () => new Promise((resolve) => setTimeout(resolve, 1)),
  () => new Promise((resolve) => setImmediate(resolve)),
  () => new Promise((resolve) => queueMicrotask(resolve)),
  () => runs.list({ limit: 1 }),
  async () => {
    const emitter = new EventEmitter();
    const heard = new Promise((resolve) => emitter.once("heard", resolve));
    emitter.emit("heard");
    await heard;
  },
];

async function serve({ name, config }, index) {
  await withAuth(config, async (client) => {
    for (let round = 0; round < turns.length; round += 1) {
      await turns[(index + round) % turns.length]();
      const { data } = await runs.list({ limit: 1 });
      assert.deepEqual(data[0].tags, [name]);
    }
    for await (const run of runs.list({ limit: 2 })) assert.deepEqual(run.tags, [name]);
    assert.deepEqual((await client.runs.list()).data[0].tags, [name]);
    const inner = plain.tenants[(index + 1) % plain.tenants.length];
    await auth.withAuth(inner.config, async () => {
      assert.deepEqual((await runs.list()).data[0].tags, [inner.name]);
    });
    assert.deepEqual((await runs.list()).data[0].tags, [name]);
  });
}

await Promise.all([...plain.tenants, ...plain.tenants, ...plain.tenants].map(serve));
assert.ok((await rejection(runs.list())) instanceof ConfigurationError);
works();
