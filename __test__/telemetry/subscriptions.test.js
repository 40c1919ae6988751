"use strict";

// What becomes of subscriptions, for whoever listens.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { subscribe, unsubscribe } = require("node:diagnostics_channel");
const { inspect } = require("node:util");
const { test } = require("node:test");

const { feed, row, startScript } = require("../subscriptions/world.js");

/** Keeps what is published for the length of a test; resolves `ended` with the last message. */
function listen(t) {
  const seen = [];
  let resolve;
  const ended = new Promise((it) => (resolve = it));
  const keep = (message) => {
    seen.push(message);
    if (message.event === "end") resolve(message);
  };
  subscribe("hairtrigger.subscription", keep);
  const stop = () => unsubscribe("hairtrigger.subscription", keep);
  t.after(stop);
  return { seen, ended, stop };
}

const json = (status, body) => ({ status, headers: {}, body: JSON.stringify(body) });

test("whoever listens is told how a subscription begins, what comes, what breaks, and how it ends", async (t) => {
  const { client } = await startScript(
    t,
    feed(row("EXECUTING")),
    json(503, {}),
    feed(row("COMPLETED", 2, { payload: "s3cr3t", payloadType: "text/plain" })),
  );
  const { seen, ended } = listen(t);
  const subscription = client.runs.subscribeToRun("run_1", { updates: "every" });
  assert.deepEqual(seen, []);
  for await (const run of subscription) assert.ok(run.id);
  const { reason, totals } = await ended;
  assert.deepEqual([reason, totals.updates, totals.reconnects], ["finished", 2, 1]);
  const events = seen.map(({ event }) => event);
  assert.deepEqual(events, ["open", "update", "live", "reconnect", "update", "end"]);
  for (const { operation, path, id } of seen)
    assert.deepEqual([operation, path, id], ["runs.subscribeToRun", "/realtime/v1/runs/{runId}", seen[0].id]);
  const { cause, attempt, waitInMs } = seen[3];
  assert.deepEqual([cause, attempt], ["503", 1]);
  assert.ok(waitInMs >= 125);
  const { bytes, coalesced, lagInMs } = seen[1];
  assert.ok(bytes > 0 && coalesced === false && lagInMs > 0);
  assert.ok(!/s3cr3t|tr_prod_|127\.0/.test(inspect(seen, { depth: 9 })));
});

test("each end has its reason, and nobody is told of what began before", async (t) => {
  for (const [expected, answer, end] of [
    ["unsubscribed", feed(row("EXECUTING")), (subscription) => subscription.unsubscribe()],
    ["aborted", feed(row("EXECUTING")), (_, controller) => controller.abort()],
    ["failed", json(403, {}), () => {}],
  ]) {
    const controller = new AbortController();
    const { client } = await startScript(t, answer);
    const early = client.runs.subscribeToRun("run_1");
    await early.next().catch(() => {});
    const { seen, ended, stop } = listen(t);
    const subscription = client.runs.subscribeToRun("run_1", { signal: controller.signal, share: false });
    await subscription.next().catch(() => {});
    end(subscription, controller);
    early.unsubscribe();
    assert.equal((await ended).reason, expected);
    assert.equal(new Set(seen.map(({ id }) => id)).size, 1);
    stop();
  }
});

test("of events that nobody takes the oldest are left out", async (t) => {
  const rows = Array.from({ length: 1_000 }, (_, index) => {
    const change = row("EXECUTING", 1, { friendlyId: `run_${index}` });
    return { ...change, key: `k${index}` };
  });
  const { client } = await startScript(t, feed(...rows), () => {});
  const { seen } = listen(t);
  const subscription = client.runs.subscribeToRunsWithTag("a");
  await subscription.next();
  for (let count = 1; count < 1_000; count += 1) await subscription.next();
  subscription.unsubscribe();
  const updates = seen.filter(({ event }) => event === "update").length;
  // The 256 that are kept may have others among them, such as that it began.
  assert.ok(seen.length >= 256 && updates > 200 && updates <= 1_000, `${updates} of ${seen.length}`);
});
