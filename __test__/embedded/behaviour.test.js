"use strict";

const assert = require("node:assert/strict");
const { once } = require("node:events");
const http = require("node:http");
const http2 = require("node:http2");
const https = require("node:https");
const { test } = require("node:test");
const { gunzipSync } = require("node:zlib");
const { createTestServer } = require("../../testing");
const { Bucket } = require("../../testing/server/rate-limit.js");
const { ca, tls } = require("../support/certificates.js");
const { createClient, start } = require("./client.js");

test("a bucket is topped up per interval, not continuously", () => {
  const bucket = new Bucket({ limit: 2, refill: 1, intervalInMs: 100, start: 1000 });
  const take = (now) => Object.values(bucket.take(now));
  assert.deepEqual(take(1000), [2, 1, 1100]);
  assert.deepEqual(take(1050), [2, 0, 1100]);
  assert.deepEqual(take(1099), [2, -1, 1100]);
  assert.deepEqual(take(1100), [2, 0, 1200]);
  assert.deepEqual(take(1500), [2, 1, 1600]);
});

test("a limited token is refused until its bucket is full again", async (t) => {
  const { server, dev, prod } = await start(t);
  const sibling = createClient(server, prod.createAdditionalKey({ scopes: ["admin"] }));
  const client = createClient(server, prod.secretKey);
  server.limitRate(prod.secretKey, { limit: 2, windowInMs: 60_000 });
  const first = await client.get("/api/v1/runs");
  assert.equal(first.headers.get("x-ratelimit-limit"), "2");
  assert.equal(first.headers.get("x-ratelimit-remaining"), "1");
  await sibling.get("/api/v1/runs");

  const refused = await client.get("/api/v1/runs");
  const { title, detail, reset, limit, remaining, secondsUntilReset, error } = refused.body;
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("content-type"), "application/problem+json; charset=utf-8");
  assert.equal(refused.headers.get("x-ratelimit-remaining"), "0");
  assert.equal(refused.headers.get("x-ratelimit-reset"), String(reset));
  assert.equal(refused.headers.get("retry-after"), null);
  assert.deepEqual([title, limit, remaining], ["Rate Limit Exceeded", 2, -1]);
  const words = `Rate limit exceeded 0/2 requests remaining. Retry in ${secondsUntilReset} seconds.`;
  assert.deepEqual([detail, error], [words, words]);
  assert.equal((await createClient(server, dev.secretKey).get("/api/v1/runs")).status, 200);

  server.limitRate(prod.secretKey, { limit: 1, windowInMs: 5 });
  for (let request = 0; request < 3; request += 1) {
    const { status, headers } = await client.get("/api/v1/runs");
    assert.equal(status, 200);
    const wait = Number(headers.get("x-ratelimit-reset")) - Date.now();
    await new Promise((resolve) => setTimeout(resolve, wait + 5));
  }
  server.limitRate(prod.secretKey, null);
  for (let request = 0; request < 5; request += 1) {
    assert.equal((await client.get("/api/v1/runs")).status, 200, "nobody is limited any more");
  }
});

test("without a limit nobody is refused", async (t) => {
  const { server, prod } = await start(t);
  const token = prod.createPublicToken({ scopes: ["read:runs"] });
  const client = createClient(server, token);
  const answers = await Promise.all(Array.from({ length: 130 }, () => client.get("/api/v1/runs")));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(answers[0].headers.get("x-ratelimit-limit"), "60");
});

test("faults apply in order, as often as told, and count", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const slow = server.fault({ delayInMs: 30, path: "/api/v1/runs" });
  const twice = server.fault({ status: 503, times: 2, headers: { "Retry-After": 1 } });
  server.fault({ method: "POST", status: 502, body: "<html>", times: 1 });
  const began = performance.now();
  const first = await client.get("/api/v1/runs");
  assert.ok(performance.now() - began >= 29);
  assert.equal(first.status, 503);
  assert.deepEqual(first.body, { error: "Service Unavailable" });
  assert.equal(first.headers.get("retry-after"), "1");
  assert.equal(first.headers.get("x-ratelimit-limit"), null);
  assert.equal((await client.get("/api/v3/runs/run_x")).status, 503);
  assert.equal((await client.get("/api/v3/runs/run_x")).status, 404);
  assert.deepEqual([slow.hits, twice.hits], [1, 2]);
  slow.remove();
  assert.equal((await client.get("/api/v1/runs")).status, 200);
  assert.equal(slow.hits, 1);
  assert.throws(() => server.fault({ staus: 500 }), /unknown option staus/);
});

