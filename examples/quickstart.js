"use strict";

// Many customers at once, each under their own credential.
//
// Without credentials it runs against an embedded imitation of the Trigger.dev API. With
// TRIGGER_SECRET_KEY, or TRIGGER_ACCESS_TOKEN and TRIGGER_PROJECT_REF, it lists real runs instead and
// changes nothing.

const { configure, envvars, runs, withAuth } = require("hairtrigger");

const { TRIGGER_SECRET_KEY, TRIGGER_ACCESS_TOKEN, TRIGGER_PROJECT_REF } = process.env;

async function main() {
  if (TRIGGER_SECRET_KEY) return showRuns(runs.list({ limit: 20 }));
  if (TRIGGER_ACCESS_TOKEN) return showProjectRuns();
  return serveCustomers();
}

/** The main job: one process, three customers, everything at the same time. */
async function serveCustomers() {
  const { createTestServer } = require("../testing");
  const server = await createTestServer();
  try {
    await serveAll(server, openCustomers(server));
  } finally {
    await server.close();
  }
}

async function serveAll(server, customers) {
  // No call can run outside a scope, so none can run under a key of the process itself.
  configure({ baseURL: server.url, ambient: false });
  const started = performance.now();
  const results = await Promise.all(
    customers.map((customer) => withAuth(customer.config, () => serve(customer))),
  );
  const elapsed = performance.now() - started;

  const rows = results.map((counts, index) => [
    customers[index].name,
    { ...counts, ...seenOf(server, customers[index]) },
  ]);
  console.table(Object.fromEntries(rows));
  console.log(`wrong-key calls: ${server.wrongKeyCalls.length}`);
  console.log(`${server.requests.length} requests in ${elapsed.toFixed(0)} ms`);
}

/** What one customer's request would do. No credential in sight: the scope has it. */
async function serve({ name, project, env, listing }) {
  let seen = 0;
  for await (const run of runs.list(...listing)) {
    if (run.tags.includes(name)) seen += 1;
  }
  const [variables] = await Promise.all([
    envvars.list(project, env),
    envvars.create(project, env, { name: "GREETING", value: `hello ${name}` }),
    envvars.upload(project, env, { variables: { A: name, B: name }, override: true }),
  ]);
  await Promise.all(
    variables.map((variable) => envvars.update(project, env, variable.name, { value: `${name} changed` })),
  );
  await envvars.del(project, env, "A");
  return { "runs seen": seen, "variables changed": variables.length + 4 };
}

/** Three projects: two with a secret key, and one with a personal access token on a preview branch. */
function openCustomers(server) {
  return [
    openCustomer(server, "acme", "prod"),
    openCustomer(server, "globex", "dev"),
    openCustomer(server, "initech", "preview"),
  ];
}

function openCustomer(server, name, env) {
  const project = server.createProject({ name });
  const previews = env === "preview";
  const environment = previews ? project.createBranch("feature/login") : project.environment(env);
  environment.setVariable("DATABASE_URL", `postgres://${name}`);
  environment.setVariable("REGION", "eu");
  const listed = previews ? project.environment("prod") : environment;
  listed.seedRuns(120, () => ({ status: "COMPLETED", tags: [name] }));
  const identity = previews
    ? {
        accessToken: server.createPersonalAccessToken({ projects: [project] }),
        previewBranch: "feature/login",
      }
    : { secretKey: environment.secretKey };
  // The server checks every request against the project named here, and counts those that differ.
  const requestOptions = { additionalHeaders: { "x-test-tenant": project.ref } };
  return {
    name,
    env,
    project: project.ref,
    // A personal access token names the project and the environment it lists.
    listing: previews ? [project.ref, { env: "prod", limit: 50 }] : [{ limit: 50 }],
    config: { ...identity, requestOptions },
  };
}

/** What the server saw of a customer: how many calls, under which credential. */
function seenOf(server, { project }) {
  const requests = server.requests.filter((request) => request.headers["x-test-tenant"] === project);
  const credentials = new Set(requests.map((request) => request.credential.masked));
  return { "calls made": requests.length, "under the credential": [...credentials].join(", ") };
}

async function showProjectRuns() {
  if (!TRIGGER_PROJECT_REF) {
    throw new Error("TRIGGER_ACCESS_TOKEN is set; set TRIGGER_PROJECT_REF too, to say whose runs to list");
  }
  return showRuns(runs.list(TRIGGER_PROJECT_REF, { env: "prod", limit: 20 }));
}

async function showRuns(listing) {
  const { data } = await listing;
  console.table(
    data.map(({ id, status, taskIdentifier, createdAt }) => ({ id, status, taskIdentifier, createdAt })),
  );
  console.log(`${data.length} of the newest runs of the last 7 days; nothing was changed`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
