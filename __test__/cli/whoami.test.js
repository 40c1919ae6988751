"use strict";

const assert = require("node:assert/strict");
const { once } = require("node:events");
const http = require("node:http");
const { test } = require("node:test");

const { open } = require("./world.js");

/** Starts a web server that is no Trigger.dev API. */
async function startStranger(t) {
  const server = http.createServer((request, response) => response.end("<html>Welcome</html>"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

test("whoami tells whose a secret key is", async (t) => {
  const { server, project, run } = await open(t);
  const { code, stdout, stderr } = await run(["whoami"]);
  assert.deepEqual([code, stderr], [0, ""]);
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/));
  assert.deepEqual(
    rows.map(([name]) => name),
    ["status", "credential", "kind", "server", "environment", "project", "organization"],
  );
  const told = Object.fromEntries(rows);
  assert.match(told.credential, /^tr_prod_…\w{4}$/);
  assert.deepEqual(
    [told.status, told.kind, told.server, told.environment, told.project],
    ["ok", "secret key", server.url, "prod", `${project.name} (${project.ref})`],
  );
});

test("whoami tells whose a personal access token is, and takes JSON", async (t) => {
  const { personal, run } = await open(t);
  const { code, stdout } = await run(["whoami", "--json"], { env: personal });
  assert.equal(code, 0);
  const { status, kind, user } = JSON.parse(stdout);
  assert.deepEqual([status, kind, typeof user.email], ["ok", "personal_access_token", "string"]);
});

test("whoami ends with 3 for a credential that is not good, and with 5 where nothing tells", async (t) => {
  const { project, prod, preview, run } = await open(t);
  const base = prod.processEnvironment;
  const cases = [
    [{}, 3, /TRIGGER_SECRET_KEY/],
    [{ ...base, TRIGGER_SECRET_KEY: "tr_prod_unknownunknownunknown00" }, 3, /./],
    [preview.processEnvironment, 3, /branch/],
    [{ ...base, TRIGGER_API_URL: "http://127.0.0.1:1" }, 5, /./],
    [{ ...base, TRIGGER_API_URL: await startStranger(t) }, 5, /./],
  ];
  for (const [env, expected, message] of cases) {
    const { code, stderr } = await run(["whoami"], { env });
    assert.match(stderr, /^hairtrigger: .+\n$/);
    assert.match(stderr, message);
    assert.equal(code, expected);
  }
  project.createBranch("feature/x");
  const { code, stdout } = await run(["whoami", "--branch", "feature/x"], {
    env: preview.processEnvironment,
  });
  assert.equal(code, 0);
  assert.match(stdout, /^branch +feature\/x$/m);
});