test("faults match by token, path, method, predicate and chance", async (t) => {
  const { server, dev, prod } = await start(t);
  const [inDev, inProd] = [dev, prod].map(({ secretKey }) => createClient(server, secretKey));
  server.fault({ token: dev.secretKey, status: 500 });
  server.fault({ path: /\/cancel$/, status: 501 });
  server.fault({ match: (request) => request.body?.marked === true, status: 502 });
  server.fault({ probability: 0, status: 503 });
  assert.equal((await inDev.get("/api/v1/runs")).status, 500);
  assert.equal((await inProd.get("/api/v1/runs")).status, 200);
  assert.equal((await inProd.post("/api/v2/runs/x/cancel")).status, 501);
  assert.equal((await inProd.post("/api/v1/runs/x/replay", { marked: true })).status, 502);
});

test("a fault of headers alone leaves the answer as it is", async (t) => {
  const { server, prod } = await start(t);
  server.fault({ headers: { "x-should-retry": "false" } });
  const answer = await createClient(server, prod.secretKey).get("/api/v3/runs/run_x");
  assert.deepEqual(answer.body, { error: "Not found" });
  assert.equal(answer.headers.get("x-should-retry"), "false");
});

test("a cut connection loses the answer, not what was done", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const { id } = prod.seedRun();
  server.fault({ cut: "before-response", times: 1 });
  await assert.rejects(client.post(`/api/v2/runs/${id}/cancel`));
  assert.equal(prod.runs.get(id).status, "CANCELED");
  assert.equal(server.requests[0].status, undefined);

  server.fault({ cut: "mid-body", times: 1 });
  const response = await fetch(`${server.url}/api/v1/runs`, {
    headers: { authorization: `Bearer ${prod.secretKey}` },
  });
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
  assert.deepEqual(
    server.requests.map(({ aborted }) => aborted),
    [false, false],
  );
});

test("requests are recorded with masked credentials", async (t) => {
  const { server, project, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const path = `/api/v1/projects/${project.ref}/envvars/prod`;
  await client.post(`${path}?a=1&a=%20`, { name: "A", value: "1" });
  const [record] = server.requests;
  const { method, query, body, status, credential, aborted } = record;
  assert.deepEqual([method, record.path, status, aborted], ["POST", path, 200, false]);
  assert.deepEqual(query, [
    ["a", "1"],
    ["a", " "],
  ]);
  assert.deepEqual(body, { name: "A", value: "1" });
  assert.deepEqual(credential, {
    kind: "secret-key",
    masked: `tr_prod_…${prod.secretKey.slice(-4)}`,
    environmentId: prod.id,
    projectRefs: [project.ref],
  });
  assert.equal(record.headers.authorization, `Bearer ${prod.secretKey}`);
  server.clearRequests();
  assert.equal(server.requests.length, 0);
});

test("credentials of every kind are recognized", async (t) => {
  const { server, project, prod } = await start(t);
  const key = prod.createAdditionalKey({ scopes: ["read:runs"] });
  const personal = server.createPersonalAccessToken({ projects: [project] });
  const organization = server.createOrganizationToken({ projects: [project] });
  const token = prod.createPublicToken({ scopes: [] });
  for (const each of [key, personal, organization, token, "garbage"]) {
    await createClient(server, each).get("/api/v1/runs");
  }
  assert.match(key, /^tr_prod_sk_[A-Za-z0-9]{24}$/);
  assert.match(personal, /^tr_pat_[A-Za-z0-9]{40}$/);
  assert.match(organization, /^tr_oat_[A-Za-z0-9]{40}$/);
  assert.match(project.ref, /^proj_[a-z]{20}$/);
  assert.deepEqual(
    server.requests.map(({ credential }) => [credential.kind, credential.masked]),
    [
      ["additional-key", `tr_prod_sk_…${key.slice(-4)}`],
      ["personal-access-token", `tr_pat_…${personal.slice(-4)}`],
      ["organization-token", `tr_oat_…${organization.slice(-4)}`],
      ["public-token", `eyJ…${token.slice(-4)}`],
      ["unknown", "…"],
    ],
  );
});

test("a request can be waited for before and after it was made", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const future = server.waitForRequest(({ path }) => path.endsWith("/cancel"));
  await client.post("/api/v2/runs/run_x/cancel");
  assert.equal((await future).method, "POST");
  assert.equal(await server.waitForRequest(), server.requests[0]);

  const hanging = server.fault({ hang: true });
  const controller = new AbortController();
  const call = fetch(`${server.url}/api/v1/runs`, { signal: controller.signal });
  const record = await server.waitForRequest(({ path }) => path === "/api/v1/runs");
  assert.deepEqual([record.aborted, server.inFlight, hanging.hits], [false, 1, 1]);
  controller.abort();
  await assert.rejects(call, { name: "AbortError" });
  await server.waitForRequest(({ aborted }) => aborted);
  assert.equal(server.inFlight, 0);
  await assert.rejects(
    server.waitForRequest(() => false, { timeoutInMs: 10 }),
    /none within 10 ms/,
  );
});

