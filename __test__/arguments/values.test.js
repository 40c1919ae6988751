"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");
const { rejection } = require("../support/scopes.js");

let recorder;
let runs;

before(async () => {
  recorder = await startRecorder(() => ({ id: "run_1" }));
  ({ runs } = withAuth({ secretKey: "tr_dev_abcdefghijklmnopqrstuvwx", baseURL: recorder.url }));
});
after(() => recorder.close());

class Custom {
  #hidden = 1;

  get hidden() {
    return this.#hidden;
  }
}

/** Objects whose JSON would lose what they hold. */
const LOST = {
  "a Map": new Map([["a", 1]]),
  "a Set": new Set([1]),
  "a promise": Promise.resolve({ a: 1 }),
  "an instance that hides its fields": new Custom(),
  "a WeakRef": new WeakRef({}),
};

for (const [what, metadata] of Object.entries(LOST)) {
  test(`metadata that is ${what} is refused, not sent as nothing`, async () => {
    const error = await rejection(runs.replay("run_1", { metadata }));
    assert.ok(error instanceof ArgumentError);
    assert.match(error.message, /metadata must be a plain object, got one whose JSON is empty/);
  });
}

const NO_OBJECT = {
  "a Date": new Date(0),
  "an object that is a text as JSON": { toJSON: () => "text" },
  "an object that is nothing as JSON": { toJSON: () => undefined },
  "an array": [1],
  "a function": () => {},
  "a symbol": Symbol("a"),
};

for (const [what, metadata] of Object.entries(NO_OBJECT)) {
  test(`metadata that is ${what} is refused`, async () => {
    const error = await rejection(runs.replay("run_1", { metadata }));
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, /metadata must be an object/);
  });
}

for (const payload of [() => {}, Symbol("a"), class {}]) {
  test(`a payload that is ${typeof payload} is refused, not left out`, async () => {
    const error = await rejection(runs.replay("run_1", { payload }));
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(
      error.message,
      /payload must be a value that JSON or superjson can hold, got a (function|symbol)/,
    );
  });
}

test("empty metadata, and an instance with fields, go out", async () => {
  class Point {
    x = 1;
  }
  for (const [metadata, sent] of [
    [{}, {}],
    [Object.create(null), {}],
    [new Point(), { x: 1 }],
    [{ toJSON: () => ({ a: 1 }) }, { a: 1 }],
  ]) {
    await runs.replay("run_1", { metadata });
    assert.deepEqual(recorder.requests.at(-1).body.metadata, sent);
  }
});

test("whatever toJSON or a getter throws is what the call rejects with", async () => {
  for (const thrown of [undefined, null, 0, "text", Symbol("a"), { a: 1 }, new Error("mine"), () => {}]) {
    const fail = () => {
      throw thrown;
    };
    const getter = Object.defineProperty({}, "a", { enumerable: true, get: fail });
    for (const options of [
      { metadata: { toJSON: fail } },
      { payload: { toJSON: fail } },
      { metadata: getter },
      { payload: getter },
      Object.defineProperty({}, "queue", { enumerable: true, get: fail }),
    ]) {
      assert.equal(await rejection(runs.replay("run_1", options)), thrown);
    }
  }
});
