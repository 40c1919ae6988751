"use strict";

// Who may read which feed of runs, and how many polls at once.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createFollower, start, untilHeld } = require("./feed-client.js");

const SCOPE = { error: "Unauthorized", code: "unauthorized", param: "access_token", type: "authorization" };

async function seed(t, realtime) {
  const world = await start(t, realtime);
  const { server, prod } = world;
  const client = prod.client();
  const { batchId } = await client.tasks.batchTrigger("other-task", [{ payload: 1 }]);
  const { runs } = await client.batch.retrieve(batchId);
  const { id } = prod.seedRun({ tags: ["a", "b"], payload: { x: 1 } });
  const ask = (token, path, query) => createFollower(server, token)(path, query);
  const tokenFor = (scope, more) => prod.createPublicToken({ scopes: [scope], ...more });
  return { ...world, ask, batchId, id, inBatch: runs[0], tokenFor };
}

test("who has no key of the environment is refused, in the server's words", async (t) => {
  const { server, project, prod, ask, id, batchId, tokenFor } = await seed(t);
  const expired = tokenFor("read:runs", { expiresInSeconds: -1 });
  const [head, claims] = expired.split(".");
  const refusals = [
    [undefined, "Invalid or Missing API key"],
    ["tr_prod_unknownunknownunknown00", "Invalid API key"],
    [server.createPersonalAccessToken({ projects: [project] }), "Invalid API key"],
    [expired, "Public Access Token is invalid"],
    [`${head}.${claims}.forged`, "Public Access Token is invalid"],
  ];
  for (const path of [`runs/${id}`, "runs", `batches/${batchId}`]) {
    for (const [token, error] of refusals) {
      const { status, body } = await ask(token, path);
      assert.deepEqual([status, body], [401, { error }], path);
    }
  }
  const key = prod.createAdditionalKey({ scopes: ["read:runs"] });
  assert.equal((await ask(key, `runs/${id}`)).status, 200);
});

test("what is another environment's is not there, and its tags have no runs", async (t) => {
  const { project, ask, id, batchId } = await seed(t);
  const { secretKey } = project.staging;
  const run = await ask(secretKey, `runs/${id}`);
  assert.deepEqual(
    [run.status, run.body, run.headers.get("x-should-retry")],
    [404, { error: "Not found" }, "false"],
  );
  assert.equal((await ask(secretKey, `batches/${batchId}`)).status, 404);
  const { status, changes } = await ask(secretKey, "runs", { tags: "a" });
  assert.deepEqual([status, changes], [200, []]);
});

test("a public token opens the feeds that its scopes name", async (t) => {
  const { ask, id, inBatch, batchId, tokenFor } = await seed(t);
  const tags = { tags: "a,b" };
  const granted = [
    ["read:runs", `runs/${id}`],
    [`read:runs:${id}`, `runs/${id}`],
    ["read:tasks:hello-world", `runs/${id}`],
    ["read:tags:a", `runs/${id}`],
    [`read:batch:${batchId}`, `runs/${inBatch}`],
    ["read:runs", "runs", tags],
    ["read:tags", "runs", tags],
    ["read:tags:b", "runs", tags],
    ["read:runs", `batches/${batchId}`],
    [`read:batch:${batchId}`, `batches/${batchId}`],
  ];
  for (const [scope, path, query] of granted) {
    assert.equal((await ask(tokenFor(scope), path, query)).status, 200, `${scope} ${path}`);
  }
  const refused = [
    ["read:runs:run_other", `runs/${id}`],
    ["read:tags:c", `runs/${id}`],
    ["write:runs", `runs/${id}`],
    [`read:batch:${batchId}`, `runs/${id}`],
    ["read:tags:c", "runs", tags],
    [`read:runs:${id}`, "runs", tags],
    ["read:batch:batch_other", `batches/${batchId}`],
  ];
  for (const [scope, path, query] of refused) {
    const { status, body } = await ask(tokenFor(scope), path, query);
    assert.deepEqual([status, body], [403, SCOPE], `${scope} ${path}`);
  }
});

test("the columns that a public token leaves out replace those that a request does", async (t) => {
  for (const realtime of ["native", "electric"]) {
    const { ask, id, tokenFor } = await seed(t, realtime);
    const token = tokenFor("read:runs", { realtime: { skipColumns: ["payload", "output"] } });
    const { changes } = await ask(token, `runs/${id}`, { skipColumns: "metadata" });
    const names = Object.keys(changes[0].value);
    assert.equal(names.length, 24);
    assert.ok(names.includes("metadata") && !names.includes("payload"));
  }
});

