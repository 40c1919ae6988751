"use strict";

// Payloads in superjson's format: what the library writes, letter for letter, at a cost in proportion to the text.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");
const { library } = require("../support/super-json.js");

let recorder;
let tasks;

before(async () => {
  recorder = await startRecorder(() => ({ id: "run_1" }));
  ({ tasks } = withAuth({ secretKey: "tr_dev_abcdefghijklmnopqrstuvwx", baseURL: recorder.url }));
});
after(() => recorder.close());

async function written(payload) {
  recorder.requests.length = 0;
  await tasks.trigger("t", payload);
  return recorder.requests[0].body.payload;
}

class Mine {
  own = 1;
  toJSON() {
    return "mine";
  }
}

const shared = { at: new Date(0) };
const circle = { name: "circle" };
circle.self = circle;
circle.list = [circle, { circle }, new Map([["a", circle]])];
const holes = [1, 2];
holes[4] = 5n;

for (const [what, value] of Object.entries({
  "special numbers": [Number.NaN, Infinity, -Infinity, -0, 1n, Number.NaN, 1n],
  "what JSON leaves out": { a: undefined, b: [undefined, () => 1, Symbol("s")], c: () => 1, at: new Date(0) },
  dates: { at: new Date(1e12), never: new Date(Number.NaN) },
  "errors, addresses and patterns": [
    new TypeError("no", { cause: 1 }),
    new URL("https://a.example/ä"),
    /a\/b/giu,
  ],
  bytes: [Buffer.from("bytes"), new Uint8Array([1, 255]), new Float32Array([Number.NaN]), Buffer.alloc(0)],
  "a view of bytes": new DataView(new ArrayBuffer(2)),
  "sets and maps": [
    new Set([1, new Set(["a"]), undefined]),
    new Map([[{ a: 1n }, [new Date(0)]]]),
    new Map(),
  ],
  "what is shared": { a: shared, b: { c: [shared, shared] }, d: shared.at },
  "what contains itself": circle,
  "a list that contains itself, and others twice": (() => {
    const list = [[shared], [shared]];
    list.push(list);
    return list;
  })(),
  "dots and backslashes in keys": { "a.b": { "c.d": 1n, "e\\": [1n], f: new Date(0) }, "g.h": new Date(0) },
  "keys that are indices": { b: { at: 1n }, 10: { at: 2n }, 9: 3n, "01": 4n, 4294967295: 5n, 4294967294: 6n },
  "a list of dates and objects": [{ at: new Date(0) }, new Date(0), { at: new Date(0) }, new Date(0)],
  holes,
  "objects without a prototype": Object.assign(Object.create(null), { at: new Date(0) }),
  "instances of classes": [new Mine(), Object(3), -0],
  "methods named toJSON": { toJSON: () => "this", at: new Date(0) },
  "a date alone": new Date(0),
  "a set alone": new Set([1]),
})) {
  test(`${what}: what the library writes`, async () => {
    assert.equal(await written(value), library.stringify(value));
  });
}

/** Makes values at random, out of the same things again and again. */
function maker(seed) {
  let state = seed;
  const below = (count) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % count;
  };
  const keys = ["a", "b.c", "0", "12", "x\\", "", "d.e.f"];
  const leaves = [
    1,
    "s",
    null,
    undefined,
    1n,
    Number.NaN,
    -0,
    new Date(0),
    /a/,
    Buffer.from("b"),
    new Mine(),
  ];
  const made = [];
  const make = (depth) => {
    const kind = below(depth > 0 ? 8 : 3);
    if (kind === 0 && made.length > 0) return made[below(made.length)];
    if (kind < 3) return leaves[below(leaves.length)];
    const members = Array.from({ length: below(5) }, () => [keys[below(keys.length)], make(depth - 1)]);
    const values = members.map(([, value]) => value);
    const value = [() => Object.fromEntries(members), () => values, () => new Map(members)][below(3)]();
    made.push(value);
    if (below(4) === 0 && Array.isArray(value)) value.push(made[below(made.length)]);
    return value;
  };
  return make;
}

test("whatever the value: what the library writes", async () => {
  const { encodeForAddon } = require("../../js/encode.js");
  for (let seed = 1; seed <= 1_000; seed += 1) {
    const value = [maker(seed)(5), new Date(0)];
    assert.equal(encodeForAddon(value, true), library.stringify(value), `seed ${seed}`);
  }
});

/** JSON whose first value is one that JSON.parse makes and JSON cannot hold. */
const nested = (depth, members) => JSON.parse(`${"[".repeat(depth)}1e999${members}${"]".repeat(depth)}`);

test("what is nested deeply and holds little that JSON cannot hold is sent", async () => {
  const text = await written(nested(1_000, ",{}".repeat(20_000)));
  assert.ok(text.length < 70_000, `${text.length} letters`);
});

test("many dates in rows that people have are sent", async () => {
  const rows = Array.from({ length: 800 }, (_, id) => ({
    id,
    at: new Date(id),
    tags: [{ seen: new Date(id) }],
  }));
  assert.equal(await written({ data: { orders: rows } }), library.stringify({ data: { orders: rows } }));
});

for (const [what, payload] of Object.entries({
  "lies deep": nested(1_000, ",-0".repeat(5_000)),
  "has a long key above it": { ["k".repeat(10_000)]: JSON.parse(`[${"-0,".repeat(5_000)}1]`) },
  "is shared far down": (() => {
    const one = {};
    let value = Array.from({ length: 5_000 }, () => one);
    for (let depth = 0; depth < 500; depth += 1) value = { a: value };
    return value;
  })(),
})) {
  test(`paths a thousand times as long as a payload that ${what} are written nowhere`, async () => {
    recorder.requests.length = 0;
    await assert.rejects(tasks.trigger("t", payload), (error) => {
      assert.ok(error instanceof ArgumentError, error.stack);
      assert.match(
        error.message,
        /^tasks\.trigger: payload must be a value .*, got many values that JSON has no type/,
      );
      return true;
    });
    assert.equal(recorder.requests.length, 0);
  });
}
