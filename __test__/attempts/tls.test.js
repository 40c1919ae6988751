"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { ApiConnectionError, withAuth } = require("hairtrigger");
const { ca, caFile, selfSigned, tls, unfit } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");
const { openWorld } = require("../support/world.js");

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
  const error = await rejection(withAuth(config).runs.list());
  assert.ok(error instanceof ApiConnectionError);
  assert.equal(error.attempts, 1);
  assert.match(error.message, /certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted.*pass.* as ca/s);
  assert.equal(server.requests.length, 1, "the trust of one scope is not lent to another");
});

/** Certificates of an authority that is trusted, and what is said of them. */
const UNFIT = {
  expired: /has expired .*; renew it on the server/,
  future: /is not valid yet .*; check this machine's clock/,
  old: /is not trusted: it is of version 1, which knows no names; make one of version 3/,
  otherHost: /is for another host .*the server may not be the one you mean/,
};

for (const [what, message] of Object.entries(UNFIT)) {
  test(`a certificate that is ${what} is said to be so, and nothing is sent`, async (t) => {
    const { server, config } = await openWorld(t, { tls: unfit[what] });
    for (const verb of ["list", "replay"]) {
      const error = await rejection(withAuth({ ...config, ca }).runs[verb]("run_1"));
      assert.ok(error instanceof ApiConnectionError);
      assert.equal(error.attempts, 1);
      assert.match(error.message, /the certificate of https:\/\/127\.0\.0\.1:\d+ /);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /not known whether/);
    }
    assert.equal(server.requests.length, 0);
  });
}

test("NODE_TLS_REJECT_UNAUTHORIZED does not turn verification off", async (t) => {
  const { server, config } = await openWorld(t, { tls });
  const program = `require("hairtrigger").withAuth(${JSON.stringify(config)}).runs.list()
    .catch((error) => console.log(error.message));`;
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], {
    cwd: __dirname,
    env,
  });
  assert.match(stdout, /the certificate of .* is not trusted/);
  assert.equal(server.requests.length, 0);
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

test("a certificate that signed itself is trusted where exactly it is, and no other one", async (t) => {
  const { server, config } = await openWorld(t, { tls: selfSigned.loopback });
  const trusting = withAuth({ ...config, ca: selfSigned.loopback.cert });
  assert.equal((await trusting.runs.list()).data.length, 1);
  for (const other of [undefined, ca, selfSigned.elsewhere.cert]) {
    const error = await rejection(withAuth({ ...config, ...(other && { ca: other }) }).runs.list());
    assert.match(error.message, /the certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted/);
    assert.doesNotMatch(error.message, /Other|Error\(|CaUsed/);
  }
  assert.equal(server.requests.length, 1);
});

test("a certificate that is trusted for another host is not taken for this one", async (t) => {
  const { server, config } = await openWorld(t, { tls: selfSigned.elsewhere });
  const error = await rejection(withAuth({ ...config, ca: selfSigned.elsewhere.cert }).runs.list());
  assert.equal(error.code, "ERR_TLS_CERT_ALTNAME_INVALID");
  assert.equal(server.requests.length, 0);
});

/** What a program says that lists runs of a server, started with these options. */
async function listWith(config, options, more) {
  const program = `require("hairtrigger").withAuth(${JSON.stringify(config)}).runs.list({}, { retry: { maxAttempts: 1 } })
    .then((page) => console.log(page.data.length), (error) => console.log(error.code));`;
  const env = { ...process.env, ...more };
  const run = promisify(execFile)(process.execPath, [...options, "--eval", program], { cwd: __dirname, env });
  return (await run).stdout.trim();
}

test("SSL_CERT_FILE is trusted under --use-openssl-ca, and without it counts for nothing, as in Node", async (t) => {
  const { config } = await openWorld(t, { tls });
  const env = { SSL_CERT_FILE: caFile };
  assert.equal(await listWith(config, ["--use-openssl-ca"], env), "1");
  assert.equal(await listWith(config, [], { ...env, NODE_OPTIONS: "--use-openssl-ca" }), "1");
  assert.equal(await listWith(config, [], env), "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
});
