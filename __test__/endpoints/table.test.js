"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const hairtrigger = require("hairtrigger");
const legacy = require("hairtrigger/legacy");
const { version } = require("hairtrigger/package.json");
const native = require("../../js/native.js");
const { startRecorder } = require("../support/recorder.js");
const { rows } = require("./table.js");

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const prefix = "/self/hosted";
let expected;
let server;

before(async () => {
  server = await startRecorder(({ path }) => {
    const request = [expected, ...(expected.more ?? [])].find((each) => path === prefix + each.path);
    return request?.answer;
  });
});
after(() => server.close());

/** The headers of a request, but for those every HTTP client sends. */
function ownHeaders({ method, body, headers }) {
  const { host, accept, "accept-encoding": encoding, "content-length": length, ...own } = headers;
  assert.ok(host && accept && encoding);
  // A method that usually has a body says when it has none.
  if (body === undefined) assert.equal(length, ["POST", "PUT", "PATCH"].includes(method) ? "0" : undefined);
  return own;
}

for (const [index, row] of rows.entries()) {
  test(`${row.name} (row ${index + 1}): ${row.call.toString().replace(/\s+/g, " ").slice(0, 100)}`, async () => {
    expected = row;
    server.requests.length = 0;
    const secretKey = row.token ?? "tr_dev_table";
    const previewBranch = row.branch ?? null;
    const baseURL = server.url + prefix;
    const client = row.isLegacy
      ? new legacy.LegacyClient({ apiKey: row.token, baseURL })
      : hairtrigger.withAuth({ secretKey, previewBranch, baseURL });
    const result = await row.call(client);
    if (row.method === undefined) {
      assert.deepEqual([server.requests, result], [[], row.result]);
      return;
    }
    const wanted = [row, ...(row.more ?? [])];
    assert.equal(server.requests.length, wanted.length);
    for (const [index, request] of server.requests.entries()) checkRequest(request, wanted[index], row);
  });
}

function checkRequest(request, wanted, row) {
  assert.equal(request.method, wanted.method);
  assert.equal(request.path, prefix + wanted.path);
  assert.equal(request.query, wanted.query ?? "");
  assert.deepEqual(request.body, wanted.body);
  const { "x-trigger-request-idempotency-key": id, ...headers } = ownHeaders(request);
  assert.match(id, uuid);
  for (const name of wanted.made ?? []) {
    assert.match(headers[name], /^[\w-]{32,36}$/);
    delete headers[name];
  }
  const kind = Array.isArray(wanted.body) ? "application/x-ndjson" : "application/json";
  assert.deepEqual(headers, {
    authorization: `Bearer ${row.token ?? "tr_dev_table"}`,
    "user-agent": `hairtrigger/${version}`,
    "x-trigger-api-version": "2025-07-16",
    "x-trigger-realtime-streams-version": "v2",
    "x-trigger-source": "sdk",
    ...(wanted.body !== undefined && { "content-type": kind }),
    ...(row.sendsBranch && { "x-trigger-branch": row.branch }),
    ...row.headers,
    ...wanted.headers,
  });
}

/** The functions of areas, nested ones included, by their full name. */
function functionsOf(area, path) {
  return Object.entries(area).flatMap(([name, value]) => {
    if (typeof value === "object") return functionsOf(value, `${path}.${name}`);
    return typeof value === "function" ? [`${path}.${name}`] : [];
  });
}

test("every function has a row", () => {
  const covered = new Set(rows.map(({ name }) => name));
  const areas = Object.entries(hairtrigger).filter(([, area]) => typeof area === "object");
  const { LegacyClient, environmentOf, ...others } = legacy;
  const all = [...areas, ["legacy", others]];
  const functions = all.flatMap(([name, area]) => functionsOf(area, name));
  // Their conversations have tests of their own, in __test__/subscriptions and __test__/streams.
  const feeds = JSON.parse(native.operationTable()).filter(({ kind }) => ["feed", "tail"].includes(kind));
  for (const name of [...feeds.map(({ name }) => name), "tasks.triggerAndSubscribe"]) covered.add(name);
  const isOfScopes = (name) => /^auth\.(configure|with\w+)$/.test(name);
  assert.deepEqual(
    functions.filter((name) => !covered.has(name) && !isOfScopes(name)),
    [],
  );
});

test("the addon's table of operations has each of its functions, and nothing else", () => {
  const areas = Object.entries(native).filter(([, area]) => typeof area === "object");
  const functions = areas.flatMap(([path, area]) => Object.keys(area).map((verb) => `${path}.${verb}`));
  const listed = JSON.parse(native.operationTable()).map(({ name }) => name);
  assert.deepEqual([...new Set(listed)].sort(), [...functions, "request"].sort());
});

test("every filter has a row", async () => {
  // The refusal of an unknown filter names those there are.
  const client = hairtrigger.withAuth({ secretKey: "tr_dev_table", baseURL: server.url });
  for (const listing of [client.runs.list({ nope: 1 }), client.runs.list("proj_a", { nope: 1 })]) {
    const { message } = await listing.catch((error) => error);
    const filters = /known are (.*)$/.exec(message)[1].split(", ");
    assert.ok(filters.length >= 17, message);
    const calls = rows.filter(({ name }) => name === "runs.list").map(({ call }) => passed(call));
    for (const name of filters)
      assert.ok(
        calls.some((names) => names.includes(name)),
        name,
      );
  }
});

/** The names of all parameters a row's call passes to runs.list. */
function passed(call) {
  let names = [];
  const list = (...args) => {
    names = args.flatMap((each) => (typeof each === "object" ? Object.keys(each) : []));
  };
  call({ runs: { list } });
  return names;
}
