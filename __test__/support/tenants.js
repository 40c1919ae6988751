"use strict";

const assert = require("node:assert/strict");
const { envvars, runs, withAuth } = require("hairtrigger");

/**
 * Opens projects of different customers, each with runs and a variable that carry the customer's name.
 *
 * Every fourth has a personal access token on a preview branch, the others a secret key. Each config
 * names its project in a header, against which the server checks the credential of every request. `home`
 * is where a tenant's variables are, `runIds` are its runs in prod.
 */
function openTenants(server, count) {
  return Array.from({ length: count }, (_, index) => openTenant(server, index));
}

function openTenant(server, index) {
  const name = `tenant-${index}`;
  const project = server.createProject({ name });
  const requestOptions = { additionalHeaders: { "x-test-tenant": project.ref } };
  const prod = project.environment("prod");
  const seeded = prod.seedRuns(5, () => ({ status: "COMPLETED", tags: [name] }));
  const runIds = seeded.map(({ id }) => id);
  if (index % 4 !== 3) {
    prod.setVariable("OWNER", name);
    const token = prod.secretKey;
    return {
      name,
      project,
      token,
      env: "prod",
      listing: [{ limit: 2 }],
      runIds,
      home: prod,
      config: { secretKey: token, requestOptions },
    };
  }
  const branch = "feature/x";
  const home = project.createBranch(branch);
  home.setVariable("OWNER", name);
  const token = server.createPersonalAccessToken({ projects: [project] });
  const config = { accessToken: token, previewBranch: branch, requestOptions };
  const listing = [project.ref, { env: "prod", limit: 2 }];
  return { name, project, token, env: "preview", listing, runIds, home, config };
}

/** Numbers in 0..1 that a seed repeats (mulberry32). */
function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Asserts that every request names a tenant, and ran under the credential of that tenant. */
function assertOwnKeys({ requests, wrongKeyCalls }, tenants) {
  assert.deepEqual(wrongKeyCalls, []);
  const tokens = new Map(tenants.map(({ project, token }) => [project.ref, token]));
  for (const { headers, path } of requests) {
    const token = tokens.get(headers["x-test-tenant"]);
    assert.ok(token, `${path} names no tenant`);
    assert.equal(headers.authorization, `Bearer ${token}`, path);
  }
}

/** What one call does under the functions and options it is given; results must be the tenant's. */
const CALLS = [
  async function listWithPages({ name, listing }, index, api, options) {
    const owners = [];
    for await (const run of api.runs.list(...listing, options)) owners.push(run.tags[0]);
    assert.deepEqual(owners, Array(5).fill(name));
  },
  async function retrieve(tenant, index, api, options) {
    // Runs are retrieved under secret keys alone.
    if (tenant.env === "preview") return listWithNextPage(tenant, index, api, options);
    const id = tenant.runIds[index % tenant.runIds.length];
    const run = await api.runs.retrieve(id, options);
    return assert.deepEqual([run.id, run.tags[0]], [id, tenant.name]);
  },
  async function readVariable({ name, project, env }, index, api, options) {
    assert.equal((await api.envvars.retrieve(project.ref, env, "OWNER", options)).value, name);
  },
  async function writeVariable({ name, project, env }, index, api, options) {
    const variable = `OWN_${index}`;
    await api.envvars.create(project.ref, env, { name: variable, value: name }, options);
    assert.equal((await api.envvars.retrieve(project.ref, env, variable, options)).value, name);
    await api.envvars.update(project.ref, env, variable, { value: `${name}!` }, options);
    assert.equal((await api.envvars.retrieve(project.ref, env, variable, options)).value, `${name}!`);
    await api.envvars.del(project.ref, env, variable, options);
  },
  async function listVariables({ name, project, env }, index, api, options) {
    const variables = await api.envvars.list(project.ref, env, options);
    assert.equal(variables.find((variable) => variable.name === "OWNER").value, name);
    for (const { value } of variables) assert.ok([name, `${name}!`].includes(value), value);
  },
];

async function listWithNextPage({ name, listing }, index, api, options) {
  const first = await api.runs.list(...listing, options);
  const second = await first.getNextPage();
  const owners = [...first.data, ...second.data].map(({ tags }) => tags[0]);
  assert.deepEqual(owners, Array(4).fill(name));
}

/** The ways to say whose call it is. */
const WAYS = [
  (config, call) => withAuth(config, () => call({ runs, envvars })),
  (config, call) => withAuth(config, (client) => call(client)),
  (config, call) => call(withAuth(config)),
  (config, call) => call({ runs, envvars }, { clientConfig: config }),
];

/** Makes one of a tenant's calls, its scope given in one of the ways, half of them in another's scope. */
function callAs(tenant, around, index, random) {
  const call = CALLS[index % CALLS.length];
  const way = WAYS[Math.floor(random() * WAYS.length)];
  const run = () => way(tenant.config, (api, options) => call(tenant, index, api, options));
  return random() < 0.5 ? withAuth(around.config, run) : run();
}

/** Makes so many calls of every tenant at once, each tenant's between those of the others. */
function callAll(tenants, count, random) {
  const work = tenants.flatMap((tenant) =>
    Array.from({ length: count }, (_, index) => ({ tenant, index, order: random() })),
  );
  work.sort((one, other) => one.order - other.order);
  const pick = () => tenants[Math.floor(random() * tenants.length)];
  return Promise.all(work.map(({ tenant, index }) => callAs(tenant, pick(), index, random)));
}

/** Promises whose run a page shows first: every seeded run is tagged with its tenant. */
async function ownerSeen(listing = runs.list()) {
  const { data } = await listing;
  return data[0].tags[0];
}

/** A function whose promise waits until it has been called so many times. */
function createBarrier(count) {
  let open;
  let arrived = 0;
  const opened = new Promise((resolve) => (open = resolve));
  return () => {
    arrived += 1;
    if (arrived === count) open();
    return opened;
  };
}

/** The ways to have something done later. */
const deferrals = {
  setTimeout: (action) => setTimeout(action, 1),
  setImmediate: (action) => setImmediate(action),
  setInterval(action) {
    const interval = setInterval(() => {
      clearInterval(interval);
      action();
    }, 1);
  },
  queueMicrotask: (action) => queueMicrotask(action),
  nextTick: (action) => process.nextTick(action),
};

module.exports = {
  assertOwnKeys,
  callAll,
  createBarrier,
  deferrals,
  openTenants,
  ownerSeen,
  seededRandom,
};