test("a request whose body breaks off is recorded as aborted", async (t) => {
  const { server } = await start(t);
  const request = http.request(`${server.url}/api/v1/runs`, {
    method: "POST",
    headers: { "content-length": 100, expect: "100-continue" },
  });
  request.on("error", () => {});
  request.flushHeaders();
  await once(request, "continue");
  request.write("half");
  request.destroy();
  const record = await server.waitForRequest(({ aborted }) => aborted);
  assert.deepEqual([record.method, record.status, record.body], ["POST", undefined, undefined]);
});

test("calls under another tenant's credential are counted", async (t) => {
  const { server, project, prod } = await start(t);
  const other = server.createProject();
  const token = server.createPersonalAccessToken({ projects: [project, other] });
  const meant = (ref) => ({ "x-test-tenant": ref });
  const client = createClient(server, prod.secretKey);
  const user = createClient(server, token);
  const listing = `/api/v1/projects/${other.ref}/runs?filter[env]=prod`;
  await client.get("/api/v1/runs");
  await client.get("/api/v1/runs", meant(project.ref));
  await user.get(listing, meant(other.ref));
  assert.equal(server.wrongKeyCalls.length, 0);

  await client.get("/api/v1/runs", meant(other.ref));
  await user.get(listing, meant(project.ref));
  await createClient(server, "unknown").get("/api/v1/runs", meant(project.ref));
  assert.equal(server.wrongKeyCalls.length, 3);
  server.revoke(prod.secretKey);
  await client.get("/api/v1/runs", meant(project.ref));
  assert.equal(server.wrongKeyCalls.length, 3);
  assert.deepEqual(server.wrongKeyCalls[0].expectation, { tenant: other.ref, met: false });
});

test("large answers are compressed for those who accept it", async (t) => {
  const { server, prod } = await start(t);
  prod.seedRuns(20);
  const fetchRaw = async (search, accepted) => {
    const headers = { authorization: prod.secretKey, "accept-encoding": accepted };
    const request = http.get(`${server.url}/api/v1/runs${search}`, { headers });
    const [response] = await once(request, "response");
    const bytes = Buffer.concat(await response.toArray());
    return { encoding: response.headers["content-encoding"], bytes, headers: response.headers };
  };
  const compressed = await fetchRaw("", "br, gzip");
  assert.equal(compressed.encoding, "gzip");
  assert.equal(JSON.parse(gunzipSync(compressed.bytes)).data.length, 20);
  assert.equal(compressed.headers["keep-alive"], "timeout=65");
  assert.equal((await fetchRaw("", "deflate")).encoding, "deflate");
  assert.equal((await fetchRaw("", "br")).encoding, undefined);
  assert.equal((await fetchRaw("", "gzip;q=0")).encoding, undefined);
  assert.equal((await fetchRaw("?page[size]=1", "gzip")).encoding, undefined);
});

test("closing ends hanging, delayed and idle connections", async () => {
  const server = await createTestServer();
  const { prod } = server.createProject().environments;
  const client = createClient(server, prod.secretKey);
  await client.get("/api/v1/runs");
  server.fault({ path: "/api/v1", hang: true });
  server.fault({ path: "/api/v3", delayInMs: 60_000 });
  const calls = [client.get("/api/v1/runs"), client.get("/api/v3/runs/run_x")];
  await server.waitForRequest(() => server.inFlight === 2);
  const waiting = server.waitForRequest(() => false);
  const began = performance.now();
  const settled = Promise.allSettled([...calls, waiting]);
  await server.close();
  assert.ok(performance.now() - began < 1000);
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  );
  assert.equal(server.inFlight, 0);
});

test("with a certificate it speaks HTTPS, and HTTP/2 if told to", async (t) => {
  const server = await createTestServer({ tls, http2: true });
  t.after(() => server.close());
  const { prod } = server.createProject().environments;
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  const [old] = await once(https.get(`${server.url}/api/v1/runs`, { ca, headers }), "response");
  assert.deepEqual([old.statusCode, old.httpVersion], [200, "1.1"]);
  old.resume();

  const session = http2.connect(server.url, { ca });
  t.after(() => session.destroy());
  session.on("error", () => {});
  const ask = (path) => session.request({ ":path": path, ...headers });
  const [head] = await once(ask("/api/v1/runs").resume(), "response");
  assert.equal(head[":status"], 200);
  assert.equal(server.requests.at(-1).headers.host, new URL(server.url).host);
  assert.deepEqual(Object.keys(server.requests.at(-1).headers), ["host", "authorization"]);

  server.fault({ cut: "before-response" });
  const cut = ask("/api/v1/runs").on("error", () => {});
  await new Promise((resolve) => session.on("close", resolve));
  assert.equal(cut.destroyed, true);
});
