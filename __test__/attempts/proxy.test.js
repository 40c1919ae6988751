"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { ca, tls } = require("../support/certificates.js");
const { privateNames } = require("../support/private-names.js");
const { openProxy } = require("../support/proxy.js");
const { openWorld } = require("../support/world.js");

const PROGRAM = `
  const { withAuth } = require("hairtrigger");
  const client = withAuth(JSON.parse(process.argv[1]));
  client.runs.list({}, { retry: { maxAttempts: 1 } }).then(
    (page) => console.log(JSON.stringify({ count: page.data.length })),
    (error) => console.log(JSON.stringify({ name: error.constructor.name, message: error.message })),
  );`;

/** Proxies are read at the first call, so that each environment needs a process of its own. */
async function listUnder(environment, config) {
  const env = { ...process.env, ...environment };
  const args = ["--eval", PROGRAM, JSON.stringify(config)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: __dirname, env });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

const authorityOf = (server) => new URL(server.url).host;

for (const variable of ["HTTPS_PROXY", "https_proxy"]) {
  test(`${variable} tunnels, so that the proxy sees neither the token nor the path`, async (t) => {
    const { server, config } = await openWorld(t, { tls });
    const proxy = await openProxy(t);
    const outcome = await listUnder({ [variable]: `http://${proxy.address}` }, { ...config, ca });
    assert.deepEqual(outcome, { count: 1 });
    assert.deepEqual(
      proxy.passed.map(({ method, target }) => [method, target]),
      [["CONNECT", authorityOf(server)]],
    );
    assert.ok(!JSON.stringify(proxy.passed).includes(config.secretKey));
  });
}

test("the lowercase variable wins, as elsewhere", async (t) => {
  const { config } = await openWorld(t);
  const proxy = await openProxy(t);
  const env = { http_proxy: `http://${proxy.address}`, HTTP_PROXY: "http://127.0.0.1:1" };
  assert.deepEqual(await listUnder(env, config), { count: 1 });
  assert.equal(proxy.passed.length, 1);
});

test("the name of a proxy in the own network is no way into it under network public", async (t) => {
  const [name] = await privateNames();
  if (name === undefined) return t.skip("no name of this machine leads to itself");
  const { server, config } = await openWorld(t);
  const baseURL = `http://${name}:${new URL(server.url).port}`;
  const env = { HTTPS_PROXY: `http://${name}:1` };
  assert.deepEqual(await listUnder(env, { ...config, baseURL }), { count: 1 });
  const { message } = await listUnder(env, { ...config, baseURL, network: "public" });
  assert.match(message, /no public address/);
  assert.equal(server.requests.length, 1);
});

test("HTTP_PROXY passes on requests to http:// alone", async (t) => {
  const plain = await openWorld(t);
  const secure = await openWorld(t, { tls });
  const proxy = await openProxy(t);
  const env = { HTTP_PROXY: proxy.address };
  assert.deepEqual(await listUnder(env, plain.config), { count: 1 });
  assert.equal(proxy.passed[0].target, `${plain.server.url}/api/v1/runs`);
  assert.deepEqual(await listUnder(env, { ...secure.config, ca }), { count: 1 });
  assert.equal(proxy.passed.length, 1);
});

for (const exempt of ["127.0.0.1", "*", "example.com, 127.0.0.0/8"]) {
  test(`NO_PROXY=${exempt} asks the server directly`, async (t) => {
    const { config } = await openWorld(t);
    const proxy = await openProxy(t);
    assert.deepEqual(await listUnder({ HTTP_PROXY: proxy.address, NO_PROXY: exempt }, config), { count: 1 });
    assert.equal(proxy.passed.length, 0);
  });
}

test("NO_PROXY for another host changes nothing", async (t) => {
  const { config } = await openWorld(t);
  const proxy = await openProxy(t);
  await listUnder({ HTTP_PROXY: proxy.address, NO_PROXY: "example.com" }, config);
  assert.equal(proxy.passed.length, 1);
});

test("a name and password go to the proxy, and to nobody else", async (t) => {
  const { server, config } = await openWorld(t, { tls });
  const proxy = await openProxy(t);
  const HTTPS_PROXY = `http://someone:hunter2@${proxy.address}`;
  assert.deepEqual(await listUnder({ HTTPS_PROXY }, { ...config, ca }), { count: 1 });
  const expected = `Basic ${Buffer.from("someone:hunter2").toString("base64")}`;
  assert.equal(proxy.passed[0].headers["proxy-authorization"], expected);
  assert.equal(server.requests[0].headers["proxy-authorization"], undefined);
});

for (const [what, proxyOf] of [
  ["refuses", async (t) => (await openProxy(t, { refuse: 407 })).address],
  ["is not there", async () => "127.0.0.1:1"],
]) {
  test(`a proxy that ${what} is named by its variable, without its password`, async (t) => {
    const { server, config } = await openWorld(t, { tls });
    const HTTPS_PROXY = `http://someone:hunter2@${await proxyOf(t)}`;
    const { name, message } = await listUnder({ HTTPS_PROXY }, { ...config, ca });
    assert.equal(name, "ApiConnectionError");
    assert.match(message, /could not connect to https:\/\/127\.0\.0\.1:\d+ \(.*; HTTPS_PROXY is set\)/);
    assert.doesNotMatch(message, /hunter2|someone/);
    assert.equal(server.requests.length, 0);
  });
}

for (const unfit of ["socks5://someone:hunter2@proxy.example", "http://", "://hunter2"]) {
  test(`${unfit} is no proxy, and no reason to go out without one`, async (t) => {
    const { server, config } = await openWorld(t);
    const { name, message } = await listUnder({ HTTP_PROXY: unfit }, config);
    assert.equal(name, "ConfigurationError");
    assert.match(message, /^runs\.list: HTTP_PROXY in the environment is not the URL of an HTTP proxy/);
    assert.doesNotMatch(message, /hunter2/);
    assert.equal(server.requests.length, 0);
  });
}
