// 500 calls at once

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const { runs } = withAuth(plain.config);
const found = await Promise.all(Array.from({ length: 500 }, () => runs.retrieve(plain.runId)));
assert.ok(found.every(({ id }) => id === plain.runId));
works();
