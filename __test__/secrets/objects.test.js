"use strict";

const { createCanary, failureOf, openCage } = require("./canary.js");

const assert = require("node:assert/strict");
const { executionAsyncResource } = require("node:async_hooks");
const { test } = require("node:test");

const hairtrigger = require("hairtrigger");

const { TriggerClient, configure, runs, withAuth } = hairtrigger;

/** A server that answers from a seeded project, under a token of the test's own. */
async function openSeededCage(t) {
  const cage = await openCage(t);
  const run = { id: "run_1", status: "COMPLETED", isCompleted: true, createdAt: "2026-01-01T00:00:00.000Z" };
  const pagination = { next: "n", previous: "p" };
  cage.server.fault({ path: /\/runs$/, body: { data: [run], pagination } });
  cage.server.fault({ path: "/api/v3/runs/", body: run });
  return cage;
}

test("the search finds a token wherever it is shown", () => {
  const canary = createCanary();
  const { token } = canary;
  const hidden = Object.defineProperty({}, "it", { value: { deep: [token] }, enumerable: false });
  class Holder {
    get token() {
      return token;
    }
  }
  const cause = new Error(`no ${token}`);
  for (const value of [
    token,
    canary.random.slice(8, 16),
    token.toLowerCase(),
    [token],
    { [token]: 1 },
    hidden,
    new Map([[1, token]]),
    new Holder(),
    new Error("outer", { cause }),
    Object.assign(new Error("outer"), { body: { token } }),
    new AggregateError([cause]),
    Promise.resolve(token),
  ]) {
    assert.throws(() => canary.assertHidden(value), assert.AssertionError);
  }
  canary.assertHidden({ masked: `tr_prod_…${token.slice(-4)}` });
});

test("the module shows no token that was configured", async (t) => {
  const { canary, config } = await openSeededCage(t);
  configure(config);
  t.after(() => configure({}));
  await runs.list();
  canary.assertHidden(hairtrigger);
});

test("the module shows no token of the environment", async (t) => {
  const { canary, config } = await openSeededCage(t);
  configure({ baseURL: config.baseURL });
  process.env.TRIGGER_SECRET_KEY = canary.token;
  t.after(() => {
    delete process.env.TRIGGER_SECRET_KEY;
    configure({});
  });
  await runs.list();
  canary.assertHidden(hairtrigger);
});

test("clients and their namespaces show no token", async (t) => {
  const { canary, config } = await openSeededCage(t);
  const ofCallback = await withAuth(config, (client) => client);
  for (const client of [withAuth(config), new TriggerClient(config), ofCallback]) {
    await client.runs.list();
    canary.assertHidden(client);
    canary.assertHidden(client.runs);
    canary.assertHidden(client.envvars);
    canary.assertHidden({ ...client });
    canary.assertHidden(Object.getPrototypeOf(client));
  }
});

test("what cannot be copied to another thread shows no token either", async (t) => {
  const { canary, config } = await openSeededCage(t);
  const client = withAuth(config);
  try {
    canary.assertHidden(structuredClone(client));
  } catch (error) {
    canary.assertHidden(error);
  }
});

test("scopes show no token to who looks into the async context", async (t) => {
  const { canary, config } = await openSeededCage(t);
  await withAuth(config, async () => {
    const outer = executionAsyncResource();
    const call = runs.list();
    await null;
    const inner = executionAsyncResource();
    for (const resource of [outer, inner, call]) {
      const symbols = Object.getOwnPropertySymbols(resource);
      canary.assertHidden(symbols.map((symbol) => resource[symbol]));
    }
    await call;
  });
});

test("pending and settled promises show no token", async (t) => {
  const { canary, server, config } = await openSeededCage(t);
  const client = withAuth(config);
  const retrieved = client.runs.retrieve("run_1");
  const polled = client.runs.poll("run_1");
  const scoped = withAuth(config, () => runs.list());
  const withResponse = client.runs.list().withResponse();
  const calls = [client.runs.list(), retrieved, polled, scoped, withResponse];
  calls.forEach((call) => canary.assertHidden(call, "pending"));
  canary.assertHidden(client.runs.list()[Symbol.asyncIterator]());
  await Promise.all(calls);
  calls.forEach((call) => canary.assertHidden(call, "fulfilled"));
  server.fault({ path: "/api/v1/projects", status: 401, body: { error: canary.token } });
  const rejected = client.envvars.list("proj_1", "prod");
  await failureOf(() => rejected);
  canary.assertHidden(rejected, "rejected");
});

test("pages and what they promise show no token", async (t) => {
  const { canary, config } = await openSeededCage(t);
  const { signal } = new AbortController();
  const page = await withAuth(config).runs.list({ limit: 1 }, { signal });
  canary.assertHidden(page);
  const next = page.getNextPage();
  canary.assertHidden(next);
  canary.assertHidden(await next);
  canary.assertHidden(await page.getPreviousPage());
  const iterator = page.iterPages();
  canary.assertHidden(await iterator.next());
  canary.assertHidden(iterator);
});

test("a response shows no token of the request", async (t) => {
  const { canary, config } = await openSeededCage(t);
  const client = withAuth(config);
  const response = await client.runs.list().asResponse();
  canary.assertHidden(response);
  canary.assertHidden([...response.headers, response.url, await response.clone().text()]);
  const { data, response: other } = await client.runs.retrieve("run_1").withResponse();
  canary.assertHidden(data);
  canary.assertHidden(other);
});

test("an error shows no token to who clones it or reads its classes", async (t) => {
  const { canary, server, config } = await openCage(t);
  server.fault({ status: 401, body: { error: canary.token } });
  const error = await failureOf(() => withAuth(config).runs.list());
  canary.assertHidden(structuredClone(error));
  canary.assertHidden({ ...error });
  for (let type = error.constructor; type !== Function.prototype; type = Object.getPrototypeOf(type)) {
    canary.assertHidden(type.name + type);
  }
  canary.assertHidden(new Error("wrapped", { cause: error }));
  canary.assertHidden(new AggregateError([error], "wrapped"));
});
