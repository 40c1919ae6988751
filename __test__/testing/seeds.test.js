"use strict";

// What a user's test seeds is what a client finds, and what a client does is what the test sees.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { test } = require("node:test");
const { configure, runs, TriggerClient, withAuth } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

async function open(t) {
  const server = await createTestServer();
  t.after(() => server.close());
  const project = server.createProject();
  return { server, project, ...project.environments };
}

test("a run is retrieved as it is shown to the test", async (t) => {
  const { prod } = await open(t);
  const dates = { createdAt: new Date(1e12), startedAt: new Date(2e12), finishedAt: new Date(3e12) };
  const { id } = prod.seedRun({ status: "COMPLETED", payload: { a: 1 }, output: [2], tags: ["b"], ...dates });
  assert.deepEqual(prod.run(id), await prod.client().runs.retrieve(id));
  assert.equal(prod.run(id).output[0], 2);
  assert.equal(prod.run("run_other"), undefined);
});

test("a large payload is shown to the test itself, not its address", async (t) => {
  const { prod } = await open(t);
  const { id } = prod.seedRun({ payload: { large: true }, payloadOffloaded: true });
  assert.deepEqual(prod.run(id).payload, { large: true });
  assert.ok(!("payloadPresignedUrl" in prod.run(id)));
});

test("a run goes on as its task says, with the dates that belong to it", async (t) => {
  const { prod } = await open(t);
  const { id } = prod.seedRun();
  assert.equal(prod.run(id).startedAt, undefined);
  prod.updateRun(id, { status: "EXECUTING", metadata: { step: 1 } });
  const begun = prod.run(id);
  assert.ok(begun.startedAt instanceof Date);
  assert.deepEqual([begun.isExecuting, begun.attemptCount, begun.metadata], [true, 1, { step: 1 }]);
  const polled = prod.client().runs.poll(id, { pollIntervalMs: 1 });
  prod.updateRun(id, { status: "COMPLETED", output: { sum: 3 } });
  const { isSuccess, output, finishedAt, metadata } = await polled;
  assert.deepEqual([isSuccess, output, metadata], [true, { sum: 3 }, { step: 1 }]);
  assert.ok(finishedAt >= begun.startedAt);
});

test("an update of a run refuses what it cannot do", async (t) => {
  const { prod } = await open(t);
  const { id } = prod.seedRun();
  assert.throws(
    () => prod.updateRun("run_a", {}),
    /^Error: updateRun: there is no run run_a in prod of proj_/,
  );
  assert.throws(() => prod.updateRun(id, { id: "run_b" }), { message: "updateRun: id cannot change" });
  assert.throws(() => prod.updateRun(id, { state: 1 }), { message: "updateRun: unknown field state" });
  assert.equal(prod.run(id).status, "QUEUED");
});

test("whatever is seeded is found by its id", async (t) => {
  const { prod, project } = await open(t);
  const client = prod.client();
  project.createTask("nightly", { isScheduled: true });
  const found = [
    [prod.createQueue({ name: "mine" }), ({ id }) => client.queues.retrieve(id)],
    [prod.createSchedule({ task: "nightly", cron: "0 0 * * *" }), ({ id }) => client.schedules.retrieve(id)],
    [prod.seedSession(), ({ id }) => client.sessions.retrieve(id)],
    [prod.seedWaitpoint(), ({ id }) => client.wait.retrieveToken(id)],
    [prod.seedDeployment(), ({ id }) => client.deployments.retrieve(id)],
    [prod.seedError(), ({ id }) => client.errors.retrieve(id)],
  ];
  for (const [seeded, retrieve] of found) assert.equal((await retrieve(seeded)).id, seeded.id);
  const { slug, id } = prod.seedPrompt({ slug: "greeting", content: "Hello" });
  const [listed] = (await client.prompts.list()).data ?? (await client.prompts.list()).prompts;
  assert.deepEqual([listed.slug, typeof id], [slug, "string"]);
  const limit = prod.createConcurrencyLimit({ name: "few", total: 2 });
  assert.equal(typeof limit.id, "string");
  prod.seedQuery("SELECT 1", [{ one: 1 }]);
  assert.deepEqual((await client.query.execute("SELECT 1")).results, [{ one: 1 }]);
});

test("variables go both ways", async (t) => {
  const { prod, project } = await open(t);
  prod.setVariable("A", "1");
  const { envvars } = prod.client();
  assert.deepEqual(await envvars.list(project.ref, "prod"), [{ name: "A", value: "1", isSecret: false }]);
  await envvars.create(project.ref, "prod", { name: "B", value: "2", isSecret: true });
  assert.deepEqual(prod.variable("B"), { value: "2", isSecret: true });
  assert.deepEqual([...prod.variables().keys()], ["A", "B"]);
});

test("a client acts on the environment or branch it was made by", async (t) => {
  const { server, project, dev } = await open(t);
  const branch = project.createBranch("feature/x");
  for (const environment of [dev, branch]) {
    const { id } = environment.seedRun();
    assert.equal((await environment.client().runs.list()).data[0].id, id);
    assert.equal((await new TriggerClient(environment.config).runs.list()).data[0].id, id);
    assert.equal((await withAuth(environment.config, () => runs.list())).data[0].id, id);
  }
  const secretKey = dev.createAdditionalKey({ scopes: ["read:runs"] });
  await dev.client({ secretKey }).runs.list();
  assert.equal(server.requests.at(-1).credential.kind, "additional-key");
  await dev.client({ accessToken: secretKey }).runs.list();
  assert.equal(server.requests.at(-1).credential.kind, "additional-key");
  const accessToken = server.createPersonalAccessToken({ projects: [project] });
  assert.equal(
    (await server.client({ accessToken }).projects.retrieve(project.ref)).ref ?? project.ref,
    project.ref,
  );
  assert.throws(() => server.client({ accessToken: undefined }), { name: "ConfigurationError" });
});

test("a client's retries take no time that anybody notices", async (t) => {
  const { server, dev } = await open(t);
  server.fault({ status: 503, times: 3 });
  const started = Date.now();
  await dev.client().runs.list();
  assert.equal(server.requests.length, 4);
  assert.ok(Date.now() - started < 900);
});

test("a process finds the server by its environment", async (t) => {
  const { project } = await open(t);
  const branch = project.createBranch("feature/x");
  assert.deepEqual(Object.keys(branch.processEnvironment).sort(), [
    "TRIGGER_API_URL",
    "TRIGGER_PREVIEW_BRANCH",
    "TRIGGER_SECRET_KEY",
  ]);
  configure({ baseURL: branch.processEnvironment.TRIGGER_API_URL });
  t.after(() => configure({}));
  const before = { ...process.env };
  t.after(() => (process.env = before));
  Object.assign(process.env, branch.processEnvironment);
  const { id } = branch.seedRun();
  assert.equal((await runs.list()).data[0].id, id);
});

test("the main entry loads nothing of it", () => {
  const program =
    'require("hairtrigger"); console.log(Object.keys(require.cache).filter((name) => /[\\\\/](testing|cli)[\\\\/]/.test(name)).length)';
  const { stdout } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8", cwd: __dirname });
  assert.equal(stdout.trim(), "0");
});

test("an option that there is not is refused", async () => {
  await assert.rejects(
    createTestServer({ latencyInMs: 5 }),
    /^TypeError: createTestServer: there is no option latencyInMs$/,
  );
});
