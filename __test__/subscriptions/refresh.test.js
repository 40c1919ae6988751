"use strict";

// Fresh tokens: whose function is asked for one, how long, and what is shown of the old one.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { inspect } = require("node:util");
const { test } = require("node:test");

const { TriggerClient, configure, runs, withAuth } = require("hairtrigger");
const { json, openServer } = require("../hostile/server.js");
const { resetConfiguration } = require("../support/scopes.js");
const { HEAD, UP_TO_DATE, row } = require("./world.js");

/** A public token of an environment, whose claims name it. */
function tokenOf(name, sub = "env_1") {
  const claims = Buffer.from(JSON.stringify({ sub, pub: true, scopes: ["read:runs"], name })).toString(
    "base64url",
  );
  return `eyJhbGciOiJIUzI1NiJ9.${claims}.c2lnbmF0dXJl${name}`;
}

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
