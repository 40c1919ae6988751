"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { createClient, start } = require("./client.js");
const { askAll } = require("./matrix.js");

const PATH = "/api/v1/schedules";
const LEAST = { task: "nightly", cron: "0 0 * * *" };
const FAILED = "Something went wrong, please try again.";

async function open(t) {
  const world = await start(t);
  world.project.createTask("nightly", { isScheduled: true });
  world.project.createTask("hello-world");
  const client = createClient(world.server, world.prod.secretKey);
  return { ...world, client };
}

function create({ main, environments }) {
  main.createTask("nightly", { isScheduled: true });
  environments.prod.createSchedule({ ...LEAST, id: "sched_1" });
}

const UNSCOPED = [200, 200, 401, 401, 401, 401, 401, 401, 401, 401];
const MATRIX = {
  list: [{ path: PATH }, UNSCOPED],
  create: [{ method: "POST", path: PATH, body: { ...LEAST, deduplicationKey: "k" } }, UNSCOPED],
  retrieve: [{ path: `${PATH}/sched_1` }, UNSCOPED],
  update: [{ method: "PUT", path: `${PATH}/sched_1`, body: LEAST }, UNSCOPED],
  activate: [{ method: "POST", path: `${PATH}/sched_1/activate` }, UNSCOPED],
  deactivate: [{ method: "POST", path: `${PATH}/sched_1/deactivate` }, UNSCOPED],
  delete: [
    { method: "DELETE", path: `${PATH}/sched_nope` },
    [404, 404, 401, 401, 401, 401, 401, 401, 401, 401],
  ],
  "list timezones for": [{ path: "/api/v1/timezones" }, Array(10).fill(200)],
};

for (const [operation, [request, statuses]] of Object.entries(MATRIX)) {
  test(`who may ${operation} schedules`, async () =>
    assert.deepEqual(await askAll(request, create), statuses));
}

test("a schedule looks a little different where it is made, alone and in a list", async (t) => {
  const { client, prod } = await open(t);
  const sent = { ...LEAST, timezone: "America/New_York", externalId: "ext-1", deduplicationKey: "k1" };
  const created = (await client.post(PATH, sent)).body;
  const { id, nextRunEffectiveAt } = created;
  const common = {
    id,
    type: "IMPERATIVE",
    task: "nightly",
    active: true,
    nextRun: "2026-03-02T05:00:00.000Z",
    nextRunEffectiveAt,
    generator: { type: "CRON", expression: "0 0 * * *", description: "At 12:00 AM" },
    timezone: "America/New_York",
    externalId: "ext-1",
    deduplicationKey: "k1",
  };
  const shortcode = `prod-${prod.id.slice(-6)}`;
  const type = "PRODUCTION";
  assert.match(id, /^sched_[0-9a-z]{21}$/);
  assert.match(nextRunEffectiveAt, /^2026-03-02T05:00:\d\d\.\d{3}Z$/);
  assert.deepEqual(created, { ...common, environments: [{ id: prod.id, shortcode, type }] });
  const alone = (await client.get(`${PATH}/${id}`)).body;
  assert.deepEqual(alone, { ...common, environments: [{ id: prod.id, type }] });
  assert.deepEqual((await client.get(PATH)).body, {
    data: [{ ...common, environments: [{ id: prod.id, type, slug: "prod" }] }],
    pagination: { currentPage: 1, totalPages: 1, count: 1 },
  });
});

test("what there is not is null in a list and absent elsewhere", async (t) => {
  const { client, prod } = await open(t);
  prod.createSchedule({ ...LEAST, id: "sched_1" });
  const alone = (await client.get(`${PATH}/sched_1`)).body;
  assert.ok(!("externalId" in alone) && !("deduplicationKey" in alone) && !("window" in alone));
  const [listed] = (await client.get(PATH)).body.data;
  assert.equal(listed.externalId, null);
  assert.ok(!("deduplicationKey" in listed));
});

test("a key that is used again updates, and an empty one does not count", async (t) => {
  const { client } = await open(t);
  const post = async (fields) => (await client.post(PATH, { ...LEAST, ...fields })).body;
  const first = await post({ deduplicationKey: "k1", timezone: "Asia/Tokyo", externalId: "ext" });
  const second = await post({ deduplicationKey: "k1", cron: "5 5 * * 1" });
  assert.equal(second.id, first.id);
  assert.deepEqual([second.timezone, second.externalId], ["UTC", undefined]);
  const ids = [await post({ deduplicationKey: "" }), await post({ deduplicationKey: "" })].map(
    ({ id }) => id,
  );
  assert.notEqual(ids[0], ids[1]);
  assert.equal((await client.get(PATH)).body.pagination.count, 3);
});

test("an update resets what it leaves out, and makes a schedule of an unknown id", async (t) => {
  const { client, prod } = await open(t);
  prod.createSchedule({
    ...LEAST,
    id: "sched_1",
    timezone: "Asia/Tokyo",
    externalId: "ext",
    deduplicationKey: "k",
  });
  const { body } = await client.put(`${PATH}/sched_1`, { task: "nightly", cron: "0 14 * * *" });
  const { id, timezone, externalId, deduplicationKey, generator } = body;
  assert.deepEqual([id, timezone, externalId, deduplicationKey], ["sched_1", "UTC", undefined, "k"]);
  assert.equal(generator.expression, "0 14 * * *");
  const made = await client.put(`${PATH}/sched_nope`, LEAST);
  assert.equal(made.status, 200);
  assert.notEqual(made.body.id, "sched_nope");
  assert.equal((await client.get(`${PATH}/${made.body.id}`)).status, 200);
});

