"use strict";

const at = new Date("2026-11-20T10:00:00.000Z");
const hashed = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** Made anew for each side: encoding must not depend on what the other side did to a value. */
const payloads = {
  "no payload": () => undefined,
  plain: () => ({ text: "a", list: [1, null, true], nested: { "a.b": 1 } }),
  text: () => "just text",
  "empty text": () => "",
  unicode: () => ({ text: "é \u{1f600} \ud800 \"'\\" }),
  "text beyond ASCII": () => "é \u{1f600}",
  null: () => null,
  false: () => false,
  "a number": () => 42,
  "a date": () => at,
  "a Map": () => new Map([["a", at]]),
  "a Set": () => ({ set: new Set([1, at]) }),
  "undefined within": () => ({ none: undefined, list: [undefined, 1] }),
  "a BigInt": () => 10n,
  "NaN and -0": () => ({ nan: Number.NaN, zero: -0 }),
  "almost large": () => "x".repeat(131_071),
  "large text": () => "x".repeat(131_072),
  large: () => ({ text: "x".repeat(140_000), at }),
  "large beyond ASCII": () => ({ text: "é".repeat(70_000) }),
};

const options = {
  "with no options": {},
  "with undefined among the options": { tags: undefined, delay: undefined, queue: undefined },
  "with a queue": { queue: "mine" },
  "with a concurrency limit": { concurrency: "limit" },
  "with concurrency limits": { concurrency: ["one", "two"] },
  "with a concurrency key": { concurrencyKey: "tenant" },
  "with an idempotency key": { idempotencyKey: "a key", idempotencyKeyTTL: "1h" },
  "with an idempotency key of parts": { idempotencyKey: ["a", "key"] },
  "with a hashed idempotency key": { idempotencyKey: "f".repeat(64) },
  "with a hashed idempotency key that this process has made": { idempotencyKey: hashed },
  "with a delay as text": { delay: "1h" },
  "with a delay as a date": { delay: at },
  "with a time to live": { ttl: "10m" },
  "with a time to live in seconds": { ttl: 60 },
  "with one tag": { tags: "a" },
  "with tags": { tags: ["a", "b"] },
  "with no tags": { tags: [] },
  "with attempts": { maxAttempts: 2 },
  "with metadata": { metadata: { at, none: undefined, nested: { a: [1, null] } } },
  "with a duration": { maxDuration: 60 },
  "with a machine": { machine: "small-2x" },
  "with a priority": { priority: -3.5 },
  "with a region": { region: "eu-central-1" },
  "with a version": { version: "20261121.2" },
  "with a deployment": { externalDeploymentId: "commit" },
  "with debouncing": { debounce: { key: "d", delay: "5s" } },
  "with debouncing in full": { debounce: { key: "d", delay: "5s", mode: "trailing", maxDelay: "1m" } },
  "with every option": {
    queue: "mine",
    concurrency: ["one"],
    concurrencyKey: "tenant",
    idempotencyKey: "every",
    idempotencyKeyTTL: "1h",
    delay: "1h",
    ttl: "10m",
    tags: ["a"],
    maxAttempts: 2,
    metadata: { a: 1 },
    maxDuration: 60.5,
    machine: "micro",
    priority: 3,
    region: "us-east-1",
    version: "20261121.2",
    externalDeploymentId: "commit",
    debounce: { key: "d", delay: "5s" },
  },
};

const trigger = ({ tasks }, ...args) => tasks.trigger("my-task", ...args);

const rows = [
  ...Object.entries(payloads).map(([name, create]) => ({
    name: `tasks.trigger with a payload: ${name}`,
    call: (api) => trigger(api, create()),
  })),
  ...Object.entries(options).map(([name, given]) => ({
    name: `tasks.trigger ${name}`,
    call: (api) => trigger(api, { a: 1 }, given),
  })),
  {
    name: "tasks.trigger of a task with a name of its own",
    call: ({ tasks }) => tasks.trigger("a b/c?é", 1),
  },
  {
    name: "tasks.trigger with request options",
    call: (api) => trigger(api, 1, {}, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "tasks.trigger with a header of its own",
    call: (api) => trigger(api, 1, {}, { additionalHeaders: { "x-mine": "1" } }),
    callHeader: ["x-mine", "1"],
  },
  {
    name: "tasks.trigger twice with one key",
    call: async (api) => [
      await trigger(api, 1, { idempotencyKey: "twice" }),
      await trigger(api, 2, { idempotencyKey: "twice" }),
    ],
  },
  {
    name: "tasks.trigger, then retrieve",
    call: async (api) => {
      const handle = await trigger(api, { at, list: [1, undefined] }, { tags: ["a"], metadata: { a: 1 } });
      return api.runs.retrieve(handle);
    },
  },
  {
    name: "tasks.trigger with a large payload, then retrieve",
    call: async (api) => api.runs.retrieve(await trigger(api, { text: "x".repeat(140_000), at })),
  },
  {
    name: "tasks.trigger under an additional key",
    as: "triggeringKey",
    call: (api) => trigger(api, 1),
  },
  { name: "tasks.trigger under a public token", as: "triggeringToken", call: (api) => trigger(api, 1) },
  {
    name: "tasks.trigger under a public token, twice",
    as: "oneTimeToken",
    call: async (api) => [await trigger(api, 1), await trigger(api, 1)],
    fails: true,
  },
  {
    name: "tasks.trigger under a public token for reading",
    as: "publicToken",
    call: (api) => trigger(api, 1),
    fails: true,
  },
  { name: "tasks.trigger under a branch", as: "previewKey", call: (api) => trigger(api, 1) },
  {
    name: "tasks.trigger on a machine nobody has",
    call: (api) => trigger(api, 1, { machine: "huge" }),
    fails: true,
  },
  {
    name: "tasks.trigger in a region nobody has",
    call: (api) => trigger(api, 1, { region: "mars" }),
    fails: true,
  },
  {
    name: "tasks.trigger with too many tags",
    call: (api) => trigger(api, 1, { tags: Array(11).fill("t") }),
    fails: true,
  },
  {
    name: "tasks.trigger with a token that is signed here",
    // An answer without a token, and with what it may claim.
    prepare: ({ server, prod }) =>
      server.fault({
        path: /\/trigger$/,
        body: { id: "run_signed", isCached: false },
        headers: { "x-trigger-jwt-claims": JSON.stringify({ sub: prod.id, pub: true, scopes: ["more"] }) },
      }),
    call: (api) => trigger(api, 1),
  },
];

module.exports = rows.map((row) => ({ as: "key", ...row }));
