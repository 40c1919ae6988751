"use strict";

const { BRANCH, branches, last, setEnvironment, start } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { TriggerClient, configure, envvars, runs, withAuth } = require("hairtrigger");

/** Every call about the variables of an environment, one after the other. */
async function callEveryVariableFunction(ref, env) {
  await envvars.create(ref, env, { name: "A", value: "created" });
  await envvars.upload(ref, env, { variables: { A: "uploaded" }, override: true });
  await envvars.update(ref, env, "A", { value: "updated" });
  const variables = await envvars.list(ref, env);
  const { value } = await envvars.retrieve(ref, env, "A");
  assert.deepEqual([value, variables.length], ["updated", 1]);
  await envvars.del(ref, env, "A");
}

test("Branches: env var calls carry the branch for preview", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig({ previewBranch: BRANCH }));
  await callEveryVariableFunction(alpha.ref, "preview");
  assert.deepEqual(branches(server), Array(6).fill(BRANCH));
});

for (const env of ["dev", "staging", "prod"]) {
  test(`Branches: env var calls carry no branch for ${env}, which they mean`, async (t) => {
    const { server, alpha } = await start(t);
    alpha.branch.setVariable("A", "of the branch");
    configure(alpha.personalConfig({ previewBranch: BRANCH }));
    await callEveryVariableFunction(alpha.ref, env);
    assert.deepEqual(branches(server), Array(6).fill(undefined));
    await envvars.create(alpha.ref, env, { name: "B", value: env });
    assert.equal(alpha.environment(env).variable("B").value, env);
    assert.deepEqual([...alpha.branch.variables()], [["A", { value: "of the branch", isSecret: false }]]);
  });
}

test("Branches: a branch of TRIGGER_PREVIEW_BRANCH is none of dev, staging or prod either", async (t) => {
  const { server, alpha } = await start(t);
  setEnvironment(t, { TRIGGER_PREVIEW_BRANCH: BRANCH });
  configure(alpha.personalConfig());
  for (const env of ["dev", "staging", "prod", "preview"]) await envvars.list(alpha.ref, env);
  assert.deepEqual(branches(server), [undefined, undefined, undefined, BRANCH]);
});

test("Branches: env var calls for dev carry the branch that TRIGGER_DEV_BRANCH names", async (t) => {
  const { server, alpha } = await start(t);
  const ofDev = alpha.project.createBranch("local", { environment: "dev" });
  setEnvironment(t, { TRIGGER_DEV_BRANCH: "local" });
  configure(alpha.personalConfig());
  await callEveryVariableFunction(alpha.ref, "dev");
  assert.deepEqual(branches(server), Array(6).fill("local"));
  await envvars.create(alpha.ref, "dev", { name: "B", value: "local" });
  assert.equal(ofDev.variable("B").value, "local");
  assert.equal(alpha.environment("dev").variable("B"), undefined);
  server.clearRequests();
  // A branch of dev says nothing of the preview branch that happens to have its name.
  for (const env of ["staging", "prod", "preview"]) await envvars.list(alpha.ref, env);
  assert.deepEqual(branches(server), [undefined, undefined, undefined]);
});

test("Branches: a branch of dev stays one in the scopes that inherit it", async (t) => {
  const { server, alpha } = await start(t);
  alpha.project.createBranch("local", { environment: "dev" });
  setEnvironment(t, { TRIGGER_DEV_BRANCH: "local", TRIGGER_ACCESS_TOKEN: alpha.personalAccessToken });
  configure({ baseURL: server.url });
  await withAuth({}, () => envvars.list(alpha.ref, "dev"));
  await new TriggerClient({ baseURL: server.url }).envvars.list(alpha.ref, "dev");
  assert.deepEqual(branches(server), ["local", "local"]);
  // Named by hand it is a preview branch, whatever the variable says.
  await withAuth({ previewBranch: "local" }, () => envvars.list(alpha.ref, "dev"));
  assert.equal(last(server).branch, undefined);
});

test("Branches: calls about runs carry the branch of the scope", async (t) => {
  const { server, alpha } = await start(t);
  const run = alpha.branch.seedRun({ tags: ["of the branch"], status: "COMPLETED" });
  alpha.branch.seedRuns(2);
  const { secretKey } = alpha.environment("preview");
  await withAuth(alpha.config({ secretKey, previewBranch: BRANCH }), async () => {
    const page = await runs.list({ limit: 2 });
    await page.getNextPage();
    assert.deepEqual((await runs.retrieve(run.id)).tags, ["of the branch"]);
    await runs.poll(run.id);
    await runs.cancel(run.id);
  });
  assert.deepEqual(branches(server), Array(5).fill(BRANCH));
});

test("Branches: previewBranch null is none, undefined is not named", async (t) => {
  const { server, alpha } = await start(t);
  setEnvironment(t, { TRIGGER_PREVIEW_BRANCH: "of-environment" });
  alpha.project.createBranch("of-environment");
  const branchUnder = async (config) => {
    configure(alpha.personalConfig(config));
    await envvars.list(alpha.ref, "preview");
    return last(server).branch;
  };
  assert.equal(await branchUnder({ previewBranch: null }), undefined);
  assert.equal(await branchUnder({ previewBranch: undefined }), "of-environment");
  assert.equal(await branchUnder({ previewBranch: BRANCH }), BRANCH);
});
