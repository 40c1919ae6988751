"use strict";

const { deferred, rejection, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { setTimeout: delay } = require("node:timers/promises");
const { test } = require("node:test");
const hairtrigger = require("hairtrigger");
const { auth, configure, envvars, runs, withAuth } = hairtrigger;

/** Asserts that a page holds the runs of a tenant. */
function assertOwn({ data }, { ref }) {
  assert.deepEqual(
    data.map(({ tags }) => tags),
    [[ref]],
  );
}

test("Drop-in second: inside withAuth the top-level functions use that scope", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(alpha.config());
  await withAuth({ secretKey: beta.secretKey }, async () => {
    assertOwn(await runs.list(), beta);
    await envvars.list(beta.ref, "prod");
    await delay(1);
    assertOwn(await runs.list(), beta);
  });
  assertOwn(await runs.list(), alpha);
  const [a, b] = [alpha.secretKey, beta.secretKey];
  assert.deepEqual(tokens(server), [b, b, b, a]);
});

test("Drop-in second: a configured accessToken does not outrank withAuth's secretKey", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure({ baseURL: server.url, accessToken: alpha.secretKey });
  await withAuth({ secretKey: beta.secretKey }, () => runs.list());
  configure({ baseURL: server.url, secretKey: alpha.secretKey });
  await withAuth({ accessToken: beta.secretKey }, () => runs.list());
  assert.deepEqual(tokens(server), [beta.secretKey, beta.secretKey]);
});

test("Drop-in second: auth carries the same configure and withAuth", async (t) => {
  const { server, alpha, beta } = await start(t);
  assert.equal(auth.configure, configure);
  assert.equal(auth.withAuth, withAuth);
  auth.configure(alpha.config());
  await runs.list();
  await auth.withAuth(beta.config(), () => runs.list());
  assert.deepEqual(tokens(server), [alpha.secretKey, beta.secretKey]);
});

test("Drop-in second: withAuth resolves with what its callback returns", async (t) => {
  const { alpha } = await start(t);
  assert.equal(await withAuth(alpha.config(), () => 42), 42);
  assert.equal(await withAuth(alpha.config(), async () => 43), 43);
  assertOwn(await withAuth(alpha.config(), () => runs.list()), alpha);
});

test("Drop-in second: one AsyncLocalStorage is shared by the import and the require copy", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  const { configureImported, listImported, withAuthImported } = await import("./fixtures/imported.mjs");
  await withAuth(alpha.config(), () => listImported());
  await withAuthImported(beta.config(), () => runs.list());
  await withAuth(alpha.config(), () =>
    withAuthImported({ secretKey: gamma.secretKey }, async () => {
      await listImported();
      await runs.list();
    }),
  );
  configureImported(beta.config());
  await runs.list();
  configure(gamma.config());
  await listImported();
  const expected = [alpha, beta, gamma, gamma, beta, gamma].map(({ secretKey }) => secretKey);
  assert.deepEqual(tokens(server), expected);
});

test("Drop-in second: import and require give the same objects", async () => {
  const { hairtrigger: imported } = await import("./fixtures/imported.mjs");
  for (const name of Object.keys(hairtrigger)) assert.equal(imported[name], hairtrigger[name], name);
  const unexpected = Object.keys(imported).filter((name) => !(name in hairtrigger));
  // Node adds names of its own to the namespace of a CommonJS module.
  assert.deepEqual(
    unexpected.filter((name) => name !== "default" && name !== "module.exports"),
    [],
  );
  assert.equal(imported.default, hairtrigger);
});

test("Drop-in second: overlapping callbacks never see each other's scope", async (t) => {
  const { server, alpha, beta } = await start(t);
  const [alphaMayGoOn, betaMayGoOn] = [deferred(), deferred()];
  const first = withAuth(alpha.config(), async () => {
    assertOwn(await runs.list(), alpha);
    await alphaMayGoOn.promise;
    assertOwn(await runs.list(), alpha);
    betaMayGoOn.resolve();
  });
  const second = withAuth(beta.config(), async () => {
    assertOwn(await runs.list(), beta);
    alphaMayGoOn.resolve();
    await betaMayGoOn.promise;
    assertOwn(await runs.list(), beta);
  });
  await Promise.all([first, second]);
  assert.equal(server.requests.length, 4);
});

test("Drop-in second: nested callbacks see the inner scope, and the outer one again after it", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  await withAuth(alpha.config(), async () => {
    await runs.list();
    await withAuth({ secretKey: beta.secretKey }, async () => {
      await runs.list();
      await withAuth({ secretKey: gamma.secretKey }, () => runs.list());
      await runs.list();
    });
    await runs.list();
  });
  const expected = [alpha, beta, gamma, beta, alpha].map(({ secretKey }) => secretKey);
  assert.deepEqual(tokens(server), expected);
});

test("Drop-in second: a callback that throws leaves no scope behind", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(alpha.config());
  const reason = new Error("the callback's own");
  const inBeta = { secretKey: beta.secretKey };
  const throwing = () => {
    throw reason;
  };
  assert.equal(await rejection(withAuth(inBeta, throwing)), reason);
  assertOwn(await runs.list(), alpha);
  assert.equal(await rejection(withAuth(inBeta, async () => throwing())), reason);
  assertOwn(await runs.list(), alpha);
  await withAuth(inBeta, async () => {
    await rejection(withAuth({ secretKey: alpha.secretKey }, throwing));
    assertOwn(await runs.list(), beta);
  });
  const expected = [alpha, alpha, beta].map(({ secretKey }) => secretKey);
  assert.deepEqual(tokens(server), expected);
});

test("Drop-in second: the caller of withAuth is outside the scope, in the same tick too", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(alpha.config());
  const inside = withAuth({ secretKey: beta.secretKey }, () => runs.list());
  const outside = runs.list();
  assertOwn(await inside, beta);
  assertOwn(await outside, alpha);
  assert.equal(server.requests.length, 2);
});

test("Drop-in second: a forgotten callback is refused, not taken for a bound client", async (t) => {
  const { server, alpha } = await start(t);
  for (const callback of [undefined, null, {}]) {
    const error = await rejection(withAuth(alpha.config(), callback));
    assert.match(error.message, /callback/);
  }
  assert.equal(server.requests.length, 0);
});
