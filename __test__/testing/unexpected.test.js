"use strict";

// A request that nobody expected is named where a user looks for it.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");
const { test } = require("node:test");
const { createTestServer } = require("hairtrigger/testing");

const REF = "proj_shop";

/** Starts a server whose end the test sees to, and a client that asks once. */
async function open(t, options) {
  const server = await createTestServer(options);
  t.after(() => server.close().catch(() => {}));
  const { dev } = server.createProject({ ref: REF });
  const requestOptions = { retry: { maxAttempts: 1 } };
  return { server, dev, client: dev.client({ requestOptions }), requestOptions };
}

const cases = [
  [
    "an id",
    ({ client }) => client.runs.cancel("run_a"),
    "POST /api/v2/runs/run_a/cancel: ",
    /in dev of proj_shop/,
  ],
  [
    "a name",
    ({ client }) => client.envvars.retrieve(REF, "dev", "A"),
    `GET /api/v1/projects/${REF}/envvars/dev/A: `,
    /nobody seeded it in dev of proj_shop \(404 Environment variable not found\)$/,
  ],
  [
    "a project under a secret key",
    ({ client }) => client.envvars.list("proj_b", "dev"),
    "GET /api/v1/projects/proj_b/envvars/dev: ",
    /there is no project proj_b$/,
  ],
  [
    "a project under a personal access token",
    ({ server }) =>
      server
        .client({ accessToken: server.createPersonalAccessToken({ projects: [] }) })
        .projects.retrieve("proj_b"),
    "GET /api/v1/projects/proj_b: ",
    /there is no project proj_b$/,
  ],
  [
    "a route",
    ({ client }) => client.request("GET", "/api/v1/a", { query: { b: "1" } }),
    "GET /api/v1/a?b=1: ",
    /no such route$/,
  ],
  [
    "an address outside the API",
    async ({ server }) => assert.ok((await fetch(`${server.url}/runs`)).ok),
    "GET /runs: ",
    /no such route$/,
  ],
  [
    "a method",
    ({ client }) => client.request("PATCH", "/api/v1/runs"),
    "PATCH /api/v1/runs: ",
    /this method$/,
  ],
  [
    "a method that the route itself refuses",
    ({ client }) => client.request("DELETE", `/api/v1/projects/${REF}/branches`),
    `DELETE /api/v1/projects/${REF}/branches: `,
    /this method$/,
  ],
  [
    "a token",
    ({ server }) => server.client({ secretKey: "tr_dev_another" }).runs.list(),
    "GET /api/v1/runs: ",
    /its token was not issued by this server$/,
  ],
  [
    "a request without a token",
    async ({ server }) => assert.ok((await fetch(`${server.url}/api/v1/runs`)).ok),
    "GET /api/v1/runs: ",
    /no Authorization header$/,
  ],
];

for (const [title, ask, request, reason] of cases) {
  test(`${title} that is not there is named by verify and by the record`, async (t) => {
    const world = await open(t);
    const { server } = world;
    await assert.rejects(async () => ask(world));
    const [record] = server.unexpectedRequests;
    assert.match(record.unexpected, reason);
    assert.throws(
      () => server.verify(),
      ({ message }) => {
        assert.equal(message, `nobody expected ${request}${record.unexpected}`);
        return true;
      },
    );
    assert.deepEqual(server.unexpectedRequests, []);
    server.verify();
  });
}

test("the error of the call says it, and is otherwise the API's", async (t) => {
  const { client } = await open(t);
  const error = await client.runs.retrieve("run_a").catch((caught) => caught);
  assert.equal(error.name, "TriggerApiError");
  assert.equal(error.status, 404);
  assert.equal(error.headers["x-should-retry"], "true");
  assert.match(
    error.message,
    /: 404 nobody expected GET \/api\/v3\/runs\/run_a: nobody seeded it in dev of proj_shop \(/,
  );
});

test("each request has a line of its own, and says how often it came", async (t) => {
  const { server, client } = await open(t);
  await client.runs.cancel("run_a").catch(() => {});
  await client.runs.cancel("run_a").catch(() => {});
  await client.runs.cancel("run_b").catch(() => {});
  await assert.rejects(server.close(), ({ message }) => {
    const lines = message.split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0], /^nobody expected POST \/api\/v2\/runs\/run_a\/cancel: .*, 2 times$/);
    assert.match(lines[1], /^nobody expected POST \/api\/v2\/runs\/run_b\/cancel: .*\)$/);
    return true;
  });
});

