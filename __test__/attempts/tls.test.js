"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { ApiConnectionError, withAuth } = require("hairtrigger");
const { ca, caFile, tls } = require("../support/certificates.js");
const { openWorld } = require("./world.js");

for (const http2 of [false, true]) {
  test(`the authority in the config is trusted over HTTP/${http2 ? 2 : 1.1}`, async (t) => {
    const { config, run } = await openWorld(t, { tls, http2 });
    const client = withAuth({ ...config, ca });
    assert.equal((await client.runs.retrieve(run.id)).id, run.id);
    const calls = Array.from({ length: 40 }, () => client.runs.list());
    for (const page of await Promise.all(calls)) assert.equal(page.data.length, 1);
  });
}

test("a certificate that is not trusted is said so, after one attempt", async (t) => {
  const { server, config } = await openWorld(t, { tls });
  const trusting = withAuth({ ...config, ca });
  await trusting.runs.list();
  const error = await withAuth(config)
    .runs.list()
    .catch((caught) => caught);
  assert.ok(error instanceof ApiConnectionError);
  assert.equal(error.attempts, 1);
  assert.match(error.message, /certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted.*pass.* as ca/s);
  assert.equal(server.requests.length, 1, "the trust of one scope is not lent to another");
});

test("NODE_EXTRA_CA_CERTS is trusted", async (t) => {
  const { config } = await openWorld(t, { tls });
  const program = `require("hairtrigger").withAuth(${JSON.stringify(config)}).runs.list()
    .then((page) => console.log(page.data.length));`;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile };
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], {
    cwd: __dirname,
    env,
  });
  assert.equal(stdout.trim(), "1");
});
