"use strict";

// The service of examples/tenants, as programs and browsers of several customers ask it.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { configure } = require("hairtrigger");
const { privateNames } = require("../support/private-names.js");

const { seed } = require("../../examples/tenants/seeds.js");
const { createService } = require("../../examples/tenants/service.js");
const { Tenants } = require("../../examples/tenants/tenants.js");

async function start(t, { network } = {}) {
  const demo = await seed();
  const service = createService({ tenants: new Tenants(), baseURL: demo.url, network });
  await new Promise((resolve) => service.server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${service.server.address().port}`;
  t.after(async () => {
    await service.stop({ timeoutInMs: 1_000 });
    await demo.close();
    configure({});
  });
  const ask = async (method, path, { session, ...options } = {}) => {
    const headers = { ...(session && { authorization: `Bearer ${session}` }), ...options.headers };
    const response = await fetch(`${url}${path}`, { ...options, method, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const post = (path, form) =>
    ask("POST", path, { body: JSON.stringify(form), headers: { "content-type": "application/json" } });
  const connect = async ({ secretKey, branchName }) => {
    const answer = await post("/connect", { apiKey: secretKey, previewBranch: branchName });
    assert.equal(answer.status, 200, answer.text);
    const cookie = answer.headers.get("set-cookie");
    assert.match(cookie, /HttpOnly; SameSite=Strict/);
    return { ...JSON.parse(answer.text), session: /session=([^;]+)/.exec(cookie)[1] };
  };
  return { ...demo, serviceURL: url, stop: service.stop, ask, post, connect };
}

test("overlapping requests of two customers see what is theirs, under their keys", async (t) => {
  const { server, acme, globex, ask, connect } = await start(t);
  globex.prod.setVariable("ONLY", "globex");
  const tenants = [await connect(acme.prod), await connect(globex.prod)];
  server.clearRequests();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const { tenant, session } = tenants[index % 2];
      return ask("GET", `/tenants/${tenant}/variables`, { session });
    }),
  );
  const names = answers.map(({ text }) => JSON.parse(text).map(({ name }) => name));
  names.forEach((seen, index) => assert.equal(seen.includes("ONLY"), index % 2 === 1, seen.join()));
  assert.equal(server.requests.length, 20);
  for (const { path, credential } of server.requests) assert.ok(path.includes(credential.projectRefs[0]));
});

test("a key that fails is a failure of its customer alone, and of its time alone", async (t) => {
  const { server, acme, globex, ask, connect } = await start(t);
  const [alpha, beta] = [await connect(acme.prod), await connect(globex.prod)];
  const both = () =>
    Promise.all(
      [alpha, beta].map(({ tenant, session }) => ask("GET", `/tenants/${tenant}/runs`, { session })),
    );
  const fault = server.fault({ token: globex.prod.secretKey, status: 503 });
  assert.deepEqual(
    (await both()).map(({ status }) => status),
    [200, 502],
  );
  fault.remove();
  assert.deepEqual(
    (await both()).map(({ status }) => status),
    [200, 200],
  );
  server.revoke(globex.prod.secretKey);
  const [good, bad] = await both();
  assert.deepEqual([good.status, bad.status], [200, 502]);
  assert.ok(!bad.text.includes(globex.prod.secretKey));
});

test("naming a customer is no proof of being them", async (t) => {
  const { server, acme, globex, ask, connect } = await start(t);
  const [alpha, beta] = [await connect(acme.prod), await connect(globex.prod)];
  server.clearRequests();
  const sessions = [undefined, beta.session, alpha.tenant, `${alpha.tenant}.x`, `${beta.session}x`];
  for (const session of sessions) {
    const { status } = await ask("GET", `/tenants/${alpha.tenant}/variables`, { session });
    assert.equal(status, 401, session);
  }
  await ask("DELETE", "/session", alpha);
  assert.equal((await ask("GET", `/tenants/${alpha.tenant}/variables`, alpha)).status, 401);
  assert.deepEqual(server.requests, []);
});

test("a project that is connected with somebody's own token is shown live, as one with a key is", async (t) => {
  const { server, acme, post, serviceURL } = await start(t);
  const personal = server.createPersonalAccessToken({ projects: [acme] });
  for (const apiKey of [acme.prod.secretKey, personal]) {
    const form = { apiKey, projectRef: acme.ref, environment: "prod" };
    const connected = await post("/connect", form);
    assert.equal(connected.status, 200, connected.text);
    const session = /session=([^;]+)/.exec(connected.headers.get("set-cookie"))[1];
    const { tenant } = JSON.parse(connected.text);
    server.clearRequests();
    const run = acme.prod.seedRun({ status: "EXECUTING" });
    const controller = new AbortController();
    const { status, body } = await fetch(`${serviceURL}/tenants/${tenant}/live?period=24h`, {
      headers: { authorization: `Bearer ${session}` },
      signal: controller.signal,
    });
    assert.equal(status, 200);
    const events = body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    let heard = "";
    const told = async (expected) => {
      while (!heard.includes(`"id":"${run.id}","status":"${expected}"`)) heard += (await events.next()).value;
    };
    await told("EXECUTING");
    await server.waitForRequest(({ held, path }) => held && path.endsWith(run.id));
    acme.prod.updateRun(run.id, { status: "COMPLETED" });
    await told("COMPLETED");
    controller.abort();
    // What watches is no token of a person: it may read runs of this environment, for an hour.
    const watched = server.requests.filter(({ path }) => path.startsWith("/realtime"));
    assert.ok(watched.length >= 2 && watched.every((each) => !each.headers.authorization.includes(personal)));
    assert.ok(!heard.includes(personal));
  }
});

test("checking sends nothing and repeats nothing", async (t) => {
  const { server, acme, post } = await start(t);
  const form = { apiKey: acme.prod.secretKey, environment: "dev", baseURL: "http://169.254.169.254/" };
  const { status, text } = await post("/check", form);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(JSON.parse(text).errors).sort(), ["baseURL", "environment"]);
  const other = await post("/check", { ...form, environment: "prod" });
  assert.deepEqual(Object.keys(JSON.parse(other.text).errors), ["baseURL"]);
  assert.ok(!(text + other.text).includes(acme.prod.secretKey));
  assert.equal((await post("/connect", { ...form, environment: "" })).status, 422);
  assert.deepEqual(server.requests, []);
});

test("a base URL into the service's own network is not asked, whatever it is spelled like", async (t) => {
  const { server, acme, post, connect } = await start(t);
  const { port } = new URL(server.url);
  const hosts = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
  ];
  for (const host of [...hosts, ...(await privateNames())]) {
    for (const baseURL of [`${host}:${port}`, `http://${host}:${port}/`]) {
      const form = { apiKey: acme.prod.secretKey, baseURL };
      const { status, text } = await post("/connect", form);
      assert.equal(status, 422, baseURL);
      assert.match(JSON.parse(text).errors.baseURL, /private network|no public address/, baseURL);
    }
  }
  assert.deepEqual(server.requests, []);
  // The service's own server may be where it likes, and its operator may let customers' servers be.
  await connect(acme.prod);
  const lenient = await start(t, { network: "any" });
  const form = { apiKey: lenient.acme.prod.secretKey, baseURL: lenient.server.url };
  assert.equal((await lenient.post("/connect", form)).status, 200);
});

