"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

const wrongIds = [undefined, null, 7, Number.NaN, true, [], () => {}, Symbol("a"), 1n, new Date(), new Map()];
let recorder;
let client;

before(async () => {
  recorder = await startRecorder(() => ({}));
  client = withAuth({ secretKey: "tr_dev_abcdefghijklmnopqrstuvwx", baseURL: recorder.url });
});
after(() => recorder.close());

/** The message of a call that is refused: the promise rejects, nothing is thrown and nothing is sent. */
async function refusal(call) {
  let promise;
  assert.doesNotThrow(() => (promise = call(client)));
  const error = await promise.then(
    (value) => assert.fail(`resolved with ${JSON.stringify(value)}`),
    (caught) => caught,
  );
  assert.ok(error instanceof ArgumentError, String(error));
  assert.deepEqual(recorder.requests, []);
  return error.message;
}

function refuses(title, call, message) {
  test(title, async () => assert.match(await refusal(call), message));
}

/** Ids that are none, for each argument that is one: `"runs.cancel: runId": (id) => (api) => …`. */
function refusesIds(calls) {
  for (const [argument, call] of Object.entries(calls)) {
    test(`${argument} must be one path segment`, async () => {
      for (const id of wrongIds) {
        const message = await refusal(call(id));
        assert.ok(message.startsWith(`${argument} must be a string, got `), message);
      }
      for (const id of ["", ".", ".."]) assert.ok((await refusal(call(id))).startsWith(argument));
    });
  }
}

module.exports = { refuses, refusesIds };
