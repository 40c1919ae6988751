"use strict";

// Runs that are triggered and watched to their end in one call.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { start, untilHeld } = require("./world.js");

/** The id of the run that was triggered, once it is watched. */
async function untilWatched(server) {
  await untilHeld(server);
  return server.requests
    .find(({ held }) => held)
    .path.split("/")
    .at(-1);
}

for (const [fields, expected] of [
  [
    { status: "COMPLETED", output: { sum: 3 } },
    { ok: true, output: { sum: 3 } },
  ],
  [
    { status: "FAILED", error: { name: "TypeError", message: "no" } },
    { ok: false, error: ["TypeError", "no"] },
  ],
  [{ status: "CANCELED" }, { ok: false, error: ["Error", "the run ended as CANCELED"] }],
  [{ status: "TIMED_OUT" }, { ok: false, error: ["Error", "the run ended as TIMED_OUT"] }],
]) {
  test(`what came of a run is told: ${fields.status}`, async (t) => {
    const { server, prod, client } = await start(t);
    const outcome = client.tasks.triggerAndSubscribe("hello-world", { x: 1 }, { tags: ["a"] });
    const id = await untilWatched(server);
    prod.updateRun(id, fields);
    const { error, ...others } = await outcome;
    const told = { ...others, ...(error && { error: [error.name, error.message] }) };
    assert.deepEqual(told, { id, taskIdentifier: "hello-world", ...expected });
    assert.deepEqual(prod.run(id).tags, ["a"]);
  });
}

for (const cancelOnAbort of [true, false]) {
  test(`an abort rejects with its reason; cancelOnAbort: ${cancelOnAbort}`, async (t) => {
    const { server, prod, client } = await start(t);
    const controller = new AbortController();
    const { signal } = controller;
    const outcome = client.tasks.triggerAndSubscribe("hello-world", undefined, { signal, cancelOnAbort });
    const id = await untilWatched(server);
    const reason = new Error("enough");
    controller.abort(reason);
    await assert.rejects(outcome, (error) => error === reason);
    const isCancel = ({ path }) => path.endsWith(`${id}/cancel`);
    if (cancelOnAbort) await server.waitForRequest(isCancel);
    await client.runs.retrieve(id);
    assert.equal(server.requests.some(isCancel), cancelOnAbort);
    assert.equal(prod.run(id).isCancelled, cancelOnAbort);
  });
}

test("a trigger that is refused is thrown, and nothing is watched", async (t) => {
  const { server, client } = await start(t);
  await assert.rejects(client.tasks.triggerAndSubscribe("..", 1), { name: "ArgumentError" });
  await assert.rejects(client.tasks.triggerAndSubscribe("a", 1, { nope: 1 }), /nope is not known here/);
  assert.deepEqual(server.requests, []);
});

test("clientConfig scopes the trigger and the subscription alike", async (t) => {
  const { server, client } = await start(t);
  const other = server.createProject().prod;
  const clientConfig = { secretKey: other.secretKey, baseURL: server.url };
  const outcome = client.tasks.triggerAndSubscribe("hello-world", 1, {}, { clientConfig });
  const id = await untilWatched(server);
  other.updateRun(id, { status: "COMPLETED" });
  assert.equal((await outcome).ok, true);
  const bearer = `Bearer ${other.secretKey}`;
  assert.ok(server.requests.every(({ headers }) => headers.authorization === bearer));
});
