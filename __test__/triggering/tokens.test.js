"use strict";

const { TRIGGER, claimsOf, openWorld, rejection, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { createHmac } = require("node:crypto");
const { test } = require("node:test");
const { inspect } = require("node:util");
const {
  ArgumentError,
  AuthenticationError,
  PermissionDeniedError,
  auth,
  configure,
  runs,
  withAuth,
} = require("hairtrigger");

const CLAIMS = "/api/v1/auth/jwt/claims";
const MINT = "/api/v1/auth/public-tokens";
const scopes = { read: { runs: ["run_1"] } };

function isSignedBy(token, secret) {
  const end = token.lastIndexOf(".");
  const signature = createHmac("sha256", secret).update(token.slice(0, end)).digest("base64url");
  return signature === token.slice(end + 1);
}

test("a secret key signs the server's claims, and never leaves for it", async (t) => {
  const { server, client, dev } = await openWorld(t);
  const token = await client.auth.createPublicToken({ scopes, expirationTime: "1h" });
  assert.ok(isSignedBy(token, dev.secretKey));
  const { iat, exp, ...claims } = claimsOf(token);
  assert.equal(exp - iat, 3600);
  assert.ok(Math.abs(iat - Date.now() / 1000) < 60);
  assert.deepEqual(claims, {
    sub: dev.id,
    pub: true,
    scopes: ["read:runs:run_1"],
    iss: "https://id.trigger.dev",
    aud: "https://api.trigger.dev",
  });
  assert.deepEqual(
    server.requests.map(({ path, body }) => [path, body]),
    [[CLAIMS, undefined]],
  );
});

test("a token lives 15 minutes unless options say otherwise", async (t) => {
  const { client } = await openWorld(t);
  const lifeOf = async (expirationTime) => {
    const { iat, exp } = claimsOf(await client.auth.createPublicToken({ scopes, expirationTime }));
    return exp - iat;
  };
  assert.equal(await lifeOf(undefined), 900);
  assert.equal(await lifeOf("2days"), 172_800);
  assert.equal(await lifeOf("1h 30m"), 5400);
  const at = new Date("2030-01-01T00:00:00.900Z");
  assert.equal(
    claimsOf(await client.auth.createPublicToken({ scopes, expirationTime: at })).exp,
    1_893_456_000,
  );
  await assert.rejects(lifeOf(Date.now() + 60_000), (error) => {
    assert.match(
      error.message,
      /expirationTime is a number of seconds since 1970.* divide milliseconds by 1,000/,
    );
    return error instanceof ArgumentError;
  });
});

test("an additional key has its tokens minted", async (t) => {
  const { server, clientOf, dev } = await openWorld(t);
  const key = dev.createAdditionalKey({ scopes: ["read:runs", "trigger:tasks"] });
  const client = clientOf(key);
  const token = await client.auth.createPublicToken({ scopes, expirationTime: "1h" });
  assert.ok(isSignedBy(token, dev.secretKey));
  assert.deepEqual(claimsOf(token).scopes, ["read:runs:run_1"]);
  const once = await client.auth.createTriggerPublicToken("t");
  assert.equal(claimsOf(once).otu, true);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    [MINT, MINT],
  );
  const denied = await rejection(client.auth.createPublicToken({ scopes: { write: { runs: true } } }));
  assert.ok(denied instanceof PermissionDeniedError);
  assert.equal(denied.code, "scopes_exceed_key_access");
  const none = await rejection(client.auth.createPublicToken());
  assert.ok(none instanceof ArgumentError);
  assert.match(none.message, /scopes must name at least one scope under an additional key/);
});

