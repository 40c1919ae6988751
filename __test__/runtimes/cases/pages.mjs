// pages, their columns and their dates

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const [{ name, config, count }] = plain.tenants;
const { runs } = withAuth(config);
const seen = [];
for await (const run of runs.list({ limit: 2 })) seen.push(run);
assert.equal(new Set(seen.map(({ id }) => id)).size, count);
assert.ok(seen.every(({ tags, createdAt }) => tags[0] === name && createdAt instanceof Date));

const first = await runs.list({ limit: 2 });
const second = await first.getNextPage();
assert.equal(second.data[0].id, seen[2].id);
const back = await second.getPreviousPage();
assert.deepEqual(new Set(back.data.map(({ id }) => id)), new Set([seen[0].id, seen[1].id]));
for await (const run of runs.list({ limit: 2 })) {
  if (run.id === seen[1].id) break;
}
works();
