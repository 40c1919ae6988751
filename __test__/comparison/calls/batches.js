"use strict";

const at = new Date("2026-11-20T10:00:00.000Z");

/** The items of a batch of one task. */
const items = () => [
  { payload: { at, none: undefined } },
  { payload: "text" },
  {},
  { payload: null, options: { tags: ["a"], idempotencyKey: "one", ttl: 60 } },
  { payload: { plain: 1 }, options: { idempotencyKey: ["o", "ne"], delay: at, queue: "mine" } },
];
/** The same of several tasks. */
const named = (name) =>
  items().map((item, index) => ({ ...(name === "id" ? { id: `task ${index % 2}` } : {}), ...item }));
const withTasks = () => items().map((item, index) => ({ task: { id: `task ${index % 2}` }, ...item }));

const everyOption = {
  queue: "mine",
  concurrency: ["one"],
  concurrencyKey: "tenant",
  idempotencyKey: "every",
  idempotencyKeyTTL: "1h",
  delay: "1h",
  ttl: "10m",
  tags: ["a"],
  maxAttempts: 2,
  metadata: { a: 1, at },
  maxDuration: 60.5,
  machine: "micro",
  priority: 3,
  region: "us-east-1",
  version: "20261121.2",
  externalDeploymentId: "commit",
  debounce: { key: "d", delay: "5s", mode: "leading", maxDelay: "1m" },
};

async function* stream(list) {
  yield* list;
}

const kinds = {
  "tasks.batchTrigger": { call: (api, ...args) => api.tasks.batchTrigger("a task", ...args), list: items },
  "batch.trigger": { call: (api, ...args) => api.batch.trigger(...args), list: () => named("id") },
  "batch.triggerByTask": { call: (api, ...args) => api.batch.triggerByTask(...args), list: withTasks },
};

function rowsOf([name, { call, list }]) {
  return [
    { name, call: (api) => call(api, list()) },
    { name: `${name} of an async iterable`, call: (api) => call(api, stream(list())) },
    {
      name: `${name} of a web stream`,
      call: (api) => call(api, ReadableStream.from(list())),
    },
    { name: `${name} with no options`, call: (api) => call(api, list(), {}) },
    {
      name: `${name} with an idempotency key`,
      call: (api) => call(api, list(), { idempotencyKey: "mine", idempotencyKeyTTL: "1h" }),
    },
    {
      name: `${name} with an idempotency key of parts, of an async iterable`,
      call: (api) => call(api, stream(list()), { idempotencyKey: ["mi", "ne"] }),
    },
    {
      name: `${name} with a hashed idempotency key`,
      call: (api) => call(api, list(), { idempotencyKey: "f".repeat(64) }),
    },
    {
      name: `${name} with every option of an item`,
      call: (api) => call(api, [{ ...list()[0], options: everyOption }]),
    },
    {
      name: `${name} with large payloads`,
      call: (api) =>
        call(api, [
          { ...list()[0], payload: "x".repeat(131_072) },
          { ...list()[1], payload: { text: "x".repeat(140_000), at } },
          { ...list()[2], payload: "x".repeat(131_071) },
        ]),
      unordered: true,
    },
    {
      name: `${name} with request options`,
      call: (api) => call(api, list(), {}, { retry: { maxAttempts: 2 } }),
    },
    {
      name: `${name}, then retrieve`,
      call: async (api) => api.batch.retrieve((await call(api, list())).batchId),
    },
    {
      name: `${name} after a passing failure of its items`,
      prepare: ({ server }) =>
        server.fault({ path: /\/items$/, status: 503, times: 1, body: { error: "later" } }),
      call: (api) => call(api, list(), {}, { retry: { maxAttempts: 3, minTimeoutInMs: 1 } }),
    },
    {
      name: `${name} whose items arrive in part at first`,
      prepare: ({ server }) =>
        server.fault({
          path: /\/items$/,
          times: 1,
          body: { id: "batch_1", itemsAccepted: 0, itemsDeduplicated: 0, sealed: false },
        }),
      call: (api) => call(api, list(), {}, { retry: { maxAttempts: 3, minTimeoutInMs: 1 } }),
    },
  ];
}

const reads = [
  { name: "batch.retrieve", call: ({ batch }, { batchId }) => batch.retrieve(batchId) },
  {
    name: "batch.retrieve with request options",
    call: ({ batch }, { batchId }) => batch.retrieve(batchId, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "batch.retrieve of an unknown batch",
    call: ({ batch }) => batch.retrieve("batch_nope"),
    fails: true,
  },
  {
    name: "batch.retrieve under a public token",
    as: "publicToken",
    call: ({ batch }, { batchId }) => batch.retrieve(batchId),
  },
  {
    name: "batch.retrieve of a batch that is not whole",
    call: ({ batch }, { openBatchId }) => batch.retrieve(openBatchId),
  },
];

module.exports = [...Object.entries(kinds).flatMap(rowsOf), ...reads].map((row) => ({ as: "key", ...row }));
