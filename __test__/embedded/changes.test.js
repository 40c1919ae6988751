"use strict";

// Who is told of a run's change.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { Changes } = require("../../testing/runs/changes.js");

const run = { id: "run_a" };

test("those who watch a run, or all, are told; nobody is who has stopped", () => {
  const changes = new Changes();
  const told = [];
  const stops = [undefined, "run_a", "run_b"].map((id) => changes.watch(() => told.push(id), id));
  changes.announce(run);
  assert.deepEqual(told.splice(0), [undefined, "run_a"]);
  for (const stop of stops) stop();
  changes.announce(run);
  assert.deepEqual(told, []);
});

test("who stops twice does not stop the one who came after", () => {
  const changes = new Changes();
  let count = 0;
  const stop = changes.watch(() => assert.fail("it has stopped"), run.id);
  stop();
  changes.watch(() => (count += 1), run.id);
  stop();
  changes.announce(run);
  assert.equal(count, 1);
});

test("the latest change of a run has a higher number than any before it", () => {
  const changes = new Changes();
  const other = { id: "run_b" };
  for (const each of [run, other]) changes.announce(each);
  const [first, second] = [run, other].map((each) => changes.latestOf(each).count);
  changes.announce(run);
  assert.ok(first < second && second < changes.latestOf(run).count);
});
