"use strict";

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

const token = "tr_dev_abcdefghijklmnopqrstuvwx";
let recorder;
let client;

before(async () => {
  recorder = await startRecorder(() => ({}));
  client = withAuth({ secretKey: token, baseURL: recorder.url });
});
after(() => recorder.close());

/** A call that is refused: the promise rejects, nothing is thrown and nothing is sent. */
async function refusal(call) {
  recorder.requests.length = 0;
  let promise;
  assert.doesNotThrow(() => (promise = call(client)));
  const error = await promise.then(
    (value) => assert.fail(`resolved with ${JSON.stringify(value)}`),
    (caught) => caught,
  );
  assert.deepEqual(recorder.requests, []);
  assert.ok(error instanceof ArgumentError, String(error));
  assert.ok(!error.message.includes(token), "a token stands in the message");
  return error;
}

/** A test that a call is refused with a message. */
function refuses(title, call, message) {
  test(title, async () => assert.match((await refusal(call)).message, message));
}

const wrongIds = [undefined, null, 7, Number.NaN, true, [], () => {}, Symbol("a"), 1n, new Date(), new Map()];

/** A test that an argument, named with its function, must be a text that is one path segment. */
function refusesIds(argument, callWith) {
  test(`${argument} must be a text that is one path segment`, async () => {
    for (const id of wrongIds) {
      const { message } = await refusal(callWith(id));
      assert.ok(message.startsWith(`${argument} must be a string`), message);
    }
    for (const id of ["", ".", ".."]) {
      const { message } = await refusal(callWith(id));
      assert.ok(message.startsWith(`${argument} must `), message);
    }
  });
}

module.exports = { refuses, refusesIds };
