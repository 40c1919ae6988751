"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const DAY = 24 * 60 * 60 * 1000;
const CURRENT = { "x-trigger-api-version": "2025-07-16" };

/** Seeds one run per entry and returns a function that lists the names a search finds. */
function seedNamed(environment, named) {
  const names = new Map();
  for (const [index, [name, fields]] of Object.entries(named).entries()) {
    names.set(environment.seedRun({ createdAt: NOW - index, ...fields }).id, name);
  }
  const client = (server) => createClient(server, environment.secretKey);
  return async (server, search) => (await client(server).ids(search)).map((id) => names.get(id)).join(" ");
}

test("pages follow their cursors to the end and back", async (t) => {
  const { server, prod } = await start(t);
  const seeded = prod.seedRuns(7, (index) => ({ createdAt: NOW - index * 1000 }));
  const client = createClient(server, prod.secretKey);
  const page = async (search) => {
    const { body } = await client.get(`/api/v1/runs?page[size]=3&${search}`);
    return { ids: body.data.map(({ id }) => id), ...body.pagination };
  };
  const order = seeded.map(({ id }) => id);

  const first = await page("");
  assert.deepEqual(first.ids, order.slice(0, 3));
  assert.deepEqual(Object.keys(first), ["ids", "next"]);
  const second = await page(`page[after]=${first.next}`);
  assert.deepEqual(second.ids, order.slice(3, 6));
  const last = await page(`page[after]=${second.next}`);
  assert.deepEqual(last.ids, order.slice(6));
  assert.deepEqual(Object.keys(last), ["ids", "previous"]);

  const back = await page(`page[before]=${last.previous}`);
  assert.deepEqual(back.ids, order.slice(3, 6).reverse());
  const front = await page(`page[before]=${back.previous}`);
  assert.deepEqual(front.ids, order.slice(0, 3).reverse());
  assert.deepEqual(Object.keys(front), ["ids", "next"]);
  assert.deepEqual((await page(`page[after]=${front.next}`)).ids, order.slice(3, 6));
});

test("of two cursors before counts", async (t) => {
  const { server, prod } = await start(t);
  prod.seedRuns(5, (index) => ({ createdAt: NOW - index * 1000 }));
  const client = createClient(server, prod.secretKey);
  const { body } = await client.get("/api/v1/runs?page[size]=2");
  const { next } = body.pagination;
  const before = await client.ids(`page[before]=${next}`);
  assert.deepEqual(await client.ids(`page[after]=${next}&page[before]=${next}`), before);
  assert.equal(before.length, 1);
});

test("a cursor that is none is taken for an id of old", async (t) => {
  const { server, prod } = await start(t);
  const [newest, ...rest] = prod.seedRuns(3, (index) => ({ createdAt: NOW - index * 1000 }));
  const client = createClient(server, prod.secretKey);
  assert.equal((await client.ids("page[after]=garbage!!")).length, 3);
  const older = await client.ids(`page[after]=${newest.internalId}`);
  assert.deepEqual(
    older,
    rest.map(({ id }) => id),
  );
});

test("runs created in the same millisecond are paged without loss", async (t) => {
  const { server, prod } = await start(t);
  prod.seedRuns(250);
  const client = createClient(server, prod.secretKey);
  const seen = new Set();
  let search = "page[size]=100";
  while (search) {
    const { body } = await client.get(`/api/v1/runs?${search}`);
    for (const { id } of body.data) seen.add(id);
    search = body.pagination.next && `page[size]=100&page[after]=${body.pagination.next}`;
  }
  assert.equal(seen.size, 250);
});

