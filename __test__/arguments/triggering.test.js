"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { after, before, test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

const token = "tr_dev_abcdefghijklmnopqrstuvwx";
let recorder;
let client;

before(async () => {
  recorder = await startRecorder(() => ({ id: "run_1" }));
  client = withAuth({ secretKey: token, baseURL: recorder.url });
});
after(() => recorder.close());

/** A call that is refused: the promise rejects with what is wrong, and nothing is sent. */
function refuses(title, call, message) {
  test(title, async () => {
    let promise;
    assert.doesNotThrow(() => (promise = call(client)));
    const error = await promise.then(
      (value) => assert.fail(`resolved with ${JSON.stringify(value)}`),
      (caught) => caught,
    );
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, message);
    assert.ok(!error.message.includes(token), "a token stands in the message");
    assert.deepEqual(recorder.requests, []);
  });
}

const trigger =
  (...args) =>
  (api) =>
    api.tasks.trigger(...args);
const options = (given) => trigger("t", 1, given);
const batch =
  (...args) =>
  (api) =>
    api.batch.trigger(...args);
const item = (given) => batch([{ id: "t" }, given]);

for (const id of [undefined, null, 7, true, {}, [], () => {}, Symbol("a"), 1n, new Date()]) {
  const name = typeof id === "symbol" ? "a symbol" : `${typeof id} ${id}`;
  refuses(`a task that is ${name}`, trigger(id, 1), /^tasks\.trigger: taskId must be a string, got/);
  refuses(
    `the task of a batch that is ${name}`,
    (api) => api.tasks.batchTrigger(id, [{}]),
    /^tasks\.batchTrigger: taskId must be a string, got/,
  );
}
for (const id of ["", ".", ".."]) {
  refuses(`a task named ${JSON.stringify(id)}`, trigger(id, 1), /^tasks\.trigger: taskId /);
  refuses(
    `a batch of a task named ${JSON.stringify(id)}`,
    (api) => api.tasks.batchTrigger(id, [{}]),
    /^tasks\.batchTrigger: taskId /,
  );
  refuses(
    `a batch named ${JSON.stringify(id)}`,
    (api) => api.batch.retrieve(id),
    /^batch\.retrieve: batchId /,
  );
  refuses(
    `results of a batch named ${JSON.stringify(id)}`,
    (api) => api.batch.retrieveResults(id),
    /^batch\.retrieveResults: batchId /,
  );
}

refuses(
  "a payload that is a function",
  trigger("t", () => 1),
  /payload must be a value that JSON or superjson/,
);
refuses(
  "a payload that is a symbol",
  trigger("t", Symbol("a")),
  /payload must be a value that JSON or superjson/,
);
refuses("options that are a text", trigger("t", 1, "x"), /options must be an object, got "x"/);
refuses("options that are a list", trigger("t", 1, []), /options must be an object, got an array/);
refuses("an unknown option", options({ nope: 1 }), /nope is not known here; known are queue, /);
refuses("the server's name of an option", options({ lockToVersion: "1" }), /lockToVersion is not known here/);
refuses("an option of another call", options({ payload: 1 }), /payload is not known here/);
refuses("request options among the options", options({ tags: [], timeoutInMs: 1 }), /timeoutInMs/);
refuses("surplus arguments", trigger("t", 1, {}, {}, {}), /takes at most 4 arguments, got 5/);
refuses("a queue that is an object", options({ queue: { name: "q" } }), /queue must be a string/);
refuses("an empty queue", options({ queue: "" }), /queue must not be empty/);
refuses(
  "a concurrency limit in place",
  options({ concurrency: [{ total: 1 }] }),
  /concurrency\[0\] must be a string/,
);
refuses(
  "a concurrency key that is a number",
  options({ concurrencyKey: 1 }),
  /concurrencyKey must be a string/,
);
refuses(
  "an idempotency key that is a number",
  options({ idempotencyKey: 1 }),
  /idempotencyKey must be a string/,
);
refuses("an empty idempotency key", options({ idempotencyKey: "" }), /idempotencyKey must not be empty/);
refuses(
  "no part of an idempotency key",
  options({ idempotencyKey: [] }),
  /idempotencyKey must not be an empty/,
);
refuses("a part that is none", options({ idempotencyKey: ["a", 1] }), /idempotencyKey\[1\] must be a string/);
refuses("a delay that is a number", options({ delay: 60 }), /delay must be a duration/);
refuses("a delay that is no date", options({ delay: new Date(Number.NaN) }), /delay must be a duration/);
refuses("a delay in words", options({ delay: "1 hour" }), /delay must be a duration .* got "1 hour"/);
refuses("a time to live in words", options({ ttl: "soon" }), /ttl must be a duration .* got "soon"/);
refuses(
  "a key's lifetime in words",
  options({ idempotencyKeyTTL: "soon" }),
  /idempotencyKeyTTL must be a whole number of s, m, h or d/,
);
refuses("a time to live below none", options({ ttl: -1 }), /ttl must be a duration/);
refuses("tags that are none", options({ tags: [1] }), /tags\[0\] must be a string/);
refuses("attempts that are none", options({ maxAttempts: 0 }), /maxAttempts must be a positive integer/);
refuses("metadata that is a text", options({ metadata: "x" }), /metadata must be an object/);
refuses("a duration that is a text", options({ maxDuration: "1h" }), /maxDuration must be/);
refuses("a priority that is a text", options({ priority: "1" }), /priority must be a number/);
refuses("a version that is a number", options({ version: 1 }), /version must be a string/);
refuses("debouncing without a key", options({ debounce: { delay: "5s" } }), /debounce\.key must be a string/);
refuses(
  "debouncing in another way",
  options({ debounce: { key: "a", delay: "5s", nope: 1 } }),
  /nope is not known/,
);

