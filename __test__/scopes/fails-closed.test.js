"use strict";

const { rejection, setEnvironment, start, thrown, tokens } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");
const { ConfigurationError, TriggerClient, configure, runs, withAuth } = require("hairtrigger");
const { LegacyClient } = require("hairtrigger/legacy");

const SECRET = "hunter2hunter2";
const NOT_SAFE = [`tr_prod_${SECRET} x`, `tr_prod_\n${SECRET}`, `tr_prod_${SECRET}\0`, `tr_prod_${SECRET}é`];
const UNSET = [undefined, null, "", "   "];
const NO_TOKENS = [{}, [SECRET], 42, Symbol("token"), () => SECRET, Promise.resolve(SECRET), true];

/** Asserts that an error refuses a configuration and holds no token. */
function assertRefused(error, expected = /./) {
  assert.ok(error instanceof ConfigurationError, `${error}`);
  assert.equal(error.name, "ConfigurationError");
  assert.match(error.message, expected);
  const everything = [error.message, error.stack, inspect(error), JSON.stringify(error)].join("\n");
  assert.ok(!everything.includes(SECRET), everything);
}

/** Puts a config into every place one is taken in, and asserts that none makes a call. */
async function assertRefusedEverywhere(server, config, expected) {
  const before = server.requests.length;
  assertRefused(
    thrown(() => new TriggerClient(config)),
    expected,
  );
  assertRefused(
    thrown(() => withAuth(config)),
    expected,
  );
  let called = false;
  const callback = () => {
    called = true;
    return runs.list();
  };
  assertRefused(await rejection(withAuth(config, callback)), expected);
  assert.equal(called, false);
  assertRefused(await rejection(runs.list({}, { clientConfig: config })), expected);
  const client = withAuth({});
  assertRefused(await rejection(client.runs.list({}, { clientConfig: config })), expected);
  assert.equal(server.requests.length, before);
}

/** Starts with a key wherever a refused config could fall back to one. */
async function startWithKeys(t) {
  const started = await start(t);
  configure(started.alpha.config());
  setEnvironment(t, {
    TRIGGER_SECRET_KEY: started.beta.secretKey,
    TRIGGER_ACCESS_TOKEN: started.beta.personalAccessToken,
    TRIGGER_API_URL: started.server.url,
  });
  return started;
}

for (const name of ["accessToken", "secretKey"]) {
  test(`Fails closed: ${name} that is named but undefined, null or empty`, async (t) => {
    const { server } = await startWithKeys(t);
    for (const token of UNSET) {
      await assertRefusedEverywhere(server, { [name]: token }, new RegExp(name));
    }
  });

  test(`Fails closed: ${name} that is not header-safe`, async (t) => {
    const { server } = await startWithKeys(t);
    for (const token of NOT_SAFE) {
      await assertRefusedEverywhere(server, { [name]: token }, new RegExp(name));
      assertRefused(thrown(() => configure({ [name]: token })));
    }
  });

  test(`Fails closed: ${name} that is no string`, async (t) => {
    const { server } = await startWithKeys(t);
    for (const token of NO_TOKENS) {
      await assertRefusedEverywhere(server, { [name]: token }, new RegExp(name));
      assertRefused(thrown(() => configure({ [name]: token })));
    }
  });
}

test("Fails closed: an unset token beside a set one", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  const { secretKey } = gamma;
  await assertRefusedEverywhere(server, { secretKey, accessToken: undefined }, /accessToken/);
  await assertRefusedEverywhere(server, { secretKey: "", accessToken: secretKey }, /secretKey/);
});

test("Fails closed: two tokens in one config unless equal", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  const { secretKey } = gamma;
  await assertRefusedEverywhere(server, { secretKey, accessToken: `tr_prod_${SECRET}` }, /two names/);
  const config = { secretKey, accessToken: secretKey };
  await withAuth(config, () => runs.list());
  await new TriggerClient(config).runs.list();
  assert.deepEqual(tokens(server), [secretKey, secretKey]);
});

test("Fails closed: a base URL that is not http(s)", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  const { secretKey } = gamma;
  const urls = [
    "",
    "ftp://a.invalid",
    "file:///etc/passwd",
    "api.trigger.dev",
    `https://u:${SECRET}@a.invalid`,
  ];
  for (const baseURL of [...urls, 42, {}, new URL(server.url)]) {
    await assertRefusedEverywhere(server, { secretKey, baseURL }, /baseURL/);
    assertRefused(thrown(() => configure({ secretKey, baseURL })));
  }
});

test("Fails closed: a base URL or a token of the environment that is not fit to use", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  configure({});
  for (const token of NOT_SAFE.filter((text) => !text.includes("\0"))) {
    setEnvironment(t, { TRIGGER_SECRET_KEY: token });
    assertRefused(await rejection(runs.list()), /TRIGGER_SECRET_KEY/);
  }
  setEnvironment(t, { TRIGGER_SECRET_KEY: gamma.secretKey, TRIGGER_API_URL: "ftp://a.invalid" });
  assertRefused(await rejection(runs.list()), /TRIGGER_API_URL/);
  assert.equal(server.requests.length, 0);
});

