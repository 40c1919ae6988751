"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createClient, start } = require("./client.js");

const path = "/api/v1/prompts";
const DATE = "2026-03-01T12:00:00.000Z";

/** A server whose prod has the prompt `hello` in two deployed versions, the second one current. */
async function startWithPrompt(t) {
  const world = await start(t);
  const { server, prod } = world;
  const prompt = prod.seedPrompt({
    slug: "hello",
    description: "Greets",
    tags: ["a"],
    defaultModel: "base",
    defaultConfig: { temperature: 1 },
    versions: [
      { content: "Hello" },
      { content: "Hello {{ name }}{{#loud}}, {{name}}!{{/loud}}", model: "m2" },
    ],
  });
  return { ...world, prompt, client: createClient(server, prod.secretKey) };
}

test("a prompt is resolved with its variables", async (t) => {
  const { client, prompt } = await startWithPrompt(t);
  const { status, body } = await client.post(`${path}/hello`, { variables: { name: "Ada", loud: true } });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    data: {
      promptId: prompt.id,
      slug: "hello",
      version: 2,
      labels: ["current"],
      template: "Hello {{ name }}{{#loud}}, {{name}}!{{/loud}}",
      text: "Hello Ada, Ada!",
      model: "m2",
      config: { temperature: 1 },
    },
  });
  assert.match(prompt.id, /^prompt_/);
  const bare = await client.post(`${path}/hello`, {});
  assert.equal(bare.body.data.text, "Hello ");
  const first = await client.post(`${path}/hello`, { version: 1 });
  assert.deepEqual(
    [first.body.data.text, first.body.data.model, first.body.data.labels],
    ["Hello", "base", []],
  );
});

test("what cannot be resolved is not found", async (t) => {
  const { client, prod } = await startWithPrompt(t);
  prod.seedPrompt({ slug: "empty", content: "" });
  const asked = [
    [`${path}/nope`, {}, "Prompt not found"],
    [`${path}/hello`, { version: 9 }, "No version found"],
    [`${path}/hello`, { label: "draft" }, "No version found"],
    [`${path}/empty`, {}, "Prompt has no content"],
    [`${path}/nope/promote`, { version: 1 }, "Prompt not found"],
    [`${path}/hello/promote`, { version: 9 }, "Version 9 not found"],
    [`${path}/nope/override`, { textContent: "x" }, "Prompt not found"],
    [`${path}/hello/override/reactivate`, { version: 9 }, "Version 9 not found"],
  ];
  for (const [to, sent, error] of asked) {
    const answer = await client.post(to, sent);
    assert.deepEqual([answer.status, answer.body], [404, { error }], to);
  }
  const versions = await client.get(`${path}/nope/versions`);
  assert.deepEqual([versions.status, versions.body], [404, { error: "Not found" }]);
  assert.equal(versions.headers.get("x-should-retry"), "false");
});

test("an override goes through its life", async (t) => {
  const { client } = await startWithPrompt(t);
  const text = async () => (await client.post(`${path}/hello`, {})).body.data.text;
  const none = await client.put(`${path}/hello/override`, { model: "x" });
  assert.deepEqual([none.status, none.body], [400, { error: "No active override to update" }]);

  const made = await client.post(`${path}/hello/override`, { textContent: "Hi", model: "m3" });
  assert.deepEqual([made.status, made.body], [200, { ok: true, version: 3 }]);
  assert.equal(await text(), "Hi");
  const [listed] = (await client.get(path)).body.data;
  assert.deepEqual([listed.hasOverride, listed.currentVersion, listed.defaultModel], [true, 2, "m3"]);

  assert.deepEqual((await client.put(`${path}/hello/override`, { textContent: "Hey" })).body, { ok: true });
  assert.equal(await text(), "Hey");
  await client.post(`${path}/hello/override`, { textContent: "Ho", source: "mine", commitMessage: "why" });
  assert.equal(await text(), "Ho");
  assert.deepEqual((await client.del(`${path}/hello/override`)).body, { ok: true });
  assert.equal(await text(), "Hello ");
  await client.post(`${path}/hello/override/reactivate`, { version: 3 });
  assert.equal(await text(), "Hey");

  const { data } = (await client.get(`${path}/hello/versions`)).body;
  assert.deepEqual(
    data.map(({ version, labels, source, model }) => [version, labels, source, model]),
    [
      [4, [], "mine", null],
      [3, ["override"], "api", "m3"],
      [2, ["current"], "code", "m2"],
      [1, [], "code", null],
    ],
  );
  const { id, contentHash, ...version } = data[0];
  assert.ok(id);
  // The first sixteen digits of the text's SHA-256.
  assert.equal(contentHash, "c758089f0833b093");
  assert.deepEqual(version, {
    version: 4,
    labels: [],
    source: "mine",
    model: null,
    textContent: "Ho",
    commitMessage: "why",
    createdAt: DATE,
  });
});

