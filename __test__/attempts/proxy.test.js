"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { ca, tls, unfit } = require("../support/certificates.js");
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

/** No proxy stands before this machine itself, so what is to go through one has another name, which it looks up. */
const HOST = "elsewhere.example";

/** Starts a server that is reached under that name through a proxy, and the proxy. */
async function openBehind(t, { isSecure = false, refuse } = {}) {
  const { server, config } = await openWorld(t, isSecure ? { tls: unfit.otherHost } : {});
  const proxy = await openProxy(t, { to: server.url, refuse });
  const baseURL = `${isSecure ? "https" : "http"}://${HOST}`;
  return { server, proxy, config: { ...config, baseURL, ...(isSecure && { ca }) } };
}

for (const variable of ["HTTPS_PROXY", "https_proxy"]) {
  test(`${variable} tunnels, so that the proxy sees neither the token nor the path`, async (t) => {
    const { proxy, config } = await openBehind(t, { isSecure: true });
    const outcome = await listUnder({ [variable]: `http://${proxy.address}` }, config);
    assert.deepEqual(outcome, { count: 1 });
    assert.deepEqual(
      proxy.passed.map(({ method, target }) => [method, target]),
      [["CONNECT", `${HOST}:443`]],
    );
    assert.ok(!JSON.stringify(proxy.passed).includes(config.secretKey));
  });
}

test("the lowercase variable wins, as elsewhere", async (t) => {
  const { proxy, config } = await openBehind(t);
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
  const { proxy, config } = await openBehind(t);
  const env = { HTTP_PROXY: proxy.address };
  assert.deepEqual(await listUnder(env, config), { count: 1 });
  assert.equal(proxy.passed[0].target, `http://${HOST}/api/v1/runs`);
  const { message } = await listUnder(env, { ...config, baseURL: "https://nowhere.invalid" });
  assert.match(
    message,
    /could not connect to https:\/\/nowhere\.invalid \([^;]*\)/,
    "the variable is not named",
  );
  assert.equal(proxy.passed.length, 1);
});

test("this machine is asked directly, whatever the proxies", async (t) => {
  const { server, config } = await openWorld(t);
  const env = { HTTP_PROXY: "http://127.0.0.1:1" };
  const { port } = new URL(server.url);
  for (const host of ["127.0.0.1", "localhost"]) {
    assert.deepEqual(await listUnder(env, { ...config, baseURL: `http://${host}:${port}` }), { count: 1 });
  }
});

// An address of this machine that is none of loopback.
for (const exempt of ["0.0.0.0", "*", "example.com, 0.0.0.0/8", "0.0.0.0:PORT"]) {
  test(`NO_PROXY=${exempt} asks the server directly`, { skip: process.platform === "win32" }, async (t) => {
    const { server, config } = await openWorld(t);
    const { port } = new URL(server.url);
    const env = { HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: exempt.replace("PORT", port) };
    assert.deepEqual(await listUnder(env, { ...config, baseURL: `http://0.0.0.0:${port}` }), { count: 1 });
  });
}

test("NO_PROXY for another host, or another port, changes nothing", async (t) => {
  const { proxy, config } = await openBehind(t);
  await listUnder({ HTTP_PROXY: proxy.address, NO_PROXY: `example.com, ${HOST}:8080` }, config);
  assert.equal(proxy.passed.length, 1);
});

test("a name and password go to the proxy, and to nobody else", async (t) => {
  const { server, proxy, config } = await openBehind(t, { isSecure: true });
  const HTTPS_PROXY = `http://someone:hunter2@${proxy.address}`;
  assert.deepEqual(await listUnder({ HTTPS_PROXY }, config), { count: 1 });
  const expected = `Basic ${Buffer.from("someone:hunter2").toString("base64")}`;
  assert.equal(proxy.passed[0].headers["proxy-authorization"], expected);
  assert.equal(server.requests[0].headers["proxy-authorization"], undefined);
});

for (const [what, proxyOf] of [
  ["refuses", async (t) => (await openProxy(t, { refuse: 407 })).address],
  ["is not there", async () => "127.0.0.1:1"],
]) {
  test(`a proxy that ${what} is named by its variable, without its password`, async (t) => {
    const { server, config } = await openBehind(t, { isSecure: true });
    const HTTPS_PROXY = `http://someone:hunter2@${await proxyOf(t)}`;
    const { name, message } = await listUnder({ HTTPS_PROXY }, config);
    assert.equal(name, "ApiConnectionError");
    assert.match(message, /could not connect to https:\/\/elsewhere\.example \(.*; HTTPS_PROXY is set\)/);
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
