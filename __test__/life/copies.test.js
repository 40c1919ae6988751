"use strict";

const { openWorld } = require("../support/world.js");
const { run } = require("./processes.js");

const assert = require("node:assert/strict");
const { cp, mkdtemp, rm } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { test } = require("node:test");
const vm = require("node:vm");

const hairtrigger = require("hairtrigger");

const home = dirname(require.resolve("hairtrigger/package.json"));
const PARTS = ["package.json", "index.js", "js", "hairtrigger.node"];

/** Copies the package to another folder, as two dependencies of a program may each bring their own. */
async function copyPackage(t) {
  const folder = await mkdtemp(join(tmpdir(), "hairtrigger-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const part of PARTS) await cp(join(home, part), join(folder, part), { recursive: true });
  return folder;
}

test("a second copy of the package in one process has a configuration of its own", async (t) => {
  const { server, project, config } = await openWorld(t);
  const other = { ...config, secretKey: project.environment("prod").secretKey };
  const folder = await copyPackage(t);
  const program = `
    const second = require(${JSON.stringify(folder)});
    hairtrigger.configure(config);
    second.configure(${JSON.stringify(other)});
    const many = (api) => Array.from({ length: 20 }, () => api.runs.list());
    Promise.all([...many(hairtrigger), ...many(second)]).then((pages) => console.log(pages.length));`;
  assert.equal(await run(t, config, program), "40");
  const keys = server.requests.map(({ headers }) => headers.authorization);
  for (const { secretKey } of [config, other]) {
    assert.equal(keys.filter((key) => key === `Bearer ${secretKey}`).length, 20);
  }
});

test("a package that is loaded anew while the first one's calls are in flight", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ delayInMs: 30 });
  const program = `
    hairtrigger.configure(config);
    const first = hairtrigger.runs.list();
    for (const name of Object.keys(require.cache)) delete require.cache[name];
    const again = require("hairtrigger");
    console.log(again === hairtrigger);
    again.configure(config);
    Promise.all([first, again.runs.list(), hairtrigger.runs.list()])
      .then((pages) => console.log(pages.length));`;
  assert.equal(await run(t, config, program), "false\n3");
});

test("configs, parameters and signals may come from another context", async (t) => {
  const { server, config } = await openWorld(t);
  const context = vm.createContext({ AbortController });
  const make = (source) => vm.runInContext(`(${source})`, context);
  const client = hairtrigger.withAuth(make(JSON.stringify(config)));
  const params = make(`{ status: ["QUEUED"], from: new Date(0), limit: 5 }`);
  assert.equal((await client.runs.list(params, make("{ timeoutInMs: 5000 }"))).data.length, 1);
  assert.match(server.requests[0].url, /filter%5Bstatus%5D=QUEUED/);
  const controller = make("new AbortController()");
  const aborted = client.runs.list({}, { signal: controller.signal });
  controller.abort("enough");
  assert.equal(await aborted.catch((reason) => reason), "enough");
});

test("functions may be called from another context, and errors are the package's own", async (t) => {
  const { config, run: seeded } = await openWorld(t);
  const client = hairtrigger.withAuth(config);
  const call = vm.runInNewContext(`async (client, id) => {
    const found = await client.runs.retrieve(id);
    const absent = await client.runs.retrieve("run_absent").catch((error) => error);
    return [found.id, absent];
  }`);
  const [id, error] = await call(client, seeded.id);
  assert.equal(id, seeded.id);
  assert.ok(error instanceof hairtrigger.NotFoundError);
});

test("what a context threw while its values were read reaches the caller as it is", async (t) => {
  const { config } = await openWorld(t);
  const client = hairtrigger.withAuth(config);
  const [params, thrown] = vm.runInNewContext(`
    const thrown = { not: "an error" };
    [{ get limit() { throw thrown } }, thrown]`);
  assert.equal(await client.runs.list(params).catch((error) => error), thrown);
});
