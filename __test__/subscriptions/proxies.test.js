"use strict";

// A proxy between a subscription and its server, of HTTP/1.1, which passes requests on or tunnels: polls are held through
// it as without it, and it is told no more than it has to be.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { test } = require("node:test");

const { createTestServer } = require("hairtrigger/testing");
const { ca, unfit } = require("../support/certificates.js");
const { openProxy } = require("../support/proxy.js");
const { untilHeld } = require("./world.js");

/** No proxy stands before this machine itself, so what is to go through one has another name, which it looks up. */
const HOST = "elsewhere.example";

const PROGRAM = `
  const { TriggerClient } = require("hairtrigger");
  const { config, ids } = JSON.parse(process.argv[1]);
  const client = new TriggerClient(config);
  (async () => {
    const subscription = client.runs.subscribeToRuns(ids);
    for await (const { id, status } of subscription) console.log(JSON.stringify({ id, status }));
    console.log(JSON.stringify(subscription.stats().reconnects));
  })();`;

for (const [what, options] of Object.entries({
  "passes requests on": { variable: "HTTP_PROXY", scheme: "http" },
  "opens tunnels": { variable: "HTTPS_PROXY", scheme: "https", tls: unfit.otherHost },
})) {
  test(`runs are watched through a proxy that ${what}`, async (t) => {
    const { variable, scheme, tls } = options;
    const server = await createTestServer({ strict: false, realtime: "native", ...(tls && { tls }) });
    t.after(() => server.close());
    const { prod } = server.createProject();
    const ids = prod.seedRuns(20, () => ({ status: "EXECUTING" })).map(({ id }) => id);
    const proxy = await openProxy(t, { to: server.url });
    const config = { secretKey: prod.secretKey, baseURL: `${scheme}://${HOST}`, ...(tls && { ca }) };
    const child = spawn(process.execPath, ["-e", PROGRAM, JSON.stringify({ config, ids })], {
      cwd: __dirname,
      env: { ...process.env, [variable]: `http://${proxy.address}` },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    const ended = once(child, "close");
    await untilHeld(server, ids.length);
    for (const id of ids) prod.updateRun(id, { status: "COMPLETED" });
    assert.deepEqual(await ended, [0, null]);

    const lines = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(lines.pop(), 0, "nothing had to begin again");
    for (const id of ids) {
      const states = lines.filter((line) => line.id === id).map(({ status }) => status);
      assert.deepEqual(states, ["EXECUTING", "COMPLETED"], id);
    }
    assert.ok(server.requests.length >= 2 * ids.length);
    if (tls === undefined) return assert.equal(proxy.passed.length, server.requests.length);
    assert.ok(proxy.passed.every(({ method, target }) => method === "CONNECT" && target === `${HOST}:443`));
    return assert.ok(!JSON.stringify(proxy.passed).includes(prod.secretKey));
  });
}

test("a proxy that goes away in the middle is a connection that broke", async (t) => {
  const { server, prod } = await (async () => {
    const server = await createTestServer({ strict: false, realtime: "native" });
    t.after(() => server.close());
    return { server, prod: server.createProject().prod };
  })();
  const [{ id }] = prod.seedRuns(1, () => ({ status: "EXECUTING" }));
  const proxy = await openProxy(t, { to: server.url });
  const config = { secretKey: prod.secretKey, baseURL: `http://${HOST}` };
  const child = spawn(process.execPath, ["-e", PROGRAM, JSON.stringify({ config, ids: [id] })], {
    cwd: __dirname,
    env: { ...process.env, HTTP_PROXY: `http://${proxy.address}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  const ended = once(child, "close");
  await untilHeld(server);
  proxy.cut();
  // It has looked what it missed, and waits again.
  await server.waitForRequest(() => server.requests.length >= 3 && server.requests.some(({ held }) => held));
  prod.updateRun(id, { status: "COMPLETED" });
  assert.deepEqual(await ended, [0, null]);
  const states = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(states, [{ id, status: "EXECUTING" }, { id, status: "COMPLETED" }, 1]);
});
