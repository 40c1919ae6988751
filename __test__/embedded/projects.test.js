"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createClient, start } = require("./client.js");

const at = "2026-03-01T12:00:00.000Z";

test("a person sees projects and their organizations", async (t) => {
  const { server, project } = await start(t);
  const organization = server.createOrganization({ title: "Other Corp" });
  const second = server.createProject({ name: "second", organization });
  server.createProject({ name: "foreign" });
  const client = createClient(server, server.createPersonalAccessToken({ projects: [project, second] }));
  const shown = {
    id: second.id,
    externalRef: second.ref,
    name: "second",
    slug: second.slug,
    createdAt: at,
    defaultRegion: null,
    organization: { id: organization.id, title: "Other Corp", slug: organization.slug, createdAt: at },
  };
  assert.match(second.slug, /^second-[0-9a-z]{4}$/);
  assert.match(organization.slug, /^other-corp-[0-9a-z]{4}$/);
  const { body } = await client.get("/api/v1/projects");
  assert.deepEqual([body.length, body[1]], [2, shown]);
  const one = await client.get(`/api/v1/projects/${second.ref}`);
  assert.deepEqual(one.body, { ...shown, defaultRuntime: "node-24" });
  const { body: organizations } = await client.get("/api/v1/orgs");
  assert.deepEqual([organizations.length, organizations[1]], [2, shown.organization]);
  for (const name of [organization.id, organization.slug]) {
    assert.deepEqual((await client.get(`/api/v1/orgs/${name}/projects`)).body, [shown]);
  }
  assert.deepEqual((await client.get("/api/v1/orgs/nobody/projects")).body, []);
  const unknown = await client.get("/api/v1/projects/proj_nope");
  assert.deepEqual([unknown.status, unknown.body.error], [404, "Project not found"]);
});

test("an environment is paused and resumed, and a preview branch apart from its parent", async (t) => {
  const { server, project } = await start(t);
  project.createBranch("feature/x");
  const client = createClient(server, server.createPersonalAccessToken({ projects: [project] }));
  const path = `/api/v1/projects/${project.ref}`;
  const paused = { paused: true, state: "paused" };
  assert.deepEqual((await client.post(`${path}/staging/pause`)).body, paused);
  const branch = { "x-trigger-branch": "feature/x" };
  assert.deepEqual((await client.post(`${path}/preview/pause`, undefined, branch)).body, paused);
  const { body } = await client.get(`${path}/environments`);
  assert.deepEqual(
    body.map(({ slug, type, isBranchableEnvironment, paused: isPaused }) => [
      slug,
      type,
      isBranchableEnvironment,
      isPaused,
    ]),
    [
      ["dev", "DEVELOPMENT", true, false],
      ["stg", "STAGING", false, true],
      ["preview", "PREVIEW", true, false],
      ["prod", "PRODUCTION", false, false],
    ],
  );
  assert.equal((await client.get(`${path}/branches`)).body.branches[0].isPaused, true);
  const resumed = await client.post(`${path}/staging/resume`);
  assert.deepEqual(resumed.body, { paused: false, state: "resumed" });
  const wrong = await client.post(`${path}/stg/pause`);
  assert.deepEqual([wrong.status, wrong.body.error], [400, "Invalid Params"]);
});

test("a branch is created once, archived, and its name is free again", async (t) => {
  const { server, project } = await start(t);
  const client = createClient(server, server.createPersonalAccessToken({ projects: [project] }));
  const path = `/api/v1/projects/${project.ref}/branches`;
  const upsert = async (body) => (await client.post(path, { env: "preview", ...body })).body;
  const { id } = await upsert({ branch: "feature/one" });
  assert.deepEqual(await upsert({ branch: "refs/heads/feature/one", git: { commitSha: "abc" } }), { id });
  assert.deepEqual((await client.get(path)).body, {
    branches: [
      { id, name: "feature/one", createdAt: at, updatedAt: at, git: { commitSha: "abc" }, isPaused: false },
    ],
  });
  const archived = await client.post(`${path}/archive`, { branch: "feature/one" });
  assert.equal(archived.status, 200);
  // The API shows the keys of the branch here.
  const { branch } = archived.body;
  assert.deepEqual([branch.id, branch.archivedAt, branch.type], [id, at, "PREVIEW"]);
  assert.ok(branch.apiKey.startsWith("tr_preview_") && branch.pkApiKey.startsWith("pk_preview_"));
  assert.deepEqual((await client.get(path)).body, { branches: [] });
  const again = await client.post(`${path}/archive`, { branch: "feature/one" });
  assert.deepEqual([again.status, again.body.error], [400, "Branch already archived"]);
  const unknown = await client.post(`${path}/archive`, { branch: "nope" });
  assert.deepEqual([unknown.status, unknown.body.error], [404, "Branch not found"]);
  assert.notEqual((await upsert({ branch: "feature/one" })).id, id);
});

