"use strict";

// The feeds of runs, as Electric answers.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createFollower, start, untilHeld } = require("./feed-client.js");

const electric = { backend: "electric" };
const relation = ["public", "TaskRun"];

test("a snapshot comes in parts, and only the last is up to date", async (t) => {
  const { server, prod } = await start(t, { ...electric, rowsPerChunk: 2 });
  const ids = prod.seedRuns(5, () => ({ tags: ["a"] })).map(({ id }) => id);
  const follow = createFollower(server, prod.secretKey);
  const parts = [await follow("runs", { tags: "a" })];
  while (!parts.at(-1).isUpToDate) parts.push(await follow("runs", { tags: "a", ...parts.at(-1).next }));
  assert.deepEqual(
    parts.map(({ changes, headers }) => [
      changes.length,
      headers.get("electric-offset"),
      headers.get("electric-up-to-date"),
    ]),
    [
      [2, "0_0", null],
      [2, "0_1", null],
      [1, "0_inf", ""],
    ],
  );
  const handles = new Set(parts.map(({ headers }) => headers.get("electric-handle")));
  assert.equal(handles.size, 1);
  assert.match([...handles][0], /^\d+-\d+$/);
  const rows = parts.flatMap(({ changes }) => changes);
  assert.deepEqual(rows.map(({ value }) => value.friendlyId).sort(), [...ids].sort());
  assert.deepEqual(rows[0].headers, { operation: "insert", relation });
  const schema = JSON.parse(parts[1].headers.get("electric-schema"));
  assert.deepEqual(schema.id, { type: "text", not_null: true, pk_index: 0 });
  assert.deepEqual(schema.status, { type: "TaskRunStatus" });
  assert.deepEqual(schema.updatedAt, { type: "timestamp", precision: 3 });
});

test("rows are written as Postgres writes them", async (t) => {
  const { server, prod } = await start(t, electric);
  const follow = createFollower(server, prod.secretKey);
  const valueOf = async (fields) => (await follow(`runs/${prod.seedRun(fields).id}`)).changes[0].value;
  const dates = [
    ["2026-03-01T12:00:00.123Z", "2026-03-01 12:00:00.123"],
    ["2026-03-01T12:00:00.120Z", "2026-03-01 12:00:00.12"],
    ["2026-03-01T12:00:10.000Z", "2026-03-01 12:00:10"],
  ];
  for (const [createdAt, text] of dates) assert.equal((await valueOf({ createdAt })).createdAt, text);
  const lists = [
    [[], "{}"],
    [["a", "b-1"], "{a,b-1}"],
    [["a b", 'c"', "d\\", "e,f", "NULL", "{g}"], '{"a b","c\\"","d\\\\","e,f","NULL","{g}"}'],
  ];
  for (const [tags, text] of lists) assert.equal((await valueOf({ tags })).runTags, text);
  assert.deepEqual([(await valueOf()).isTest, (await valueOf({ isTest: true })).isTest], ["false", "true"]);
});

test("an update has the id and what has changed, and everything since the offset", async (t) => {
  const { server, prod } = await start(t, electric);
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun({ createdAt: "2026-03-01T12:00:00Z", payload: { x: 1 } });
  const { live } = await follow(`runs/${id}`);
  const held = follow(`runs/${id}`, live);
  await untilHeld(server);
  const at = (second) => `2026-03-01T12:00:0${second}Z`;
  prod.updateRun(id, { metadata: { n: 1 }, updatedAt: at(1) });
  prod.updateRun(id, { status: "EXECUTING", updatedAt: at(2), startedAt: at(2) });
  const { changes, headers, isUpToDate } = await held;
  assert.deepEqual(
    changes.map(({ value }) => value),
    [
      { id: id.slice(4), metadata: '{"n":1}', updatedAt: "2026-03-01 12:00:01" },
      {
        id: id.slice(4),
        status: "EXECUTING",
        updatedAt: "2026-03-01 12:00:02",
        startedAt: "2026-03-01 12:00:02",
      },
    ],
  );
  assert.equal(changes[0].headers.operation, "update");
  assert.equal(isUpToDate, true);
  assert.equal(headers.get("electric-up-to-date"), "");
  assert.match(headers.get("electric-cursor"), /^\d+$/);
  assert.match(headers.get("electric-offset"), /^\d+_0$/);
  // Who is late is told at once, and who begins anew gets the first snapshot and then what has been since.
  assert.deepEqual((await follow(`runs/${id}`, live)).changes, changes);
  const anew = await follow(`runs/${id}`);
  assert.deepEqual([anew.isUpToDate, anew.changes[0].value.status], [false, "PENDING"]);
  const since = await follow(`runs/${id}`, anew.next);
  assert.deepEqual([since.isUpToDate, since.changes.length], [true, 2]);
});

