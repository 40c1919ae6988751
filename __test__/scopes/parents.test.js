"use strict";

const { BRANCH, last, rejection, setEnvironment, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ConfigurationError, TriggerClient, configure, envvars, runs, withAuth } = require("hairtrigger");

/** Tells the scopes of three tenants apart by a header too, which only an inherited identity has. */
function marked(tenant) {
  return tenant.personalConfig({
    previewBranch: BRANCH,
    requestOptions: { additionalHeaders: { "x-scope": tenant.name } },
  });
}

/** What the last request ran as. */
function lastScope(server) {
  const { token, branch, headers } = last(server);
  return [token, branch, headers["x-scope"]];
}

function scopeOf(tenant) {
  return [tenant.personalAccessToken, BRANCH, tenant.name];
}

test("Parents: withAuth's is the scope the call would otherwise have used", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(marked(alpha));
  await withAuth({}, () => envvars.list(alpha.ref, "preview"));
  assert.deepEqual(lastScope(server), scopeOf(alpha));
  await withAuth(marked(beta), async () => {
    await withAuth({}, () => envvars.list(beta.ref, "preview"));
    assert.deepEqual(lastScope(server), scopeOf(beta));
    await withAuth({ previewBranch: null }, () => envvars.list(beta.ref, "preview"));
    assert.deepEqual(lastScope(server), [beta.personalAccessToken, undefined, "beta"]);
    await withAuth({}).envvars.list(beta.ref, "preview");
    assert.deepEqual(lastScope(server), scopeOf(beta));
  });
});

test("Parents: clientConfig's is the scope the call would otherwise have used", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(marked(alpha));
  const clientConfig = { requestOptions: { timeoutInMs: 5000 } };
  await envvars.list(alpha.ref, "preview", { clientConfig });
  assert.deepEqual(lastScope(server), scopeOf(alpha));
  await withAuth(marked(beta), () => envvars.list(beta.ref, "preview", { clientConfig }));
  assert.deepEqual(lastScope(server), scopeOf(beta));
});

test("Parents: clientConfig's on a bound client is the client's scope, never the ambient one", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  configure(marked(alpha));
  const clients = [new TriggerClient(marked(gamma)), withAuth(marked(gamma))];
  const clientConfig = { requestOptions: { timeoutInMs: 5000 } };
  for (const client of clients) {
    await client.envvars.list(gamma.ref, "preview", { clientConfig });
    assert.deepEqual(lastScope(server), scopeOf(gamma));
    await withAuth(marked(beta), () => client.envvars.list(gamma.ref, "preview", { clientConfig }));
    assert.deepEqual(lastScope(server), scopeOf(gamma));
  }
});

test("Parents: TriggerClient's is the environment, not configure and not withAuth", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  configure(marked(alpha));
  setEnvironment(t, { TRIGGER_ACCESS_TOKEN: gamma.personalAccessToken, TRIGGER_API_URL: server.url });
  await withAuth(marked(beta), async () => {
    await new TriggerClient().envvars.list(gamma.ref, "preview");
    assert.deepEqual(lastScope(server), [gamma.personalAccessToken, undefined, undefined]);
    await new TriggerClient({ previewBranch: BRANCH }).envvars.list(gamma.ref, "preview");
    assert.deepEqual(lastScope(server), [gamma.personalAccessToken, BRANCH, undefined]);
  });
});

test("Parents: a TriggerClient does not fall back to what configure named", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.config());
  const client = new TriggerClient({ baseURL: server.url });
  const error = await rejection(client.runs.list());
  assert.ok(error instanceof ConfigurationError);
  assert.match(error.message, /TRIGGER_SECRET_KEY/);
  assert.equal(server.requests.length, 0);
});

test("Parents: nothing's is the default scope, what configure named plus the environment", async (t) => {
  const { server, alpha, beta } = await start(t);
  setEnvironment(t, { TRIGGER_SECRET_KEY: alpha.secretKey, TRIGGER_API_URL: server.url });
  await runs.list();
  configure({ requestOptions: { additionalHeaders: { "x-scope": "default" } } });
  await runs.list();
  assert.deepEqual(lastScope(server), [alpha.secretKey, undefined, "default"]);
  configure({ secretKey: beta.secretKey });
  await runs.list();
  assert.deepEqual(lastScope(server), [beta.secretKey, undefined, undefined]);
});

test("Parents: configure replaces, it does not merge", async (t) => {
  const { server, alpha, beta } = await start(t);
  setEnvironment(t, { TRIGGER_SECRET_KEY: beta.secretKey, TRIGGER_API_URL: server.url });
  configure(marked(alpha));
  configure({ requestOptions: { timeoutInMs: 5000 } });
  await runs.list();
  assert.deepEqual(lastScope(server), [beta.secretKey, undefined, undefined]);
  configure(marked(alpha));
  configure({});
  await runs.list();
  assert.deepEqual(lastScope(server), [beta.secretKey, undefined, undefined]);
});