test("a list covers seven days unless told otherwise", async (t) => {
  const { server, prod } = await start(t);
  const ages = { now: 0, week: 7, eight: 8, month: 30, year: 365 };
  const named = Object.entries(ages).map(([name, days]) => [
    name,
    { createdAt: NOW - days * DAY, tags: [name] },
  ]);
  const find = seedNamed(prod, Object.fromEntries(named));
  const at = (days) => new Date(NOW - days * DAY).toISOString();
  const window = (name, value) => `filter[createdAt][${name}]=${encodeURIComponent(value)}`;

  assert.equal(await find(server, ""), "now week");
  assert.equal(await find(server, "filter[tag]=month"), "");
  assert.equal(await find(server, window("period", "8d")), "now week eight");
  assert.equal(await find(server, window("period", "2w")), "now week eight");
  assert.equal(await find(server, window("period", "1y")), "now week eight month year");
  assert.equal(await find(server, window("period", "garbage")), "now week eight month year");
  assert.equal(await find(server, window("from", at(30))), "now week eight month");
  assert.equal(await find(server, window("from", NOW - 30 * DAY)), "now week eight month");
  assert.equal(await find(server, window("to", at(8))), "eight month year");
  assert.equal(await find(server, `${window("from", at(30))}&${window("to", at(8))}`), "eight month");
  assert.equal(await find(server, `${window("period", "1d")}&${window("from", at(30))}`), "now");
});

test("every filter selects, and filters combine", async (t) => {
  const { server, prod } = await start(t);
  const find = seedNamed(prod, {
    a: { tags: ["blue", "big"], version: "20260101.1", machine: "micro" },
    b: { tags: ["red"], taskIdentifier: "other", isTest: true, batchId: "batch_1" },
    c: { queue: "mine", region: "eu-central-1", bulkActionId: "bulk_1" },
    d: { status: "FAILED", schedule: { id: "sched_1" }, errorId: "error_1" },
  });
  const expected = {
    "filter[tag]=blue": "a",
    "filter[tag]=blue,red": "a b",
    "filter[taskIdentifier]=other": "b",
    "filter[taskIdentifier]=other,hello-world": "a b c d",
    "filter[version]=20260101.1": "a",
    "filter[machine]=micro": "a",
    "filter[isTest]=true": "b",
    "filter[isTest]=false": "a c d",
    "filter[batch]=batch_1": "b",
    "filter[queue]=mine": "c",
    "filter[queue]=mine,task/other": "b c",
    "filter[region]=eu-central-1": "c",
    "filter[bulkAction]=bulk_1": "c",
    "filter[schedule]=sched_1": "d",
    "filter[error]=error_1": "d",
    "filter[status]=QUEUED": "a b c",
    "filter[status]=QUEUED,FAILED": "a b c d",
    "filter[tag]=blue,red&filter[isTest]=true": "b",
    "filter[env]=dev": "a b c d",
  };
  for (const [search, names] of Object.entries(expected)) {
    assert.equal(await find(server, search), names, search);
  }
});

test("statuses have the names of the API version asked for", async (t) => {
  const { server, prod } = await start(t);
  const names = {
    PENDING: ["QUEUED", "QUEUED", "isQueued"],
    DELAYED: ["DELAYED", "DELAYED", "isQueued"],
    PENDING_VERSION: ["PENDING_VERSION", "PENDING_VERSION", "isQueued"],
    WAITING_FOR_DEPLOY: ["WAITING_FOR_DEPLOY", "PENDING_VERSION", "isQueued"],
    DEQUEUED: ["EXECUTING", "DEQUEUED", "isExecuting"],
    EXECUTING: ["EXECUTING", "EXECUTING", "isExecuting"],
    RETRYING_AFTER_FAILURE: ["REATTEMPTING", "EXECUTING", "isExecuting"],
    WAITING_TO_RESUME: ["FROZEN", "WAITING", "isWaiting"],
    PAUSED: ["FROZEN", "WAITING", "isWaiting"],
    COMPLETED_SUCCESSFULLY: ["COMPLETED", "COMPLETED", "isCompleted isSuccess"],
    COMPLETED_WITH_ERRORS: ["FAILED", "FAILED", "isCompleted isFailed"],
    INTERRUPTED: ["INTERRUPTED", "FAILED", "isCompleted isFailed"],
    SYSTEM_FAILURE: ["SYSTEM_FAILURE", "SYSTEM_FAILURE", "isCompleted isFailed"],
    CRASHED: ["CRASHED", "CRASHED", "isCompleted isFailed"],
    CANCELED: ["CANCELED", "CANCELED", "isCompleted isFailed isCancelled"],
    EXPIRED: ["EXPIRED", "EXPIRED", ""],
    TIMED_OUT: ["TIMED_OUT", "TIMED_OUT", ""],
    INVENTED_LATER: ["INVENTED_LATER", "INVENTED_LATER", ""],
  };
  const client = createClient(server, prod.secretKey);
  for (const [status, [old, current, flags]] of Object.entries(names)) {
    const { id } = prod.seedRun({ status });
    const { body } = await client.get(`/api/v3/runs/${id}`, CURRENT);
    assert.equal(body.status, current);
    const set = Object.keys(body).filter((key) => /^is[A-Z]/.test(key) && body[key] === true);
    assert.equal(set.join(" "), flags, status);
    assert.equal((await client.get(`/api/v3/runs/${id}`)).body.status, old);
    const { body: page } = await client.get(`/api/v1/runs?page[size]=100`, CURRENT);
    assert.equal(page.data.find((run) => run.id === id).status, current);
  }
});