test("only deployed versions are promoted, only overrides reactivated", async (t) => {
  const { client } = await startWithPrompt(t);
  assert.deepEqual((await client.post(`${path}/hello/promote`, { version: 1 })).body, { ok: true });
  assert.equal((await client.post(`${path}/hello`, {})).body.data.version, 1);
  await client.post(`${path}/hello/override`, { textContent: "Hi" });
  const promoted = await client.post(`${path}/hello/promote`, { version: 3 });
  assert.deepEqual(
    [promoted.status, promoted.body],
    [400, { error: "Only code-sourced versions can be promoted. Use the override API instead." }],
  );
  const reactivated = await client.post(`${path}/hello/override/reactivate`, { version: 1 });
  assert.deepEqual(
    [reactivated.status, reactivated.body],
    [400, { error: "Code-sourced versions cannot be reactivated as overrides" }],
  );
});

test("prompts are listed per environment", async (t) => {
  const { server, client, prompt, dev } = await startWithPrompt(t);
  assert.deepEqual((await client.get(path)).body, {
    data: [
      {
        slug: "hello",
        friendlyId: prompt.id,
        description: "Greets",
        tags: ["a"],
        defaultModel: "m2",
        currentVersion: 2,
        hasOverride: false,
        updatedAt: DATE,
      },
    ],
  });
  assert.deepEqual((await createClient(server, dev.secretKey).get(path)).body, { data: [] });
});

test("bodies are checked in the words of each route", async (t) => {
  const { client } = await startWithPrompt(t);
  const refused = [
    [`${path}/hello`, [], "Validation error: Expected object, received array"],
    [`${path}/hello`, { variables: 1 }, 'Validation error: Expected object, received number at "variables"'],
    [`${path}/hello/promote`, {}, 'Validation error: Required at "version"'],
    [`${path}/hello/promote`, { version: 0 }, 'Validation error: Number must be greater than 0 at "version"'],
    [
      `${path}/hello/override/reactivate`,
      { version: 1.5 },
      'Validation error: Expected integer, received float at "version"',
    ],
  ];
  for (const [to, sent, error] of refused) {
    const answer = await client.post(to, sent);
    assert.deepEqual([answer.status, answer.body], [400, { error }]);
  }
  assert.deepEqual((await client.post(`${path}/hello/promote`)).body, { error: "Request body is empty" });
  const override = await client.post(`${path}/hello/override`, { model: 1 });
  assert.equal(override.status, 400);
  assert.deepEqual(override.body, {
    error: "Invalid request body",
    issues: [
      {
        code: "invalid_type",
        expected: "string",
        received: "undefined",
        path: ["textContent"],
        message: "Required",
      },
      {
        code: "invalid_type",
        expected: "string",
        received: "number",
        path: ["model"],
        message: "Expected string, received number",
      },
    ],
  });
});

test("credentials that may and may not", async (t) => {
  const { server, project, prod } = await startWithPrompt(t);
  const scope = {
    error: "Unauthorized",
    code: "unauthorized",
    param: "access_token",
    type: "authorization",
  };
  const reading = prod.createPublicToken({ scopes: ["read:prompts"] });
  const admin = prod.createPublicToken({ scopes: ["admin"] });
  const user = server.createPersonalAccessToken({ projects: [project] });
  const runsKey = prod.createAdditionalKey({ scopes: ["read:runs"] });
  const list = async (token) => createClient(server, token).get(path);
  assert.equal((await list(reading)).status, 200);
  assert.equal((await list(admin)).status, 200);
  assert.deepEqual((await list(user)).body, { error: "Invalid API key" });
  assert.deepEqual((await list(runsKey)).body, scope);
  assert.deepEqual((await list(prod.createPublicToken({ scopes: ["read:runs"] }))).body, scope);

  const promote = (token) => createClient(server, token).post(`${path}/hello/promote`, { version: 1 });
  assert.deepEqual((await promote(reading)).body, scope);
  assert.equal((await promote(admin)).status, 200);
  assert.equal((await promote(user)).status, 401);
});
