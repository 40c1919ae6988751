"use strict";

// What the server would silently get wrong never reaches it.

const {
  last,
  rejection,
  resetConfiguration,
  setEnvironment,
  start,
  thrown,
} = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");
const {
  ArgumentError,
  ConfigurationError,
  TriggerClient,
  configure,
  envvars,
  runs,
  withAuth,
} = require("hairtrigger");

const ENVIRONMENTS = ["dev", "staging", "prod", "preview"];

/** The calls that name an environment in their path, as functions of place and options. */
const PLACED = {
  "envvars.list": (ref, env) => envvars.list(ref, env),
  "envvars.create": (ref, env) => envvars.create(ref, env, { name: "A", value: "1" }),
  "envvars.upload": (ref, env) => envvars.upload(ref, env, { variables: { A: "1" }, override: true }),
  "envvars.retrieve": (ref, env) => envvars.retrieve(ref, env, "A"),
  "envvars.update": (ref, env) => envvars.update(ref, env, "A", { value: "2" }),
  "envvars.del": (ref, env) => envvars.del(ref, env, "A"),
};

/** The calls that put a caller's text into their path, as functions of that text. */
const NAMED = {
  "runs.retrieve": (id) => runs.retrieve(id),
  "runs.cancel": (id) => runs.cancel(id),
  "runs.replay": (id) => runs.replay(id),
  "runs.reschedule": (id) => runs.reschedule(id, { delay: "1h" }),
  "runs.poll": (id) => runs.poll(id),
  "envvars.retrieve": (name) => envvars.retrieve("proj_a", "dev", name),
  "envvars.update": (name) => envvars.update("proj_a", "dev", name, { value: "1" }),
  "envvars.del": (name) => envvars.del("proj_a", "dev", name),
  "envvars.list (projectRef)": (ref) => envvars.list(ref, "dev"),
  "envvars.create (projectRef)": (ref) => envvars.create(ref, "dev", { name: "A", value: "1" }),
};

for (const [name, call] of Object.entries(PLACED)) {
  test(`Before sending: ${name} refuses a key whose prefix names another environment`, async (t) => {
    const { server, alpha } = await start(t);
    for (const ofKey of ENVIRONMENTS) {
      const environment = alpha.environment(ofKey);
      const additional = environment.createAdditionalKey({ scopes: ["admin"] });
      for (const secretKey of [environment.secretKey, additional]) {
        for (const named of ENVIRONMENTS.filter((env) => env !== ofKey)) {
          const error = await rejection(withAuth(alpha.config({ secretKey }), () => call(alpha.ref, named)));
          assert.ok(error instanceof ConfigurationError, `${error}`);
          assert.ok(error.message.includes(`"${named}"`) && error.message.includes(`"${ofKey}"`));
          assert.ok(!inspect(error).includes(secretKey));
        }
      }
    }
    assert.equal(server.requests.length, 0);
  });
}

test("Before sending: a key of the environment that is named goes out, as does a token", async (t) => {
  const { server, alpha } = await start(t);
  for (const env of ["dev", "staging", "prod"]) {
    const { secretKey } = alpha.environment(env);
    await withAuth(alpha.config({ secretKey }), () => envvars.list(alpha.ref, env));
    await withAuth(alpha.personalConfig(), () => envvars.list(alpha.ref, env));
  }
  assert.deepEqual(
    server.requests.map(({ status }) => status),
    Array(6).fill(200),
  );
});

test("Before sending: the key's environment is checked in every scope a call can have", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.config());
  const clientConfig = { secretKey: alpha.environment("dev").secretKey };
  await rejection(envvars.del(alpha.ref, "dev", "A"));
  await rejection(new TriggerClient(alpha.config()).envvars.del(alpha.ref, "dev", "A"));
  await rejection(envvars.del(alpha.ref, "prod", "A", { clientConfig }));
  assert.equal(server.requests.length, 0);
});

test("Before sending: several environments in one project listing are refused", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig());
  for (const env of [["dev", "prod"], "dev,prod", ["dev,prod"], ["dev", "dev"]]) {
    for (const call of [
      () => runs.list(alpha.ref, { env }),
      () => runs.list({ projectRef: alpha.ref, env }),
    ]) {
      const error = await rejection(call());
      assert.ok(error instanceof ArgumentError, `${error}`);
      assert.match(error.message, /env/);
    }
  }
  assert.equal(server.requests.length, 0);
  await runs.list(alpha.ref, { env: ["prod"] });
  assert.deepEqual(last(server).query, [["filter[env]", "prod"]]);
});