test("unknown fields are shown and unknown seeds refused", async (t) => {
  const { server, prod } = await start(t);
  const { id } = prod.seedRun({ extra: { novelty: { deep: 1 } } });
  const { body } = await createClient(server, prod.secretKey).get(`/api/v3/runs/${id}`);
  assert.deepEqual(body.novelty, { deep: 1 });
  assert.throws(() => prod.seedRun({ statsu: "QUEUED" }), /unknown field statsu/);
});

test("canceling ends a run once", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const queued = prod.seedRun({ createdAt: NOW - DAY });
  const executing = prod.seedRun({ status: "EXECUTING", createdAt: NOW - DAY });
  const completed = prod.seedRun({ status: "COMPLETED", createdAt: NOW - DAY });
  for (const { id } of [queued, executing, completed, queued]) {
    const { body } = await client.post(`/api/v2/runs/${id}/cancel`);
    assert.deepEqual(body, { id });
  }
  const { body } = await client.get(`/api/v3/runs/${queued.id}`);
  assert.deepEqual(body.error, { message: "Canceled by user" });
  assert.equal(body.updatedAt, new Date(NOW).toISOString());
  assert.equal(body.finishedAt, undefined);
  assert.equal(executing.finishedAt, NOW);
  assert.equal(completed.status, "COMPLETED_SUCCESSFULLY");
});

test("a replay is a new run of the same task", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const original = prod.seedRun({
    status: "FAILED",
    createdAt: NOW - 10 * DAY,
    taskIdentifier: "mine",
    tags: ["a"],
    payload: { n: 1 },
    metadata: { k: 1 },
    idempotencyKey: "first",
  });
  const replay = async (body) => {
    const answer = await client.post(`/api/v1/runs/${original.id}/replay`, body);
    return (await client.get(`/api/v3/runs/${answer.body.id}`)).body;
  };
  const same = await replay();
  assert.notEqual(same.id, original.id);
  assert.equal(same.createdAt, new Date(NOW).toISOString());
  assert.deepEqual(
    [same.status, same.taskIdentifier, same.tags, same.payload, same.metadata],
    ["QUEUED", "mine", ["a"], { n: 1 }, { k: 1 }],
  );
  assert.equal(same.idempotencyKey, undefined);

  const changed = await replay({ payload: { n: 2 }, tags: ["b"], delay: "1h", ttl: 60 });
  assert.deepEqual(
    [changed.status, changed.payload, changed.tags, changed.ttl],
    ["DELAYED", { n: 2 }, ["b"], "60s"],
  );
  assert.equal(changed.delayedUntil, new Date(NOW + 3_600_000).toISOString());
  const encoded = await replay({
    payload: '{"json":{"at":"2026-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}',
    payloadType: "application/super+json",
  });
  assert.deepEqual(encoded.payload, { at: "2026-01-01T00:00:00.000Z" });

  const earlier = await replay({ idempotencyKey: "again" });
  assert.equal((await replay({ idempotencyKey: "again" })).id, earlier.id);
});

