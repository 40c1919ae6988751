// an abort signal ends a call, with the signal's reason

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, rejection, works } from "./world.mjs";

const { runs } = withAuth(plain.config);
const reason = { enough: true };
assert.equal(await rejection(runs.retrieve(plain.runId, { signal: AbortSignal.abort(reason) })), reason);

const controller = new AbortController();
const calls = Array.from({ length: 20 }, () =>
  rejection(runs.retrieve(plain.hanging, { signal: controller.signal })),
);
await runs.retrieve(plain.runId);
controller.abort(reason);
assert.deepEqual(new Set(await Promise.all(calls)), new Set([reason]));

const late = await rejection(runs.retrieve(plain.hanging, { signal: AbortSignal.timeout(20) }));
assert.equal(late.name, "TimeoutError");
works();