for (const [name, call] of Object.entries(NAMED)) {
  test(`Before sending: ${name} refuses what is not one path segment`, async (t) => {
    const { server, alpha } = await start(t);
    configure(alpha.personalConfig());
    for (const text of ["", ".", "..", undefined, null, 42, true, [], ["a"], Symbol("a"), () => "a"]) {
      const error = await rejection(call(text));
      assert.ok(error instanceof ArgumentError, `${inspect(text)}: ${error}`);
    }
    assert.equal(server.requests.length, 0);
  });

  test(`Before sending: ${name} encodes whatever else it is given as one segment`, async (t) => {
    const { server, alpha } = await start(t);
    configure(alpha.personalConfig());
    server.fault({ status: 400 });
    const segments = async (text) => {
      await rejection(call(text));
      return last(server).url.split("/");
    };
    const plain = await segments("plain");
    const position = plain.indexOf("plain");
    for (const text of [
      "../../x",
      "a/b",
      "a?b=c",
      "a#b",
      "%2e%2e",
      "..%2f",
      "a\\b",
      "ä b",
      "a\nb",
      "..;",
      "a%00",
    ]) {
      const found = await segments(text);
      assert.equal(found[position], encodeURIComponent(text));
      assert.deepEqual(without(found, position), without(plain, position));
    }
  });
}

function without(list, position) {
  return list.filter((_, index) => index !== position);
}

test("Before sending: runs.list refuses a project ref that is not one path segment", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig());
  for (const ref of ["", ".", ".."]) {
    for (const call of [
      () => runs.list(ref, { env: "prod" }),
      () => runs.list({ projectRef: ref, env: "prod" }),
    ]) {
      const error = await rejection(call());
      assert.ok(error instanceof ArgumentError, `${inspect(ref)}: ${error}`);
    }
  }
  assert.equal(server.requests.length, 0);
  await rejection(runs.list("a/../b", { env: "prod" }));
  assert.equal(last(server).path, "/api/v1/projects/a%2F..%2Fb/runs");
});

test("Before sending: a name that climbs out of its path stays in it", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig());
  await rejection(envvars.del(alpha.ref, "dev", "../../../../schedules/sched_1"));
  assert.equal(
    last(server).url,
    `/api/v1/projects/${alpha.ref}/envvars/dev/..%2F..%2F..%2F..%2Fschedules%2Fsched_1`,
  );
});

test("Before sending: an environment nobody knows is refused", async (t) => {
  const { server, alpha } = await start(t);
  configure(alpha.personalConfig());
  for (const env of ["production", "../dev", "", "DEV", undefined, null, {}]) {
    const error = await rejection(envvars.list(alpha.ref, env));
    assert.ok(error instanceof ArgumentError, `${inspect(env)}: ${error}`);
  }
  assert.equal(server.requests.length, 0);
});

for (const prefix of ["trigger_development_", "trigger_live_", "pk_dev_", "pk_prod_"]) {
  test(`Before sending: a legacy key (${prefix}…) gets an error that says what replaced it`, async (t) => {
    const { server, alpha } = await start(t);
    const secretKey = `${prefix}hunter2hunter2`;
    const config = alpha.config({ secretKey });
    setEnvironment(t, { TRIGGER_API_URL: server.url });
    const errors = [
      thrown(() => new TriggerClient(config)),
      thrown(() => withAuth(config)),
      thrown(() => configure(config)),
      await rejection(withAuth(config, () => runs.list())),
      await rejection(runs.list({}, { clientConfig: config })),
    ];
    setEnvironment(t, { TRIGGER_SECRET_KEY: secretKey });
    errors.push(await rejection(runs.list()));
    for (const error of errors) {
      assert.ok(error instanceof ConfigurationError, `${error}`);
      assert.match(error.message, /secret key.*tr_dev_…, tr_prod_…/);
      assert.ok(!inspect(error).includes("hunter2"));
    }
    assert.equal(server.requests.length, 0);
  });
}

test("Before sending: a lone TRIGGER_API_KEY gets an error that says what replaced it", async (t) => {
  const { server, alpha } = await start(t);
  setEnvironment(t, { TRIGGER_API_KEY: "tr_dev_hunter2hunter2", TRIGGER_API_URL: server.url });
  for (const call of [() => runs.list(), () => new TriggerClient().runs.list()]) {
    const error = await rejection(call());
    assert.ok(error instanceof ConfigurationError);
    assert.match(error.message, /TRIGGER_API_KEY.*TRIGGER_SECRET_KEY/);
    assert.ok(!inspect(error).includes("hunter2"));
  }
  assert.equal(server.requests.length, 0);
  setEnvironment(t, { TRIGGER_SECRET_KEY: alpha.secretKey });
  await runs.list();
  assert.equal(last(server).token, alpha.secretKey);
});

test("Before sending: without a TRIGGER_API_KEY the error does not speak of one", async (t) => {
  resetConfiguration(t);
  assert.doesNotMatch((await rejection(runs.list())).message, /TRIGGER_API_KEY/);
});