for (const items of [undefined, null, 7, "text", {}, { length: 1 }, new Set(), () => {}]) {
  const what = typeof items === "object" && items !== null ? items.constructor.name : String(items);
  refuses(
    `items that are ${what}`,
    batch(items),
    /^batch\.trigger: items must be an array or an async iterable/,
  );
}
refuses("no items", batch([]), /^batch\.trigger: items must not be empty/);
refuses(
  "no items of a task",
  (api) => api.tasks.batchTrigger("t", []),
  /^tasks\.batchTrigger: items must not be empty/,
);
for (const given of [undefined, null, "t", 7, [], () => {}]) {
  refuses(`an item that is ${given}`, item(given), /items\[1\] must be an object \{ payload, options \}/);
}
refuses("an item without its task", item({ payload: 1 }), /items\[1\]\.id must be a string, got undefined/);
refuses("an item whose task is a number", item({ id: 7 }), /items\[1\]\.id must be a string/);
refuses("an item whose task is empty", item({ id: "" }), /items\[1\]\.id must not be empty/);
refuses("an item with an unknown field", item({ id: "t", nope: 1 }), /items\[1\]\.nope is not known here/);
refuses("an item with a task field", item({ id: "t", task: "t" }), /items\[1\]\.task is not known here/);
refuses(
  "an item of one task that names its own",
  (api) => api.tasks.batchTrigger("t", [{ id: "u" }]),
  /items\[0\]\.id is not known here; known are payload, options/,
);
refuses(
  "an item whose task has no id",
  (api) => api.batch.triggerByTask([{ task: {} }]),
  /items\[0\]\.task\.id must be a string/,
);
refuses("a payload of an item", item({ id: "t", payload: () => 1 }), /items\[1\]\.payload must be a value/);
refuses("options of an item", item({ id: "t", options: 7 }), /items\[1\]\.options must be an object/);
refuses("an option of an item", item({ id: "t", options: { ttl: -1 } }), /items\[1\]\.options\.ttl must be/);
refuses(
  "an unknown option of an item",
  item({ id: "t", options: { a: 1 } }),
  /items\[1\]\.options\.a is not known/,
);
refuses(
  "an option of a batch",
  batch([{ id: "t" }], { tags: [] }),
  /tags is not known here; known are idempo/,
);
refuses("the key of a batch", batch([{ id: "t" }], { idempotencyKey: 7 }), /idempotencyKey must be a string/);
refuses("its life", batch([{ id: "t" }], { idempotencyKeyTTL: 7 }), /idempotencyKeyTTL must be a string/);

test("what a caller's own code throws is what the call rejects with", async () => {
  const mine = new RangeError("mine");
  const fail = () => {
    throw mine;
  };
  const hostile = {
    get id() {
      return fail();
    },
  };
  for (const promise of [
    client.tasks.trigger("t", { toJSON: fail }),
    client.tasks.trigger("t", 1, { metadata: { toJSON: fail } }),
    client.batch.trigger([hostile]),
    client.batch.trigger([{ id: "t", payload: { toJSON: fail } }]),
    client.batch.triggerByTask([{ task: hostile }]),
    client.auth.createPublicToken({ scopes: { read: new Proxy({}, { ownKeys: fail }) } }),
    client.request("POST", "/a", { body: { toJSON: fail } }),
  ]) {
    assert.equal(await promise.catch((error) => error), mine);
  }
  assert.deepEqual(recorder.requests, []);
});

const unknown = {
  TriggerOptions: (api) => api.tasks.trigger("t", 1, { nope: 1 }),
  DebounceOptions: (api) => api.tasks.trigger("t", 1, { debounce: { key: "a", delay: "5s", nope: 1 } }),
  BatchTriggerOptions: (api) => api.batch.trigger([{ id: "t" }], { nope: 1 }),
  ReplayRunOptions: (api) => api.runs.replay("run_1", { nope: 1 }),
  CreatePublicTokenOptions: (api) => api.auth.createPublicToken({ nope: 1 }),
  CreateTriggerPublicTokenOptions: (api) => api.auth.createTriggerPublicToken("t", { nope: 1 }),
  RequestParams: (api) => api.request("GET", "/a", { nope: 1 }),
};

test("what is known is what is typed, by the same names", async () => {
  const typings = readFileSync(join(__dirname, "..", "..", "index.d.ts"), "utf8");
  for (const [name, call] of Object.entries(unknown)) {
    const { message } = await call(client).catch((error) => error);
    const known = /known are (.*)$/.exec(message)[1].split(", ");
    const [, body] = new RegExp(`^export interface ${name} \\{\n([^]*?)^\\}`, "m").exec(typings);
    const typed = Array.from(body.matchAll(/^ {2}(\w+)\??:/gm), ([, field]) => field);
    assert.deepEqual(typed.sort(), known.sort(), name);
  }
});
