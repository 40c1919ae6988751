"use strict";

// Many tenants over one HTTP/2 connection, everything in flight at once, while the process's own
// configuration changes all the time. Which call is delayed and which fails is the seed's choice
// alone: the client says it in headers and the server obeys.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");
const { configure, envvars, runs, withAuth } = require("hairtrigger");
const { createTestServer } = require("../../testing");
const { openTenants, seededRandom } = require("../support/tenants.js");

const TENANTS = 100;
const CALLS = 50;
const LONGEST_DELAY_IN_MS = 4;
const KINDS = [
  "list",
  "retrieve",
  "variables",
  "create",
  "update",
  "variable",
  "del",
  "page",
  "update",
  "create",
];

const certificates = join(__dirname, "..", "support", "certificates");
const pem = (name) => readFileSync(join(certificates, name), "utf8");
const ca = pem("authority.pem");

/** Makes the server delay and fail requests as their headers ask for. */
function obeyHeaders(server) {
  const attempts = new Map();
  for (let delayInMs = 1; delayInMs <= LONGEST_DELAY_IN_MS; delayInMs += 1) {
    server.fault({ match: ({ headers }) => headers["x-test-delay"] === String(delayInMs), delayInMs });
  }
  const isToFail = ({ headers }) => {
    const id = headers["x-trigger-request-idempotency-key"];
    const made = attempts.get(id) ?? 0;
    attempts.set(id, made + 1);
    return made < Number(headers["x-test-failures"]);
  };
  return server.fault({ match: isToFail, status: 503 });
}

/** Configures the process anew at every 20th request: other keys, none, other servers, strict. */
function keepConfiguring(server, intruder) {
  const { token } = intruder;
  const additionalHeaders = { "x-intruder": "1" };
  const configurations = [
    { secretKey: token, baseURL: server.url, ca, requestOptions: { additionalHeaders } },
    { secretKey: undefined },
    { ambient: false },
    { secretKey: token, baseURL: "http://127.0.0.1:1", previewBranch: "intruder" },
  ];
  let seen = 0;
  const match = () => {
    seen += 1;
    if (seen % 20 === 0) configure(configurations[(seen / 20) % configurations.length]);
    return false;
  };
  return server.fault({ match, status: 500 });
}

/** Where a tenant's variables are: its environment, or the branch of it. */
function homeOf({ project, env }) {
  const environment = project.environment(env);
  return env === "preview" ? environment.branches.get("feature/x") : environment;
}

function prepare(tenant) {
  const home = homeOf(tenant);
  for (let index = 0; index < CALLS; index += 1) {
    for (const kind of ["UPDATED", "READ", "DELETED"]) home.setVariable(`${kind}_${index}`, tenant.name);
  }
}

/** What one call does, under the functions and the options it is given. */
const CALLS_BY_KIND = {
  async list({ name, listing: [...parameters] }, index, api, options) {
    const seen = [];
    for await (const run of api.runs.list(...parameters, options)) seen.push(run.tags[0]);
    assert.deepEqual(seen, Array(5).fill(name));
  },
  async retrieve({ name, project, env, config, ...tenant }, index, api, options) {
    // Runs are read under keys alone, so where the tenant has a token its page stands in.
    if (env === "preview") return CALLS_BY_KIND.page({ name, ...tenant }, index, api, options);
    const { id } = project.environment(env).runs.sorted[index % 5];
    const run = await api.runs.retrieve(id, options);
    return assert.deepEqual([run.id, run.tags[0]], [id, name]);
  },
  async page({ name, listing }, index, api, options) {
    const first = await api.runs.list(...listing, options);
    const second = await first.getNextPage();
    const seen = [...first.data, ...second.data].map(({ tags }) => tags[0]);
    assert.deepEqual(seen, Array(4).fill(name));
  },
  async variables({ name, project, env }, index, api, options) {
    const variables = await api.envvars.list(project.ref, env, options);
    assert.equal(variables.find((variable) => variable.name === "OWNER").value, name);
  },
  async variable({ name, project, env }, index, api, options) {
    const { value } = await api.envvars.retrieve(project.ref, env, `READ_${index}`, options);
    assert.equal(value, name);
  },
  create: ({ name, project, env }, index, api, options) =>
    api.envvars.create(project.ref, env, { name: `CREATED_${index}`, value: name }, options),
  update: ({ name, project, env }, index, api, options) =>
    api.envvars.update(project.ref, env, `UPDATED_${index}`, { value: `${name}!` }, options),
  del: ({ project, env }, index, api, options) =>
    api.envvars.del(project.ref, env, `DELETED_${index}`, options),
};

