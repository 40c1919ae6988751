"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { createClient, start } = require("./client.js");

const claims = "/api/v1/auth/jwt/claims";
const mint = "/api/v1/auth/public-tokens";

function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
}

test("claims are told to keys that may do everything, whatever the rate", async (t) => {
  const { server, project, prod, preview } = await start(t);
  const branch = project.createBranch("b");
  for (const credential of [prod.secretKey, prod.createAdditionalKey({ scopes: ["admin"] })]) {
    const { status, body, headers } = await createClient(server, credential).post(claims, {});
    assert.deepEqual([status, body], [200, { sub: prod.id, pub: true }]);
    assert.equal(headers.has("x-ratelimit-limit"), false);
  }
  const named = await createClient(server, preview.secretKey, { "x-trigger-branch": "b" }).post(claims);
  assert.deepEqual(named.body, { sub: branch.id, pub: true });
  const refused = [
    preview.secretKey,
    prod.createAdditionalKey({ scopes: ["read:runs"] }),
    prod.createPublicToken({ scopes: ["admin"] }),
    server.createPersonalAccessToken({ projects: [project] }),
    "tr_prod_unknownunknownunknown00",
  ];
  for (const credential of refused) {
    const { status, body } = await createClient(server, credential).post(claims, {});
    assert.deepEqual([status, body], [401, { error: "Invalid or Missing API key" }]);
  }
  const nobody = await fetch(server.url + claims, { method: "POST" });
  assert.deepEqual(await nobody.json(), { error: "Invalid or Missing API key" });
});

test("tokens are minted for keys, within what a key may do itself", async (t) => {
  const { server, prod } = await start(t);
  const key = prod.createAdditionalKey({ scopes: ["read:runs", "trigger:tasks:a"] });
  const api = createClient(server, key);
  const realtime = { skipColumns: ["payload"] };
  const asked = { scopes: ["read:runs:run_1"], expirationTime: "2h", oneTimeUse: true, realtime };
  const { status, body } = await api.post(mint, asked);
  assert.equal(status, 200);
  const { iat, exp, ...said } = claimsOf(body.token);
  assert.equal(exp - iat, 7200);
  assert.deepEqual(said, {
    sub: prod.id,
    pub: true,
    scopes: ["read:runs:run_1"],
    otu: true,
    realtime,
    iss: "https://id.trigger.dev",
    aud: "https://api.trigger.dev",
  });
  const short = claimsOf((await api.post(mint, { scopes: ["read:runs"] })).body.token);
  assert.equal(short.exp - short.iat, 900);
  const denied = await api.post(mint, { scopes: ["read:runs", "trigger:tasks:b", "write:runs"] });
  assert.equal(denied.status, 403);
  assert.deepEqual(denied.body, {
    error: "Requested scopes exceed the API key's access",
    code: "scopes_exceed_key_access",
    deniedScopes: ["trigger:tasks:b", "write:runs"],
  });
});

test("what is wrong with a token that is asked for", async (t) => {
  const { server, project, prod } = await start(t);
  const api = createClient(server, prod.secretKey);
  const scopes = ["read:runs"];
  for (const [body, error] of [
    [{}, "Invalid request body"],
    [{ scopes: [] }, "Invalid request body"],
    [{ scopes, expirationTime: "soon" }, "Invalid expiration time"],
    [{ scopes, expirationTime: "-5m" }, "Expiration time must be in the future"],
    [{ scopes, expirationTime: 1 }, "Expiration time must be in the future"],
    [{ scopes, expirationTime: "31d" }, "Expiration time cannot exceed 30 days"],
  ]) {
    const answer = await api.post(mint, body);
    assert.deepEqual([answer.status, answer.body.error], [400, error]);
  }
  const personal = server.createPersonalAccessToken({ projects: [project] });
  const refused = await createClient(server, personal).post(mint, { scopes });
  assert.deepEqual([refused.status, refused.body], [401, { error: "Invalid API key" }]);
});

test("a token of an environment is minted for whoever's own token opens its project", async (t) => {
  const { server, project, prod } = await start(t);
  const path = `/api/v1/projects/${project.ref}/prod/jwt`;
  const body = { claims: { scopes: ["read:runs"] }, expirationTime: "2h" };
  const projects = [project];
  for (const token of [
    server.createPersonalAccessToken({ projects }),
    server.createOrganizationToken({ projects }),
  ]) {
    const api = createClient(server, token);
    const minted = await api.post(path, body);
    assert.equal(minted.status, 200);
    const { iat, exp, ...said } = claimsOf(minted.body.token);
    assert.deepEqual([exp - iat, said.sub, said.pub, said.scopes], [7200, prod.id, true, ["read:runs"]]);
    assert.equal((await createClient(server, minted.body.token).get("/api/v1/runs")).status, 200);
    assert.equal((await api.post(path.replace(project.ref, "proj_other"), body)).status, 404);
    assert.equal((await api.post(path.replace("/prod/", "/nowhere/"), body)).status, 404);
  }
  const refused = await createClient(server, prod.secretKey).post(path, body);
  assert.deepEqual([refused.status, refused.body], [401, { error: "Invalid or Missing Access Token" }]);
});
