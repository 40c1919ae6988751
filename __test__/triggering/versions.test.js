"use strict";

// TRIGGER_VERSION locks runs to a version in the default scope alone: it is of this process's deployment, and
// another project's deployments are others.

const { CREATE, ITEMS, TRIGGER, linesOf, openWorld, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { TriggerClient, batch, configure, tasks, withAuth } = require("hairtrigger");

const VERSION = "20261121.1";

/** Runs in a process whose deployment has a version. */
async function openVersionedWorld(t) {
  const world = await openWorld(t);
  for (const version of [VERSION, "20260101.1", "20270101.1"]) world.dev.seedDeployment({ version });
  process.env.TRIGGER_VERSION = VERSION;
  const config = { secretKey: world.dev.secretKey, baseURL: world.server.url };
  t.after(() => {
    delete process.env.TRIGGER_VERSION;
    configure({});
  });
  const versions = () => requestsTo(world.server, TRIGGER).map(({ body }) => body.options.lockToVersion);
  return { ...world, config, versions };
}

test("the default scope takes the version of the environment, unless a trigger names one", async (t) => {
  const { config, versions, server } = await openVersionedWorld(t);
  configure(config);
  await tasks.trigger("t", 1);
  await tasks.trigger("t", 1, { version: "20260101.1" });
  assert.deepEqual(versions(), [VERSION, "20260101.1"]);
  await batch.trigger([{ id: "t" }, { id: "t", options: { version: "20260101.1" } }]);
  const lines = linesOf(requestsTo(server, ITEMS)[0]);
  assert.deepEqual(
    lines.map(({ options }) => options.lockToVersion),
    [VERSION, "20260101.1"],
  );
  assert.equal(requestsTo(server, CREATE).length, 1);
});

test("large payloads too are triggered under the version", async (t) => {
  const { config, versions } = await openVersionedWorld(t);
  configure(config);
  await tasks.trigger("t", "x".repeat(131_072));
  assert.deepEqual(versions(), [VERSION]);
});

test("the version is read at the call: it may be set after the import", async (t) => {
  const { config, versions } = await openVersionedWorld(t);
  configure(config);
  await tasks.trigger("t", 1);
  delete process.env.TRIGGER_VERSION;
  await tasks.trigger("t", 1);
  process.env.TRIGGER_VERSION = "20270101.1";
  await tasks.trigger("t", 1);
  assert.deepEqual(versions(), [VERSION, undefined, "20270101.1"]);
});

test("no other scope takes it", async (t) => {
  const { config, versions } = await openVersionedWorld(t);
  configure(config);
  await withAuth(config, () => tasks.trigger("t", 1));
  await withAuth(config).tasks.trigger("t", 1);
  await new TriggerClient(config).tasks.trigger("t", 1);
  await tasks.trigger("t", 1, {}, { clientConfig: config });
  await withAuth({ previewBranch: null }, () => tasks.trigger("t", 1));
  assert.deepEqual(versions(), [undefined, undefined, undefined, undefined, undefined]);
});
