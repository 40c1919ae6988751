"use strict";

// A function that never answers for a fresh token: it is waited for, ten seconds, and the old token is used then.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { AuthenticationError } = require("hairtrigger");
const { collect, feed, row, startScript } = require("../subscriptions/world.js");

const BEGUN = feed(row("EXECUTING"));
const FINAL = feed(row("COMPLETED", 2));
const REFUSED = { status: 401, headers: { "content-type": "application/json" }, body: '{"error":"expired"}' };

for (const [what, answers] of [
  ["is told what comes under the old one", [BEGUN, REFUSED, FINAL]],
  ["ends where the old one is refused again", [BEGUN, REFUSED, REFUSED]],
]) {
  test(`a subscription whose fresh token never comes ${what}`, async (t) => {
    const { client, requests } = await startScript(t, ...answers);
    let calls = 0;
    const refreshAccessToken = () => {
      calls += 1;
      return new Promise(() => {});
    };
    const subscription = client.runs.subscribeToRun("run_1", { updates: "every", refreshAccessToken });
    const states = collect(subscription);
    if (answers.at(-1) === FINAL) assert.deepEqual(await states, ["EXECUTING", "COMPLETED"]);
    else await assert.rejects(states, (error) => error instanceof AuthenticationError);
    assert.deepEqual([calls, requests.length], [1, 3]);
    assert.ok(requests[2].at - requests[1].at >= 9_900);
  });
}
