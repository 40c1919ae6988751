"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createClient, start } = require("./client.js");

test("variables belong to the key's environment whatever the path says", async (t) => {
  const { server, project, dev, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  await client.post(`/api/v1/projects/${project.ref}/envvars/dev`, { name: "A", value: "1" });
  assert.deepEqual(prod.variable("A"), { value: "1", isSecret: false });
  assert.equal(dev.variable("A"), undefined);
});

test("a user's branch header wins over the environment of the path", async (t) => {
  const { server, project, prod, preview } = await start(t);
  const branch = project.createBranch("feature/x");
  const token = server.createPersonalAccessToken({ projects: [project] });
  const client = createClient(server, token, { "x-trigger-branch": "feature/x" });
  await client.post(`/api/v1/projects/${project.ref}/envvars/prod`, { name: "A", value: "1" });
  assert.deepEqual([...branch.variables().keys()], ["A"]);
  assert.equal(prod.variables().size + preview.variables().size, 0);
});

test("a branch inherits variables and overrides them", async (t) => {
  const { server, project, preview } = await start(t);
  const branch = project.createBranch("feature/x");
  preview.setVariable("SHARED", "parent", { isSecret: true });
  preview.setVariable("PARENT", "parent");
  const client = createClient(server, preview.secretKey, { "x-trigger-branch": "feature/x" });
  const path = `/api/v1/projects/${project.ref}/envvars/preview`;
  await client.put(`${path}/SHARED`, { value: "branch" });
  assert.deepEqual(branch.variable("SHARED"), { value: "branch", isSecret: true });
  assert.deepEqual((await client.get(path)).body, [
    { name: "SHARED", value: "<redacted>", isSecret: true },
    { name: "PARENT", value: "parent", isSecret: false },
  ]);
  await client.del(`${path}/SHARED`);
  assert.equal(branch.variables().size, 0);
  assert.equal(preview.variable("SHARED").value, "parent");
});

test("an import without override is all or nothing", async (t) => {
  const { server, project, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const path = `/api/v1/projects/${project.ref}/envvars/prod/import`;
  prod.setVariable("A", "old", { isSecret: true });
  const refused = await client.post(path, { variables: { A: "1", B: "2", C: "3" } });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.variableErrors, [{ key: "A", error: "Variable already set in Production." }]);
  assert.deepEqual([...prod.variables().keys()], ["A"]);
  const done = await client.post(path, { variables: { A: "1", B: "2" }, override: true });
  assert.deepEqual(done.body, { success: true });
  assert.deepEqual(prod.variable("A"), { value: "1", isSecret: true });
  assert.deepEqual(prod.variable("B"), { value: "2", isSecret: false });
});

test("an import for a branch may fill its parent too", async (t) => {
  const { server, project, preview } = await start(t);
  const branch = project.createBranch("feature/x");
  const client = createClient(server, preview.secretKey, { "x-trigger-branch": "feature/x" });
  const path = `/api/v1/projects/${project.ref}/envvars/preview/import`;
  await client.post(path, { variables: { A: "1" }, parentVariables: { B: "2" } });
  assert.deepEqual([...branch.variables().keys()], ["A"]);
  assert.deepEqual([...preview.variables().keys()], ["B"]);
});

test("a variable stays a secret, and exists for the whole project", async (t) => {
  const { server, project, staging, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const path = `/api/v1/projects/${project.ref}/envvars/prod`;
  await client.post(path, { name: "A", value: "1", isSecret: true });
  await client.post(path, { name: "A", value: "2" });
  assert.deepEqual(prod.variable("A"), { value: "2", isSecret: true });
  await client.post(path, { name: "A", value: "3", isSecret: false });
  assert.deepEqual(prod.variable("A"), { value: "3", isSecret: false });

  staging.setVariable("ELSEWHERE", "1");
  assert.equal((await client.del(`${path}/ELSEWHERE`)).status, 400);
  assert.equal((await client.put(`${path}/ELSEWHERE`, { value: "2" })).status, 200);
  assert.equal(prod.variable("ELSEWHERE").value, "2");
  assert.equal((await client.del(`${path}/A`)).status, 200);
  assert.equal((await client.del(`${path}/A`)).status, 404);
});