test("what is refused of a token that is asked for is said, and nothing is sent", async (t) => {
  const { server, client } = await openWorld(t);
  const create = (options) => client.auth.createPublicToken(options);
  for (const [promise, message] of [
    [create({ scopes: "read:runs" }), /^auth\.createPublicToken: scopes must be an object/],
    [create({ scopes: ["read:runs"] }), /scopes must be/],
    [create({ scopes: { read: "runs" } }), /scopes\.read must be true or an object of resources/],
    [create({ scopes: { read: { runs: 7 } } }), /scopes\.read\.runs must be true, a string or an array/],
    [create({ scopes: { read: { runs: [""] } } }), /scopes\.read\.runs\[0\] must not be empty/],
    [create({ scopes: { read: { runs: [undefined] } } }), /scopes\.read\.runs\[0\] must be a string/],
    [create({ scopes, expirationTime: "soon" }), /expirationTime must be a duration/],
    [create({ scopes, expirationTime: new Date(Number.NaN) }), /expirationTime must be a duration/],
    [create({ scopes, expirationTime: -1 }), /expirationTime must be a duration/],
    [create({ nope: 1 }), /nope is not known here/],
    [client.auth.createTriggerPublicToken(), /task must be/],
    [client.auth.createTriggerPublicToken(""), /task must not be empty/],
    [client.auth.createTriggerPublicToken([]), /task must not be an empty array/],
    [client.auth.createTriggerPublicToken(["a", 7]), /task\[1\] must be a string/],
    [client.auth.createBatchTriggerPublicToken("t", { scopes }), /scopes is not known here/],
    [client.auth.createBatchTriggerPublicToken("t", { multipleUse: "no" }), /multipleUse must be a boolean/],
  ]) {
    const error = await rejection(promise);
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, message);
  }
  assert.equal(server.requests.length, 0);
});

test("a scope without an id would be one for all: undefined and false name nothing", async (t) => {
  const { client } = await openWorld(t);
  const options = { scopes: { read: { runs: undefined, tags: false }, write: undefined, trigger: false } };
  assert.deepEqual(claimsOf(await client.auth.createPublicToken(options)).scopes, []);
});

test("credentials that cannot make tokens are told what can", async (t) => {
  const { server, project, clientOf, dev } = await openWorld(t);
  for (const token of [
    server.createPersonalAccessToken({ projects: [project] }),
    dev.createPublicToken({ scopes: ["read:runs"] }),
  ]) {
    const error = await rejection(clientOf(token).auth.createPublicToken({ scopes }));
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /auth\.createPublicToken takes a secret key/);
    assert.ok(!inspect(error).includes(token));
  }
});

test("a wrong credential on a trigger says what is accepted", async (t) => {
  const { server, project, clientOf, dev } = await openWorld(t);
  const personal = server.createPersonalAccessToken({ projects: [project] });
  const error = await rejection(clientOf(personal).tasks.trigger("t", 1));
  assert.ok(error instanceof AuthenticationError);
  assert.match(
    error.message,
    /used a personal access token; tasks\.trigger takes a secret key .*public access token/,
  );
  const reading = clientOf(dev.createPublicToken({ scopes: ["read:runs"] }));
  const denied = await rejection(reading.tasks.trigger("t", 1));
  assert.ok(denied instanceof PermissionDeniedError);
  assert.match(denied.message, /needs the scope for tasks\.trigger/);
  const results = await rejection(reading.batch.retrieveResults("batch_1"));
  assert.match(results.message, /used a public access token; batch\.retrieveResults takes a secret key/);
});

test("a handle carries a token that reads its run, and nothing else", async (t) => {
  const { client, clientOf, dev } = await openWorld(t);
  const other = dev.seedRun();
  const handle = await client.tasks.trigger("t", 1);
  const reader = clientOf(handle.publicAccessToken);
  assert.equal((await reader.runs.retrieve(handle)).id, handle.id);
  await assert.rejects(reader.runs.retrieve(other.id), { status: 403 });
  const { batchId, publicAccessToken } = await client.batch.trigger([{ id: "t" }]);
  assert.equal((await clientOf(publicAccessToken).batch.retrieve(batchId)).id, batchId);
});

