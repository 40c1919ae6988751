// a deadline ends a call

import assert from "node:assert/strict";
import { ApiTimeoutError, withAuth } from "hairtrigger";
import { plain, rejection, works } from "./world.mjs";

const late = await rejection(withAuth(plain.config).runs.retrieve(plain.hanging, { timeoutInMs: 20 }));
assert.ok(late instanceof ApiTimeoutError, String(late));
works();
