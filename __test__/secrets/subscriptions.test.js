"use strict";

// Whatever a subscription shows of itself holds no token, however the server echoes it.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");

const { feed, row, startScript } = require("../subscriptions/world.js");

const TOKEN = "tr_prod_s3cr3ts3cr3ts3cr3t";

test("cursor, stats, state and the subscription itself show no token", async (t) => {
  const { client } = await startScript(t, feed(row("EXECUTING")), () => {});
  const subscription = client.runs.subscribeToRun("run_1", { clientConfig: { secretKey: TOKEN } });
  await subscription.next();
  const cursor = Buffer.from(subscription.cursor.slice(3), "base64url").toString();
  const shown = [
    cursor,
    JSON.stringify(subscription.stats()),
    subscription.state,
    JSON.stringify(subscription),
  ];
  for (const text of [...shown, inspect(subscription, { depth: 9, showHidden: true })]) {
    assert.ok(!text.includes("s3cr3t"), text);
  }
  assert.deepEqual(Object.keys(JSON.parse(cursor)).sort(), ["environment", "feed", "told"]);
  subscription.unsubscribe();
});

test("an error of a subscription shows no token that the server echoes", async (t) => {
  for (const answer of [
    { status: 401, headers: { "x-echo": TOKEN }, body: JSON.stringify({ error: `no ${TOKEN}` }) },
    { status: 200, headers: { "content-type": "text/html" }, body: `<html>${TOKEN}</html>` },
  ]) {
    const { client } = await startScript(t, answer);
    const subscription = client.runs.subscribeToRun("run_1", {
      clientConfig: { secretKey: TOKEN },
      reconnect: { maxElapsedInMs: 0 },
    });
    const error = await subscription.next().then(
      () => assert.fail("it was told something"),
      (error) => error,
    );
    const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9 })];
    for (const text of shown) assert.ok(!text.includes("s3cr3ts"), text);
    assert.match(error.message, /tr_prod_…/);
  }
});

test("a fresh token that is no token is not shown", async (t) => {
  const { client } = await startScript(t, feed(row("EXECUTING")), { status: 401, headers: {}, body: "{}" });
  const subscription = client.runs.subscribeToRun("run_1", {
    clientConfig: { secretKey: TOKEN },
    refreshAccessToken: () => "s3cr3t with spaces\n",
  });
  await subscription.next();
  await assert.rejects(subscription.next(), (error) => {
    assert.ok(!inspect(error, { depth: 9 }).includes("s3cr3t with"), error.message);
    assert.match(error.message, /refreshAccessToken/);
    return true;
  });
});
