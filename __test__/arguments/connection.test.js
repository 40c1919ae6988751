"use strict";

// What auth.fromConnection makes of a form.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ArgumentError, auth, configure, withAuth } = require("hairtrigger");
const { createTestServer } = require("../../testing");
const { privateNames } = require("../support/private-names.js");
const { rejection } = require("../support/scopes.js");

const { fromConnection } = auth;
const secretKey = "tr_prod_abcdefghijklmnopqrstuvwx";
const accessToken = "tr_pat_abcdefghijklmnopqrstuvwx";

/** Asserts that a form makes this connection. */
async function makes(form, expected) {
  assert.deepEqual(await fromConnection(form), { ok: true, ...expected });
}

/** Asserts that these fields of a form are wrong, each for its reason. */
async function refuses(form, expected) {
  const { ok, errors, ...rest } = await fromConnection(form);
  assert.deepEqual([ok, rest, Object.keys(errors).sort()], [false, {}, Object.keys(expected).sort()]);
  for (const [field, pattern] of Object.entries(expected)) {
    assert.match(errors[field], pattern);
    assert.match(errors[field], /^[A-Z].*\.$/);
    assert.ok(!errors[field].includes("abcdefghijklmnopqrstuvwx"));
  }
}

test("a key that was pasted with what stood around it", async () => {
  for (const paste of [`"${secretKey}"`, `'${secretKey}`, `TRIGGER_SECRET_KEY=${secretKey}`]) {
    await refuses(
      { apiKey: paste },
      { apiKey: /begins with a quotation mark or with the name of a variable/ },
    );
    assert.throws(() => withAuth({ secretKey: paste }), /secretKey begins with a quotation mark/);
  }
});

test("a form with all of its fields", async () => {
  const form = {
    apiKey: "tr_preview_abc",
    projectRef: "proj_abcdefghijklmnopqrst",
    environment: "preview",
    baseURL: "https://trigger.example/self/hosted/",
    previewBranch: "feature/one",
  };
  const config = {
    secretKey: "tr_preview_abc",
    baseURL: "https://trigger.example/self/hosted",
    previewBranch: "feature/one",
  };
  await makes(form, { config, projectRef: form.projectRef, environment: "preview" });
});

test("fields that are empty are not there", async () => {
  for (const nothing of ["", "  \n", undefined, null]) {
    const form = { token: nothing, projectRef: nothing, environment: nothing, baseURL: nothing };
    await makes(
      { ...form, previewBranch: nothing, apiKey: secretKey },
      { config: { secretKey }, environment: "prod" },
    );
  }
});

test("what was pasted is taken without what stands around it", async () => {
  await makes(
    { apiKey: `\u{feff} ${secretKey}\r\n`, baseURL: " localhost:3030 ", projectRef: "\tproj_abc\n" },
    { config: { secretKey, baseURL: "http://localhost:3030" }, projectRef: "proj_abc", environment: "prod" },
  );
});

test("a key and a token are told apart by themselves, not by their field", async () => {
  await makes({ token: secretKey }, { config: { secretKey }, environment: "prod" });
  await makes({ apiKey: accessToken }, { config: { accessToken } });
  await makes({ apiKey: secretKey, token: secretKey }, { config: { secretKey }, environment: "prod" });
  await makes({ apiKey: "my-own-servers-key" }, { config: { accessToken: "my-own-servers-key" } });
  await refuses({ apiKey: secretKey, token: accessToken }, { token: /not both/ });
  await refuses({}, { apiKey: /^Paste a secret key/ });
  await refuses({ apiKey: "tr_prod_abc def" }, { apiKey: /spaces or line breaks/ });
  await refuses({ token: "tr_prod_abc def" }, { token: /spaces or line breaks/ });
  await refuses({ apiKey: "tr_prod_" }, { apiKey: /ends after its prefix/ });
  await refuses({ apiKey: "trigger_live_abc" }, { apiKey: /older Trigger\.dev product/ });
  await refuses({ token: "eyJabc.def.ghi" }, { token: /public access token, which expires/ });
});

test("the environment is the key's", async () => {
  const names = { dev: "dev", development: "dev", stg: "staging", staging: "staging", Production: "prod" };
  for (const [environment, expected] of Object.entries(names)) {
    await makes({ token: accessToken, environment }, { config: { accessToken }, environment: expected });
  }
  await makes({ apiKey: secretKey, environment: "PROD" }, { config: { secretKey }, environment: "prod" });
  await refuses({ apiKey: secretKey, environment: "dev" }, { environment: /of prod, not of dev/ });
  await refuses({ apiKey: "tr_prod_sk_abc", environment: "staging" }, { environment: /of prod/ });
  await refuses({ apiKey: secretKey, environment: "live" }, { environment: /one of dev, staging, prod/ });
});

