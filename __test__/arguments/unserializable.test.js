"use strict";

// What JSON cannot hold is the caller's mistake in any call: it is named with its path, and nothing is sent.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ArgumentError } = require("hairtrigger");
const { LegacyClient } = require("hairtrigger/legacy");
const { refusal, token } = require("./refusals.js");

const legacy = () => new LegacyClient({ apiKey: "tr_dev_legacy", baseURL: "http://127.0.0.1:1" });
const trigger = (value) => ({ metadata: value });

/** Every place for a value of the caller's own, by its path. */
const places = {
  "tasks.trigger: metadata": (api, value) => api.tasks.trigger("t", 1, trigger(value)),
  "tasks.batchTrigger: items[1].options.metadata": (api, value) =>
    api.tasks.batchTrigger("t", [{ payload: 1 }, { payload: 1, options: trigger(value) }]),
  "batch.trigger: items[0].options.metadata": (api, value) =>
    api.batch.trigger([{ id: "t", options: trigger(value) }]),
  "batch.triggerByTask: items[0].options.metadata": (api, value) =>
    api.batch.triggerByTask([{ task: { id: "t" }, options: trigger(value) }]),
  "runs.replay: metadata": (api, value) => api.runs.replay("run_1", { metadata: value }),
  "runs.updateMetadata: metadata": (api, value) => api.runs.updateMetadata("run_1", { metadata: value }),
  "runs.updateMetadata: operations": (api, value) => api.runs.updateMetadata("run_1", { operations: value }),
  "wait.completeToken: data": (api, value) => api.wait.completeToken("waitpoint_1", value),
  "prompts.resolve: variables": (api, value) => api.prompts.resolve("greeting", value),
  "query.dashboards.create: widgets": (api, value) =>
    api.query.dashboards.create({ title: "t", widgets: value }),
  "sessions.update: metadata": (api, value) => api.sessions.update("session_1", { metadata: value }),
  "auth.createPublicToken: realtime": (api, value) => api.auth.createPublicToken({ realtime: value }),
  "request: body": (api, value) => api.request("POST", "/api/v1/mine", { body: value }),
  "legacy.invokeJob: payload": (_, value) => legacy().invokeJob("job", value),
  "legacy.sendEvent: payload": (_, value) => legacy().sendEvent({ name: "n", payload: value }),
};

function circle() {
  const value = { list: [0, {}] };
  value.list[1].self = value;
  return value;
}

for (const [place, call] of Object.entries(places)) {
  test(`${place}: a bigint and a circle are refused with their path`, async () => {
    for (const [value, said] of [
      [{ a: { n: 1n } }, ".a.n must be a value that JSON can hold, got a bigint"],
      [circle(), ".list[1].self must be a value that JSON can hold, got an object that contains itself"],
    ]) {
      const error = await refusal((api) => call(api, value));
      assert.ok(error instanceof ArgumentError, error.stack);
      assert.equal(error.message, place + said);
    }
  });
}

const body = (value) => refusal((api) => api.request("POST", "/api/v1/mine", { body: value }));

test("a value that is itself no JSON is named, and so is one behind toJSON", async () => {
  assert.match((await body(1n)).message, /^request: body must be .*, got a bigint$/);
  const inside = { toJSON: () => ({ b: [1n] }) };
  assert.match((await body({ inside })).message, /^request: body\.inside\.b\[0\] must be .*, got a bigint$/);
});

test("one object in two places is no circle", async () => {
  const shared = {};
  const error = await body({ one: shared, other: shared, n: 1n });
  assert.match(error.message, /^request: body\.n must be /);
});

test("a name that looks like a token is not repeated", async () => {
  const { message } = await body({ [token]: 1n });
  assert.match(message, /body\.\(a name that looks like a token\) must be/);
  assert.ok(!message.includes(token));
});

test("a value that is nested too deeply is refused", async () => {
  let deep = {};
  for (let level = 0; level < 200_000; level += 1) deep = { deep };
  const error = await body(deep);
  assert.ok(error instanceof ArgumentError, error.stack);
  assert.match(error.message, /nested too deeply/);
});

test("a TypeError of the caller's own is the caller's", async () => {
  const mine = new TypeError("Do not know how to serialize a BigInt");
  const toJSON = () => {
    throw mine;
  };
  assert.equal(await body({ toJSON }), mine);
});
