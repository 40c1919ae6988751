"use strict";

// Whatever the reading of a stream shows of itself holds no token, however the server echoes it.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");

const { HEAD, batch, startScript } = require("../streams/world.js");

const TOKEN = "tr_prod_s3cr3ts3cr3ts3cr3t";

test("cursor, stats, state and the stream itself show no token", async (t) => {
  const { client } = await startScript(t, (request, response) => {
    response.writeHead(200, HEAD);
    response.write(batch(0, ["a"]));
  });
  const stream = await client.streams.read("run_1", { clientConfig: { secretKey: TOKEN } });
  const iteration = stream.values();
  await iteration.next();
  const cursor = Buffer.from(stream.cursor.slice(3), "base64url").toString();
  const shown = [
    cursor,
    JSON.stringify(stream.stats()),
    stream.state,
    stream.lastEventId,
    JSON.stringify(stream),
  ];
  for (const text of [...shown, inspect(stream, { depth: 9, showHidden: true })]) {
    assert.ok(!text.includes("s3cr3t"), text);
  }
  assert.deepEqual(Object.keys(JSON.parse(cursor)).sort(), ["environment", "feed", "told"]);
  await iteration.return();
});

test("an error of a reading shows no token that the server echoes", async (t) => {
  for (const answer of [
    { status: 401, headers: { "x-echo": TOKEN }, body: JSON.stringify({ error: `no ${TOKEN}` }) },
    { status: 200, headers: { "content-type": "text/html" }, body: `<html>${TOKEN}</html>` },
    { status: 200, headers: HEAD, body: `event: batch\ndata: ${TOKEN}\n\n` },
    { status: 200, headers: HEAD, body: `event: error\ndata: ${TOKEN}\n\n` },
  ]) {
    const { client } = await startScript(t, answer);
    const stream = await client.streams.read("run_1", {
      clientConfig: { secretKey: TOKEN },
      reconnect: { maxElapsedInMs: 0 },
    });
    const error = await stream
      .values()
      .next()
      .then(
        () => assert.fail("it was told something"),
        (failure) => failure,
      );
    const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9 })];
    for (const text of shown) assert.ok(!text.includes("s3cr3ts"), text);
  }
});
