// calls over HTTP

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const { envvars, runs } = withAuth(plain.config);
const run = await runs.retrieve(plain.runId);
assert.equal(run.id, plain.runId);
assert.ok(run.createdAt instanceof Date);
const name = `CASE_${Math.random().toString(36).slice(2)}`;
await envvars.create(plain.project, "prod", { name, value: "one" });
await envvars.update(plain.project, "prod", name, { value: "zwei, 二, 🂢" });
assert.equal((await envvars.retrieve(plain.project, "prod", name)).value, "zwei, 二, 🂢");
await envvars.del(plain.project, "prod", name);
works();
