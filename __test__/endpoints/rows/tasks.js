"use strict";

const { after, options, row } = require("../row.js");

const path = "/api/v1/tasks/my%20task/trigger";
const run = { id: "run_1", isCached: false };
const hashed = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const json = (value, size) => ({ payload: value, payloadType: "application/super+json", payloadSize: size });

/** A trigger: its arguments, and what its body says. */
function trigger(args, { payload, ...said }) {
  const body = { ...(payload !== undefined && { payload }), options: said };
  return row("tasks.trigger", (api) => api.tasks.trigger("my task", ...args), "POST", path, {
    answer: run,
    body,
  });
}

const everyOption = {
  queue: "q",
  concurrency: "limit",
  concurrencyKey: "k",
  idempotencyKey: "abc",
  idempotencyKeyTTL: "1h",
  delay: after,
  ttl: 60,
  tags: ["a"],
  maxAttempts: 3,
  metadata: { at: after },
  maxDuration: 10,
  machine: "micro",
  priority: 5,
  region: "eu",
  version: "20261121.1",
  externalDeploymentId: "commit",
  debounce: { key: "d", delay: "5s", mode: "trailing", maxDelay: "1m" },
};
const everySaid = {
  ...everyOption,
  queue: { name: "q" },
  concurrency: ["limit"],
  idempotencyKey: hashed,
  idempotencyKeyOptions: { key: "abc", scope: "run" },
  delay: after.toISOString(),
  metadata: { at: after.toISOString() },
  lockToVersion: "20261121.1",
};
delete everySaid.version;

const triggers = [
  trigger([], { payloadType: "application/json", payloadSize: 0 }),
  trigger([undefined, options], { payloadType: "application/json", payloadSize: 0 }),
  trigger(["text"], { payload: "text", payloadType: "text/plain", payloadSize: 4 }),
  trigger([""], { payload: "", payloadType: "text/plain", payloadSize: 0 }),
  trigger([{ a: 1 }], json('{"json":{"a":1}}', 16)),
  trigger([null, {}, options], json('{"json":null}', 13)),
  trigger([{ a: "é" }], json('{"json":{"a":"é"}}', 19)),
  trigger([1, everyOption, options], { ...json('{"json":1}', 10), ...everySaid }),
  trigger([1, { delay: "1h", ttl: "10m", tags: "a", concurrency: ["a", "b"], idempotencyKey: hashed }], {
    ...json('{"json":1}', 10),
    delay: "1h",
    ttl: "10m",
    tags: "a",
    concurrency: ["a", "b"],
    idempotencyKey: hashed,
    idempotencyKeyOptions: { key: "abc", scope: "run" },
  }),
];

/** A batch: its arguments, what it is created with, and its items. */
function batch(name, call, said, items) {
  const tasks = [...new Set(items.map(({ task }) => task))].sort();
  const send = {
    method: "POST",
    path: "/api/v3/batches/batch_1/items",
    body: items.map((item, index) => ({ index, ...item })),
    answer: { id: "batch_1", itemsAccepted: items.length, itemsDeduplicated: 0, sealed: true },
  };
  return row(name, call, "POST", "/api/v3/batches", {
    answer: { id: "batch_1", runCount: items.length, isCached: false },
    body: { runCount: items.length, taskIdentifiers: tasks, ...said },
    more: [send],
  });
}

const none = { options: { payloadType: "application/json" } };
const text = { payload: "text", options: { payloadType: "text/plain", payloadSize: 4 } };

async function* stream(...items) {
  yield* items;
}

const batches = [
  batch("tasks.batchTrigger", (api) => api.tasks.batchTrigger("a b", [{ payload: "text" }, {}]), {}, [
    { task: "a b", ...text },
    { task: "a b", ...none },
  ]),
  batch("tasks.batchTrigger", (api) => api.tasks.batchTrigger("a", stream({}), options), {}, [
    { task: "a", ...none },
  ]),
  batch(
    "batch.trigger",
    (api) => api.batch.trigger([{ id: "b", payload: "text", options: { ttl: 5 } }, { id: "a" }], {}, options),
    {},
    [
      { task: "b", payload: "text", options: { ttl: 5, ...text.options } },
      { task: "a", ...none },
    ],
  ),
  batch(
    "batch.trigger",
    (api) =>
      api.batch.trigger(stream({ id: "a" }, { id: "a", options: { idempotencyKey: hashed } }), {
        idempotencyKey: "abc",
        idempotencyKeyTTL: "1h",
      }),
    { idempotencyKey: hashed, idempotencyKeyOptions: { key: "abc", scope: "run" } },
    [
      {
        task: "a",
        options: {
          ...none.options,
          // The SHA-256 of abc-0.
          idempotencyKey: "88e441edbd893328ba86e2b4d47a3faec44fccc5df8b7dd7b345c5a559df7fba",
          idempotencyKeyTTL: "1h",
        },
      },
      {
        task: "a",
        options: {
          ...none.options,
          idempotencyKey: hashed,
          idempotencyKeyOptions: { key: "abc", scope: "run" },
          idempotencyKeyTTL: "1h",
        },
      },
    ],
  ),
  batch("batch.triggerByTask", (api) => api.batch.triggerByTask([{ task: { id: "a" } }]), {}, [
    { task: "a", ...none },
  ]),
  batch(
    "batch.triggerAll",
    async (api) => {
      for await (const { batchId } of api.batch.triggerAll([{ id: "a" }]))
        if (batchId !== "batch_1") throw batchId;
    },
    {},
    [{ task: "a", ...none }],
  ),
];

const reads = [
  row("batch.retrieve", (api) => api.batch.retrieve("batch_1"), "GET", "/api/v2/batches/batch_1"),
  row("batch.retrieve", (api) => api.batch.retrieve("batch_1", options), "GET", "/api/v2/batches/batch_1"),
  row(
    "batch.retrieveResults",
    (api) => api.batch.retrieveResults("batch_1"),
    "GET",
    "/api/v1/batches/batch_1/results",
  ),
].map((read) => ({ ...read, answer: { id: "batch_1", items: [] } }));

module.exports = [...triggers, ...batches, ...reads];
