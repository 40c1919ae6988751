"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const path = "/api/v1/errors";
const day = 86_400_000;
const iso = (time) => new Date(time).toISOString();

async function open(t) {
  const world = await start(t);
  return { ...world, client: createClient(world.server, world.prod.secretKey) };
}

test("error groups are listed by how often they occurred, of the last day", async (t) => {
  const { prod, client } = await open(t);
  prod.seedError({ fingerprint: "a", count: 5, taskIdentifier: "one", affectedVersions: ["1"] });
  prod.seedError({ fingerprint: "b", count: 9, errorType: "TypeError", errorMessage: "It BROKE" });
  prod.seedError({ fingerprint: "c", count: 7, firstSeen: NOW - 9 * day, lastSeen: NOW - 2 * day });
  const list = async (search) => {
    const { body } = await client.get(`${path}?${search}`);
    return [body.data.map(({ fingerprint }) => fingerprint).join(""), body.pagination];
  };
  assert.deepEqual(await list(""), ["ba", {}]);
  const all = "filter[period]=7d";
  assert.deepEqual(await list(all), ["bca", {}]);
  const [, { next }] = await list(`${all}&page[size]=2`);
  const second = await list(`${all}&page[size]=2&page[after]=${encodeURIComponent(next)}`);
  assert.equal(second[0], "a");
  const back = `page[before]=${encodeURIComponent(second[1].previous)}`;
  assert.deepEqual(await list(`${all}&page[size]=2&${back}`), ["bc", { next }]);
  assert.equal((await list("filter[taskIdentifier]=one"))[0], "a");
  assert.equal((await list("filter[version]=1,2"))[0], "a");
  assert.equal((await list("filter[search]=broke"))[0], "b");
  assert.equal((await list(`filter[to]=${NOW - 5 * day}`))[0], "c");
  const refused = await client.get(`${path}?filter[status]=toString`);
  const message = "Invalid status values: toString. Allowed: unresolved, resolved, ignored.";
  assert.deepEqual([refused.status, refused.body.details[0].message], [400, message]);
});

test("what is decided about a group replaces what was decided before", async (t) => {
  const { prod, client } = await open(t);
  const { id } = prod.seedError({ fingerprint: "a" });
  const undecided = {
    resolvedAt: null,
    resolvedInVersion: null,
    resolvedBy: null,
    ignoredAt: null,
    ignoredUntil: null,
    ignoredReason: null,
    ignoredByUserId: null,
    ignoredUntilOccurrenceRate: null,
    ignoredUntilTotalOccurrences: null,
  };
  const whole = {
    id: "error_a",
    fingerprint: "a",
    taskIdentifier: "hello-world",
    errorType: "Error",
    errorMessage: "boom",
    count: 1,
    firstSeen: iso(NOW),
    lastSeen: iso(NOW),
    affectedVersions: [],
  };
  const decide = async (verb, body) => (await client.post(`${path}/${id}/${verb}`, body)).body;
  assert.deepEqual(await decide("ignore", { duration: day, occurrenceRate: 0.5, reason: "known" }), {
    ...whole,
    ...undecided,
    status: "ignored",
    ignoredAt: iso(NOW),
    ignoredUntil: iso(NOW + day),
    ignoredReason: "known",
    ignoredUntilOccurrenceRate: 0.5,
  });
  const resolved = { ...whole, ...undecided, status: "resolved", resolvedAt: iso(NOW) };
  assert.deepEqual(await decide("resolve", {}), resolved);
  assert.deepEqual(await decide("resolve", { resolvedInVersion: "1" }), {
    ...resolved,
    resolvedInVersion: "1",
  });
  assert.deepEqual(await decide("unresolve"), { ...whole, ...undecided, status: "unresolved" });
  assert.deepEqual((await client.get(`${path}/${id}`)).body, {
    ...whole,
    ...undecided,
    status: "unresolved",
  });
});

test("refusals say what is wrong, and to whom", async (t) => {
  const { server, project, prod, dev, client } = await open(t);
  const { id } = prod.seedError();
  const post = async (where, body) => {
    const { status, body: said } = await client.post(path + where, body);
    return [status, said.error];
  };
  const float = 'Validation error: Expected integer, received float at "duration"';
  assert.deepEqual(await post(`/${id}/resolve`), [400, "Request body is empty"]);
  assert.deepEqual(await post(`/${id}/ignore`, { duration: 1.5 }), [400, float]);
  assert.deepEqual(await post("/error_nope/unresolve"), [404, "Resource not found"]);
  const unknown = await client.get(`${path}/error_nope`);
  assert.deepEqual([unknown.status, unknown.body], [404, { error: "Not found" }]);
  assert.equal(unknown.headers.get("x-should-retry"), "false");

  const statuses = async (token) => {
    const caller = createClient(server, token);
    const answers = [
      await caller.get(path),
      await caller.get(`${path}/${id}`),
      await caller.post(`${path}/${id}/unresolve`),
    ];
    return answers.map(({ status }) => status);
  };
  assert.deepEqual(await statuses(dev.secretKey), [200, 404, 404]);
  assert.deepEqual(await statuses(prod.createAdditionalKey({ scopes: ["read:runs"] })), [403, 403, 403]);
  assert.deepEqual(await statuses(prod.createPublicToken({ scopes: ["read:errors"] })), [200, 200, 403]);
  assert.deepEqual(await statuses(prod.createPublicToken({ scopes: ["admin"] })), [200, 200, 200]);
  const user = server.createPersonalAccessToken({ projects: [project] });
  assert.deepEqual(await statuses(user), [401, 401, 401]);
});