test("an environment has so many live polls at once, over all its tokens; snapshots are not counted", async (t) => {
  for (const backend of ["native", "electric"]) {
    const { server, project, prod, ask, id, tokenFor } = await seed(t, { backend });
    server.limitLivePolls(prod.secretKey, { limit: 2 });
    const token = tokenFor("read:runs");
    const { live } = await ask(prod.secretKey, `runs/${id}`);
    const held = [ask(prod.secretKey, `runs/${id}`, live), ask(token, `runs/${id}`, live)];
    await untilHeld(server, 2);
    const { status, body, headers } = await ask(token, `runs/${id}`, live);
    assert.deepEqual([status, body], [429, { error: "Too many concurrent requests" }]);
    assert.equal(headers.get("retry-after"), null);
    assert.equal((await ask(token, `runs/${id}`)).status, 200);
    const other = project.staging.seedRun();
    const elsewhere = await ask(project.staging.secretKey, `runs/${other.id}`);
    const heldElsewhere = ask(project.staging.secretKey, `runs/${other.id}`, elsewhere.live);
    await untilHeld(server, 3);
    prod.updateRun(id, { status: "EXECUTING" });
    project.staging.updateRun(other.id, { status: "EXECUTING" });
    for (const answer of await Promise.all([...held, heldElsewhere])) assert.equal(answer.changes.length, 1);
    const again = ask(token, `runs/${id}`, (await held[0]).live);
    await untilHeld(server, 1);
    prod.updateRun(id, { status: "COMPLETED" });
    assert.equal((await again).status, 200);
  }
});

test("a feed of what was never seeded is not expected, and a limit or a rotation is", async (t) => {
  const { server, prod } = await start(t, "electric", { strict: true });
  const { id } = prod.seedRun();
  const follow = createFollower(server, prod.secretKey);
  const { live } = await follow(`runs/${id}`);
  server.limitLivePolls(prod.secretKey, { limit: 0 });
  assert.equal((await follow(`runs/${id}`, live)).status, 429);
  server.rotateFeeds();
  assert.equal((await follow(`runs/${id}`, { handle: live.handle })).status, 409);
  server.verify();
  assert.equal((await follow("batches/batch_gone")).status, 404);
  assert.throws(() => server.verify(), /nobody expected GET \/realtime\/v1\/batches\/batch_gone/);
});

test("a limit is that of an environment", async (t) => {
  const { server } = await start(t);
  assert.throws(() => server.limitLivePolls("tr_prod_unknown", { limit: 1 }), {
    name: "TypeError",
    message: "limitLivePolls: the key is none of an environment of this server",
  });
});

test("a poll whose client goes away leaves its place", async (t) => {
  const { server, prod, ask, id } = await seed(t);
  server.limitLivePolls(prod.secretKey, { limit: 1 });
  const { live } = await ask(prod.secretKey, `runs/${id}`);
  const controller = new AbortController();
  const follow = createFollower(server, prod.secretKey);
  const gone = follow(`runs/${id}`, live, { signal: controller.signal });
  await untilHeld(server);
  controller.abort();
  await assert.rejects(gone, { name: "AbortError" });
  await server.waitForRequest(({ aborted }) => aborted);
  const next = follow(`runs/${id}`, live);
  await untilHeld(server);
  prod.updateRun(id, { status: "EXECUTING" });
  assert.equal((await next).status, 200);
});

test("a page of another origin may read, and nobody may write", async (t) => {
  const { server, prod, id } = await seed(t);
  const url = `${server.url}/realtime/v1/runs/${id}`;
  const asked = { origin: "https://x.test", "access-control-request-headers": "authorization" };
  const preflight = await fetch(url, { method: "OPTIONS", headers: asked });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get("access-control-allow-headers"), "authorization");
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  const answer = await fetch(url, { headers });
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal((await fetch(url, { method: "POST", headers })).status, 405);
});

test("there is no rate limit", async (t) => {
  const { server, prod, ask, id } = await seed(t);
  server.limitRate(prod.secretKey, { limit: 1, windowInMs: 60_000 });
  for (let count = 0; count < 3; count += 1) {
    const { status, headers } = await ask(prod.secretKey, `runs/${id}`);
    assert.deepEqual([status, headers.get("x-ratelimit-limit")], [200, null]);
  }
});