test("a handle whose token the server leaves to us is signed here", async (t) => {
  const { server, client, dev, clientOf } = await openWorld(t);
  const claims = { sub: dev.id, pub: true, scopes: ["admin"] };
  const headers = { "x-trigger-jwt-claims": JSON.stringify(claims) };
  server.fault({ path: TRIGGER, body: { id: "run_1", isCached: false }, headers });
  const { publicAccessToken } = await client.tasks.trigger("t", 1);
  assert.ok(isSignedBy(publicAccessToken, dev.secretKey));
  const { iat, exp, ...said } = claimsOf(publicAccessToken);
  assert.equal(exp - iat, 3600);
  assert.deepEqual(said.scopes, ["read:runs:run_1"], "what the claims said of scopes does not count");
  const key = dev.createAdditionalKey({ scopes: ["admin"] });
  const bare = await clientOf(key).tasks.trigger("t", 1);
  assert.deepEqual(bare, { id: "run_1", isCached: false }, "another key cannot sign: the handle is good");
});

test("no public token is ever in an error", async (t) => {
  const { server, client, clientOf, dev } = await openWorld(t);
  const token = dev.createPublicToken({ scopes: ["read:runs"] });
  const hides = (error) => {
    const [, claims, signature] = token.split(".");
    const shown = [inspect(error, { depth: 9 }), JSON.stringify(error), error.stack].join();
    for (const part of [claims, signature]) assert.ok(!shown.includes(part.slice(0, 12)), shown);
    assert.match(shown, /eyJ…/);
  };
  server.fault({ path: TRIGGER, times: 1, status: 400, body: { error: `bad token ${token}` } });
  hides(await rejection(clientOf(token).tasks.trigger("t", 1)));
  // One that the server issues, in an answer that is not as it should be.
  server.fault({ path: CLAIMS, body: [token] });
  hides(await rejection(client.auth.createPublicToken({ scopes })));
  server.fault({ path: TRIGGER, body: "{cut", headers: { "x-trigger-jwt": token } });
  hides(await rejection(client.tasks.trigger("t", 1)));
});

test("with…PublicToken runs a callback under the token alone", async (t) => {
  const { server, dev } = await openWorld(t);
  const run = dev.seedRun();
  configure({ secretKey: dev.secretKey, baseURL: server.url });
  t.after(() => configure({}));
  const value = await auth.withPublicToken({ scopes: { read: { runs: run.id } } }, async (client) => {
    assert.equal((await client.runs.retrieve(run.id)).id, run.id);
    await assert.rejects(runs.cancel(run.id), { status: 403 });
    return 7;
  });
  assert.equal(value, 7);
  const kinds = server.requests.map(({ credential }) => credential.kind);
  assert.deepEqual(kinds, ["secret-key", "public-token", "public-token"]);
  await auth.withTriggerPublicToken("t", {}, async (client) => {
    await client.tasks.trigger("t", 1);
    await assert.rejects(client.tasks.trigger("t", 1), { status: 422 });
  });
  assert.equal(requestsTo(server, TRIGGER).length, 2);
  let isCalled = false;
  server.fault({ path: CLAIMS, status: 401, body: { error: "no" } });
  await assert.rejects(
    auth.withBatchTriggerPublicToken("t", undefined, () => (isCalled = true)),
    { status: 401 },
  );
  assert.equal(isCalled, false);
});

for (const [name, use] of Object.entries({
  withPublicToken: (callback) => auth.withPublicToken({ scopes: { read: { runs: true } } }, callback),
  withTriggerPublicToken: (callback) => auth.withTriggerPublicToken("t", {}, callback),
  withBatchTriggerPublicToken: (callback) => auth.withBatchTriggerPublicToken("t", {}, callback),
})) {
  test(`${name}: the token is used where it was made, whatever is configured meanwhile`, async (t) => {
    const { server, dev } = await openWorld(t);
    const other = await openWorld(t);
    const run = dev.seedRun();
    t.after(() => configure({}));
    configure({ secretKey: dev.secretKey, baseURL: server.url });
    const told = use(() => runs.retrieve(run.id).catch((error) => error.status));
    configure({ secretKey: other.dev.secretKey, baseURL: other.server.url });
    await told;
    assert.equal(other.server.requests.length, 0);
    assert.equal(server.requests.at(-1).credential.kind, "public-token");
    const asked = server.requests.length;
    const refused = await rejection(use(undefined));
    assert.ok(refused instanceof ArgumentError, refused.stack);
    assert.match(refused.message, new RegExp(`^auth\\.${name}: callback must be a function`));
    assert.equal(server.requests.length + other.server.requests.length, asked);
  });
}
