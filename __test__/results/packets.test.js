"use strict";

// Outputs in superjson's format: what the library reads in them, at a cost in proportion to their length.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ApiResponseError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");
const { library } = require("../support/super-json.js");

const secretKey = "tr_dev_abcdefghijklmnopqrstuvwx";
let output;
let recorder;
let wait;

before(async () => {
  const outputType = "application/super+json";
  recorder = await startRecorder(() => ({ id: "waitpoint_1", tags: [], output, outputType }));
  ({ wait } = withAuth({ secretKey, baseURL: recorder.url }));
});
after(() => recorder.close());

async function read(text) {
  output = text;
  return (await wait.retrieveToken("waitpoint_1")).output;
}

/** A packet of this value, with these annotations of values and of equal references. */
const packet = (json, values, referentialEqualities) =>
  JSON.stringify({ json, meta: { values, referentialEqualities } });

const shared = { at: new Date(0) };
const circle = { name: "circle" };
circle.self = circle;
circle.list = [circle, { circle }];
const ring = new Set(["before"]);
ring.add(ring).add("after");

for (const [what, value] of Object.entries({
  "plain values": { a: [1, "b", null, true, { c: {} }], "": "", é: [] },
  "nothing but undefined": undefined,
  "special numbers": [Number.NaN, Infinity, -Infinity, -0, 12345678901234567890n],
  "dates and the like": [new Date(1e12), new URL("https://user@é.example/ä?b#c"), /a\/b[/]/giu],
  "addresses that are no URLs of hosts": [new URL("data:text/plain,a b"), new URL("mailto:a@b.example")],
  "a long address": new URL(`https://a.example/${"x".repeat(5000)}`),
  errors: [new Error("it failed"), Object.assign(new TypeError("type"), { name: "Other" })],
  bytes: [Buffer.from("bytes"), new Uint8Array([1, 255]), new Uint8ClampedArray(3), Buffer.alloc(0)],
  "typed arrays": [
    new Float64Array([1.5, -2]),
    new Float32Array([0.5]),
    new Int16Array([-1]),
    new Uint32Array(2),
  ],
  collections: {
    set: new Set([1, "1", new Date(5)]),
    map: new Map([
      [{ a: 1n }, new Set([/x/])],
      [1n, undefined],
    ]),
  },
  "collections in each other": new Map([
    [new Map([["a", new Set()]]), new Set([new Set([new Map([[1, 2n]])])])],
  ]),
  "a date alone": new Date(7),
  "keys of paths": { "a.b": { "c.d": [new Date(1)] }, a: { b: 1n }, "..": undefined, 0: 2n, length: 3n },
  "keys of objects": { toString: 1n, hasOwnProperty: new Date(2), valueOf: [undefined] },
  "shared references": { a: shared, b: [shared, { c: shared }], d: new Map([["e", shared]]) },
  "shared collections": (() => {
    const set = new Set([1n]);
    return { a: set, b: [set], c: new Map([[set, set]]) };
  })(),
  "references in a circle": circle,
  "a root that is shared": Object.assign([1n], { 1: shared, 2: shared }),
})) {
  test(`${what} are read as superjson reads them`, async () => {
    const text = library.stringify(value);
    assert.deepEqual(await read(text), library.parse(text));
  });
}

test("what is shared is one object, in a Set or Map as well, and in its place", async () => {
  const [a, set, map] = await read(
    library.stringify([shared, new Set([1, shared, 2]), new Map([[shared, shared]])]),
  );
  assert.deepEqual([...set], [1, shared, 2]);
  assert.equal([...set][1], a);
  assert.deepEqual([...map], [[a, a]]);
  assert.equal(map.get(a), a);
  const itself = await read(library.stringify(ring));
  assert.deepEqual([...itself], ["before", itself, "after"]);
});

test("a length that is announced makes nothing that long", async () => {
  const announced = { length: 1e9 };
  for (const type of [
    ["custom", "buffer"],
    ["typed-array", "Float64Array"],
    ["typed-array", "Uint8Array"],
    "set",
    "map",
  ]) {
    for (const value of [announced, 1e9, "1e9", [announced], [[1e9]], ["1"]]) {
      const made = await read(packet({ a: value }, { a: [type] }));
      const size = made === undefined ? 0 : made.a.size;
      assert.ok(size <= 1, `${type} of ${JSON.stringify(value)}`);
    }
  }
});

