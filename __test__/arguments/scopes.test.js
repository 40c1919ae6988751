"use strict";

// A public token with a misspelt scope allows nothing, and says so only when it is used: the name is refused.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { refusesExactly, sent } = require("./refusals.js");

const token = (scopes) => (api) => api.auth.createPublicToken({ scopes });
const actions = "known are read, write, trigger, batchTrigger, admin";
const resources =
  "known are all, runs, tags, tasks, batch, waitpoints, sessions, inputStreams, deployments, errors, prompts, query, " +
  "queues, branches, envvars";

const wrong = [
  [{ raed: { runs: true } }, `scopes.raed is not known here; ${actions}`],
  [{ "read:runs": true }, `scopes.read:runs is not known here; ${actions}`],
  [{ read: { run: "run_1" } }, `scopes.read.run is not known here; ${resources}`],
  [{ read: { runs: "run_1", tag: undefined } }, `scopes.read.tag is not known here; ${resources}`],
  [{ write: { constructor: true } }, `scopes.write.constructor is not known here; ${resources}`],
];
for (const [scopes, message] of wrong) {
  refusesExactly(token(scopes), `auth.createPublicToken: ${message}`, JSON.stringify(scopes));
}

test("every name that is known goes out", async () => {
  const read = Object.fromEntries(
    resources
      .slice("known are ".length)
      .split(", ")
      .map((name) => [name, true]),
  );
  const scopes = { read, write: true, trigger: { tasks: "t" }, batchTrigger: { tasks: ["t"] }, admin: false };
  const { method, path } = await sent(token(scopes));
  assert.deepEqual([method, path], ["POST", "/api/v1/auth/jwt/claims"]);
});
