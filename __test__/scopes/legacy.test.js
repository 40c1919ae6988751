"use strict";

// Keys of the older products: a scope of their own, which takes nothing of today's and lends it nothing.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");

const hairtrigger = require("hairtrigger");
const legacy = require("hairtrigger/legacy");
const { createTestServer } = require("../../testing");
const { rejection, resetConfiguration, setEnvironment } = require("../support/scopes.js");

const { ConfigurationError } = hairtrigger;

async function open(t) {
  resetConfiguration(t);
  const server = await createTestServer();
  t.after(() => server.close());
  const prod = server.createProject().environment("prod");
  prod.legacy.addJob("welcome", { event: "user.created" });
  const apiKey = prod.createLegacyKey({ product: 2 });
  return { server, prod, apiKey, baseURL: server.url };
}

test("calls on no client run under TRIGGER_API_KEY at TRIGGER_API_URL, as they are when the call is made", async (t) => {
  const { prod, apiKey, baseURL } = await open(t);
  const missing = await rejection(legacy.getEvent("e1"));
  assert.ok(missing instanceof ConfigurationError);
  assert.match(missing.message, /^legacy\.getEvent: no key: set TRIGGER_API_KEY/);
  setEnvironment(t, { TRIGGER_API_KEY: apiKey });
  assert.match((await rejection(legacy.getEvent("e1"))).message, /no server: set TRIGGER_API_URL/);
  setEnvironment(t, { TRIGGER_API_URL: baseURL });
  await legacy.sendEvent({ name: "user.created", id: "e1" });
  assert.equal(prod.legacy.events.size, 1);
});

test("a client runs under its own key, and takes nothing of configure or TRIGGER_SECRET_KEY", async (t) => {
  const { server, apiKey, baseURL } = await open(t);
  setEnvironment(t, { TRIGGER_SECRET_KEY: "tr_prod_other", TRIGGER_PREVIEW_BRANCH: "b" });
  hairtrigger.configure({
    secretKey: "tr_prod_another",
    requestOptions: { additionalHeaders: { "x-mine": "1" } },
  });
  const client = new legacy.LegacyClient({ apiKey, baseURL });
  await hairtrigger.withAuth({ secretKey: "tr_prod_third" }, () => client.sendEvent({ name: "a" }));
  const [{ headers, credential }] = server.requests;
  assert.equal(credential.kind, "legacy-key");
  assert.deepEqual([headers["x-mine"], headers["x-trigger-branch"]], [undefined, undefined]);
});

test("inside withAuth, and in strict mode, no call runs under TRIGGER_API_KEY", async (t) => {
  const { server, apiKey, baseURL } = await open(t);
  setEnvironment(t, { TRIGGER_API_KEY: apiKey, TRIGGER_API_URL: baseURL });
  const inside = hairtrigger.withAuth({ secretKey: "tr_prod_a" }, () => legacy.getEvent("e1"));
  assert.match((await rejection(inside)).message, /inside withAuth.* no call runs under TRIGGER_API_KEY/);
  hairtrigger.configure({ ambient: false });
  assert.ok((await rejection(legacy.getEvent("e1"))) instanceof ConfigurationError);
  assert.equal(server.requests.length, 0);
});

const refused = {
  "an unset key": { apiKey: undefined },
  "a null key": { apiKey: null },
  "an empty key": { apiKey: " " },
  "a key with a line break in it": { apiKey: "trigger_live_\nhunter2" },
  "a public key": { apiKey: "pk_prod_hunter2" },
  "a personal access token": { apiKey: "tr_pat_hunter2" },
  "a key cut off": { apiKey: "trigger_live_" },
  "a secret key by its name of today": { secretKey: "tr_prod_hunter2" },
  "a branch": { apiKey: "trigger_live_hunter2", previewBranch: "b" },
  "a base URL that is none": { apiKey: "trigger_live_hunter2", baseURL: "hunter2" },
};
for (const [what, config] of Object.entries(refused)) {
  test(`new LegacyClient refuses ${what}, and does not say it`, (t) => {
    setEnvironment(t, {
      TRIGGER_API_KEY: "trigger_live_of_the_environment",
      TRIGGER_API_URL: "http://127.0.0.1:9",
    });
    assert.throws(
      () => new legacy.LegacyClient(config),
      (error) => error instanceof ConfigurationError && !inspect(error).includes("hunter2"),
    );
  });
}

test("the main entry has nothing of it, and goes on to refuse its keys", async () => {
  assert.equal("legacy" in hairtrigger, false);
  const secretKey = "trigger_live_abcdefghijklmnopqrst";
  assert.throws(() => hairtrigger.withAuth({ secretKey }), /is a key of an older Trigger\.dev product/);
  assert.equal("legacy" in hairtrigger.withAuth({ secretKey: "tr_dev_a" }), false);
});

test("keys are masked in errors, and in nothing else", async (t) => {
  const { apiKey, prod, server, baseURL } = await open(t);
  const client = new legacy.LegacyClient({ apiKey, baseURL });
  assert.ok(!inspect(client, { depth: 9, showHidden: true }).includes(apiKey));
  server.revoke(apiKey);
  const error = await rejection(client.getEvent("e1"));
  assert.equal(error.status, 401);
  assert.match(error.message, /Invalid or Missing API key\. .* does not know this token/);
  assert.ok(error.message.includes(`tr_prod_…${apiKey.slice(-4)}`));
  assert.ok(!inspect(error).includes(apiKey));
  const first = new legacy.LegacyClient({ apiKey: prod.createLegacyKey({ product: 1 }), baseURL });
  assert.match((await rejection(first.getEvent("e1"))).message, /trigger_live_…/);
});

test("a key names its environment", () => {
  const { environmentOf } = legacy;
  assert.equal(environmentOf("trigger_live_a"), "live");
  assert.equal(environmentOf("trigger_development_a"), "development");
  assert.equal(environmentOf("tr_dev_a"), "dev");
  assert.equal(environmentOf("tr_prod_a"), "prod");
  for (const key of ["tr_pat_a", "pk_dev_a", "a", "", undefined, 7])
    assert.equal(environmentOf(key), undefined);
});

for (const [what, call, attempts] of [
  ["an event with an id", (client) => client.sendEvent({ name: "a", id: "e1" }), 2],
  ["an event without one", (client) => client.sendEvent({ name: "a" }), 1],
  ["an event of the first product", (client) => client.sendEvent("e1", { name: "a" }), 1],
  ["events with ids", (client) => client.sendEvents([{ name: "a", id: "e1" }]), 2],
  [
    "events of which one has none",
    (client) => client.sendEvents([{ name: "a", id: "e1" }, { name: "b" }]),
    1,
  ],
  ["an invocation with a key", (client) => client.invokeJob("welcome", 1, { idempotencyKey: "k" }), 2],
  ["an invocation without one", (client) => client.invokeJob("welcome", 1), 1],
  ["a reading", (client) => client.getRuns("welcome"), 2],
]) {
  test(`${what} is sent ${attempts === 2 ? "again" : "once"} when its answer is lost`, async (t) => {
    const { server, prod, baseURL } = await open(t);
    const apiKey = prod.createLegacyKey({ product: what.includes("first") ? 1 : 2 });
    server.fault({ times: 1, cut: "before-response" });
    const requestOptions = { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 50 } };
    const result = call(new legacy.LegacyClient({ apiKey, baseURL, requestOptions }));
    if (attempts === 2) await result;
    else assert.equal((await rejection(result)).attempts, 1);
    assert.equal(server.requests.length, attempts);
  });
}
