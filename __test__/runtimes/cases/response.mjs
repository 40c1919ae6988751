// the `Response` of a call, with its body

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const { runs } = withAuth(plain.config);
const response = await runs.retrieve(plain.runId).asResponse();
assert.ok(response instanceof Response);
assert.equal(response.status, 200);
assert.equal((await response.json()).id, plain.runId);
works();
