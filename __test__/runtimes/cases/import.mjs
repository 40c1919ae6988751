// `import` has every name that `require` has

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as imported from "hairtrigger";
import { works } from "./world.mjs";

const required = createRequire(import.meta.url)("hairtrigger");
const names = Object.keys(required);
assert.ok(names.length > 20);
for (const name of names) assert.equal(imported[name], required[name], name);
works();
