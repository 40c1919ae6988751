"use strict";

// Tests of what a call refuses before anything is sent.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ApiResponseError, ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

const token = "tr_dev_abcdefghijklmnopqrstuvwx";
/** What most calls are content with, and every poll. */
const answer = { id: "a", isCompleted: true, status: "COMPLETED", success: true, data: [], pagination: {} };
let recorder;
let client;

before(async () => {
  recorder = await startRecorder(() => answer);
  client = withAuth({ secretKey: token, baseURL: recorder.url });
});
after(() => recorder.close());

/** Why a call, on the client or on another one of this URL, is refused: it rejects, and sends nothing. */
async function refusal(call) {
  recorder.requests.length = 0;
  let promise;
  assert.doesNotThrow(() => (promise = call(client, recorder.url)));
  const error = await promise.then(
    (value) => assert.fail(`resolved with ${JSON.stringify(value)}`),
    (caught) => caught,
  );
  assert.deepEqual(recorder.requests, []);
  assert.ok(!error?.message?.includes(token), "a token stands in the message");
  return error;
}

/** The request that a call sends, whether its answer is what the call promises or not. */
async function sent(call) {
  recorder.requests.length = 0;
  await call(client, recorder.url).catch((error) => {
    if (!(error instanceof ApiResponseError)) throw error;
  });
  assert.equal(recorder.requests.length, 1);
  return recorder.requests[0];
}

/** A test that a call is refused with a message like this one, or with exactly this text. */
function refuses(title, call, message, Class = ArgumentError) {
  test(title, async () => {
    const error = await refusal(call);
    assert.ok(error instanceof Class, String(error));
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
  });
}

/** The same of exactly this message, which names the test. */
function refusesExactly(call, message, what = String(call)) {
  refuses(`${what}: ${message}`.replace(/\s+/g, " "), call, message);
}

const wrongIds = [undefined, null, 7, Number.NaN, true, [], () => {}, Symbol("a"), 1n, new Date()];

/** Tests that an argument, named with its function, must be a text, and is one path segment whatever it holds. */
function refusesIds(argument, callWith) {
  test(`${argument} must be a text that is one path segment`, async () => {
    for (const id of wrongIds) {
      const error = await refusal(callWith(id));
      assert.ok(error instanceof ArgumentError, String(error));
      assert.ok(error.message.startsWith(`${argument} must be a`), error.message);
    }
    for (const id of ["", ".", ".."]) {
      const { message } = await refusal(callWith(id));
      assert.match(message, new RegExp(`^${argument} must (not be empty|be one path segment)`));
    }
  });

  test(`${argument}, however hostile, arrives as one path segment`, async () => {
    const { path } = await sent(callWith("plain"));
    for (const id of ["../../x", "a/b", "a?b", "a#b", "%2e%2e", "\0", "é", "a&b=c"]) {
      const arrived = await sent(callWith(id));
      assert.equal(arrived.path, path.replace("/plain", `/${encodeURIComponent(id)}`));
    }
  });
}

module.exports = { refusal, refuses, refusesExactly, refusesIds, sent, token };
