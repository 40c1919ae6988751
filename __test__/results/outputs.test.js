"use strict";

// What a waitpoint token was completed with, in the encoding it says.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, beforeEach, test } = require("node:test");

const { WaitpointTimeoutError, idempotencyKeys, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

const path = "/api/v1/waitpoints/tokens/waitpoint_1";
const secretKey = "tr_dev_abcdefghijklmnopqrstuvwx";
let answers;
let recorder;
let wait;

before(async () => {
  recorder = await startRecorder(({ path: asked }) => answers[asked]);
  ({ wait } = withAuth({ secretKey, baseURL: recorder.url }));
});
beforeEach(() => (recorder.requests.length = 0));
after(() => recorder.close());

function retrieve(fields, more) {
  answers = { [path]: { id: "waitpoint_1", tags: [], ...fields }, ...more };
  return wait.retrieveToken("waitpoint_1");
}

test("an output is what its type says", async () => {
  const json = '{"json":{"at":"2026-11-20T10:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}';
  const outputOf = async (output, outputType) => (await retrieve({ output, outputType })).output;
  assert.deepEqual(await outputOf(json, "application/super+json"), { at: new Date("2026-11-20T10:00:00Z") });
  assert.deepEqual(await outputOf('{"__proto__":1}', "application/json"), JSON.parse('{"__proto__":1}'));
  assert.equal(await outputOf("5", undefined), 5);
  assert.equal(await outputOf("5", "text/plain"), "5");
  assert.equal(await outputOf("5", "timeout/other"), "5");
  assert.equal(await outputOf("{", "application/json"), undefined);
  assert.equal("output" in (await retrieve({})), false);
});

test("a token that timed out has an error in place of its output", async () => {
  const output = '{"code":"TRIGGER_WAITPOINT_TIMEOUT","message":"Waitpoint timed out"}';
  const { error, ...token } = await retrieve({ output, outputIsError: true, outputType: "application/json" });
  assert.ok(error instanceof WaitpointTimeoutError && error instanceof Error);
  assert.deepEqual(
    [error.name, error.message, token.output],
    ["WaitpointTimeoutError", "Waitpoint timed out", undefined],
  );
  for (const other of [undefined, "not JSON", "null"]) {
    const { error: bare } = await retrieve({ output: other, outputIsError: true });
    assert.ok(bare instanceof WaitpointTimeoutError, String(other));
  }
});

test("an output that is kept elsewhere is fetched from there, without the token", async () => {
  const stored = { output: "waitpoint_1/token.json", outputType: "application/store" };
  const packets = "/api/v1/packets/waitpoint_1%2Ftoken.json";
  const { output } = await retrieve(stored, {
    [packets]: { presignedUrl: `${recorder.url}/stored?signature=1` },
    "/stored": { large: true },
  });
  assert.deepEqual(output, { large: true });
  const sent = recorder.requests.map((request) => [request.path, request.headers.authorization]);
  const bearer = `Bearer ${secretKey}`;
  assert.deepEqual(sent, [
    [path, bearer],
    [packets, bearer],
    ["/stored", undefined],
  ]);
  // Its name would pass for the output.
  assert.equal((await retrieve(stored)).output, undefined);
});

test("a key is made without a credential or a request", async () => {
  const key = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
  const made = idempotencyKeys.create("a");
  assert.equal(made.constructor, Promise);
  assert.equal(await made, key);
  assert.deepEqual(await Promise.all([idempotencyKeys.create("a"), idempotencyKeys.create(["a"])]), [
    key,
    key,
  ]);
  assert.deepEqual(recorder.requests, []);
});
