"use strict";

const at = new Date("2026-11-20T10:00:00.000Z");

class Point {
  constructor() {
    this.x = 1;
    this.y = at;
  }
}

/** Made anew for each side: encoding must not depend on what the other side did to a value. */
const payloads = {
  plain: () => ({ text: "a", list: [1, null, true, 1.5e300], nested: { "a.b": 1, "": 2 } }),
  text: () => "just text",
  "empty text": () => "",
  unicode: () => ({ text: "é \u{1f600} \u2028 \ud800 \u0000 \"'\\" }),
  null: () => null,
  false: () => false,
  zero: () => 0,
  "a number": () => 42,
  "an empty object": () => ({}),
  "an empty array": () => [],
  "a date": () => at,
  dates: () => ({ at, list: [at, [at]] }),
  "a date that is none": () => ({ at: new Date(Number.NaN) }),
  "a Map": () => new Map([["a", at]]),
  "a Map of Maps": () => ({ map: new Map([[{ key: 1 }, new Map([[1, 2n]])]]) }),
  "a Set": () => ({ set: new Set([1, "a", at, { b: undefined }]) }),
  "a BigInt": () => 10n,
  "a BigInt within": () => ({ big: -(2n ** 80n) }),
  "undefined within": () => ({ none: undefined, list: [undefined, 1], nested: { none: undefined } }),
  "NaN and its kin": () => ({
    nan: Number.NaN,
    up: Number.POSITIVE_INFINITY,
    down: Number.NEGATIVE_INFINITY,
  }),
  "-0": () => -0,
  "-0 within": () => ({ zero: -0, list: [0, -0] }),
  "a RegExp": () => /a+/gi,
  "a RegExp within": () => ({ pattern: /[\\/"]/u }),
  "a URL": () => ({ url: new URL("https://example.com/?a=b") }),
  "a Buffer": () => ({ bytes: Buffer.from([1, 2]) }),
  "typed arrays": () => ({ bytes: new Uint8Array([1, 2]), floats: new Float64Array([0.5, -0]) }),
  "an Error": () => ({ failed: new TypeError("mine") }),
  "shared references": () => {
    const one = { a: 1 };
    return { first: one, second: one, list: [one, one] };
  },
  "shared dates": () => ({ first: at, second: at }),
  "an array shared twice": () => {
    const list = [at];
    return { first: list, nested: { second: list } };
  },
  "a circle": () => {
    const circle = { name: "a" };
    circle.self = circle;
    return circle;
  },
  "keys with dots and backslashes": () => ({ "a.b\\c": at, "a\\.b": { "c.d": new Set([1]) } }),
  toJSON: () => ({ date: { toJSON: () => "written" } }),
  "toJSON within a Map": () => new Map([["a", { toJSON: () => "written" }]]),
  "an instance of a class": () => new Point(),
  "no prototype": () => Object.assign(Object.create(null), { a: at }),
  "a hole": () => ({ list: Object.assign(new Array(3), { 0: 1, 2: at }) }),
  "a function": () => ({ call: () => 1, a: 1 }),
  "a symbol": () => ({ symbol: Symbol("mine"), a: 1 }),
  "boxed values": () => ({ number: Object(1), text: Object("a"), flag: Object(true) }),
  "a getter": () => ({
    get computed() {
      return at;
    },
  }),
  "keys objects have": () => ({ constructor: "a", hasOwnProperty: 1 }),
  "a key named __proto__": () => JSON.parse('{"__proto__":{"a":1}}'),
  "a key named prototype": () => ({ prototype: { a: 1 } }),
  "everything in depth": () => ({ a: [{ b: new Map([["c", new Set([{ d: [at, 1n, /e/, undefined] }])]]) }] }),
  large: () => ({ text: "x".repeat(200_000) }),
};

const options = {
  "with no options": {},
  "with undefined for a payload": { payload: undefined },
  "with undefined among the options": { tags: undefined, delay: undefined, metadata: undefined },
  "with one tag": { tags: "a" },
  "with no tags": { tags: [] },
  "with metadata JSON can hold": { metadata: { at: "now", nested: { a: [1, null] } } },
  "with metadata JSON cannot hold": { metadata: { at, none: undefined, nan: Number.NaN, map: new Map() } },
  "with a delay as text": { delay: "1h" },
  "with a time to live in seconds": { ttl: 60 },
  "with an idempotency key": { idempotencyKey: "a key", idempotencyKeyTTL: "1h" },
  "with every option": {
    payload: { at },
    metadata: { a: 1 },
    tags: ["a", "b"],
    queue: "mine",
    concurrencyKey: "tenant",
    machine: "small-2x",
    version: "20261121.2",
    region: "eu",
    delay: at,
    ttl: "10m",
    idempotencyKey: "key",
    idempotencyKeyTTL: "1h",
    maxAttempts: 2,
    maxDuration: 60.5,
    priority: -3,
  },
};

module.exports = [
  { name: "runs.replay", call: ({ runs }, { runIds }) => runs.replay(runIds[0]) },
  {
    name: "runs.replay with request options in place of the options",
    call: ({ runs }, { runIds }) => runs.replay(runIds[0], { retry: { maxAttempts: 2 } }),
  },
  {
    name: "runs.replay with request options",
    call: ({ runs }, { runIds }) => runs.replay(runIds[0], { tags: ["a"] }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "runs.replay of an unknown run",
    call: ({ runs }) => runs.replay("run_doesnotexist0000000000000", { payload: 1 }),
    fails: true,
  },
  ...Object.entries(options).map(([name, given]) => ({
    name: `runs.replay ${name}`,
    call: ({ runs }, { runIds }) => runs.replay(runIds[0], given),
  })),
  ...Object.entries(payloads).map(([name, create]) => ({
    name: `runs.replay with a payload: ${name}`,
    call: ({ runs }, { runIds }) => runs.replay(runIds[0], { payload: create() }),
  })),
].map((row) => ({ as: "key", ...row }));
