"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const path = "/api/v1/deployments";
const day = 86_400_000;

async function open(t) {
  const world = await start(t);
  return { ...world, client: createClient(world.server, world.prod.secretKey) };
}

test("deployments are listed newest first, and never fewer than five a page", async (t) => {
  const { prod, client } = await open(t);
  const seeded = Array.from({ length: 7 }, (_, index) =>
    prod.seedDeployment({ createdAt: NOW - (7 - index) * day, status: index === 0 ? "FAILED" : undefined }),
  ).reverse();
  const list = async (search) => {
    const { body } = await client.get(`${path}?${search}`);
    return [body.data.map(({ id }) => seeded.findIndex((each) => each.id === id)), body.pagination];
  };
  assert.deepEqual(await list(""), [[0, 1, 2, 3, 4, 5, 6], {}]);
  assert.deepEqual(await list("page[size]=1"), [[0, 1, 2, 3, 4], { next: seeded[4].id }]);
  assert.deepEqual(await list(`page[size]=5&page[after]=${seeded[4].id}`), [[5, 6], {}]);
  assert.deepEqual(await list("status=FAILED"), [[6], {}]);
  assert.deepEqual(await list("period=2d"), [[0, 1], {}]);
  assert.deepEqual(await list(`from=${new Date(NOW - 3 * day).toISOString()}`), [[0, 1, 2], {}]);
  // An end counts only with a beginning.
  assert.deepEqual((await list(`to=${new Date(NOW - 3 * day).toISOString()}`))[0].length, 7);
  const { body } = await client.get(path);
  assert.deepEqual(Object.keys(body.data[6]), [
    "id",
    "createdAt",
    "shortCode",
    "version",
    "runtime",
    "runtimeVersion",
    "status",
    "deployedAt",
    "git",
  ]);
  assert.deepEqual([body.data[6].deployedAt, body.data[6].git], [null, null]);
});

test("the current deployment is the one promoted last, and older ones need leave", async (t) => {
  const { prod, client } = await open(t);
  assert.equal((await client.get(`${path}/current`)).status, 404);
  const [old, recent] = [prod.seedDeployment(), prod.seedDeployment()];
  prod.seedDeployment({ status: "BUILDING" });
  assert.deepEqual([old.version, recent.version], ["20260301.1", "20260301.2"]);
  const current = async () => (await client.get(`${path}/current`)).body.version;
  assert.equal(await current(), recent.version);
  const promote = async (version, search = "") => {
    const { status, body } = await client.post(`${path}/${version}/promote${search}`);
    return [status, body.error ?? body];
  };
  const older = "Cannot promote a deployment that is older than the current deployment.";
  const same = "Deployment is already the current deployment.";
  assert.deepEqual(await promote(recent.version), [400, same]);
  assert.deepEqual(await promote(old.version), [400, older]);
  assert.deepEqual(await promote(old.version, "?allowRollbacks=true"), [
    200,
    { id: old.id, version: old.version, shortCode: old.shortCode },
  ]);
  assert.equal(await current(), old.version);
  assert.deepEqual(await promote("20260301.3"), [
    400,
    "Deployment must be in the DEPLOYED state to be promoted.",
  ]);
  assert.deepEqual(await promote("20200101.1"), [404, "Deployment not found"]);
});

test("a deployment is cancelled once", async (t) => {
  const { server, prod, client } = await open(t);
  const { id } = prod.seedDeployment({ status: "BUILDING" });
  const cancel = (body) =>
    fetch(`${server.url}${path}/${id}/cancel`, {
      method: "POST",
      headers: { authorization: `Bearer ${prod.secretKey}` },
      body,
    });
  const answer = await cancel('{"reason":"late"}');
  assert.deepEqual([answer.status, await answer.text()], [204, ""]);
  const { body } = await client.get(`${path}/${id}`);
  assert.deepEqual([body.status, body.canceledReason], ["CANCELED", "late"]);
  const again = await cancel();
  assert.equal(again.status, 409);
  const said = "Deployment is already in a final state and cannot be canceled";
  assert.deepEqual(await again.json(), { error: said });
});

test("the latest deployment is the newest that the platform does not manage", async (t) => {
  const { prod, client } = await open(t);
  prod.seedDeployment();
  assert.deepEqual((await client.get(`${path}/latest`)).body, { error: "Deployment not found" });
  const tasks = [{ id: "task_1", slug: "hello", filePath: "src/a.ts", exportName: "hello" }];
  const { id } = prod.seedDeployment({ type: "UNMANAGED", tasks });
  assert.equal((await client.get(`${path}/latest`)).body.id, id);
  assert.deepEqual((await client.get(`${path}/${id}`)).body.worker.tasks, tasks);
});

test("deployments are for keys, and some of them for public tokens", async (t) => {
  const { server, project, prod } = await open(t);
  const { id } = prod.seedDeployment();
  const statuses = async (token) => {
    const { get } = createClient(server, token);
    const paths = [path, `${path}/current`, `${path}/latest`, `${path}/${id}`];
    return (await Promise.all(paths.map((each) => get(each)))).map(({ status }) => status);
  };
  assert.deepEqual(await statuses(prod.secretKey), [200, 200, 404, 200]);
  assert.deepEqual(await statuses(prod.createAdditionalKey({ scopes: ["admin"] })), [200, 200, 404, 200]);
  assert.deepEqual(await statuses(prod.createAdditionalKey({ scopes: ["read:runs"] })), [403, 403, 403, 403]);
  assert.deepEqual(await statuses(prod.createPublicToken({ scopes: ["admin"] })), [200, 200, 401, 401]);
  assert.deepEqual(await statuses(prod.createPublicToken({ scopes: ["read:runs"] })), [403, 403, 401, 401]);
  const user = server.createPersonalAccessToken({ projects: [project] });
  assert.deepEqual(await statuses(user), [401, 401, 401, 401]);
  // This one says by itself that a credential is missing.
  const bare = await fetch(`${server.url}${path}/current`);
  assert.deepEqual([bare.status, await bare.json()], [401, { error: "Invalid or Missing API key" }]);
});
