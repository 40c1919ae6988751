"use strict";

// Feeds of very many rows, and feeds that never say that all was said: what those who watch them are told.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { test } = require("node:test");

const { ApiResponseError } = require("hairtrigger");
const { HEAD, UP_TO_DATE, feed, row, startScript } = require("./world.js");

const rowOf = (number, status, second) => ({
  ...row(status, second, { friendlyId: `run_${number}` }),
  key: `k${number}`,
});
const rowsOf = (count) => Array.from({ length: count }, (_, number) => rowOf(number, "EXECUTING"));

/** A feed of so many rows, which tells `changes` each time that it is asked for news once `release` was called. */
async function startFeed(t, count, changes) {
  const snapshot = feed(...rowsOf(count));
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const { client, server } = await startScript(t, async ({ url }, response) => {
    if (url.startsWith("/api")) return response.writeHead(200, HEAD).end('{"data":[],"pagination":{}}');
    if (!url.includes("live=true")) return response.writeHead(200, HEAD).end(snapshot.body);
    server.emit("live");
    await released;
    const news = JSON.stringify([...changes(), UP_TO_DATE]);
    return response.writeHead(200, HEAD).end(news);
  });
  const live = once(server, "live");
  t.after(() => release());
  return { client, live, release };
}

test("whoever joins a feed of many rows is told all of them, and what changes meanwhile", async (t) => {
  const count = 20_000;
  let second = 1;
  const { client, live, release } = await startFeed(t, count, () => [
    rowOf(7, "DELAYED", (second += 1) % 60),
  ]);
  const watch = () => client.runs.subscribeToRunsWithTag("tag");
  const first = watch();
  await first.next();
  await live;
  const joined = watch();
  const states = new Map();
  release();
  for await (const { id, status } of joined) {
    states.set(id, status);
    if (states.size === count && states.get("run_7") === "DELAYED") break;
  }
  first.unsubscribe();
});

test("one that takes nothing does not keep the news from whoever joins later", async (t) => {
  let second = 1;
  const { client, release } = await startFeed(t, 51_000, () => [rowOf(1, "DELAYED", (second += 1) % 60)]);
  const slow = client.runs.subscribeToRunsWithTag("tag");
  await slow.next();
  // By then the rows were told, up to those that there is no room for.
  for (let turn = 0; turn < 500; turn += 1) await client.runs.list();
  release();
  const joined = client.runs.subscribeToRunsWithTag("tag");
  for await (const { id, status } of joined) if (id === "run_1" && status === "DELAYED") break;
  await assert.rejects(async () => {
    for await (const _ of slow);
  }, /too many updates wait to be taken, and others watch the same/);
});

test("a feed that never says that all was said is ended", async (t) => {
  let told = 0;
  const { client, requests } = await startScript(t, (_, response) => {
    const change = row("EXECUTING", 1, { ttl: `${(told += 1)}` });
    response.writeHead(200, HEAD).end(JSON.stringify([change]));
  });
  const subscription = client.runs.subscribeToRun("run_1");
  await assert.rejects(subscription.next(), (error) => {
    assert.ok(error instanceof ApiResponseError);
    assert.match(error.message, /1000 answers in a row all said that there is more to say/);
    return true;
  });
  assert.equal(requests.length, 1_000);
});