test("paths name only what is there", async () => {
  const json = { list: [1, 2], object: {} };
  for (const path of [
    "list.4294967294",
    "list.2",
    "list.-1",
    "list.0.5",
    "list.length",
    "list.map",
    "object.a",
    "object.toString",
    "object.__proto__.polluted",
    "object.constructor.prototype.polluted",
    "__proto__.polluted",
    "list.constructor",
    "none.at.all",
    "",
  ]) {
    assert.deepEqual(await read(packet(json, { [path]: ["undefined"] })), json, path);
    assert.deepEqual(await read(packet(json, undefined, { "list.1": [path] })), json, path);
    assert.deepEqual(await read(packet(json, undefined, { [path]: ["list.0"] })), json, path);
    assert.deepEqual(await read(packet(json, undefined, [[path]])), json, path);
  }
  assert.equal({}.polluted, undefined);
  assert.equal([].polluted, undefined);
});

test("a key named __proto__ is a key", async () => {
  const value = await read('{"json":{"__proto__":{"at":"1"}},"meta":{"values":{"__proto__.at":["bigint"]}}}');
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.equal(value.at, undefined);
  assert.equal(Object.getOwnPropertyDescriptor(value, "__proto__").value.at, 1n);
});

test("what superjson does not write has no value", async () => {
  for (const type of [
    "unknown",
    "constructor",
    "toString",
    ["class", "Object"],
    ["symbol", "a"],
    ["custom", "constructor"],
    ["typed-array", "constructor"],
    ["typed-array", "Array"],
    7,
    null,
    {},
  ]) {
    assert.equal(await read(packet({ a: [1] }, { a: [type] })), undefined, JSON.stringify(type));
  }
  for (const type of ["Date", "bigint", "URL", "regexp", "Error", "number", "set", "map"]) {
    const values = [null, {}, { toString: 1 }, [[{ length: 9 }]], 1, true];
    for (const value of type === "Error" ? [null, 1, "", { message: {} }] : values) {
      if (["set", "map"].includes(type) && Array.isArray(value)) continue;
      assert.equal(
        await read(packet({ a: value }, { a: [type] })),
        undefined,
        `${type} ${JSON.stringify(value)}`,
      );
    }
  }
  for (const text of [
    "null",
    "{",
    "7",
    '{"json":1,"meta":{"values":"text"}}',
    '{"json":{},"meta":{"referentialEqualities":[1]}}',
  ]) {
    assert.equal(await read(text), undefined, text);
  }
});

const COUNT = 50_000;
const range = Array.from({ length: COUNT }, (_, index) => index);
const byRange = (key, value) => Object.fromEntries(range.map((index) => [key(index), value(index)]));

// Read entry by entry from the start, or path by path from the root, some of these take minutes.
test("annotations cost what they are long", async () => {
  const set = await read(
    packet({ set: range.map((index) => [index]) }, { set: ["set", byRange(String, () => ["set"])] }),
  );
  assert.equal(set.set.size, COUNT);
  const map = await read(
    packet(
      { map: range.map((index) => [index, {}]) },
      { map: ["map"] },
      byRange(
        (index) => `map.${index}.1`,
        (index) => [`map.${(index + 1) % COUNT}.1`],
      ),
    ),
  );
  assert.equal(map.map.size, COUNT);

  const depth = 5000;
  const deep = `${'{"a":'.repeat(depth)}[${Array(COUNT).fill('"1"')}]${"}".repeat(depth)}`;
  const path = Array(depth).fill("a").join(".");
  const trees = JSON.stringify({
    [path]: [["typed-array", "Uint8Array"], byRange(String, () => ["number"])],
  });
  let bytes = await read(`{"json":${deep},"meta":{"values":${trees}}}`);
  for (let level = 0; level < depth; level += 1) bytes = bytes.a;
  assert.deepEqual(bytes, new Uint8Array(COUNT).fill(1));

  const elsewhere = JSON.stringify({ [Array(COUNT).fill("b").join(".")]: byRange(String, () => ["Date"]) });
  assert.equal((await read(`{"json":{"b":[]},"meta":{"values":${elsewhere}}}`)).b.length, 0);

  const errors = await read(
    packet(
      range.map(() => ({ name: "A", message: "b" })),
      byRange(String, () => ["Error"]),
    ),
  );
  assert.ok(errors.length === COUNT && errors.every((error) => error instanceof Error && error.name === "A"));
  assert.ok(new Error("made later").stack.includes("packets.test.js"));
});

test("references that multiply are as many as they are", async () => {
  // Thirty levels of two references each: a thousand million paths, and thirty objects.
  const json = {};
  const equalities = {};
  for (let level = 0; level < 30; level += 1) {
    json[level] = { left: {}, right: {} };
    if (level > 0) equalities[level] = [`${level - 1}.left`, `${level - 1}.right`];
  }
  const value = await read(packet(json, undefined, equalities));
  let paths = 1;
  for (let level = value[0]; level.left !== undefined; level = level.left) {
    assert.equal(level.left.left, level.right.left);
    paths *= 2;
  }
  assert.equal(paths, 2 ** 30);
});