test("a branch is refused with what is wrong with it", async (t) => {
  const { server, project } = await start(t);
  const client = createClient(server, server.createPersonalAccessToken({ projects: [project] }));
  const path = `/api/v1/projects/${project.ref}/branches`;
  const refusals = [
    [{ env: "preview", branch: "a b~" }, "Invalid branch name, contains disallowed character sequences"],
    [{ env: "preview", branch: "refs/x" }, "Branch name has an invalid format"],
    [{ env: "development", branch: "default" }, "Cannot create dev branch with name 'default'."],
  ];
  for (const [body, message] of refusals) {
    const answer = await client.post(path, body);
    assert.deepEqual([answer.status, answer.body.error], [400, message]);
  }
  for (const body of [{ branch: "a" }, { env: "preview" }, { env: "prod", branch: "a" }]) {
    assert.equal((await client.post(path, body)).status, 400);
  }
  assert.equal((await client.put(path, {})).status, 405);
});

test("who may make a branch, and archive one", async (t) => {
  const { server, project, prod, preview } = await start(t);
  project.createBranch("one");
  const path = `/api/v1/projects/${project.ref}/branches`;
  const personal = server.createPersonalAccessToken({ projects: [project] });
  const organization = server.createOrganizationToken({ projects: [project] });
  const ask = async (token, body, headers) => {
    const { status, body: answer } = await createClient(server, token, headers).post(path, body);
    return answer.error ? [status, answer.error] : status;
  };
  const body = { branch: "two", env: "preview" };
  for (const token of [personal, organization, preview.secretKey]) assert.equal(await ask(token, body), 200);
  const parent = [403, "API keys must belong to the parent Preview environment."];
  assert.deepEqual(await ask(prod.secretKey, body), parent);
  assert.deepEqual(await ask(preview.secretKey, body, { "x-trigger-branch": "one" }), parent);
  const development = { ...body, env: "development" };
  assert.equal(await ask(personal, development), 200);
  assert.deepEqual(await ask(organization, development), [
    400,
    "Cannot create dev branches with organization access tokens.",
  ]);
  assert.deepEqual(await ask(preview.secretKey, development), [
    400,
    "API keys can only create Preview branches.",
  ]);
  assert.deepEqual(await ask("tr_preview_unknown", body), [401, "Invalid API key"]);
  const missing = [401, "Invalid or Missing Access Token"];
  const archive = async (token) => {
    const { status, body: answer } = await createClient(server, token).post(`${path}/archive`, {
      branch: "one",
    });
    return answer.error ? [status, answer.error] : status;
  };
  assert.deepEqual(await archive(prod.secretKey), parent);
  assert.deepEqual(await archive("tr_preview_unknown"), [401, "Invalid API key"]);
  assert.equal(await archive(preview.secretKey), 200);
  for (const [method, url] of [
    ["get", path],
    ["post", `/api/v1/projects/${project.ref}/prod/pause`],
  ]) {
    const { status, body: answer } = await createClient(server, organization)[method](url);
    assert.deepEqual([status, answer.error], missing);
  }
  for (const url of ["/api/v1/projects", "/api/v1/orgs", `/api/v1/projects/${project.ref}/environments`]) {
    const { status, body: answer } = await createClient(server, prod.secretKey).get(url);
    assert.deepEqual([status, answer.error], [401, "Invalid or Missing PAT"]);
  }
});
