"use strict";

// What auth.verify makes of a credential and of whatever answers.

const { BRANCH, rejection, setEnvironment, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const http = require("node:http");
const { test } = require("node:test");
const { ArgumentError, ConfigurationError, auth, configure, withAuth } = require("hairtrigger");

const once = { retry: { maxAttempts: 1 } };
const paths = ({ requests }) => requests.map(({ url }) => url);

/** Starts a server that answers everything alike. */
async function startStranger(t, status, headers, body) {
  const server = http.createServer((request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A public token for one use, as the server would sign it. */
function oneTimeToken() {
  const claims = { sub: "env", pub: true, otu: true, scopes: ["read:runs"], exp: 4e9 };
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ alg: "HS256" })}.${encode(claims)}.c2ln`;
}

test("a secret key is told with its environment, and never with itself", async (t) => {
  const { server, alpha } = await start(t);
  const verdict = await auth.verify(alpha.config());
  const { id, slug, title } = alpha.project.organization;
  assert.deepEqual(verdict, {
    status: "ok",
    sentence: `The secret key works: it belongs to prod of alpha (${alpha.ref}).`,
    kind: "secret_key",
    masked: `tr_prod_…${alpha.secretKey.slice(-4)}`,
    baseURL: server.url,
    environment: "prod",
    isPaused: false,
    project: { ref: alpha.ref, name: "alpha", slug: alpha.project.slug },
    organization: { id, slug, title },
  });
  assert.ok(!JSON.stringify(verdict).includes(alpha.secretKey));
  assert.deepEqual(paths(server), ["/api/v1/whoami"]);
});

test("the environment is called as configs call it", async (t) => {
  const { alpha } = await start(t);
  for (const name of ["dev", "staging"]) {
    const { environment } = await auth.verify(alpha.config({ secretKey: alpha.environment(name).secretKey }));
    assert.equal(environment, name);
  }
  alpha.environment("dev").isPaused = true;
  const { isPaused } = await auth.verify(alpha.config({ secretKey: alpha.environment("dev").secretKey }));
  assert.equal(isPaused, true);
});

test("a preview key works with a branch that exists, and is known without", async (t) => {
  const { server, alpha } = await start(t);
  const { secretKey } = alpha.environment("preview");
  const config = (previewBranch) => alpha.config({ secretKey, ...(previewBranch && { previewBranch }) });
  const { status, branch, sentence } = await auth.verify(config(BRANCH));
  assert.deepEqual([status, branch], ["ok", BRANCH]);
  assert.match(sentence, /preview, branch feature\/one, of alpha/);
  assert.deepEqual(paths(server), ["/api/v1/whoami"]);
  const missing = await auth.verify(config());
  assert.deepEqual([missing.status, missing.environment], ["forbidden", "preview"]);
  assert.match(missing.sentence, /knows this secret key, .* name it as previewBranch/);
  const unknown = await auth.verify(config("nope"));
  assert.equal(unknown.status, "forbidden");
  assert.match(unknown.sentence, /but not the branch/);
  const other = await auth.verify({ ...config(BRANCH), secretKey: `${secretKey}x` });
  assert.equal(other.status, "invalid");
});

test("an additional key is told from an unknown one, whatever its scopes are", async (t) => {
  const { server, alpha } = await start(t);
  const prod = alpha.environment("prod");
  const verify = (scopes) =>
    auth.verify(alpha.config({ secretKey: prod.createAdditionalKey({ scopes }) }), once);
  const admin = await verify(["admin"]);
  assert.deepEqual([admin.status, admin.project.ref], ["ok", alpha.ref]);
  assert.deepEqual(paths(server), ["/api/v1/whoami"]);
  server.clearRequests();
  const reading = await verify(["read:runs"]);
  assert.deepEqual([reading.status, reading.environment, reading.project], ["ok", "prod", undefined]);
  assert.deepEqual(paths(server), ["/api/v1/whoami", "/api/v1/runs?page%5Bsize%5D=1"]);
  const writing = await verify(["write:envvars"]);
  assert.equal(writing.status, "forbidden");
  assert.match(writing.sentence, /knows this additional API key, but its scopes do not/);
  const unknown = await auth.verify(alpha.config({ secretKey: "tr_prod_sk_unknownunknownunknown" }), once);
  assert.deepEqual([unknown.status, unknown.kind], ["invalid", "additional_api_key"]);
});

test("tokens are told with whose they are", async (t) => {
  const { server, alpha } = await start(t);
  const personal = await auth.verify(alpha.personalConfig());
  assert.deepEqual([personal.status, personal.kind], ["ok", "personal_access_token"]);
  assert.equal(personal.user.email, "alice@example.com");
  const accessToken = server.createOrganizationToken({ projects: [alpha.project] });
  const organizational = await auth.verify(alpha.config({ secretKey: undefined, accessToken }));
  assert.equal(organizational.status, "invalid", "an unset token is not passed over");
  const { organization, user } = await auth.verify({ baseURL: server.url, accessToken });
  assert.deepEqual([organization, user], [{ id: alpha.project.organization.id }, undefined]);
  assert.deepEqual(paths(server), ["/api/v2/whoami", "/api/v2/whoami"]);
  server.revoke(accessToken);
  // The server does not say that it was revoked.
  const { status, sentence } = await auth.verify({ baseURL: server.url, accessToken });
  assert.equal(status, "invalid");
  assert.match(sentence, /does not take this organization token: .*revoked/);
});

test("a token that acts for a person is asked about where it is taken", async (t) => {
  const { server } = await start(t);
  const fault = server.fault({ status: 200, body: [] });
  const config = { baseURL: server.url, accessToken: "tr_uat_abcdefghijklmnop" };
  const { status, kind } = await auth.verify(config);
  assert.deepEqual([status, kind, paths(server)], ["ok", "user_actor_token", ["/api/v1/orgs"]]);
  fault.remove();
  assert.equal((await auth.verify(config)).status, "invalid");
});

test("a public token is told with its scopes and its expiry", async (t) => {
  const { server, alpha } = await start(t);
  const make = (scopes, more) => alpha.environment("prod").createPublicToken({ scopes, ...more });
  const verify = (accessToken) => auth.verify({ baseURL: server.url, accessToken }, once);
  const reading = await verify(make(["read:runs"]));
  assert.deepEqual([reading.status, reading.scopes], ["ok", ["read:runs"]]);
  assert.ok(reading.expiresAt instanceof Date && reading.expiresAt > Date.now());
  const narrow = await verify(make(["read:runs:run_1"]));
  assert.deepEqual([narrow.status, narrow.scopes], ["forbidden", ["read:runs:run_1"]]);
  const expired = await verify(make(["read:runs"], { expiresInSeconds: -60 }));
  assert.equal(expired.status, "invalid");
  assert.match(expired.sentence, /it has expired/);
});

test("a one-time token is not used up by asking", async (t) => {
  const { server } = await start(t);
  const { status, sentence } = await auth.verify({ baseURL: server.url, accessToken: oneTimeToken() });
  assert.equal(status, "forbidden");
  assert.match(sentence, /good for one use.*nothing was sent/);
  assert.deepEqual(server.requests, []);
});

test("revoked is told where the server tells it", async (t) => {
  const { server, alpha } = await start(t);
  server.fault({ status: 401, body: { error: "This API key has been revoked" } });
  const { status } = await auth.verify(alpha.config());
  assert.equal(status, "revoked");
});

test("a 403 that is the API's is no unknown credential", async (t) => {
  const { server, alpha } = await start(t);
  server.fault({ status: 403, body: { error: `Not from here, ${alpha.secretKey}` } });
  const { status, sentence } = await auth.verify(alpha.config());
  assert.equal(status, "forbidden");
  assert.match(sentence, /but refuses it: Not from here, tr_prod_…/);
});

const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };
const strangers = [
  [200, html, "<html>Welcome"],
  [200, json, "{}"],
  [200, json, "[]"],
  [200, json, '{"ok":true}'],
  [204, {}, ""],
  [302, { location: "https://login.example/" }, ""],
  [401, json, '{"message":"Unauthorized"}'],
  [401, { "www-authenticate": "Basic" }, "Authorization Required"],
  [403, html, "<html>Blocked"],
  [404, html, "<html>Not found"],
  [404, json, '{"error":"Not found"}'],
];
for (const [status, headers, body] of strangers) {
  test(`a server that answers ${status} ${body} is not the API`, async (t) => {
    const { alpha } = await start(t);
    const baseURL = await startStranger(t, status, headers, body);
    for (const secretKey of [alpha.secretKey, "tr_prod_sk_abcdefgh", alpha.personalAccessToken]) {
      const verdict = await auth.verify({ secretKey, baseURL }, once);
      assert.equal(verdict.status, "wrong_host", verdict.sentence);
      assert.match(verdict.sentence, /is not the Trigger\.dev API, check the base URL/);
    }
  });
}

test("a server that cannot say anything is unreachable", async (t) => {
  const { server, alpha } = await start(t);
  const nobody = await auth.verify(alpha.config({ baseURL: "http://127.0.0.1:1" }), once);
  assert.equal(nobody.status, "unreachable");
  assert.match(nobody.sentence, /could not connect to http:\/\/127\.0\.0\.1:1/);
  const fault = server.fault({ status: 503, body: "<html>down" });
  assert.equal((await auth.verify(alpha.config(), once)).status, "unreachable");
  fault.remove();
  server.fault({ hang: true });
  const silent = await auth.verify(alpha.config(), { ...once, timeoutInMs: 50 });
  assert.equal(silent.status, "unreachable");
});

test("an abort closes the request and rejects with its reason", async (t) => {
  const { server, alpha } = await start(t);
  server.fault({ hang: true });
  const controller = new AbortController();
  const rejected = rejection(auth.verify(alpha.config(), { signal: controller.signal }));
  await server.waitForRequest();
  controller.abort("enough");
  assert.equal(await rejected, "enough");
  await server.waitForRequest((request) => request.aborted);
});

test("a failure that passes is repeated as in any call", async (t) => {
  const { server, alpha } = await start(t);
  server.fault({ status: 503, times: 1 });
  const { status } = await auth.verify(alpha.config(), { retry: { minTimeoutInMs: 1 } });
  assert.equal(status, "ok");
});

test("what is wrong with the credential or its server is a verdict, and nothing is sent", async (t) => {
  const { server, alpha } = await start(t);
  const rows = [
    [{ secretKey: "trigger_live_abcdefgh" }, "legacy_key"],
    [{ secretKey: "pk_prod_abcdefgh" }, "legacy_key"],
    [{ accessToken: "trigger_development_abcdefgh" }, "legacy_key"],
    [{ secretKey: undefined }, "invalid"],
    [{ secretKey: "  " }, "invalid"],
    [{ secretKey: "tr_prod_a b" }, "invalid"],
    [{ secretKey: "tr_prod_" }, "invalid"],
    [{ baseURL: "ftp://example.com" }, "wrong_host"],
    [{ baseURL: "api.trigger.dev" }, "wrong_host"],
  ];
  for (const [config, status] of rows) {
    const key = "accessToken" in config ? {} : { secretKey: alpha.secretKey };
    const verdict = await auth.verify({ baseURL: server.url, ...key, ...config }, once);
    assert.equal(verdict.status, status, verdict.sentence);
    assert.match(verdict.sentence, /\.$/);
  }
  assert.deepEqual(server.requests, []);
});

test("what is wrong with the call rejects, and nothing is sent", async (t) => {
  const { server, alpha } = await start(t);
  const signal = AbortSignal.abort();
  const rows = [
    [[alpha.config({ nope: 1 })], ConfigurationError, /nope is not known here/],
    [[alpha.config({ accessToken: "tr_pat_other" })], ConfigurationError, /two names of one thing/],
    [[alpha.config({ secretKey: 7 })], ConfigurationError, /secretKey must be a string/],
    [[7], ArgumentError, /config must be an object/],
    [[alpha.config(), { nope: 1 }], ArgumentError, /requestOptions\.nope is not known/],
    [[alpha.config(), { clientConfig: {} }], ArgumentError, /clientConfig is the first argument/],
    [[alpha.config(), { dedupe: true }], ArgumentError, /dedupe is for calls that read once/],
    [[alpha.config({ timeoutInMs: 5 })], ArgumentError, /is a parameter and timeoutInMs a request option/],
    [[alpha.config(), {}, {}], ArgumentError, /takes at most 2 arguments/],
  ];
  for (const [args, Class, message] of rows) {
    const error = await rejection(auth.verify(...args));
    assert.ok(error instanceof Class, String(error));
    assert.match(error.message, message);
  }
  assert.equal((await rejection(auth.verify(alpha.config(), { signal }))).name, "AbortError");
  assert.deepEqual(server.requests, []);
});

test("without a config it is the current scope that is asked about", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  const none = await auth.verify();
  assert.deepEqual([none.status, none.kind], ["invalid", undefined]);
  setEnvironment(t, { TRIGGER_API_KEY: "tr_dev_old" });
  assert.equal((await auth.verify()).status, "legacy_key");
  configure(alpha.config());
  await auth.verify();
  await withAuth(beta.config(), () => auth.verify(once));
  const client = withAuth(gamma.config());
  await withAuth(beta.config(), () => client.auth.verify());
  // A config without a token keeps whose it is.
  await client.auth.verify({ previewBranch: "b" });
  assert.deepEqual(
    tokens(server),
    [alpha, beta, gamma, gamma].map(({ secretKey }) => secretKey),
  );
  configure({ ambient: false });
  assert.match((await rejection(auth.verify())).message, /ambient: false/);
});
