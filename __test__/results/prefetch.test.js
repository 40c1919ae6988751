"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ArgumentError, withAuth } = require("hairtrigger");
const { answerOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");

const PAGES = 3;
const ITEMS = 4;

/** A server of a few pages; page `held` is answered only by `release()`. */
async function openPages(t, held) {
  let release = () => {};
  const server = await openRawServer(t, ({ path, connection }) => {
    const number = Number(/after%5D=(\d)/.exec(path)?.[1] ?? 1);
    const data = Array.from({ length: ITEMS }, (_, index) => ({ id: `run_${number}_${index}` }));
    const pagination = number < PAGES ? { next: String(number + 1) } : {};
    const send = () => connection.send(answerOf({ data, pagination }));
    if (number === held) release = send;
    else send();
  });
  const { runs } = withAuth({ secretKey: "tr_dev_prefetch", baseURL: server.url });
  return { server, runs, release: () => release() };
}

async function take(iterator, count) {
  const ids = [];
  for (let index = 0; index < count; index += 1) ids.push((await iterator.next()).value.id);
  return ids;
}

test("the next page is asked for when half of the page has been taken, and no further one", async (t) => {
  const { server, runs } = await openPages(t);
  const iterator = runs.list()[Symbol.asyncIterator]();
  await take(iterator, 2);
  assert.equal(server.requests.length, 1);
  await take(iterator, 1);
  await server.requestArrived(2);
  await take(iterator, 1);
  assert.equal(server.requests.length, 2);
  const rest = await take(iterator, (PAGES - 1) * ITEMS);
  assert.equal(rest.at(-1), `run_${PAGES}_${ITEMS - 1}`);
  assert.equal((await iterator.next()).done, true);
  assert.equal(server.requests.length, PAGES);
});

test("pages are asked for one ahead", async (t) => {
  const { server, runs } = await openPages(t);
  const pages = (await runs.list()).iterPages();
  await pages.next();
  await server.requestArrived(2);
  assert.equal((await pages.next()).value.data[0].id, "run_2_0");
  await server.requestArrived(3);
  assert.equal((await pages.next()).value.data[0].id, "run_3_0");
  assert.equal((await pages.next()).done, true);
  assert.equal(server.requests.length, PAGES);
});

test("an iteration that stops takes back the page it has asked for", async (t) => {
  const { server, runs } = await openPages(t, 2);
  for await (const run of runs.list()) {
    if (run.id !== "run_1_2") continue;
    // Half of the page is taken, so the next one is on its way.
    await server.requestArrived(2);
    break;
  }
  await server.connectionClosed(server.requests[1].connection.number);
});

test("prefetch: false asks for a page only when it is needed", async (t) => {
  const { server, runs } = await openPages(t);
  const iterator = runs.list({}, { prefetch: false })[Symbol.asyncIterator]();
  await take(iterator, ITEMS);
  assert.equal(server.requests.length, 1);
  await take(iterator, 1);
  assert.equal(server.requests.length, 2);
  await iterator.return();
});

test("a page that fails ahead of time fails the iteration when it gets there, and nothing before", async (t) => {
  const server = await openRawServer(t, ({ path, connection }) =>
    !path.includes("after")
      ? connection.send(answerOf({ data: [{ id: "run_1" }, { id: "run_2" }], pagination: { next: "n" } }))
      : connection.send(answerOf({ error: "gone" }, { status: 400 })),
  );
  const { runs } = withAuth({ secretKey: "tr_dev_prefetch", baseURL: server.url });
  const seen = [];
  const error = await rejection(
    (async () => {
      for await (const { id } of runs.list()) seen.push(id);
    })(),
  );
  assert.deepEqual(seen, ["run_1", "run_2"]);
  assert.equal(error.status, 400);
  // Stopping before it is looked at is no unhandled rejection, which would end this process.
  for await (const { id } of runs.list()) if (id === "run_2") break;
});

test("prefetch is refused where there are no pages, and when it is no boolean", async (t) => {
  const { server, runs } = await openPages(t);
  for (const [call, message] of [
    [runs.retrieve("run_1", { prefetch: true }), /prefetch is for calls that list pages/],
    [runs.cancel("run_1", { prefetch: false }), /prefetch is for calls that list pages/],
    [runs.list({}, { prefetch: 1 }), /prefetch must be a boolean/],
  ]) {
    const error = await rejection(call);
    assert.ok(error instanceof ArgumentError);
    assert.match(error.message, message);
  }
  assert.equal(server.requests.length, 0);
});
