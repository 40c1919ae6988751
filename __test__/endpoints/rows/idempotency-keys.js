"use strict";

const { options, row } = require("../row.js");

// The SHA-256 of `a`, of the text of that, of `a-b`, `a-run_1` and `a-run_1-2`.
const OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const OF_HASH = "da3811154d59c4267077ddd8bb768fa9b06399c486e1fc00485116b57c9872f5";
const OF_A_AND_B = "d44362d67d921091c7b9674d752e9e23c1f9ec8a4f0b82741bf01364eb97c830";
const OF_RUN = "0e2d2d93b06aa5909a9485353e5b91424dd121bd85f9e68201ee3781dcdcba3b";
const OF_ATTEMPT = "5cd5eb84e2129fe7cfec4aa5134166981a02833dd7d51e8bbc4eb9c9338945ab";

function create(args, result) {
  const call = (api) => api.idempotencyKeys.create(...args);
  return row("idempotencyKeys.create", call, undefined, undefined, { result });
}

function reset(args, key) {
  const call = (api) => api.idempotencyKeys.reset("my task", ...args);
  const path = `/api/v1/idempotencyKeys/${key}/reset`;
  const answer = { id: key };
  return row("idempotencyKeys.reset", call, "POST", path, { body: { taskIdentifier: "my task" }, answer });
}

const run = { scope: "run", parentRunId: "run_1" };
const attempt = { scope: "attempt", parentRunId: "run_1", attemptNumber: 2 };

module.exports = [
  create(["a"], OF_A),
  create(["a", {}], OF_A),
  create(["a", { scope: "global" }], OF_A),
  create([["a"]], OF_A),
  create([["a", "b"]], OF_A_AND_B),

  reset([OF_A], OF_A),
  reset([OF_A, options], OF_A),
  reset([OF_A, { scope: "global" }, options], OF_A),
  // A list is no key that was made already.
  reset([[OF_A], { scope: "global" }], OF_HASH),
  reset(["a", { scope: "global" }], OF_A),
  reset([["a", "b"], { scope: "global" }, options], OF_A_AND_B),
  reset(["a", { parentRunId: "run_1" }], OF_RUN),
  reset(["a", run], OF_RUN),
  reset(["a", attempt], OF_ATTEMPT),
];
