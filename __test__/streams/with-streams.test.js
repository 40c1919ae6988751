"use strict";

// Runs that are watched, and beside them what they stream.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { start, untilHeld, untilQuiet } = require("./world.js");

const short = ({ type, run, chunk }) => (type === "run" ? run.status : [type, chunk]);

for (const streams of ["v1", "v2"]) {
  test(`${streams}: states and parts come together, and end when everything was read`, async (t) => {
    const { client, prod, run, server } = await start(t, { streams, secondInMs: 20 });
    await client.streams.append("tokens", "a", { target: run });
    const stream = prod.stream(run, "tokens");
    const seen = [];
    for await (const part of client.runs.subscribeToRun(run).withStreams()) {
      seen.push(short(part));
      if (part.type === "tokens" && part.chunk === "a") {
        await untilHeld(server, 2);
        stream.append("b");
      }
      if (part.type === "tokens" && part.chunk === "b") {
        // What is written last is read, though the run is told to have completed at the same time.
        for (let number = 0; number < 500; number += 1) stream.append(number);
        prod.updateRun(run, { status: "COMPLETED", output: 1 });
      }
    }
    const parts = seen.filter(Array.isArray).map(([, chunk]) => chunk);
    assert.deepEqual(parts, ["a", "b", ...Array.from({ length: 500 }, (_, number) => number)]);
    assert.deepEqual(
      seen.filter((each) => !Array.isArray(each)),
      ["EXECUTING", "COMPLETED"],
    );
  });
}

test("to leave the loop ends all of it, and so does unsubscribe", async (t) => {
  const { client, prod, run, server } = await start(t);
  prod.updateRun(run, { metadata: { $$streams: ["a", "b"] } });
  for (const key of ["a", "b"]) prod.stream(run, key).append(key);
  const subscription = client.runs.subscribeToRun(run);
  const seen = [];
  for await (const part of subscription.withStreams()) if (seen.push(short(part)) === 3) break;
  assert.equal(subscription.state, "closed");
  assert.deepEqual(seen.filter(Array.isArray).sort(), [
    ["a", "a"],
    ["b", "b"],
  ]);
  await untilQuiet(server);
  const other = client.runs.subscribeToRun(run);
  for await (const { type } of other.withStreams()) if (type === "a") other.unsubscribe();
  await untilQuiet(server);
  assert.throws(() => other.withStreams(), /has this subscription already/);
});

test("what goes wrong with a stream is thrown", async (t) => {
  const { client, prod, run, server } = await start(t);
  prod.updateRun(run, { metadata: { $$streams: ["tokens"] } });
  server.fault({ path: "/realtime/v1/streams/", status: 403 });
  await assert.rejects(
    (async () => {
      for await (const part of client.runs.subscribeToRun(run).withStreams()) short(part);
    })(),
    { status: 403, operation: "runs.subscribeToRun().withStreams" },
  );
  await untilQuiet(server);
});
