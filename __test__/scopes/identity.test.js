"use strict";

const { BRANCH, last, rejection, setEnvironment, start, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ApiTimeoutError, TriggerClient, configure, envvars, runs, withAuth } = require("hairtrigger");

const HEADERS = { "x-tenant-header": "alpha" };

/** A configuration with everything an identity has. */
function wholeIdentity(tenant, more) {
  return tenant.personalConfig({
    previewBranch: BRANCH,
    requestOptions: { additionalHeaders: HEADERS },
    ...more,
  });
}

/** The ways to start a scope under the default one, each making one call in it. */
const WAYS = {
  "withAuth with a callback": (config, [ref, env]) => withAuth(config, () => envvars.list(ref, env)),
  "a client of withAuth": (config, [ref, env]) => withAuth(config).envvars.list(ref, env),
  clientConfig: (config, [ref, env]) => envvars.list(ref, env, { clientConfig: config }),
  "clientConfig on a bound client": (config, [ref, env]) =>
    withAuth({}).envvars.list(ref, env, { clientConfig: config }),
};

for (const [way, callUnder] of Object.entries(WAYS)) {
  test(`An identity is whole: a token takes nothing of the parent's along, through ${way}`, async (t) => {
    const { server, alpha, beta } = await start(t);
    configure(wholeIdentity(alpha));
    for (const name of ["accessToken", "secretKey"]) {
      await callUnder({ [name]: beta.personalAccessToken }, [beta.ref, "preview"]);
      const { token, branch, headers } = last(server);
      assert.equal(token, beta.personalAccessToken);
      assert.equal(branch, undefined);
      assert.equal(headers["x-tenant-header"], undefined);
    }
  });

  test(`An identity is whole: branch and headers come with the token, through ${way}`, async (t) => {
    const { server, alpha, beta } = await start(t);
    configure(wholeIdentity(alpha));
    const branch = beta.project.createBranch("beta/branch");
    branch.setVariable("OWNER", "beta");
    const variables = await callUnder(
      {
        accessToken: beta.personalAccessToken,
        previewBranch: "beta/branch",
        requestOptions: { additionalHeaders: { "x-other": "beta" } },
      },
      [beta.ref, "preview"],
    );
    assert.deepEqual(
      variables.map(({ value }) => value),
      ["beta"],
    );
    const seen = last(server);
    assert.deepEqual([seen.token, seen.branch], [beta.personalAccessToken, "beta/branch"]);
    assert.deepEqual([seen.headers["x-other"], seen.headers["x-tenant-header"]], ["beta", undefined]);
  });

  test(`An identity is whole: without a token it is the parent's, through ${way}`, async (t) => {
    const { server, alpha } = await start(t);
    configure(wholeIdentity(alpha));
    await callUnder({}, [alpha.ref, "preview"]);
    const { token, branch, headers } = last(server);
    assert.deepEqual([token, branch], [alpha.personalAccessToken, BRANCH]);
    assert.equal(headers["x-tenant-header"], "alpha");
  });

  test(`An identity is whole: without a token the branch may change, through ${way}`, async (t) => {
    const { server, alpha } = await start(t);
    alpha.project.createBranch("other");
    configure(wholeIdentity(alpha));
    await callUnder({ previewBranch: "other" }, [alpha.ref, "preview"]);
    assert.equal(last(server).branch, "other");
    await callUnder({ previewBranch: null }, [alpha.ref, "preview"]);
    assert.equal(last(server).branch, undefined);
    await callUnder({ previewBranch: undefined }, [alpha.ref, "preview"]);
    assert.equal(last(server).branch, BRANCH);
    assert.equal(last(server).headers["x-tenant-header"], "alpha");
    assert.deepEqual(new Set(tokens(server)), new Set([alpha.personalAccessToken]));
  });
}

test("An identity is whole: the same token again is a new identity too", async (t) => {
  const { server, alpha } = await start(t);
  configure(wholeIdentity(alpha));
  await withAuth({ accessToken: alpha.personalAccessToken }, () => envvars.list(alpha.ref, "preview"));
  const { branch, headers } = last(server);
  assert.deepEqual([branch, headers["x-tenant-header"]], [undefined, undefined]);
});

