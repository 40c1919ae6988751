"use strict";

const { assertForgotten } = require("./heap.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

for (const way of [
  "withAuth",
  "withAuth's client",
  "withAuth without callback",
  "TriggerClient",
  "clientConfig",
  "a scope in a scope",
  "a getter",
  "configure",
  "configure, still configured",
  "environment",
]) {
  test(`a heap snapshot finds no token that came by ${way}`, async (t) => {
    const server = await assertForgotten(t, way);
    assert.ok(server.requests.length > 5);
  });
}

test("a heap snapshot finds no token of configs that were refused", async (t) => {
  const server = await assertForgotten(t, "configs that are refused");
  assert.equal(server.requests.length, 0);
});

test("a heap snapshot finds no token that a subscription was given afresh", async (t) => {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: "env_1", pub: true, scopes: ["read:runs"] };
  const prefix = `${part({ alg: "HS256" })}.${part(claims)}.`;
  const server = await assertForgotten(t, "a subscription's fresh token", prefix);
  const bearers = server.requests.map(({ headers }) => headers.authorization);
  assert.deepEqual([bearers.length, new Set(bearers).size], [2, 2], "it went on under the fresh one");
});

test("a heap snapshot finds no token of a store that streams are written to", async (t) => {
  const server = await assertForgotten(t, "the store of a stream");
  const stored = server.requests.filter(({ path }) => path.startsWith("/store/"));
  assert.ok(stored.length > 0 && stored.every(({ headers }) => headers.authorization.length > 40));
});