test("a branch is needed for preview, and refused elsewhere", async () => {
  const previewBranch = "feature/one";
  await makes(
    { token: accessToken, environment: "preview", previewBranch },
    { config: { accessToken, previewBranch }, environment: "preview" },
  );
  await refuses({ apiKey: "tr_preview_abc" }, { previewBranch: /belong to a branch/ });
  await refuses({ token: accessToken, environment: "preview" }, { previewBranch: /belong to a branch/ });
  await refuses({ apiKey: secretKey, previewBranch }, { previewBranch: /leave this empty for prod/ });
  await refuses({ token: accessToken, previewBranch }, { previewBranch: /choose preview/ });
  await refuses({ apiKey: "tr_preview_abc", previewBranch: "a\nb" }, { previewBranch: /HTTP header/ });
  // Which of the two is meant has to be known before a branch can be wrong.
  await refuses(
    { apiKey: secretKey, environment: "preview", previewBranch },
    { environment: /of prod, not of preview/ },
  );
});

test("a project ref has its form", async () => {
  for (const projectRef of ["abc", "proj_", "proj_a/b", "proj_ü", "https://cloud.trigger.dev/proj_abc"]) {
    await refuses({ apiKey: secretKey, projectRef }, { projectRef: /begins with proj_/ });
  }
});

test("each field that is wrong says so itself, all of them at once", async () => {
  await refuses(
    { apiKey: 7, token: {}, projectRef: [], environment: "x", baseURL: "ftp://x", previewBranch: "a\nb" },
    {
      apiKey: /must be a text/,
      token: /must be a text/,
      projectRef: /must be a text/,
      environment: /no such environment/,
      baseURL: /^The base URL is not an http/,
      previewBranch: /./,
    },
  );
});

test("a form that is none is refused", async () => {
  for (const form of [undefined, null, "tr_dev_a", 7, []]) {
    const error = await rejection(fromConnection(form));
    assert.ok(error instanceof ArgumentError);
    assert.match(error.message, /^auth\.fromConnection: form must be an object/);
  }
  assert.match((await rejection(fromConnection({ key: "a" }))).message, /key is not known here; known are/);
  assert.match((await rejection(fromConnection({}, {}, {}))).message, /takes at most 2 arguments/);
});

test("network says where the base URL may lead, and goes with it into the config", async (t) => {
  const options = { network: "public" };
  const hosts = ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "10.1.2.3", "localhost"];
  for (const baseURL of hosts) {
    const { errors } = await fromConnection({ apiKey: secretKey, baseURL }, options);
    assert.match(errors.baseURL, /^The base URL leads into a private network/, baseURL);
  }
  const form = { apiKey: secretKey, baseURL: "trigger.example" };
  const config = { secretKey, baseURL: "https://trigger.example" };
  assert.deepEqual((await fromConnection(form, options)).config, { ...config, network: "public" });
  assert.deepEqual((await fromConnection(form, { network: undefined })).config, config);
  // It is the scope's own unless it is named, as in any other config.
  t.after(() => configure({}));
  configure({ ambient: false, ...options });
  assert.deepEqual((await fromConnection(form)).config, { ...config, network: "public" });
  assert.deepEqual((await fromConnection(form, { network: "any" })).config, { ...config, network: "any" });
  // Without a base URL the server is the scope's, which may be where it likes.
  assert.deepEqual((await fromConnection({ apiKey: secretKey }, options)).config, { secretKey });

  for (const wrong of [{ network: "private" }, { network: null }, { net: "public" }, "public", null]) {
    assert.ok((await rejection(fromConnection(form, wrong))) instanceof ArgumentError);
  }
});

test("a credential is not verified at a server of a private network under network public", async (t) => {
  const server = await createTestServer();
  t.after(() => server.close());
  const { prod } = server.createProject();
  const { port } = new URL(server.url);
  for (const host of [
    "127.0.0.1",
    "2130706433",
    "[::ffff:127.0.0.1]",
    "localhost",
    ...(await privateNames()),
  ]) {
    const config = { secretKey: prod.secretKey, baseURL: `http://${host}:${port}`, network: "public" };
    const { status, sentence } = await auth.verify(config);
    assert.equal(status, "unreachable", host);
    assert.match(sentence, /no public address/, host);
  }
  assert.deepEqual(server.requests, []);
  const config = { secretKey: prod.secretKey, baseURL: server.url, network: "any" };
  assert.equal((await auth.verify(config)).status, "ok");
});

test("it needs no credential of its own, and what it makes can be verified", async (t) => {
  const server = await createTestServer();
  t.after(() => server.close());
  t.after(() => configure({}));
  configure({ ambient: false });
  const project = server.createProject();
  const form = { apiKey: project.environment("dev").secretKey, baseURL: new URL(server.url).host };
  const { config } = await fromConnection(form);
  assert.deepEqual(server.requests, []);
  const { status, project: found } = await withAuth(config).auth.verify();
  assert.deepEqual([status, found.ref], ["ok", project.ref]);
});