test("a live poll in which nothing happens ends with its time", async (t) => {
  const { server, prod } = await start(t, { ...electric, holdInMs: 20 });
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { live } = await follow(`runs/${id}`);
  const { changes, isUpToDate, headers } = await follow(`runs/${id}`, live);
  assert.deepEqual([changes, isUpToDate, headers.get("electric-offset")], [[], true, "0_inf"]);
});

test("rows go that are deleted, or are no longer what the feed is about", async (t) => {
  const { server, prod } = await start(t, electric);
  const follow = createFollower(server, prod.secretKey);
  const [lost, deleted] = prod.seedRuns(2, () => ({ tags: ["a"] }));
  let last = await follow("runs", { tags: "a" });
  const next = async (change) => {
    const held = follow("runs", { tags: "a", ...last.live });
    await untilHeld(server);
    change();
    last = await held;
    return last.changes.map(({ key, value, headers }) => [key, value.id, headers.operation]);
  };
  const messageOf = ({ id }, operation) => [`"public"."TaskRun"/"${id.slice(4)}"`, id.slice(4), operation];
  assert.deepEqual(await next(() => prod.updateRun(lost.id, { tags: ["b"] })), [messageOf(lost, "delete")]);
  assert.deepEqual(await next(() => prod.removeRun(deleted.id)), [messageOf(deleted, "delete")]);
  assert.deepEqual(await next(() => prod.updateRun(lost.id, { tags: ["a"] })), [messageOf(lost, "insert")]);
});

test("a run that is not there has an empty feed, into which it comes", async (t) => {
  const { server, prod } = await start(t, electric);
  const follow = createFollower(server, prod.secretKey);
  const first = await follow("runs/run_later");
  assert.deepEqual([first.status, first.changes, first.isUpToDate], [200, [], true]);
  const held = follow("runs/run_later", first.live);
  await untilHeld(server);
  prod.seedRun({ id: "run_later" });
  assert.equal((await held).changes[0].headers.operation, "insert");
});

test("a handle that is none any more gets a 409 that names the one to go on with, a held poll too", async (t) => {
  const { server, prod } = await start(t, electric);
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { live, next } = await follow(`runs/${id}`);
  const held = follow(`runs/${id}`, live);
  await untilHeld(server);
  server.rotateFeeds();
  for (const refused of [await held, await follow(`runs/${id}`, next)]) {
    assert.equal(refused.status, 409);
    assert.deepEqual(refused.body, [{ headers: { control: "must-refetch" } }]);
    const handle = refused.headers.get("electric-handle");
    assert.notEqual(handle, next.handle);
    const again = await follow(`runs/${id}`, { handle, expired_handle: next.handle });
    assert.deepEqual([again.status, again.next.handle], [200, handle]);
  }
  const other = prod.seedRun();
  const foreign = await follow(`runs/${other.id}`, next);
  assert.equal(foreign.status, 409, "another shape's handle");
});

test("offsets that the shape has not given are refused", async (t) => {
  const { server, prod } = await start(t, electric);
  const follow = createFollower(server, prod.secretKey);
  const { id } = prod.seedRun();
  const { next } = await follow(`runs/${id}`);
  const refusals = [
    [{ ...next, offset: "999999999_0" }, { offset: ["out of bounds for this shape"] }],
    [{ ...next, offset: "garbage" }, { offset: ["has invalid format"] }],
    [{ offset: "0_0" }, { handle: ["can't be blank when offset != -1"] }],
  ];
  for (const [query, errors] of refusals) {
    const { status, body } = await follow(`runs/${id}`, query);
    assert.deepEqual([status, body.errors], [400, errors]);
  }
});