test("what is no request is refused with a sentence", async (t) => {
  const { ask, post } = await start(t);
  const json = { "content-type": "application/json" };
  const rows = [
    [await ask("POST", "/connect", { body: "{}" }), 415],
    [await ask("POST", "/check", { body: "{", headers: json }), 400],
    [await ask("POST", "/check", { body: "7", headers: json }), 400],
    [await post("/check", { apiKey: "x".repeat(20_000) }), 413],
    [await ask("GET", "/server.js"), 404],
    [await ask("GET", "/tenants/x/toString"), 404],
    [await ask("GET", "//"), 404],
    [await ask("POST", "/session"), 404],
  ];
  for (const [{ status, text }, expected] of rows) {
    assert.equal(status, expected, text);
    assert.equal(typeof JSON.parse(text).error, "string");
  }
});

test("stopping lets a request in flight finish, and takes no other", async (t) => {
  const { server, acme, ask, connect, stop } = await start(t);
  const { tenant, session } = await connect(acme.prod);
  server.fault({ path: "/api/v1/projects", delayInMs: 150 });
  const asked = server.waitForRequest(({ path }) => path.includes("/envvars/"));
  const answer = ask("GET", `/tenants/${tenant}/variables`, { session });
  await asked;
  const stopped = stop({ timeoutInMs: 5_000 });
  await assert.rejects(ask("GET", "/session"));
  assert.equal((await answer).status, 200);
  await stopped;
});