test("Fails closed: a preview branch that is empty, not header-safe or no string", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  for (const previewBranch of ["", " ", "a\nb", "a\0b", 42, {}, false]) {
    await assertRefusedEverywhere(server, { previewBranch }, /previewBranch/);
    await assertRefusedEverywhere(server, { secretKey: gamma.secretKey, previewBranch }, /previewBranch/);
    assertRefused(
      thrown(() => configure({ previewBranch })),
      /previewBranch/,
    );
  }
});

test("Fails closed: a config that is none, or has a key nobody knows", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  const { secretKey } = gamma;
  for (const config of [{ apiKey: secretKey }, { secretkey: secretKey }, { secretKey, ambient: false }]) {
    await assertRefusedEverywhere(server, config);
  }
  for (const name of ["future", "externalDeploymentId", "inheritContext"]) {
    await assertRefusedEverywhere(
      server,
      { secretKey, [name]: true },
      new RegExp(`${name} is not supported`),
    );
  }
  const wrong = { secretKey, refreshAccessToken: true };
  await assertRefusedEverywhere(server, wrong, /refreshAccessToken must be a function that answers a token/);
  for (const config of [null, 42, secretKey, [], () => ({ secretKey })]) {
    assertRefused(await rejection(withAuth(config, () => runs.list())));
    assertRefused(thrown(() => withAuth(config)));
    assertRefused(thrown(() => configure(config)));
    assertRefused(thrown(() => new TriggerClient(config)));
    await rejection(runs.list({}, { clientConfig: config }));
  }
  assertRefused(await rejection(withAuth(undefined, () => runs.list())));
  // What a failed look-up leaves behind; no argument at all is the environment's client.
  assertRefused(thrown(() => new TriggerClient(undefined)));
  assertRefused(thrown(() => new LegacyClient(undefined)));
  assert.ok(new TriggerClient());
  assert.equal(server.requests.length, 0);
});

test("Fails closed: the promise of a config, which a forgotten await leaves behind", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  const lookUp = async () => gamma.config();
  await assertRefusedEverywhere(server, lookUp());
});

test("Fails closed: an object that holds its token where no config has it", async (t) => {
  const { server, gamma } = await startWithKeys(t);
  class Unfilled {}
  const { secretKey } = gamma;
  for (const config of [new Map([["secretKey", secretKey]]), new Unfilled(), new Headers({ secretKey })]) {
    await assertRefusedEverywhere(server, config);
  }
});

test("Fails closed: a config whose token stands behind a getter is no config without a token", async (t) => {
  const { server, alpha, gamma } = await startWithKeys(t);
  class Credentials {
    #token;
    constructor(token) {
      this.#token = token;
    }
    get accessToken() {
      return this.#token;
    }
  }
  await assertRefusedEverywhere(server, new Credentials(undefined), /accessToken/);
  await withAuth(new Credentials(gamma.secretKey), () => runs.list());
  assert.ok(!tokens(server).includes(alpha.secretKey));
});

test("Fails closed: configure with an unset token keeps the error for the default scope", async (t) => {
  const { server, alpha } = await startWithKeys(t);
  for (const name of ["accessToken", "secretKey"]) {
    for (const token of UNSET) {
      configure({ baseURL: server.url, [name]: token });
      assertRefused(await rejection(runs.list()), new RegExp(name));
      assertRefused(await rejection(runs.retrieve(alpha.run.id)), new RegExp(name));
      assertRefused(await rejection(withAuth({}, () => runs.list())), new RegExp(name));
      assertRefused(await rejection(runs.list({ clientConfig: { previewBranch: "x" } })));
    }
  }
  assert.equal(server.requests.length, 0);
});

test("Fails closed: under an unset token of configure a scope with its own token works", async (t) => {
  const { server, alpha, beta } = await startWithKeys(t);
  configure({ baseURL: server.url, secretKey: undefined });
  await withAuth({ secretKey: alpha.secretKey }, () => runs.list());
  await runs.list({}, { clientConfig: { secretKey: alpha.secretKey } });
  await new TriggerClient({}).runs.list();
  configure(alpha.config());
  await runs.list();
  const [a, b] = [alpha.secretKey, beta.secretKey];
  assert.deepEqual(tokens(server), [a, a, b, a]);
});

test("Fails closed: configure throws any other fault, an unset token beside it or not", async (t) => {
  const { server } = await startWithKeys(t);
  for (const fault of [{ baseURL: "ftp://a.invalid" }, { previewBranch: "" }, { unknown: 1 }]) {
    assertRefused(thrown(() => configure(fault)));
    assertRefused(thrown(() => configure({ secretKey: undefined, ...fault })));
  }
  assert.equal(server.requests.length, 0);
});

test("Fails closed: without a token anywhere the call rejects and names TRIGGER_SECRET_KEY", async (t) => {
  const { server } = await start(t);
  configure({ baseURL: server.url });
  const bound = [new TriggerClient({ baseURL: server.url }), withAuth({})];
  const calls = [runs.list(), withAuth({}, () => runs.list()), ...bound.map((client) => client.runs.list())];
  for (const call of calls) assertRefused(await rejection(call), /TRIGGER_SECRET_KEY/);
  assert.equal(server.requests.length, 0);
});

test("Fails closed: a refused call rejects, it never throws", async (t) => {
  await start(t);
  const calls = [runs.list(), runs.retrieve(), runs.list({ clientConfig: { secretKey: undefined } })];
  for (const call of calls) {
    assert.ok(call instanceof Promise);
    await rejection(call);
  }
});
