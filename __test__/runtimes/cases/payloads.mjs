// payloads that JSON cannot hold

import assert from "node:assert/strict";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const { runs } = withAuth(plain.config);
const payload = { at: new Date(0), map: new Map([["one", 1n]]), none: undefined, text: "x".repeat(1000) };
const { id } = await runs.replay(plain.runId, { payload });
const { at, map, none, text } = (await runs.retrieve(id)).payload;
// The server shows what superjson made of it.
assert.deepEqual([at, map, none], [payload.at.toISOString(), [["one", "1"]], null]);
assert.equal(text, payload.text);
works();
