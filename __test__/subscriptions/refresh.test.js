"use strict";

// Fresh tokens: whose function is asked for one, how long, and what is shown of the old one.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { inspect } = require("node:util");
const { test } = require("node:test");

const { TriggerClient, configure, runs, withAuth } = require("hairtrigger");
const { json, openServer } = require("../hostile/server.js");
const { resetConfiguration } = require("../support/scopes.js");
const { HEAD, UP_TO_DATE, row, tokenOf } = require("./world.js");

const bearerOf = ({ headers }) => headers.authorization.slice("Bearer ".length);

/** A server that says 401 to every live poll under `OLD`, and otherwise that a run has ended. */
async function openExpiring(t, answer = (request, response) => told(response, row("COMPLETED", 2))) {
  return openServer(t, (request, response) => {
    if (bearerOf(request) !== tokenOf("OLD")) return answer(request, response);
    if (request.url.includes("live")) return json(response, { error: "expired" }, 401);
    return told(response, row("EXECUTING"));
  });
}

const told = (response, ...changes) => json(response, [...changes, UP_TO_DATE], 200, HEAD);

async function statusesOf(subscription) {
  const statuses = [];
  for await (const { status } of subscription) statuses.push(status);
  return statuses;
}

test("the function of a config is asked by the subscriptions of its scope, unless they have their own", async (t) => {
  resetConfiguration(t);
  const server = await openExpiring(t);
  const asked = [];
  const refresher = (name) => () => {
    asked.push(name);
    return tokenOf(`NEW${name}`);
  };
  const config = (name) => ({
    accessToken: tokenOf("OLD"),
    baseURL: server.url,
    refreshAccessToken: refresher(name),
  });
  configure(config("configure"));
  const subscribe = (area, options) => area.subscribeToRun("run_1", options);
  const bound = new TriggerClient(config("client"));
  const cases = {
    configure: () => subscribe(runs),
    client: () => subscribe(bound.runs),
    withAuth: () => withAuth(config("withAuth")).runs.subscribeToRun("run_1"),
    call: () => subscribe(runs, { clientConfig: config("call") }),
    own: () => subscribe(runs, { refreshAccessToken: refresher("own") }),
    inherited: () => subscribe(runs, { clientConfig: { requestOptions: { timeoutInMs: 5_000 } } }),
  };
  for (const [name, make] of Object.entries(cases)) {
    assert.deepEqual(await statusesOf(make()), ["EXECUTING", "COMPLETED"]);
    assert.deepEqual(asked.splice(0), [name === "inherited" ? "configure" : name]);
  }
  const other = { accessToken: tokenOf("OLD"), baseURL: server.url };
  await assert.rejects(statusesOf(subscribe(runs, { clientConfig: other })), { status: 401 });
  assert.deepEqual(asked, [], "a token brings its own function or none");
});

test("an error shows neither the token that was replaced nor the one that has replaced it", async (t) => {
  const [old, fresh] = [tokenOf("OLD"), tokenOf("FRESH")];
  const server = await openExpiring(t, (request, response) =>
    json(response, { error: `${old} was replaced by ${fresh}` }, 403, { "x-echo": encodeURIComponent(old) }),
  );
  const subscription = withAuth({ accessToken: old, baseURL: server.url }).runs.subscribeToRun("run_1", {
    refreshAccessToken: () => fresh,
  });
  await assert.rejects(statusesOf(subscription), (error) => {
    assert.equal(error.status, 403);
    const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9 })].join(
      "\n",
    );
    for (const token of [old, fresh]) {
      for (const part of token.split(".").slice(1)) assert.ok(!shown.includes(part), shown);
    }
    return true;
  });
});

test("of those who share a feed another is asked where one does not answer", async (t) => {
  const server = await openExpiring(t);
  const client = withAuth({ accessToken: tokenOf("OLD"), baseURL: server.url });
  const never = client.runs.subscribeToRun("run_1", { refreshAccessToken: () => new Promise(() => {}) });
  const good = client.runs.subscribeToRun("run_1", { refreshAccessToken: () => tokenOf("GOOD") });
  const began = performance.now();
  assert.deepEqual(await Promise.all([never, good].map(statusesOf)), [
    ["EXECUTING", "COMPLETED"],
    ["EXECUTING", "COMPLETED"],
  ]);
  assert.ok(performance.now() - began < 9_000, "not each has all the time there is");
});