/** The ways to say whose call it is, each with a config of its own that is spoilt at once. */
const WAYS = [
  (config, call, options) => withAuth(config, () => call({ runs, envvars }, options)),
  (config, call, options) => withAuth(config, (client) => call(client, options)),
  (config, call, options) => call(withAuth(config), options),
  (config, call, options) => call({ runs, envvars }, { ...options, clientConfig: config }),
];

function callAs(tenant, around, config, index, random) {
  const additionalHeaders = {
    "x-test-delay": String(Math.floor(random() * (LONGEST_DELAY_IN_MS + 1))),
    "x-test-failures": random() < 0.04 ? "1" : "0",
  };
  const call = (api, options) => CALLS_BY_KIND[KINDS[index % KINDS.length]](tenant, index, api, options);
  const run = () => WAYS[Math.floor(random() * WAYS.length)](config, call, { additionalHeaders });
  // Half the calls are made inside another tenant's scope, which must not matter to them.
  const made = random() < 0.5 ? withAuth({ ...around.config }, run) : run();
  config.secretKey = config.accessToken = config.previewBranch = "spoilt";
  return made;
}

/** Asserts that every request ran as the tenant it names, and as that one whole. */
function assertRequests(server, tenants) {
  const byRef = new Map(tenants.map((tenant) => [tenant.project.ref, tenant]));
  for (const { headers, path } of server.requests) {
    const tenant = byRef.get(headers["x-test-tenant"]);
    assert.equal(headers.authorization, `Bearer ${tenant.token}`, path);
    const branch = tenant.env === "preview" ? "feature/x" : undefined;
    assert.equal(headers["x-trigger-branch"], branch, path);
    assert.equal(headers["x-intruder"], undefined, path);
  }
  assert.deepEqual(server.wrongKeyCalls, []);
}

/** Asserts that every write landed with its own tenant. */
function assertVariables(tenant) {
  const variables = homeOf(tenant).variables();
  for (let index = 0; index < CALLS; index += 1) {
    const kind = KINDS[index % KINDS.length];
    const updated = kind === "update" ? `${tenant.name}!` : tenant.name;
    assert.equal(variables.get(`UPDATED_${index}`).value, updated);
    assert.equal(variables.get(`CREATED_${index}`)?.value, kind === "create" ? tenant.name : undefined);
    assert.equal(variables.has(`DELETED_${index}`), kind !== "del");
  }
}

async function startServer(t) {
  const tls = { key: pem("server.key"), cert: pem("server.pem") };
  const server = await createTestServer({ tls, http2: true });
  t.after(() => server.close());
  t.after(() => configure({}));
  configure({});
  return server;
}

function openConfigured(server, count) {
  const retry = { maxAttempts: 10, minTimeoutInMs: 1, maxTimeoutInMs: 10 };
  const tenants = openTenants(server, count);
  for (const { config } of tenants) {
    Object.assign(config, { baseURL: server.url, ca });
    config.requestOptions.retry = retry;
  }
  return tenants;
}

test("Many tenants: each has its own results and leaves its own traces", { timeout: 600_000 }, async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  const server = await startServer(t);
  const [intruder, ...tenants] = openConfigured(server, TENANTS + 1);
  tenants.forEach(prepare);
  const failing = obeyHeaders(server);
  const configuring = keepConfiguring(server, intruder);
  try {
    const order = tenants.flatMap((tenant) =>
      Array.from({ length: CALLS }, (_, index) => ({ tenant, index })),
    );
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    const pick = () => tenants[Math.floor(random() * tenants.length)];
    const calls = order.map(({ tenant, index }) =>
      callAs(tenant, pick(), structuredClone(tenant.config), index, random),
    );
    await Promise.all(calls);
    assert.ok(server.requests.length >= TENANTS * CALLS);
    assert.ok(failing.hits > 0);
    assertRequests(server, tenants);
    tenants.forEach(assertVariables);
  } catch (error) {
    throw new Error(`with SEED=${seed}: ${error.message}`, { cause: error });
  } finally {
    // It is a fault that no request is to meet.
    configuring.remove();
  }
});

test("Many tenants: the check counts a call under the wrong tenant's key", async (t) => {
  const server = await startServer(t);
  const [honest, other] = openConfigured(server, 2);
  await withAuth(honest.config, () => runs.list());
  assert.deepEqual(server.wrongKeyCalls, []);
  const additionalHeaders = { "x-test-tenant": other.project.ref };
  await withAuth(honest.config, () => runs.list({}, { additionalHeaders }));
  assert.equal(server.wrongKeyCalls.length, 1);
  assert.throws(() => assertRequests(server, [honest, other]));
});