test("a schedule that is not active runs next at no time", async (t) => {
  const { client, prod } = await open(t);
  prod.createSchedule({ ...LEAST, id: "sched_1" });
  for (const verb of ["deactivate", "deactivate", "activate", "activate"]) {
    const { status, body } = await client.post(`${PATH}/sched_1/${verb}`);
    const next = verb === "activate" ? "2026-03-02T00:00:00.000Z" : null;
    assert.deepEqual([status, body.active, body.nextRun], [200, verb === "activate", next]);
  }
  assert.deepEqual((await client.del(`${PATH}/sched_1`)).body, { id: "sched_1" });
  assert.equal((await client.del(`${PATH}/sched_1`)).status, 404);
});

test("a schedule belongs to one environment", async (t) => {
  const { server, dev, prod } = await open(t);
  prod.createSchedule({ ...LEAST, id: "sched_1" });
  const client = createClient(server, dev.secretKey);
  const { status, body } = await client.get(`${PATH}/sched_1`);
  assert.deepEqual([status, body], [404, { error: "Schedule not found" }]);
  assert.equal((await client.get(PATH)).body.pagination.count, 0);
});

test("an empty timezone is an error, and a schedule that breaks every list until it is deleted", async (t) => {
  const { server, client, prod } = await open(t);
  const failed = await client.post(PATH, { ...LEAST, deduplicationKey: "k", timezone: "" });
  assert.deepEqual([failed.status, failed.body], [500, { error: FAILED }]);
  const [{ id }] = prod.project.schedules.of(prod);
  const headers = { authorization: `Bearer ${prod.secretKey}` };
  for (const path of [PATH, `${PATH}/${id}`]) {
    const response = await fetch(server.url + path, { headers });
    assert.deepEqual([response.status, await response.text()], [500, "Unexpected Server Error"]);
  }
  assert.equal((await client.del(`${PATH}/${id}`)).status, 200);
  assert.equal((await client.get(PATH)).status, 200);
});

const REFUSED = [
  [{ cron: "not a cron" }, 422, "Invalid cron expression: Invalid characters, got value: not"],
  [{ cron: "bad" }, 422, 'Invalid cron expression: Validation error, cannot resolve alias "bad"'],
  [
    { cron: "61 * * * *" },
    422,
    "Invalid cron expression: Constraint error, got value 61 expected range 0-59",
  ],
  [{ cron: "* * * * * *" }, 422, "Invalid cron expression: CRON expressions with seconds are not allowed"],
  [{ cron: "" }, 422, "Invalid cron expression: CRON expression is required"],
  [{ cron: "@daily" }, 500, FAILED],
  [{ task: "not-there" }, 422, "Task with identifier not-there not found in project."],
  [{ task: "hello-world" }, 422, "Task with identifier hello-world is not a scheduled task."],
];

for (const [wrong, status, error] of REFUSED) {
  test(`a schedule with ${JSON.stringify(wrong)} is refused`, async (t) => {
    const { client, prod } = await open(t);
    const answer = await client.post(PATH, { ...LEAST, deduplicationKey: "k", ...wrong });
    assert.deepEqual([answer.status, answer.body], [status, { error }]);
    assert.deepEqual(prod.project.schedules.of(prod), []);
  });
}

test("an unknown timezone is refused with where they are listed", async (t) => {
  const { server, client } = await open(t);
  const { status, body } = await client.put(`${PATH}/sched_1`, { ...LEAST, timezone: "X/Y" });
  const error = `Invalid IANA timezone: 'X/Y'. View the list of valid timezones at ${server.url}/timezones`;
  assert.deepEqual([status, body], [422, { error }]);
});

test("a body of another form is refused with all that is wrong", async (t) => {
  const { client } = await open(t);
  const { status, body } = await client.post(PATH, { cron: 1, window: "nope" });
  assert.deepEqual([status, body.error], [400, "Invalid request body"]);
  assert.deepEqual(
    body.issues.map(({ path, message }) => [path[0], message]),
    [
      ["task", "Required"],
      ["cron", "Expected string, received number"],
      ["deduplicationKey", "Required"],
      [
        "window",
        'Schedule window must be a whole duration such as "30m" or "2h", or a percentage such as "30%"',
      ],
    ],
  );
});

test("schedules are listed from the newest on, a numbered page at a time", async (t) => {
  const { client, prod } = await open(t);
  for (const number of [1, 2, 3]) prod.createSchedule({ ...LEAST, id: `sched_${number}` });
  const { data, pagination } = (await client.get(`${PATH}?perPage=2`)).body;
  assert.deepEqual(
    data.map(({ id }) => id),
    ["sched_3", "sched_2"],
  );
  assert.deepEqual(pagination, { currentPage: 1, totalPages: 2, count: 3 });
  const { status, body } = await client.get(`${PATH}?page=0`);
  assert.deepEqual([status, body.error, body.issues.length], [400, "Invalid request parameters", 1]);
});

test("wrong methods are answered each in its own way", async (t) => {
  const { client } = await open(t);
  const said = { status: 405, body: "Method Not Allowed" };
  const listed = await client.put(PATH, {});
  assert.deepEqual([listed.status, listed.body], [200, said]);
  const fetched = await client.get(`${PATH}/sched_1/activate`);
  assert.deepEqual([fetched.status, fetched.body], [400, { message: "Unexpected Server Error" }]);
});

test("timezones begin with UTC, unless they are to go without, and count against nothing", async (t) => {
  const { client } = await open(t);
  const { body, headers } = await client.get("/api/v1/timezones");
  assert.deepEqual(body.timezones.slice(0, 3), ["UTC", "Africa/Abidjan", "Africa/Accra"]);
  assert.equal(headers.get("x-ratelimit-limit"), null);
  const without = (await client.get("/api/v1/timezones?excludeUtc=true")).body.timezones;
  assert.deepEqual(without, body.timezones.slice(1));
});
