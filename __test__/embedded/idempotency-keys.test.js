"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createClient, start } = require("./client.js");

const path = "/api/v1/idempotencyKeys/my%20key/reset";
const task = { taskIdentifier: "hello-world" };

test("a reset takes the key from its run", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const { id } = prod.seedRun({ idempotencyKey: "my key" });
  const post = async (body) => {
    const { status, body: said } = await client.post(path, body);
    return [status, said.error ?? said];
  };
  const none = (name) => `No runs found with idempotency key: my key and task: ${name}`;
  assert.deepEqual(await post({ taskIdentifier: "other" }), [404, none("other")]);
  assert.deepEqual(await post(task), [200, { id: "my key" }]);
  assert.equal((await client.get(`/api/v3/runs/${id}`)).body.idempotencyKey, undefined);
  assert.deepEqual(await post(task), [404, none("hello-world")]);
  assert.deepEqual(await post(), [400, "Request body is empty"]);
  assert.deepEqual(await post({}), [400, 'Validation error: Required at "taskIdentifier"']);
});

test("a reset is for keys and public tokens that may write runs", async (t) => {
  const { server, project, prod } = await start(t);
  const status = async (token) => (await createClient(server, token).post(path, task)).status;
  assert.equal(await status(prod.secretKey), 404);
  assert.equal(await status(prod.createAdditionalKey({ scopes: ["admin"] })), 404);
  assert.equal(await status(prod.createAdditionalKey({ scopes: ["read:runs"] })), 403);
  assert.equal(await status(prod.createPublicToken({ scopes: ["write:runs"] })), 404);
  assert.equal(await status(prod.createPublicToken({ scopes: ["read:runs"] })), 403);
  assert.equal(await status(server.createPersonalAccessToken({ projects: [project] })), 401);
});
