"use strict";

// `request`, for what has no function of its own: in the same scope, with the same retries and errors.

const { openWorld, rejection } = require("./world.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { inspect } = require("node:util");
const {
  ApiResponseError,
  ArgumentError,
  NotFoundError,
  TriggerClient,
  configure,
  request,
  withAuth,
} = require("hairtrigger");

const path = "/api/v1/anything";

test("the result is what the body holds, whatever it is", async (t) => {
  const { server, client } = await openWorld(t);
  for (const body of [{ a: "2026-01-01T00:00:00.000Z" }, [1], 7, null, false, "text"]) {
    const fault = server.fault({ path, body: typeof body === "string" ? JSON.stringify(body) : body });
    assert.deepEqual(await client.request("GET", path), body);
    fault.remove();
  }
});

test("no body is undefined", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path, body: "" });
  assert.equal(await client.request("DELETE", path), undefined);
  server.fault({ path: "/api/v1/nothing", status: 204, body: "" });
  assert.equal(await client.request("POST", "/api/v1/nothing"), undefined);
});

test("a body that is no JSON is an ApiResponseError", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path, body: "<!DOCTYPE html><title>Proxy</title>" });
  const error = await rejection(client.request("GET", path));
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /^request: /);
});

test("response and status can be had", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path, status: 202, body: { a: 1 }, headers: { "x-theirs": "1" } });
  const { data, response } = await client.request("GET", path).withResponse();
  assert.deepEqual(data, { a: 1 });
  assert.deepEqual([response.status, response.headers.get("x-theirs")], [202, "1"]);
});

test("only what can be repeated is", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path, status: 503, body: { error: "down" } });
  const attempts = async (method, params) => {
    server.clearRequests();
    const error = await rejection(client.request(method, path, params, { retry: { maxAttempts: 3 } }));
    assert.equal(error.attempts, server.requests.length);
    return [server.requests.length, error.message.includes("params.repeatable: true")];
  };
  assert.deepEqual(await attempts("GET"), [3, false]);
  assert.deepEqual(await attempts("PUT", { body: 1 }), [3, false]);
  assert.deepEqual(await attempts("DELETE"), [3, false]);
  assert.deepEqual(await attempts("POST", { body: 1 }), [1, true]);
  assert.deepEqual(await attempts("PATCH", { body: 1 }), [1, true]);
  assert.deepEqual(await attempts("POST", { body: 1, repeatable: true }), [3, false]);
  assert.deepEqual(await attempts("PATCH", { repeatable: true }), [3, false]);
});

test("errors are those of any other call", async (t) => {
  const { client, dev } = await openWorld(t);
  const error = await rejection(
    client.request("GET", "/api/v3/runs/run_nope", {}, { retry: { maxAttempts: 1 } }),
  );
  assert.ok(error instanceof NotFoundError);
  assert.equal(error.operation, "request");
  assert.match(error.message, /^request: 404 Not found/);
  assert.ok(!inspect(error).includes(dev.secretKey));
});

test("it runs in the scope it is made in, under the branch and headers of that", async (t) => {
  const { server, project, dev } = await openWorld(t);
  const prod = project.environment("prod");
  const branch = project.createBranch("b");
  server.fault({ path, body: {} });
  const config = ({ secretKey }, more) => ({ secretKey, baseURL: server.url, ...more });
  configure(config(dev));
  t.after(() => configure({}));
  await request("GET", path);
  await withAuth(config(prod), () => request("GET", path));
  await withAuth(config(prod), (client) => client.request("GET", path));
  const preview = project.environment("preview");
  await new TriggerClient(config(preview, { previewBranch: "b" })).request("GET", path);
  await request("GET", path, {}, { clientConfig: config(prod), additionalHeaders: { "x-mine": "1" } });
  const seen = server.requests.map(({ credential, headers }) => [
    credential.environmentId,
    headers["x-trigger-branch"],
    headers["x-mine"],
  ]);
  assert.deepEqual(seen, [
    [dev.id, undefined, undefined],
    [prod.id, undefined, undefined],
    [prod.id, undefined, undefined],
    [preview.id, "b", undefined],
    [prod.id, undefined, "1"],
  ]);
  assert.ok(branch);
});

test("a base URL keeps its prefix, and a path cannot leave it", async (t) => {
  const { server, dev } = await openWorld(t);
  server.fault({ path: "/behind/", body: {} });
  const client = withAuth({ secretKey: dev.secretKey, baseURL: `${server.url}/behind` });
  await client.request("GET", "/api/v1/a%2Fb//c");
  assert.equal(server.requests[0].url, "/behind/api/v1/a%2Fb//c");
});

const hostile = [
  "api/v1/runs",
  "",
  "//evil.example/api",
  "https://evil.example/api",
  "/api/../../x",
  "/api/%2e%2E/x",
  "/api/v1/./x",
  "/api?x=1",
  "/api#x",
  "/a b",
  "/é",
  "/a\\b",
  "/a\r\nx: y",
  "/\0",
];

test("hostile paths are refused and not sent", async (t) => {
  const { server, client } = await openWorld(t);
  for (const path of hostile) {
    const error = await rejection(client.request("GET", path));
    assert.ok(error instanceof ArgumentError, `${path}: ${error}`);
    assert.match(error.message, /^request: path (must|holds)/);
  }
  assert.equal(server.requests.length, 0);
});

const ownHeaders = [
  "authorization",
  "Authorization",
  "x-trigger-branch",
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
];

test("headers that the client sets itself are refused", async (t) => {
  const { server, client } = await openWorld(t);
  for (const name of ownHeaders) {
    for (const [params, options] of [
      [{ headers: { [name]: "Bearer x" } }, undefined],
      [{}, { additionalHeaders: { [name]: "Bearer x" } }],
    ]) {
      const error = await rejection(client.request("GET", path, params, options));
      assert.ok(error instanceof ArgumentError, String(error));
      assert.match(error.message, /may not name/i);
    }
  }
  assert.equal(server.requests.length, 0);
});

test("what else is wrong with a request is said", async (t) => {
  const { server, client } = await openWorld(t);
  for (const [args, message] of [
    [[], /method must be one of GET, POST, PUT, PATCH, DELETE/],
    [["get", path], /method must be one of GET/],
    [["TRACE", path], /method must be one of GET/],
    [["CONNECT", path], /method must be one of GET/],
    [["GET"], /path must be a string/],
    [["GET", 7], /path must be a string/],
    [["GET", path, 7], /params must be an object/],
    [["GET", path, { nope: 1 }], /nope is not known here/],
    [["GET", path, { body: 1 }], /body cannot go out with this method/],
    [["DELETE", path, { body: {} }], /body cannot go out with this method/],
    [["GET", path, { query: "a=b" }], /query must be an object/],
    [["GET", path, { query: { a: {} } }], /query\.a must be/],
    [["GET", path, { query: { a: null } }], /query\.a must be/],
    [["GET", path, { query: { a: Number.NaN } }], /query\.a must be/],
    [["GET", path, { headers: { a: 1 } }], /headers\.a must be a string/],
    [["GET", path, { headers: { a: "1\n2" } }], /cannot stand in an HTTP header/],
    [["POST", path, { repeatable: "yes" }], /repeatable must be a boolean/],
    [["POST", path, { body: () => 1 }], /body must be/],
    [["POST", path, { body: 1n }], /BigInt|body must be/],
  ]) {
    const error = await rejection(client.request(...args));
    assert.match(error.message, message, args.map(String).join());
  }
  assert.equal(server.requests.length, 0);
});
