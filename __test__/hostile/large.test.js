"use strict";

// Large answers are put together in pieces, so that the thread that all callers share is never kept for long: whatever
// their shape they say what JSON.parse of the whole says.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { openWorld } = require("../support/world.js");

/** The longest text that may be parsed in one go. */
const MAX_PARSED = 257 * 1024;
const MILLION = 1024 * 1024;

/** What is parsed while the test runs: the length of each text. */
function parsedLengths(t) {
  const lengths = [];
  const { parse } = JSON;
  t.mock.method(JSON, "parse", (text, ...rest) => {
    lengths.push(text.length);
    return parse(text, ...rest);
  });
  return lengths;
}

/** The body as it is sent, and as it is understood: before anything watches what is parsed. */
async function retrieve(t, body) {
  const { server, client } = await openWorld(t);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const expected = JSON.parse(text);
  const lengths = parsedLengths(t);
  server.fault({ status: 200, body: text });
  const answer = await client.request("GET", "/api/v1/anything");
  return { answer, expected, longest: Math.max(...lengths) };
}

const long = "x".repeat(2 * MILLION);
const shapes = {
  "one long text": { id: "run_1", payload: long, more: true },
  "texts of escapes and of characters of all lengths": {
    payload: '"\\\n\u0001é\u{1f600}'.repeat(MILLION / 8),
    output: "\u{1f600}é€".repeat(MILLION / 4),
  },
  "a long list of small objects": {
    data: Array.from({ length: 60_000 }, (_, id) => ({ id, tags: ["a", null] })),
  },
  "an object of many fields": Object.fromEntries(
    Array.from({ length: 60_000 }, (_, index) => [`field ${index}`, { index }]),
  ),
  "lists of lists": [
    Array(50_000).fill([1]),
    "a",
    Array(50_000).fill({}),
    [[[[Array(100_000).fill(-1.5e-7)]]]],
  ],
  "a list as the whole": Array.from({ length: 400_000 }, (_, index) => index),
  "names that objects inherit": `{"__proto__":{"a":1},"toString":"${long}","constructor":[1],"__proto__":{"b":"${long}"}}`,
  "a name twice": `{"a":"${long}","b":1,"a":[1],"c":"${long}","b":2}`,
  "white space, and half a surrogate pair": ` {\n "a" :\t"${"\\ud83d\\ude00\\ud800".repeat(MILLION / 16)}" , "b" : [ ${"1 , ".repeat(MILLION / 4)} 2 ] } `,
};

for (const [shape, body] of Object.entries(shapes)) {
  test(`${shape} is understood in pieces`, async (t) => {
    const { answer, expected, longest } = await retrieve(t, body);
    assert.ok(longest < MAX_PARSED, `${longest} at once`);
    assert.deepStrictEqual(answer, expected);
    assert.deepEqual(Object.keys(answer), Object.keys(expected));
  });
}

test("a text as the whole is understood in pieces", async (t) => {
  const { answer, longest } = await retrieve(t, JSON.stringify(long));
  assert.ok(longest < MAX_PARSED && answer === long);
});

test("a large page has its dates and its neighbours", async (t) => {
  const { server, client } = await openWorld(t);
  const run = { id: "run_1", createdAt: "2026-11-20T10:00:00.000Z" };
  const data = [...Array(5_000).fill(run), { ...run, payload: long }];
  server.fault({ status: 200, body: { data, pagination: { next: "run_1" } } });
  const page = await client.runs.list();
  assert.equal(page.data.length, data.length);
  assert.ok(page.data.every(({ createdAt }) => createdAt.getTime() === Date.parse(run.createdAt)));
  assert.equal(page.hasNextPage(), true);
});

test("the timers of others have their turn while a large answer is put together", async (t) => {
  const { server, client } = await openWorld(t);
  const turns = [];
  let turn = 0;
  const count = () => {
    turn += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  t.after(() => clearImmediate(counting));
  const { parse } = JSON;
  t.mock.method(JSON, "parse", (text, ...rest) => {
    if (text.length > 30_000) turns.push(turn);
    return parse(text, ...rest);
  });
  const body = { data: Array.from({ length: 200_000 }, (_, id) => ({ id, tags: [id] })) };
  server.fault({ status: 200, body });
  server.fault({ status: 200, body });
  const [first, second] = await Promise.all([1, 2].map(() => client.request("GET", "/api/v1/anything")));
  assert.equal(first.data.length + second.data.length, 400_000);
  assert.ok(new Set(turns).size > 4, `${new Set(turns).size} turns for ${turns.length} pieces`);
});

test("a large answer can be taken back while it is put together", async (t) => {
  const { server, client, run } = await openWorld(t);
  server.fault({ status: 200, body: { data: Array(400_000).fill([1]) }, times: 1 });
  const stop = new AbortController();
  const { parse } = JSON;
  let pieces = 0;
  t.mock.method(JSON, "parse", (text, ...rest) => {
    if (text.length > 30_000 && (pieces += 1) === 2) stop.abort(new Error("enough"));
    return parse(text, ...rest);
  });
  await assert.rejects(client.runs.retrieve("run_1", { signal: stop.signal }), /enough/);
  const { data } = await client.runs.list();
  assert.equal(data[0].id, run.id);
  assert.ok(pieces < 10, `${pieces} pieces were read`);
});

test("whoever asks for the body as it came gets all of it", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 200, body: { id: "run_1", payload: long } });
  const { data, response } = await client.runs.retrieve("run_1").withResponse();
  assert.equal((await response.json()).payload, long);
  assert.equal(data.payload, long);
});
