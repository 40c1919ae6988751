"use strict";

const { BRANCH, last, rejection, start, thrown } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");
const { TriggerClient, configure, envvars, runs, withAuth } = require("hairtrigger");

const FORBIDDEN = [
  "authorization",
  "x-trigger-branch",
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
];

/** The same name as somebody might write it to get past a comparison. */
function spellings(name) {
  const capitals = name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return [name, capitals, name.toUpperCase(), ` ${name}`, `${name} `, `${name}:`, `${name}\n`];
}

for (const name of FORBIDDEN) {
  test(`No way around: additionalHeaders may not name ${name}, in any place or spelling`, async (t) => {
    const { server, alpha, beta } = await start(t);
    configure(alpha.config());
    const client = new TriggerClient(alpha.config());
    for (const spelling of spellings(name)) {
      const additionalHeaders = { [spelling]: `Bearer ${beta.secretKey}` };
      const config = alpha.config({ requestOptions: { additionalHeaders } });
      const errors = [
        await rejection(runs.list({}, { additionalHeaders })),
        await rejection(runs.list({ additionalHeaders })),
        await rejection(client.runs.list({}, { additionalHeaders })),
        await rejection(runs.list({}, { clientConfig: config })),
        await rejection(withAuth(config, () => runs.list())),
        thrown(() => withAuth(config)),
        thrown(() => new TriggerClient(config)),
        thrown(() => configure(config)),
      ];
      for (const error of errors) {
        assert.match(error.message, /additionalHeaders/);
        assert.ok(!error.message.includes(beta.secretKey));
      }
    }
    assert.equal(server.requests.length, 0);
  });
}

test("No way around: the error says where the token and the branch belong", async (t) => {
  const { alpha } = await start(t);
  configure(alpha.config());
  const messageFor = async (name) =>
    (await rejection(runs.list({}, { additionalHeaders: { [name]: "x" } }))).message;
  assert.match(await messageFor("authorization"), /secretKey or accessToken/);
  assert.match(await messageFor("x-trigger-branch"), /previewBranch/);
});

test("No way around: a header's value cannot begin another header", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(alpha.config());
  for (const lineBreak of ["\r\n", "\n", "\r", "\0"]) {
    const additionalHeaders = { "x-own": `1${lineBreak}authorization: Bearer ${beta.secretKey}` };
    const error = await rejection(runs.list({}, { additionalHeaders }));
    assert.ok(!error.message.includes(beta.secretKey));
    const previewBranch = `a${lineBreak}authorization: Bearer ${beta.secretKey}`;
    assert.ok(!thrown(() => withAuth({ previewBranch })).message.includes(beta.secretKey));
  }
  assert.equal(server.requests.length, 0);
});

test("more headers than a server takes are refused before they are sent", async (t) => {
  const { server, alpha } = await start(t);
  const { runs } = new TriggerClient(alpha.config());
  const many = Object.fromEntries(Array.from({ length: 40_000 }, (_, number) => [`x-${number}`, "1"]));
  for (const additionalHeaders of [many, { "x-large": "a".repeat(33_000) }]) {
    const { message } = await rejection(runs.list({}, { additionalHeaders }));
    assert.match(message, /additionalHeaders has more than 128 headers or 32768 bytes/);
  }
  assert.equal(server.requests.length, 0);
});

test("No way around: other headers go out as given, without touching the identity", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig({ previewBranch: BRANCH }));
  const additionalHeaders = { "X-Request-Source": "billing", "proxy-authorisation-like": "1" };
  await envvars.list(alpha.ref, "preview", { additionalHeaders });
  const { headers, token, branch } = last(server);
  assert.deepEqual([token, branch], [alpha.personalAccessToken, BRANCH]);
  assert.equal(headers["x-request-source"], "billing");
});

test("No way around: additionalHeaders of another prototype are read or refused, never let through", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(alpha.config());
  const inherited = Object.create({ authorization: `Bearer ${beta.secretKey}` });
  for (const additionalHeaders of [inherited, new Headers({ authorization: `Bearer ${beta.secretKey}` })]) {
    await runs.list({}, { additionalHeaders }).catch(() => {});
  }
  for (const { headers } of server.requests) {
    assert.equal(headers.authorization, `Bearer ${alpha.secretKey}`);
  }
  await rejection(runs.list({}, { additionalHeaders: [["authorization", beta.secretKey]] }));
});

test("No way around: a bound client has no auth.configure, auth.withAuth or auth.with…Token", async (t) => {
  const { alpha } = await start(t);
  let passed;
  await withAuth(alpha.config(), (client) => {
    passed = client;
  });
  for (const client of [new TriggerClient(alpha.config()), withAuth(alpha.config()), passed]) {
    for (const name of ["configure", "withAuth"]) assert.equal(name in client, false);
    const { auth = {} } = client;
    const names = [];
    for (let each = auth; each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
      names.push(...Object.getOwnPropertyNames(each));
    }
    assert.deepEqual(
      names.filter((name) => /^(configure|withAuth|with.*Token)$/.test(name)),
      [],
    );
  }
});

test("No way around: a bound client shows its scope to nobody and lets nobody change it", async (t) => {
  const { server, alpha, beta } = await start(t);
  const client = new TriggerClient(alpha.config());
  for (const text of [inspect(client, { depth: 9, showHidden: true }), JSON.stringify(client)]) {
    assert.ok(!text.includes(alpha.secretKey));
  }
  assert.throws(() => (client.runs = new TriggerClient(beta.config()).runs), TypeError);
  Object.assign(client, { secretKey: beta.secretKey, accessToken: beta.secretKey });
  await client.runs.list();
  assert.equal(last(server).token, alpha.secretKey);
});
