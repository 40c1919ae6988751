"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

const token = "tr_dev_abcdefghijklmnopqrstuvwx";
let recorder;
let client;

before(async () => {
  recorder = await startRecorder(() => ({ data: [], pagination: {} }));
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

/** A test that the call is refused with exactly this message. */
function refuses(call, message, title = String(call)) {
  test(`${title}: ${message}`.replace(/\s+/g, " "), async () => {
    assert.equal((await refusal(call)).message, message);
  });
}

const wrong = [undefined, null, 7, Number.NaN, true, [], () => {}, Symbol("a"), 1n, new Date()];

/** Tests that an argument must be a text that is one path segment; `named` is the call and the argument. */
function refusesOtherThanOneSegment(named, call) {
  test(`${named} must be one path segment`, async () => {
    for (const id of wrong) {
      const { message } = await refusal((api) => call(api, id));
      assert.ok(message.startsWith(`${named} must be a`), message);
    }
    for (const id of ["", ".", ".."]) {
      const { message } = await refusal((api) => call(api, id));
      assert.match(message, new RegExp(`^${named} must (not be empty|be one path segment)`));
    }
  });

  test(`${named}, however hostile, arrives as one path segment`, async () => {
    for (const id of ["../../x", "a/b", "a?b", "a#b", "%2e%2e", "\0", "é", "a&b=c"]) {
      recorder.requests.length = 0;
      await call(client, id);
      const [{ path }] = recorder.requests;
      const plain = await call(client, "plain").then(() => recorder.requests[1].path);
      assert.equal(path, plain.replace("/plain", `/${encodeURIComponent(id)}`));
    }
  });
}

module.exports = { refuses, refusesOtherThanOneSegment };