test("a value that costs more than its bytes is an error of the call, which says so", async () => {
  const asked = { a: "1" };
  for (const [type, value, message] of [
    ["bigint", "9".repeat(200_000), /it holds a bigint of 200000 digits/],
    ["regexp", `/${"\\p{L}".repeat(3000)}/u`, /it holds regular expressions for Unicode that are too long/],
    ["regexp", `/${"[\\p{RGI_Emoji}]".repeat(20)}/v`, /it holds regular expressions for Unicode/],
    ["URL", `http://${"%E4%B8%80".repeat(1000)}.example/`, /it holds a URL whose host has 9008 characters/],
    ["URL", ` HTTPS:\\\\${"%E4%B8%80".repeat(1000)}`, /it holds a URL whose host has 9000 characters/],
  ]) {
    await assert.rejects(read(packet({ ...asked, b: value }, { a: ["bigint"], b: [type] })), (error) => {
      assert.ok(error instanceof ApiResponseError, String(error));
      assert.match(error.message, /^wait\.retrieveToken: the output cannot be decoded: /);
      assert.match(error.message, message);
      assert.ok(error.message.length < 200);
      assert.equal(error.operation, "wait.retrieveToken");
      return true;
    });
  }
  const many = byRange(String, () => ["regexp"]);
  await assert.rejects(
    read(
      packet(
        range.map(() => "/\\p{L}/u"),
        many,
      ),
    ),
    ApiResponseError,
  );
  const plain = await read(
    packet(
      range.map((index) => `/${index}/g`),
      many,
    ),
  );
  assert.ok(plain.every((expression) => expression instanceof RegExp));
});

/** An integer that V8 gives this hash, which is how `Set` and `Map` place it. */
function unhash(hash) {
  const inverse = (odd) => [1, 2, 3, 4, 5].reduce((found) => Math.imul(found, 2 - Math.imul(odd, found)), 1);
  const unshift = (value, by) => {
    let found = value;
    for (let done = 0; done < 32; done += by) found = value ^ (found >>> by);
    return found >>> 0;
  };
  let value = unshift(hash >>> 0, 16);
  value = unshift(Math.imul(value, inverse(2057)) >>> 0, 4);
  value = unshift(Math.imul(value, inverse(5)) >>> 0, 12);
  return Math.imul(value + 1, inverse(32767)) | 0;
}

const COLLIDING = Array.from({ length: 1_000 }, (_, index) => unhash(index << 16));

for (const [what, text] of Object.entries({
  "a Set of integers of one hash": packet(COLLIDING, ["set"]),
  "a Map of them": packet(
    COLLIDING.map((key) => [key, 0]),
    ["map"],
  ),
  "a Set of bigints that differ above 64 bits": packet(
    COLLIDING.map((_, index) => String(BigInt(index) << 64n)),
    ["set", Object.fromEntries(COLLIDING.map((_, index) => [index, ["bigint"]]))],
  ),
  "one number again and again": packet(Array(1_000).fill(1.5), ["set"]),
})) {
  test(`${what} is refused before it is filled`, async () => {
    await assert.rejects(
      read(text),
      (error) =>
        error instanceof ApiResponseError &&
        /it holds a Set or Map of numbers that collide/.test(error.message),
    );
  });
}

for (const [what, numbers] of Object.entries({
  "counted up": (index) => index,
  "of a thousand each": (index) => index * 1_000,
  "powers and sums of them": (index) => (index % 200) * 2 ** 20 + Math.floor(index / 200),
  "points in time": (index) => 1_790_000_000_000 + index * 60_000,
  "with fractions": (index) => index / 7,
  "at random": () => Math.floor(Math.random() * 2 ** 32),
  "large bigints": (index) => BigInt(index) * 10n ** 18n,
})) {
  test(`a Set and a Map of many numbers ${what} are read`, async () => {
    const set = new Set(Array.from({ length: 20_000 }, (_, index) => numbers(index)));
    const map = new Map([...set].map((key) => [key, 1]));
    const values = [...set].map((key, index) => (typeof key === "bigint" ? [index, ["bigint"]] : undefined));
    const trees = Object.fromEntries(values.filter(Boolean));
    const json = [...set].map((key) => (typeof key === "bigint" ? String(key) : key));
    assert.deepEqual(await read(packet(json, ["set", trees])), set);
    const keys = Object.fromEntries(Object.entries(trees).map(([index, tree]) => [`${index}.0`, tree]));
    const entries = json.map((key) => [key, 1]);
    assert.deepEqual(await read(packet(entries, ["map", keys])), map);
  });
}