test("rescheduling moves a delayed run", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  const { id } = prod.seedRun({ status: "DELAYED", delayedUntil: NOW + 1000, payload: 1 });
  const move = async (delay) =>
    (await client.post(`/api/v1/runs/${id}/reschedule`, { delay })).body.delayedUntil;
  assert.equal(await move("1h30m"), new Date(NOW + 5_400_000).toISOString());
  assert.equal(await move("2031-05-05T10:00:00.000Z"), "2031-05-05T10:00:00.000Z");
  assert.equal(await move(3600), "1970-01-01T00:00:03.600Z");
});

test("runs belong to their environment alone", async (t) => {
  const { server, project, preview, prod } = await start(t);
  const branch = project.createBranch("feature/x");
  const { id } = branch.seedRun();
  preview.seedRun();
  const onBranch = createClient(server, preview.secretKey, { "x-trigger-branch": "feature/x" });
  assert.deepEqual(await onBranch.ids(""), [id]);
  assert.equal((await onBranch.get(`/api/v3/runs/${id}`)).status, 200);
  const inProduction = createClient(server, prod.secretKey);
  assert.equal((await inProduction.get(`/api/v3/runs/${id}`)).status, 404);
  const token = createClient(server, branch.createPublicToken({ scopes: ["read:runs"] }));
  assert.deepEqual(await token.ids(""), [id]);
});

test("a project listing covers one environment", async (t) => {
  const { server, project, dev, prod } = await start(t);
  const [inDev, inProd] = [dev.seedRun().id, prod.seedRun().id];
  const token = server.createPersonalAccessToken({ projects: [project] });
  const client = createClient(server, token);
  const list = async (env) => {
    const path = `/api/v1/projects/${project.ref}/runs?filter[env]=${env}`;
    return (await client.get(path)).body.data.map(({ id }) => id);
  };
  assert.deepEqual(await list("prod"), [inProd]);
  assert.deepEqual(await list("dev"), [inDev]);
  assert.equal((await list("dev,prod")).length, 1);
});

test("large packets are kept at another origin that wants no credentials", async (t) => {
  const { server, prod } = await start(t);
  const client = createClient(server, prod.secretKey);
  assert.equal(server.storage.url, undefined);
  const seeds = {
    large: { output: "x".repeat(600_000), outputType: "text/plain" },
    forced: { output: { a: 1 }, outputOffloaded: true },
    encoded: {
      output: '{"json":{"a":1}}',
      outputType: "application/super+json",
      outputOffloaded: true,
    },
  };
  const answers = {};
  for (const [name, fields] of Object.entries(seeds)) {
    const { id } = prod.seedRun({ status: "COMPLETED", ...fields });
    const { body } = await client.get(`/api/v3/runs/${id}`);
    assert.equal("output" in body, false);
    assert.equal(new URL(body.outputPresignedUrl).origin, server.storage.url);
    assert.equal((await client.get(`/api/v3/runs/${id}`)).body.outputPresignedUrl, body.outputPresignedUrl);
    const response = await fetch(body.outputPresignedUrl);
    const type = response.headers.get("content-type");
    answers[name] = { type, text: await response.text(), url: body.outputPresignedUrl };
  }
  assert.notEqual(server.storage.url, server.url);
  assert.equal(answers.large.text.length, 600_000);
  assert.equal(answers.large.type, "text/plain");
  assert.deepEqual([answers.forced.type, answers.forced.text], ["application/json", '{"a":1}']);
  assert.equal(answers.encoded.type, "application/super+json");

  const leaking = await fetch(answers.forced.url, { headers: { authorization: "Bearer x" } });
  assert.equal(leaking.status, 400);
  assert.equal((await fetch(`${server.storage.url}/packets/nope`)).status, 403);
  const seen = server.storage.requests.map(({ headers }) => headers.authorization);
  assert.deepEqual(seen, [undefined, undefined, undefined, "Bearer x", undefined]);
});