test("An identity is whole: a TriggerClient's token takes nothing of the environment along", async (t) => {
  const { server, alpha, beta } = await start(t);
  setEnvironment(t, {
    TRIGGER_ACCESS_TOKEN: alpha.personalAccessToken,
    TRIGGER_API_URL: server.url,
    TRIGGER_PREVIEW_BRANCH: BRANCH,
  });
  await new TriggerClient({ accessToken: beta.personalAccessToken }).envvars.list(beta.ref, "preview");
  assert.deepEqual([last(server).token, last(server).branch], [beta.personalAccessToken, undefined]);
  await new TriggerClient({}).envvars.list(alpha.ref, "preview");
  assert.deepEqual([last(server).token, last(server).branch], [alpha.personalAccessToken, BRANCH]);
});

test("An identity is whole: configure replaces it, branch and headers included", async (t) => {
  const { server, alpha, beta } = await start(t);
  configure(wholeIdentity(alpha));
  configure(beta.personalConfig());
  await envvars.list(beta.ref, "preview");
  const { token, branch, headers } = last(server);
  assert.deepEqual([token, branch], [beta.personalAccessToken, undefined]);
  assert.equal(headers["x-tenant-header"], undefined);
});

test("An identity is whole: headers of a config without a token are added to the parent's", async (t) => {
  const { server, alpha } = await start(t);
  configure(wholeIdentity(alpha));
  const added = { requestOptions: { additionalHeaders: { "x-added": "1" } } };
  await withAuth(added, () =>
    envvars.list(alpha.ref, "preview", { additionalHeaders: { "x-of-call": "2" } }),
  );
  const { headers } = last(server);
  assert.deepEqual(
    [headers["x-tenant-header"], headers["x-added"], headers["x-of-call"]],
    ["alpha", "1", "2"],
  );
  await envvars.list(alpha.ref, "preview");
  assert.equal(last(server).headers["x-added"], undefined);
});

test("An identity is whole: the base URL is inherited unless given", async (t) => {
  const { server, alpha, beta } = await start(t);
  const elsewhere = await start(t);
  configure(alpha.config());
  await withAuth({ secretKey: beta.secretKey }, async () => {
    await runs.list();
    await withAuth({ baseURL: elsewhere.server.url, secretKey: elsewhere.alpha.secretKey }, async () => {
      await runs.list();
      await withAuth({ secretKey: elsewhere.beta.secretKey }, () => runs.list());
    });
  });
  assert.deepEqual(tokens(server), [beta.secretKey]);
  assert.deepEqual(tokens(elsewhere.server), [elsewhere.alpha.secretKey, elsewhere.beta.secretKey]);
});

test("An identity is whole: a base URL alone keeps the parent's identity", async (t) => {
  const { server, alpha } = await start(t);
  configure({ ...wholeIdentity(alpha), baseURL: "https://unused.invalid" });
  await withAuth({ baseURL: server.url }, () => envvars.list(alpha.ref, "preview"));
  assert.deepEqual([last(server).token, last(server).branch], [alpha.personalAccessToken, BRANCH]);
});

test("An identity is whole: the retry policy is inherited field by field unless given", async (t) => {
  const { server, alpha, beta } = await start(t);
  const quick = { minTimeoutInMs: 1, maxTimeoutInMs: 5 };
  const attempts = async (config, requestOptions) => {
    server.clearRequests();
    await rejection(withAuth(config, () => runs.list({}, requestOptions)));
    return server.requests.length;
  };
  server.fault({ status: 503 });
  configure(alpha.config({ requestOptions: { retry: { ...quick, maxAttempts: 2 } } }));
  assert.equal(await attempts({}), 2);
  assert.equal(await attempts({ secretKey: beta.secretKey }), 2);
  assert.equal(await attempts({ requestOptions: { retry: { maxAttempts: 3 } } }), 3);
  assert.equal(await attempts({ requestOptions: { retry: { factor: 1 } } }), 2);
  assert.equal(await attempts({}, { retry: { maxAttempts: 1 } }), 1);
});

test("An identity is whole: the timeout is inherited unless given", async (t) => {
  const { server, alpha, beta } = await start(t);
  server.fault({ hang: true });
  configure(alpha.config({ requestOptions: { timeoutInMs: 40 } }));
  for (const [config, milliseconds] of [
    [{ secretKey: beta.secretKey }, 40],
    [{ requestOptions: { timeoutInMs: 30 } }, 30],
    [{ requestOptions: { retry: { maxAttempts: 1 } } }, 40],
  ]) {
    const error = await rejection(withAuth(config, () => runs.list()));
    assert.ok(error instanceof ApiTimeoutError);
    assert.match(error.message, new RegExp(`\\b${milliseconds} ms\\b`));
  }
});