test("the function of a config runs in the scope it was named in, wherever the subscription is made", async (t) => {
  resetConfiguration(t);
  const keys = [];
  const server = await openExpiring(t);
  const lists = await openServer(t, (request, response) => {
    keys.push(bearerOf(request));
    return json(response, { data: [], pagination: {} });
  });
  const scopeOf = (name) => ({ secretKey: `tr_prod_${name}`, baseURL: lists.url });
  const refreshAccessToken = async () => {
    await runs.list();
    return tokenOf("NEW");
  };
  const config = { accessToken: tokenOf("OLD"), baseURL: server.url, refreshAccessToken };
  const client = await withAuth(scopeOf("acme"), () => ({ bound: new TriggerClient(config) }));
  const statuses = await withAuth(scopeOf("globex"), () =>
    statusesOf(client.bound.runs.subscribeToRun("run_1")),
  );
  assert.deepEqual(statuses, ["EXECUTING", "COMPLETED"]);
  assert.deepEqual(keys, ["tr_prod_acme"]);
});

test("of a subscription to many runs each goes on under the fresh token that is asked for once", async (t) => {
  const ids = ["run_1", "run_2", "run_3", "run_4"];
  const refused = new Set();
  let open;
  const all = new Promise((resolve) => (open = resolve));
  const server = await openServer(t, (request, response) => {
    const [, id] = /runs\/(run_\d)/.exec(request.url);
    const of = (status, second) => ({ ...row(status, second, { friendlyId: id }), key: id });
    if (bearerOf(request) !== tokenOf("OLD")) return told(response, of("COMPLETED", 2));
    if (!request.url.includes("live")) return told(response, of("EXECUTING"));
    if (refused.add(id).size === ids.length) open();
    return json(response, { error: "expired" }, 401);
  });
  const client = withAuth({ accessToken: tokenOf("OLD"), baseURL: server.url });
  let asked = 0;
  const subscription = client.runs.subscribeToRuns(ids, {
    refreshAccessToken: async () => {
      asked += 1;
      await all;
      return tokenOf("FRESH");
    },
  });
  const ended = [];
  for await (const { id, status } of subscription) if (status === "COMPLETED") ended.push(id);
  assert.deepEqual(ended.sort(), ids);
  assert.ok(asked < ids.length, "some wait for the same answer");
});

test("short tokens are not asked for with each answer of a server that has much to tell", async (t) => {
  let told = 0;
  const answer = (_, response) =>
    json(response, [row("EXECUTING", 1, { ttl: `${(told += 1)}` }), UP_TO_DATE], 200, HEAD);
  const server = await openServer(t, answer);
  for (const life of [50, 1, -10]) {
    let asked = 0;
    const fresh = () => tokenOf(`T${asked}`, "env_1", { exp: Math.floor(Date.now() / 1_000) + life });
    const client = withAuth({ accessToken: fresh(), baseURL: server.url });
    const began = performance.now();
    const subscription = client.runs.subscribeToRun("run_1", {
      updates: "every",
      refreshAccessToken: () => {
        asked += 1;
        return fresh();
      },
    });
    for (let count = 0; count < 200; count += 1) await subscription.next();
    subscription.unsubscribe();
    assert.ok(asked <= 1 + (performance.now() - began) / 10_000, `${asked} of ${life} s`);
  }
});

for (const [what, old, fresh] of [
  ["secret key", "tr_prod_aaaaaaaaaaaaaaaaaaaa", "tr_prod_bbbbbbbbbbbbbbbbbbbb"],
  ["personal access token", `tr_pat_${"a".repeat(40)}`, `tr_pat_${"b".repeat(40)}`],
  ["public token", tokenOf("OLD", null), tokenOf("FRESH", null)],
]) {
  test(`another ${what}, which does not say whose it is, ends the subscription and is not sent`, async (t) => {
    const server = await openServer(t, (_, response) => json(response, { error: "expired" }, 401));
    const client = withAuth({ secretKey: old, baseURL: server.url });
    const watch = (answer) => client.runs.subscribeToRun("run_1", { refreshAccessToken: () => answer });
    await assert.rejects(statusesOf(watch(fresh)), { name: "ConfigurationError" });
    await assert.rejects(statusesOf(watch(old)), { status: 401 }, "the same one is no other");
    assert.deepEqual(new Set(server.requests.map(bearerOf)), new Set([old]));
  });
}
