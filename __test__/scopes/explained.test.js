"use strict";

// What the server refuses by itself is sent, and its answer made understandable.

const { last, rejection, start } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");
const { AuthenticationError, PermissionDeniedError, envvars, runs, withAuth } = require("hairtrigger");

/** Shows a token as errors may: its prefix and the last four characters. */
function masked(token) {
  const [prefix] = /^(?:tr_[a-z]+_(?:sk_)?|eyJ)/.exec(token);
  return `${prefix}…${token.slice(-4)}`;
}

/** Makes one call under a token; the server refuses it and the error says so. */
async function explain(tenant, token, call, status) {
  const { server } = tenant;
  const before = server.requests.length;
  const error = await rejection(withAuth(tenant.config({ secretKey: token }), call));
  assert.equal(server.requests.length, before + 1, "it is sent once, and left to the server");
  assert.equal(last(server).status, status);
  assert.equal(error.status, status);
  assert.ok(error.message.includes(masked(token)), error.message);
  assert.equal(error.credential.masked, masked(token));
  assert.ok(!inspect(error).includes(token));
  return error;
}

/** The calls about runs, which take keys. */
const OF_KEYS = {
  "runs.retrieve": ({ run }) => runs.retrieve(run.id),
  "runs.cancel": ({ run }) => runs.cancel(run.id),
  "runs.replay": ({ run }) => runs.replay(run.id),
  "runs.reschedule": ({ run }) => runs.reschedule(run.id, { delay: "1h" }),
  "runs.poll": ({ run }) => runs.poll(run.id),
};

for (const [name, call] of Object.entries(OF_KEYS)) {
  test(`Explained: a personal access token on ${name}, which takes a secret key`, async (t) => {
    const { alpha } = await start(t);
    const error = await explain(alpha, alpha.personalAccessToken, () => call(alpha), 401);
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /a personal access token/);
    assert.match(error.message, /takes a secret key \(tr_dev_…, tr_prod_…\)/);
  });
}

test("Explained: an organization token where a secret key is due", async (t) => {
  const { server, alpha } = await start(t);
  const token = server.createOrganizationToken({ projects: [alpha.project] });
  const error = await explain(alpha, token, () => runs.retrieve(alpha.run.id), 401);
  assert.match(error.message, /an organization token.*takes a secret key/);
});

test("Explained: runs.list() without a project ref under a personal access token", async (t) => {
  const { alpha } = await start(t);
  const error = await explain(alpha, alpha.personalAccessToken, () => runs.list(), 401);
  assert.match(error.message, /a personal access token/);
  assert.match(error.message, /takes a secret key/);
  assert.match(error.message, /runs\.list\(projectRef, \{ env \}\)/);
});

test("Explained: runs.list(projectRef) under a secret key", async (t) => {
  const { alpha } = await start(t);
  const call = () => runs.list(alpha.ref, { env: "prod" });
  const error = await explain(alpha, alpha.secretKey, call, 401);
  assert.match(error.message, /a secret key.*takes a personal access token/);
  assert.match(error.message, /leave the project out/);
});

test("Explained: a project listing without an environment, and what to pass", async (t) => {
  const { alpha } = await start(t);
  for (const call of [
    () => runs.list(alpha.ref),
    () => runs.list(alpha.ref, { limit: 5 }),
    () => runs.list({ projectRef: alpha.ref }),
  ]) {
    const error = await explain(alpha, alpha.personalAccessToken, call, 500);
    assert.match(error.message, /env: "prod"/);
    // An answer that is explained is not passing: asking again would get it again.
    assert.equal(error.attempts, 1);
  }
});

test("Explained: an additional key without the scope, and what the operation accepts", async (t) => {
  const { alpha } = await start(t);
  const prod = alpha.environment("prod");
  for (const [scope, call] of [
    ["read:envvars", () => runs.list()],
    ["read:envvars", () => runs.retrieve(alpha.run.id)],
    ["read:runs", () => envvars.list(alpha.ref, "prod")],
    ["read:runs", () => runs.cancel(alpha.run.id)],
  ]) {
    const key = prod.createAdditionalKey({ scopes: [scope] });
    const error = await explain(alpha, key, call, 403);
    assert.ok(error instanceof PermissionDeniedError);
    assert.match(error.message, /additional API key/i);
    assert.match(error.message, /scope/);
    assert.match(error.message, /takes a secret key/);
  }
});

test("Explained: a public token without the scope", async (t) => {
  const { alpha } = await start(t);
  const token = alpha.environment("prod").createPublicToken({ scopes: ["read:tags:other"] });
  const error = await explain(alpha, token, () => runs.list(), 403);
  assert.match(error.message, /public access token.*scope/i);
});

test("Explained: a preview key without a branch", async (t) => {
  const { alpha } = await start(t);
  const { secretKey } = alpha.environment("preview");
  const error = await explain(alpha, secretKey, () => runs.list(), 401);
  assert.match(error.message, /previewBranch/);
});

test("Explained: a token that was revoked names the server that does not know it", async (t) => {
  const { server, alpha } = await start(t);
  const { secretKey } = alpha;
  server.revoke(secretKey);
  const error = await explain(alpha, secretKey, () => runs.list(), 401);
  assert.ok(error.message.includes(server.url));
});

test("Explained: the server's own words stay in the message", async (t) => {
  const { alpha } = await start(t);
  const error = await explain(alpha, alpha.personalAccessToken, () => runs.list(), 401);
  assert.match(error.message, /401 Invalid API key/);
});