test("what is allowed is expected", async (t) => {
  const { server, client } = await open(t);
  server.allow({ method: "POST", path: "/api/v2/runs/run_a/" });
  const error = await client.runs.cancel("run_a").catch((caught) => caught);
  assert.equal(error.status, 404);
  assert.deepEqual(error.body, { error: "Resource not found" });
  server.verify();
  await client.runs.cancel("run_b").catch(() => {});
  assert.throws(() => server.verify(), /run_b/);
  server.allow();
  await client.runs.cancel("run_b").catch(() => {});
  server.verify();
  assert.throws(() => server.allow({ url: "/" }), { message: "allow: unknown option url" });
});

test("failures that were asked for are expected", async (t) => {
  const { server, dev, client, requestOptions } = await open(t);
  server.fault({ path: "/api/v1/runs", status: 404, times: 1 });
  await assert.rejects(async () => client.runs.list(), { status: 404 });
  server.limitRate(dev.secretKey, { limit: 1, windowInMs: 60_000 });
  await client.runs.list();
  await assert.rejects(async () => client.queues.list(), { status: 429 });
  const accessToken = server.createPersonalAccessToken({ projects: [] });
  const personal = server.client({ accessToken, requestOptions });
  server.revoke(accessToken);
  await assert.rejects(personal.projects.list(), { status: 401 });
  await assert.rejects(
    dev.client({ secretKey: dev.createAdditionalKey({ scopes: [] }), requestOptions }).queues.list(),
  );
  server.verify();
});

test("the end of a block says it to stderr too, for a runner that hides the error", async (t) => {
  const { server, client } = await open(t);
  await client.runs.cancel("run_a").catch(() => {});
  const { mock } = t.mock.method(console, "error", () => {});
  await assert.rejects(
    server[Symbol.asyncDispose](),
    /^Error: nobody expected POST \/api\/v2\/runs\/run_a\/cancel: /,
  );
  assert.equal(mock.callCount(), 1);
  assert.match(mock.calls[0].arguments[0], /^nobody expected POST \/api\/v2\/runs\/run_a\/cancel: /);
  await server[Symbol.asyncDispose]();
  assert.equal(mock.callCount(), 1);
});

test("nothing is unexpected where that was switched off", async (t) => {
  const { server, client } = await open(t, { strict: false });
  await client.runs.cancel("run_a").catch(() => {});
  assert.deepEqual(server.unexpectedRequests, []);
  await server.close();
});

test("a test that fails shows the request in one line, be its own failure hidden or not", () => {
  const file = join(__dirname, "fixtures", "unexpected.js");
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { status, stdout } = spawnSync(process.execPath, ["--test", file], { encoding: "utf8", env });
  assert.equal(status, 1);
  const lines = stdout.split("\n");
  const line = (text) => lines.some((each) => each.includes(text));
  assert.ok(
    line("nobody expected POST /api/v2/runs/run_hidden/cancel: nobody seeded it in dev of proj_shop"),
    stdout,
  );
  assert.ok(line("nobody expected GET /api/v1/seen: the API has no such route"), stdout);
});

test("a fault that no request has met is named once, by verify or at the end", async (t) => {
  const { server, client } = await open(t);
  server.fault({ path: "/api/v3/rnus", status: 500 });
  server.fault({ path: /nothing/, cut: "mid-body", times: 2 });
  server.fault({ path: "/api/v1/runs", probability: 0.000001, hang: true });
  server.fault({ path: "/nowhere", hang: true }).remove();
  const met = server.fault({ path: "/api/v1/runs", delayInMs: 1 });
  await client.runs.list();
  assert.equal(met.hits, 1);
  assert.throws(() => server.verify(), {
    message: [
      "no request met the fault { path: '/api/v3/rnus', status: 500 }",
      "no request met the fault { path: /nothing/, cut: 'mid-body', times: 2 }",
    ].join("\n"),
  });
  server.verify();
  server.fault({ hang: true });
  await assert.rejects(server.close(), { message: "no request met the fault { hang: true }" });

  const { server: other } = await open(t, { strict: false });
  other.fault({ hang: true });
  other.verify();
});
