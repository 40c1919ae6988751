// `drain` resolves when nothing is in flight, and rejects when that takes too long

import assert from "node:assert/strict";
import { ApiTimeoutError, drain, withAuth } from "hairtrigger";
import { plain, rejection, works } from "./world.mjs";

const { runs } = withAuth(plain.config);
let settled = 0;
for (let index = 0; index < 20; index += 1) {
  runs.retrieve(plain.runId).then(() => (settled += 1));
}
await drain();
assert.equal(settled, 20);

const controller = new AbortController();
const hanging = rejection(runs.retrieve(plain.hanging, { signal: controller.signal }));
assert.ok((await rejection(drain({ timeoutInMs: 20 }))) instanceof ApiTimeoutError);
controller.abort();
await hanging;
await drain();
works();