test("Parents: tokens of the environment, in their order", async (t) => {
  const { server, alpha, beta, gamma } = await start(t);
  setEnvironment(t, { TRIGGER_API_URL: server.url });
  const client = () => new TriggerClient().runs.list();
  const [byRunToken, byAccessToken, bySecretKey] = [alpha, beta, gamma].map(({ secretKey }) => secretKey);
  setEnvironment(t, { TRIGGER_RUN_TOKEN: byRunToken });
  await Promise.all([runs.list(), client()]);
  setEnvironment(t, { TRIGGER_ACCESS_TOKEN: byAccessToken });
  await Promise.all([runs.list(), client()]);
  setEnvironment(t, { TRIGGER_SECRET_KEY: bySecretKey });
  await Promise.all([runs.list(), client()]);
  const inOrder = [byRunToken, byAccessToken, bySecretKey].flatMap((token) => [token, token]);
  assert.deepEqual(tokens(server), inOrder);
});

test("Parents: the environment is read at each call, as dotenv may load late", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure({ baseURL: server.url });
  await rejection(runs.list());
  setEnvironment(t, { TRIGGER_SECRET_KEY: alpha.secretKey });
  await runs.list();
  setEnvironment(t, { TRIGGER_SECRET_KEY: beta.secretKey });
  await runs.list();
  delete process.env.TRIGGER_SECRET_KEY;
  await rejection(runs.list());
  assert.deepEqual(tokens(server), [alpha.secretKey, beta.secretKey]);
});

test("Parents: the base URL is configure's, else TRIGGER_API_URL", async (t) => {
  const [inEnvironment, configured] = [await start(t), await start(t)];
  const { secretKey } = inEnvironment.alpha;
  setEnvironment(t, { TRIGGER_API_URL: `${inEnvironment.server.url}/` });
  configure({ secretKey });
  await runs.list();
  assert.equal(inEnvironment.server.requests[0].url, "/api/v1/runs");
  configure(configured.alpha.config());
  await runs.list();
  await withAuth({ secretKey: configured.beta.secretKey }, () => runs.list());
  assert.equal(inEnvironment.server.requests.length, 1);
  assert.deepEqual(tokens(configured.server), [configured.alpha.secretKey, configured.beta.secretKey]);
});

test("Parents: branches of the environment, in their order", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig());
  const branchOf = async () => {
    // The run list is refused under this token; the header is what counts.
    await runs.list().catch(() => {});
    return last(server).branch;
  };
  assert.equal(await branchOf(), undefined);
  setEnvironment(t, { TRIGGER_DEV_BRANCH: "of-dev" });
  assert.equal(await branchOf(), "of-dev");
  setEnvironment(t, { VERCEL_GIT_COMMIT_REF: "of-vercel" });
  assert.equal(await branchOf(), "of-vercel");
  setEnvironment(t, { TRIGGER_PREVIEW_BRANCH: "of-preview" });
  assert.equal(await branchOf(), "of-preview");
  configure(alpha.personalConfig({ previewBranch: "named" }));
  assert.equal(await branchOf(), "named");
  configure(alpha.personalConfig({ previewBranch: null }));
  assert.equal(await branchOf(), undefined);
});

test("Parents: TRIGGER_DEV_BRANCH=default names no branch", async (t) => {
  const { server, alpha } = await start(t);
  setEnvironment(t, { TRIGGER_DEV_BRANCH: "default", TRIGGER_ACCESS_TOKEN: alpha.personalAccessToken });
  configure({ baseURL: server.url });
  await envvars.list(alpha.ref, "dev");
  assert.equal(last(server).branch, undefined);
  await new TriggerClient({ baseURL: server.url }).envvars.list(alpha.ref, "dev");
  assert.equal(last(server).branch, undefined);
});

test("Parents: a branch of the environment goes to the default scope and to the environment's token", async (t) => {
  const { server, alpha, beta } = await start(t);
  setEnvironment(t, { TRIGGER_PREVIEW_BRANCH: BRANCH, TRIGGER_ACCESS_TOKEN: alpha.personalAccessToken });
  const own = beta.personalConfig();
  const branchOf = async (call) => {
    await call;
    return last(server).branch;
  };
  configure({ baseURL: server.url });
  assert.equal(await branchOf(envvars.list(alpha.ref, "preview")), BRANCH);
  const unnamed = new TriggerClient({ baseURL: server.url });
  assert.equal(await branchOf(unnamed.envvars.list(alpha.ref, "preview")), BRANCH);
  configure(own);
  assert.equal(await branchOf(envvars.list(beta.ref, "preview")), BRANCH);
  assert.equal(await branchOf(withAuth({}, () => envvars.list(beta.ref, "preview"))), BRANCH);

  assert.equal(await branchOf(withAuth(own, () => envvars.list(beta.ref, "preview"))), undefined);
  assert.equal(await branchOf(withAuth(own).envvars.list(beta.ref, "preview")), undefined);
  assert.equal(await branchOf(new TriggerClient(own).envvars.list(beta.ref, "preview")), undefined);
  assert.equal(await branchOf(envvars.list(beta.ref, "preview", { clientConfig: own })), undefined);
});
