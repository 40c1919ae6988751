"use strict";

// The feeds of tags and batches, as the server answers that asks the database itself.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createFollower, start, untilHeld } = require("./feed-client.js");

const NOW = Date.parse("2026-03-01T12:00:30.578Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Starts a server whose clock stands still, and returns what asks it for the feeds of prod. */
async function follow(t, realtime, backend = "native") {
  const { server, prod } = await start(t, { backend, ...realtime }, { now: () => NOW });
  return { server, prod, ask: createFollower(server, prod.secretKey) };
}

const idsOf = ({ changes }) => changes.map(({ value }) => value.friendlyId);
const operationsOf = ({ changes }) => changes.map(({ headers }) => headers.operation);

test("a feed of tags has the runs with all of them, newest first", async (t) => {
  const { prod, ask } = await follow(t);
  const seed = (tags, minutes) => prod.seedRun({ tags, createdAt: NOW - minutes * MINUTE }).id;
  const [both, one] = [seed(["a", "b"], 3), seed(["a"], 2)];
  const other = seed([], 1);
  const a = await ask("runs", { tags: "a" });
  assert.deepEqual(idsOf(a), [one, both]);
  assert.deepEqual(operationsOf(a), ["insert", "insert"]);
  // A day before, and the whole minute.
  assert.match(a.headers.get("electric-handle"), /^runs_1772280000000_\d+_[0-9a-f]{8}$/);
  assert.match(a.headers.get("electric-offset"), /^1772366310578_\d+$/);
  assert.deepEqual(idsOf(await ask("runs", { tags: "a,b" })), [both]);
  assert.deepEqual(idsOf(await ask("runs")), [other, one, both]);
  const none = await ask("runs", { tags: "nobody" });
  assert.deepEqual([none.status, none.changes, none.isUpToDate], [200, [], true]);
  assert.match(none.headers.get("electric-offset"), /^0_\d+$/);
});

test("it says which runs are new, and which have changed; of those that leave it says nothing", async (t) => {
  const { server, prod, ask } = await follow(t, { holdInMs: 30 });
  const known = prod.seedRun({ tags: ["a"] });
  let last = await ask("runs", { tags: "a" });
  const next = async (change) => {
    const held = ask("runs", { tags: "a", ...last.live });
    await untilHeld(server);
    change();
    last = await held;
    return [idsOf(last), operationsOf(last)];
  };
  const fresh = "run_fresh";
  assert.deepEqual(await next(() => prod.seedRun({ id: fresh, tags: ["a"] })), [[fresh], ["insert"]]);
  assert.deepEqual(await next(() => prod.updateRun(known.id, { metadata: { n: 1 } })), [
    [known.id],
    ["update"],
  ]);
  assert.deepEqual(await next(() => prod.updateRun(known.id, { tags: ["b"] })), [[], []]);
  assert.deepEqual(await next(() => prod.removeRun(fresh)), [[], []]);
});

test("who comes late is told at once, under a handle that is known", async (t) => {
  const { prod, ask } = await follow(t, { replayWindowInMs: 0, holdInMs: 60_000 });
  const { id } = prod.seedRun({ tags: ["a"] });
  const { live } = await ask("runs", { tags: "a" });
  prod.updateRun(id, { metadata: { n: 1 } });
  const late = await ask("runs", { tags: "a", ...live });
  assert.deepEqual([idsOf(late), operationsOf(late)], [[id], ["update"]]);
  assert.equal(late.headers.get("electric-handle"), live.handle);
});

test("under one that is not, what is after the offset comes when the time is over", async (t) => {
  const { prod, ask } = await follow(t, { holdInMs: 30 });
  const [first, second] = prod.seedRuns(2, () => ({ tags: ["a"] }));
  const query = { tags: "a", live: "true", handle: "garbage", cursor: "" };
  const garbage = await ask("runs", { ...query, offset: "0_0" });
  assert.deepEqual(idsOf(garbage), [second.id, first.id]);
  assert.deepEqual(operationsOf(garbage), ["update", "update"]);
  assert.equal(garbage.headers.get("electric-handle"), "garbage");
  const after = await ask("runs", { ...query, handle: "other", offset: garbage.live.offset });
  assert.deepEqual(idsOf(after), []);
});

test("a feed of tags goes back a day at most, which is also what no duration means", async (t) => {
  for (const backend of ["native", "electric"]) {
    const { prod, ask } = await follow(t, {}, backend);
    const ages = { new: 0, minutes: 10 * MINUTE, hours: 5 * HOUR, old: 25 * HOUR };
    for (const [name, age] of Object.entries(ages)) {
      prod.seedRun({ id: `run_${name}`, tags: ["a"], createdAt: NOW - age });
    }
    const day = ["run_new", "run_minutes", "run_hours"];
    const expected = [
      [undefined, day],
      ["24h", day],
      ["30d", day],
      ["garbage", day],
      ["1h", ["run_new", "run_minutes"]],
      ["1s", ["run_new"]],
    ];
    for (const [createdAt, ids] of expected) {
      const query = { tags: "a", ...(createdAt && { createdAt }) };
      assert.deepEqual(idsOf(await ask("runs", query)), ids, `${backend} ${createdAt}`);
    }
  }
});

test("the native server has the newest thousand, Electric all", async (t) => {
  const newest = (count) => Array.from({ length: count }, (_, index) => `run_${1004 - index}`);
  const seeded = (index) => ({ id: `run_${index}`, createdAt: NOW - 10 * MINUTE + index });
  const native = await follow(t);
  native.prod.seedRuns(1005, seeded);
  assert.deepEqual(idsOf(await native.ask("runs", { skipColumns: "payload" })), newest(1000));
  const electric = await follow(t, { rowsPerChunk: 5000 }, "electric");
  electric.prod.seedRuns(1005, seeded);
  assert.deepEqual(idsOf(await electric.ask("runs")), newest(1005));
});

test("tags that are none are refused", async (t) => {
  const { ask } = await follow(t);
  for (const [tags, wrong] of [
    ["a,,b", ""],
    ['a"b\\', 'a"b\\'],
    ["a\nb", "a\nb"],
  ]) {
    const { status, body } = await ask("runs", { tags });
    const detail = { code: "custom", message: `Invalid tag: ${JSON.stringify(wrong)}`, path: ["tags"] };
    assert.deepEqual([status, body], [400, { error: "Query Error", details: [detail] }]);
  }
});

test("the feed of a batch has its runs, and moves with them", async (t) => {
  const { server, prod, ask } = await follow(t);
  const client = prod.client();
  const batch = await client.tasks.batchTrigger("hello-world", [{ payload: 1 }, { payload: 2 }]);
  prod.seedRun();
  const first = await ask(`batches/${batch.batchId}`);
  assert.equal(first.changes.length, 2);
  assert.match(first.headers.get("electric-handle"), new RegExp(`^${batch.batchId}_\\d+_[0-9a-f]{8}$`));
  const held = ask(`batches/${batch.batchId}`, first.live);
  await untilHeld(server);
  const [id] = idsOf(first);
  await client.runs.cancel(id);
  const moved = await held;
  assert.deepEqual([idsOf(moved), operationsOf(moved)], [[id], ["update"]]);
  const { status, body, headers } = await ask("batches/batch_unknown");
  assert.deepEqual([status, body, headers.get("x-should-retry")], [404, { error: "Not found" }, "true"]);
});
