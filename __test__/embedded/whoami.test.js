"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createClient, start } = require("./client.js");

const NO_KEY = [401, { error: "Invalid or Missing API key" }];
const NO_TOKEN = [401, { error: "Invalid or Missing Access Token" }];

/** What a token gets from a path: the status, and the body. */
async function ask(server, token, path, headers) {
  const { status, body } = await createClient(server, token, headers).get(path);
  return [status, body];
}

test("a key sees its environment, its key included", async (t) => {
  const { server, project, prod } = await start(t);
  const { organization } = project;
  for (const key of [prod.secretKey, prod.createAdditionalKey({ scopes: ["admin"] })]) {
    const [status, body] = await ask(server, key, "/api/v1/whoami");
    assert.deepEqual(
      [status, body.id, body.slug, body.type, body.apiKey, body.branchName, body.paused],
      [200, prod.id, "prod", "PRODUCTION", prod.secretKey, null, false],
    );
    assert.deepEqual(
      [body.project.externalRef, body.project.name, body.organization.title],
      [project.ref, "main", organization.title],
    );
  }
});

test("a preview key needs a branch that exists, and sees it", async (t) => {
  const { server, project, preview } = await start(t);
  const branch = project.createBranch("feature/one");
  const see = (headers) => ask(server, preview.secretKey, "/api/v1/whoami", headers);
  assert.deepEqual(await see(), NO_KEY);
  assert.deepEqual(await see({ "x-trigger-branch": "nope" }), NO_KEY);
  const [status, body] = await see({ "x-trigger-branch": "feature/one" });
  assert.deepEqual(
    [status, body.id, body.branchName, body.type, body.parentEnvironmentId],
    [200, branch.id, "feature/one", "PREVIEW", preview.id],
  );
});

test("a token sees whose it is, and where a project is that it sees", async (t) => {
  const { server, project } = await start(t);
  const foreign = server.createProject();
  const personal = server.createPersonalAccessToken({ projects: [project], email: "bob@example.com" });
  const organizational = server.createOrganizationToken({ projects: [project] });
  const holders = [
    [personal, /^c[0-9a-z]+$/, "bob@example.com"],
    [organizational, new RegExp(`^org_${project.organization.id}$`), "not_applicable@trigger.dev"],
  ];
  for (const [token, id, email] of holders) {
    const [status, { userId, ...body }] = await ask(server, token, "/api/v2/whoami");
    assert.match(userId, id);
    assert.deepEqual([status, body], [200, { email, dashboardUrl: server.url }]);
    const [, seen] = await ask(server, token, `/api/v2/whoami?projectRef=${project.ref}`);
    const url = `${server.url}/orgs/${project.organization.slug}/projects/${project.slug}`;
    assert.deepEqual(seen.project, { url, name: "main", orgTitle: "Acme" });
    const [, other] = await ask(server, token, `/api/v2/whoami?projectRef=${foreign.ref}`);
    assert.equal(other.project, undefined);
  }
});

test("who is not known is told so, whatever there is to know", async (t) => {
  const { server, project, prod } = await start(t);
  const personal = server.createPersonalAccessToken({ projects: [project] });
  const revoked = server.createPersonalAccessToken({ projects: [project] });
  server.revoke(revoked);
  const publicToken = prod.createPublicToken({ scopes: ["admin"] });
  const scoped = prod.createAdditionalKey({ scopes: ["read:runs"] });
  for (const token of ["tr_prod_x", publicToken, scoped, personal, revoked]) {
    assert.deepEqual(await ask(server, token, "/api/v1/whoami"), NO_KEY);
  }
  for (const token of ["x", publicToken, prod.secretKey, scoped, revoked]) {
    assert.deepEqual(await ask(server, token, "/api/v2/whoami"), NO_TOKEN);
  }
});
