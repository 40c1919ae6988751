// calls over HTTPS and HTTP/2, with an authority of one's own

import assert from "node:assert/strict";
import { ApiConnectionError, withAuth } from "hairtrigger";
import { rejection, secure, works } from "./world.mjs";

const { ca, ...untrusting } = secure.config;
const { runs } = withAuth({ ...untrusting, ca });
const ids = await Promise.all(Array.from({ length: 20 }, () => runs.retrieve(secure.runId)));
assert.ok(ids.every(({ id }) => id === secure.runId));
const failure = await rejection(withAuth(untrusting).runs.retrieve(secure.runId));
assert.ok(failure instanceof ApiConnectionError, String(failure));
works();
