"use strict";

// However much ends at once, the timers and sockets of the program get their turns.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { customer, json, openServer, PAGE } = require("../hostile/server.js");
const { start: startReading } = require("../streams/world.js");

/** Counts the turns of the event loop until the end of the test. */
function countTurns(t) {
  const turns = { count: 0 };
  let isOver = false;
  t.after(() => (isOver = true));
  (function turn() {
    turns.count += 1;
    if (!isOver) setTimeout(turn, 0);
  })();
  return turns;
}

/** Work of a caller that does not wait for anything. */
function work(milliseconds) {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("callers who work on each answer and ask again keep no timer waiting", async (t) => {
  const server = await openServer(t, (_, response) => json(response, PAGE));
  const client = customer("BUSY", server);
  await client.runs.list();
  const turns = countTurns(t);
  let left = 300;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await client.runs.list();
      work(4);
    }
  };
  await Promise.all(Array.from({ length: 30 }, caller));
  // Ten rounds of all callers; Node.js itself has no more than one turn for each.
  assert.ok(turns.count >= 5, `${turns.count} turns`);
});

test("whoever reads a stream that does not pause keeps no timer waiting", async (t) => {
  const { client, prod, run } = await startReading(t, { streams: "v2", secondInMs: 10 });
  const stream = prod.stream(run);
  for (let number = 0; number < 3_000; number += 1) stream.append(number);
  const reading = await client.streams.read(run, { timeoutInSeconds: 1 });
  const turns = countTurns(t);
  let taken = 0;
  let longest = 0;
  let before = 0;
  let since = 0;
  for await (const _ of reading) {
    taken += 1;
    work(0.2);
    if (turns.count !== before) [before, since] = [turns.count, taken];
    longest = Math.max(longest, taken - since);
    if (taken === 3_000) break;
  }
  assert.ok(turns.count >= 3, `${turns.count} turns`);
  assert.ok(longest < 3_000, `${longest} parts in one turn`);
});
