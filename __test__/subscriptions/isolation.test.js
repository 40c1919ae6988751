"use strict";

// What one subscriber does, or its callback, reaches nobody else's calls.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { configure, drain, runs, withAuth } = require("hairtrigger");
const { json, keyOf, nameOf, openServer } = require("../hostile/server.js");
const { resetConfiguration } = require("../support/scopes.js");
const { HEAD, UP_TO_DATE, collect, feed, row, start, startScript, tokenOf } = require("./world.js");

const EXPIRED = { status: 401, headers: {}, body: JSON.stringify({ error: "expired" }) };

test("the end that one is handed is not another's", async (t) => {
  const { client } = await startScript(t, feed(row("COMPLETED_SUCCESSFULLY")));
  for (const way of ["next", "return"]) {
    const [one, other] = [client.runs.subscribeToRun("run_1"), client.runs.subscribeToRun("run_1")];
    await Promise.all([one.next(), other.next()]);
    Object.assign(await one[way](), { done: false, value: "changed" });
    assert.deepEqual(await other[way](), { done: true, value: undefined });
  }
});

test("a fresh token is asked for in the scope that the subscription was made in", async (t) => {
  resetConfiguration(t);
  let polls = 0;
  const server = await openServer(t, ({ url }, response) => {
    if (!url.includes("/realtime")) return json(response, { data: [], pagination: {} });
    polls += 1;
    if (polls > 1) return json(response, { error: "expired" }, 401);
    return json(response, [row("EXECUTING"), UP_TO_DATE], 200, HEAD);
  });
  configure({ secretKey: keyOf("CONFIGURED"), baseURL: server.url });
  const refreshAccessToken = async () => void (await runs.list());
  const subscription = await withAuth({ secretKey: keyOf("A"), baseURL: server.url }, () => ({
    it: runs.subscribeToRun("run_1", { refreshAccessToken }),
  }));
  await subscription.it.next();
  await assert.rejects(subscription.it.next(), { status: 401 });
  assert.ok(server.requests.some(({ url }) => !url.includes("/realtime")));
  assert.deepEqual([...new Set(server.requests.map(nameOf))], ["A"]);
});

test("a function that two customers share is asked for the token of each", async (t) => {
  const polls = new Map();
  const server = await openServer(t, (request, response) => {
    const name = nameOf(request);
    polls.set(name, (polls.get(name) ?? 0) + 1);
    if (polls.get(name) > 1) return json(response, { error: "expired" }, 401);
    return json(response, [row("EXECUTING"), UP_TO_DATE], 200, HEAD);
  });
  let asked = 0;
  let open;
  const both = new Promise((resolve) => (open = resolve));
  // Neither has an answer before both have been asked.
  const refreshAccessToken = () => {
    asked += 1;
    if (asked === 2) open();
    return both;
  };
  const subscriptions = ["A", "B"].map((name) =>
    withAuth({ secretKey: keyOf(name), baseURL: server.url }).runs.subscribeToRun("run_1", {
      refreshAccessToken,
    }),
  );
  await Promise.all(subscriptions.map((subscription) => subscription.next()));
  const waiting = subscriptions.map((subscription) => assert.rejects(subscription.next(), { status: 401 }));
  await Promise.all(waiting);
  assert.equal(asked, 2);
});

test("options that say something else when they are read again end that subscription alone", async (t) => {
  const { client } = await startScript(t, feed(row("EXECUTING")), EXPIRED);
  let reads = 0;
  const subscription = client.runs.subscribeToRun("run_1", {
    get refreshAccessToken() {
      reads += 1;
      return reads === 1 ? () => "a token" : undefined;
    },
  });
  await subscription.next();
  await assert.rejects(subscription.next(), { status: 401 });
});

test("a token that is of no use ends the subscription it came from, and no other", async (t) => {
  const { client } = await startScript(t, feed(row("EXECUTING")), EXPIRED, () => {});
  const clientConfig = { accessToken: tokenOf("OLD") };
  const watch = (token) =>
    client.runs.subscribeToRun("run_1", { clientConfig, refreshAccessToken: () => token });
  const [bad, good] = [watch("no token at all \n"), watch(tokenOf("FRESH"))];
  t.after(() => good.unsubscribe());
  await Promise.all([bad.next(), good.next()]);
  const waiting = good.next();
  await assert.rejects(bad.next(), /refreshAccessToken/);
  good.unsubscribe();
  assert.deepEqual(await waiting, { done: true, value: undefined });
});

test("whoever comes with the old token does not watch under what somebody else gave for it", async (t) => {
  const { client, requests, server } = await startScript(t, feed(row("EXECUTING")), EXPIRED, () => {});
  const renewed = new Promise((resolve) => {
    server.on("request", ({ headers }) => {
      if (headers.authorization === `Bearer ${tokenOf("FRESH")}`) resolve();
    });
  });
  const clientConfig = { accessToken: tokenOf("OLD") };
  const options = { clientConfig, refreshAccessToken: () => tokenOf("FRESH") };
  const first = client.runs.subscribeToRun("run_1", options);
  await first.next();
  first.next().catch(() => {});
  await renewed;
  const before = requests.length;
  const late = client.runs.subscribeToRun("run_1", options);
  t.after(() => [first, late].forEach(({ unsubscribe }) => unsubscribe()));
  late.next().catch(() => {});
  while (requests.length === before) await new Promise((resolve) => server.once("request", resolve));
  assert.equal(requests.at(-1).headers.authorization, `Bearer ${tokenOf("OLD")}`);
});

test("one that cannot be ended does not keep drain from the others", async (t) => {
  const { client } = await startScript(t, feed(row("EXECUTING")), () => {});
  const [one, other] = [client.runs.subscribeToRun("run_1"), client.runs.subscribeToRun("run_1")];
  await Promise.all([one.next(), other.next()]);
  one.unsubscribe = () => {
    throw new Error("never");
  };
  const waiting = [one, other].map((subscription) => subscription.next());
  waiting[0].catch(() => {});
  await drain({ timeoutInMs: 60_000 });
  await assert.rejects(waiting[0], /never/);
  assert.deepEqual(await waiting[1], { done: true, value: undefined });
});

for (const [what, fault] of Object.entries({
  "is answered 503": { status: 503, body: {} },
  "is cut off": { cut: "before-response" },
})) {
  test(`a customer whose every request ${what} delays nobody else on the host`, async (t) => {
    const { server, prod, client } = await start(t);
    const other = server.createProject().prod;
    // Of theirs five fail in a row, and what looks then whether the host is back is not answered.
    server.fault({ token: other.secretKey, ...fault, times: 5 });
    server.fault({ token: other.secretKey, hang: true });
    const odd = withAuth({ secretKey: other.secretKey, baseURL: server.url });
    const failing = other
      .seedRuns(10, () => ({ status: "EXECUTING" }))
      .map(({ id }) => odd.runs.subscribeToRun(id, { reconnect: { minTimeoutInMs: 100 } }));
    const failed = failing.map((subscription) => collect(subscription));
    await server.waitForRequest(() => server.requests.length >= 11);

    const { id } = prod.seedRun({ status: "COMPLETED" });
    assert.deepEqual(await collect(client.runs.subscribeToRun(id)), ["COMPLETED"]);
    assert.ok(server.requests.length <= 16, `${server.requests.length}`);
    for (const subscription of failing) subscription.unsubscribe();
    assert.deepEqual(
      await Promise.all(failed),
      failing.map(() => []),
    );
  });
}
