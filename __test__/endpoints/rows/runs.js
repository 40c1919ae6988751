"use strict";

const { after, options, row } = require("../row.js");

const run = { id: "run_1", isCompleted: true, relatedRuns: {} };
const runPath = "/api/v3/runs/run_1";

/** A filter of runs.list: what is passed, and the query it becomes. */
function filter(params, query) {
  return row("runs.list", (api) => api.runs.list(params), "GET", "/api/v1/runs", { query });
}

/** Every filter at once; the order of the query is fixed, that of the object is not. */
const everyFilter = {
  before: "c1",
  limit: 10,
  region: "eu",
  machine: "micro",
  queue: { type: "task", name: "t" },
  batch: "batch_1",
  period: "1d",
  to: 2,
  from: 1,
  isTest: true,
  schedule: "sched_1",
  tag: "a",
  bulkAction: "bulk_1",
  version: "1",
  taskIdentifier: "t",
  status: "QUEUED",
};
const everyQuery = [
  "filter%5Bstatus%5D=QUEUED",
  "filter%5BtaskIdentifier%5D=t",
  "filter%5Bversion%5D=1",
  "filter%5BbulkAction%5D=bulk_1",
  "filter%5Btag%5D=a",
  "filter%5Bschedule%5D=sched_1",
  "filter%5BisTest%5D=true",
  "filter%5BcreatedAt%5D%5Bfrom%5D=1",
  "filter%5BcreatedAt%5D%5Bto%5D=2",
  "filter%5BcreatedAt%5D%5Bperiod%5D=1d",
  "filter%5Bbatch%5D=batch_1",
  "filter%5Bqueue%5D=task%2Ft",
  "filter%5Bmachine%5D=micro",
  "filter%5Bregion%5D=eu",
  "page%5Bsize%5D=10",
  "page%5Bbefore%5D=c1",
].join("&");

const lists = [
  row("runs.list", (api) => api.runs.list(), "GET", "/api/v1/runs"),
  row("runs.list", (api) => api.runs.list({}), "GET", "/api/v1/runs"),
  row("runs.list", (api) => api.runs.list(options), "GET", "/api/v1/runs"),
  row("runs.list", (api) => api.runs.list(undefined, options), "GET", "/api/v1/runs"),
  row("runs.list", (api) => api.runs.list({ limit: 5 }, options), "GET", "/api/v1/runs", {
    query: "page%5Bsize%5D=5",
  }),
  filter({ status: "QUEUED" }, "filter%5Bstatus%5D=QUEUED"),
  filter({ status: ["QUEUED", "NEW_ONE"] }, "filter%5Bstatus%5D=QUEUED%2CNEW_ONE"),
  filter({ taskIdentifier: "a b" }, "filter%5BtaskIdentifier%5D=a+b"),
  filter({ taskIdentifier: ["a", "b"] }, "filter%5BtaskIdentifier%5D=a%2Cb"),
  filter({ version: "1" }, "filter%5Bversion%5D=1"),
  filter({ version: ["1", "2"] }, "filter%5Bversion%5D=1%2C2"),
  filter({ bulkAction: "bulk_1" }, "filter%5BbulkAction%5D=bulk_1"),
  filter({ tag: "user:1" }, "filter%5Btag%5D=user%3A1"),
  filter({ tag: ["a", "é"] }, "filter%5Btag%5D=a%2C%C3%A9"),
  filter({ schedule: "sched_1" }, "filter%5Bschedule%5D=sched_1"),
  filter({ isTest: false }, "filter%5BisTest%5D=false"),
  filter({ isTest: true }, "filter%5BisTest%5D=true"),
  filter({ from: after }, "filter%5BcreatedAt%5D%5Bfrom%5D=1793491200000"),
  filter({ to: after }, "filter%5BcreatedAt%5D%5Bto%5D=1793491200000"),
  filter(
    { from: 0, to: 1.7e12 },
    "filter%5BcreatedAt%5D%5Bfrom%5D=0&filter%5BcreatedAt%5D%5Bto%5D=1700000000000",
  ),
  filter({ period: "30d" }, "filter%5BcreatedAt%5D%5Bperiod%5D=30d"),
  filter({ batch: "batch_1" }, "filter%5Bbatch%5D=batch_1"),
  filter({ queue: { type: "task", name: "t" } }, "filter%5Bqueue%5D=task%2Ft"),
  filter(
    {
      queue: [
        { type: "custom", name: "q" },
        { type: "task", name: "t" },
      ],
    },
    "filter%5Bqueue%5D=q%2Ctask%2Ft",
  ),
  filter({ machine: "micro" }, "filter%5Bmachine%5D=micro"),
  filter({ machine: ["micro", "small-1x"] }, "filter%5Bmachine%5D=micro%2Csmall-1x"),
  filter({ region: "eu" }, "filter%5Bregion%5D=eu"),
  filter({ region: ["eu", "us"] }, "filter%5Bregion%5D=eu%2Cus"),
  filter({ after: "c1", limit: 100 }, "page%5Bsize%5D=100&page%5Bafter%5D=c1"),
  filter({ before: "c1" }, "page%5Bbefore%5D=c1"),
  filter({ status: undefined, tag: "a" }, "filter%5Btag%5D=a"),
  filter({ queue: { type: "custom", name: "q/é" } }, "filter%5Bqueue%5D=q%2F%C3%A9"),
  filter(everyFilter, everyQuery),
  row("runs.list", (api) => api.runs.list({ tag: "a" }, undefined), "GET", "/api/v1/runs", {
    query: "filter%5Btag%5D=a",
  }),
  row(
    "runs.list",
    (api) => api.runs.list({}, { additionalHeaders: { "X-Mine": "1" } }),
    "GET",
    "/api/v1/runs",
    {
      headers: { "x-mine": "1" },
    },
  ),
  row("runs.list", (api) => api.runs.list(), "GET", "/api/v1/runs", { branch: "b/1", sendsBranch: true }),
];

function listOfProject(call, query) {
  return row("runs.list", call, "GET", "/api/v1/projects/proj_a/runs", { query, token: "tr_pat_table" });
}

const projectLists = [
  listOfProject((api) => api.runs.list("proj_a", { env: "prod" }), "filter%5Benv%5D=prod"),
  listOfProject((api) => api.runs.list("proj_a", { env: ["dev"] }, options), "filter%5Benv%5D=dev"),
  listOfProject((api) => api.runs.list("proj_a")),
  listOfProject((api) => api.runs.list("proj_a", options)),
  listOfProject((api) => api.runs.list("proj_a", undefined, options)),
  listOfProject(
    (api) => api.runs.list("proj_a", { projectRef: "proj_a", env: "prod", limit: 2 }),
    "filter%5Benv%5D=prod&page%5Bsize%5D=2",
  ),
  listOfProject((api) => api.runs.list({ projectRef: "proj_a", tag: "a" }), "filter%5Btag%5D=a"),
  listOfProject((api) => api.runs.list({ projectRef: "proj_a", tag: "a" }, options), "filter%5Btag%5D=a"),
  listOfProject(
    (api) => api.runs.list("proj_a", { ...everyFilter, env: "staging" }),
    everyQuery.replace("&page%5Bsize", "&filter%5Benv%5D=staging&page%5Bsize"),
  ),
];

const singleRuns = [
  row("runs.retrieve", (api) => api.runs.retrieve("run_1"), "GET", runPath),
  row(
    "runs.retrieve",
    (api) => api.runs.retrieve({ id: "run_1", publicAccessToken: "x" }, options),
    "GET",
    runPath,
  ),
  row("runs.retrieve", (api) => api.runs.retrieve("run_1", options), "GET", runPath),
  row("runs.retrieve", (api) => api.runs.retrieve({ id: "run_1" }), "GET", runPath),
  row("runs.poll", (api) => api.runs.poll("run_1"), "GET", runPath),
  row("runs.poll", (api) => api.runs.poll("run_1", { pollIntervalMs: 1 }), "GET", runPath),
  row("runs.poll", (api) => api.runs.poll("run_1", undefined, options), "GET", runPath),
  row("runs.poll", (api) => api.runs.poll("run_1", options), "GET", runPath),
  row("runs.poll", (api) => api.runs.poll({ id: "run_1" }, { pollIntervalMs: 1 }, options), "GET", runPath),
  row("runs.cancel", (api) => api.runs.cancel("run_1"), "POST", "/api/v2/runs/run_1/cancel"),
  row("runs.cancel", (api) => api.runs.cancel("run_1", options), "POST", "/api/v2/runs/run_1/cancel"),
  row("runs.replay", (api) => api.runs.replay("run_1"), "POST", "/api/v1/runs/run_1/replay"),
  row("runs.replay", (api) => api.runs.replay("run_1", options), "POST", "/api/v1/runs/run_1/replay"),
  row(
    "runs.replay",
    (api) => api.runs.replay("run_1", undefined, options),
    "POST",
    "/api/v1/runs/run_1/replay",
  ),
  row(
    "runs.replay",
    (api) => api.runs.replay("run_1", { payload: "text" }),
    "POST",
    "/api/v1/runs/run_1/replay",
    {
      body: { payload: '{"json":"text"}', payloadType: "application/super+json" },
    },
  ),
  row(
    "runs.replay",
    (api) => api.runs.replay("run_1", { tags: "a", ttl: "1h", delay: "2h" }),
    "POST",
    "/api/v1/runs/run_1/replay",
    {
      body: { tags: "a", ttl: "1h", delay: "2h" },
    },
  ),
  row("runs.replay", (api) => api.runs.replay("run_1", {}), "POST", "/api/v1/runs/run_1/replay", {
    body: {},
  }),
  row(
    "runs.replay",
    (api) => api.runs.replay("run_1", { payload: { a: 1 } }, options),
    "POST",
    "/api/v1/runs/run_1/replay",
    { body: { payload: '{"json":{"a":1}}', payloadType: "application/super+json" } },
  ),
  // superjson refuses such keys; the official SDK sends the payload as plain JSON then.
  row(
    "runs.replay",
    (api) => api.runs.replay("run_1", { payload: { constructor: 1, at: after } }),
    "POST",
    "/api/v1/runs/run_1/replay",
    { body: { payload: { constructor: 1, at: "2026-11-01T00:00:00.000Z" } } },
  ),
  row(
    "runs.replay",
    (api) => api.runs.replay("run_1", { payload: { at: after } }),
    "POST",
    "/api/v1/runs/run_1/replay",
    {
      body: {
        payload: '{"json":{"at":"2026-11-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}',
        payloadType: "application/super+json",
      },
    },
  ),
  row(
    "runs.replay",
    (api) =>
      api.runs.replay("run_1", {
        payload: null,
        metadata: { nested: { at: after, none: undefined } },
        tags: ["a"],
        queue: "q",
        concurrencyKey: "k",
        machine: "micro",
        version: "1",
        region: "eu",
        delay: after,
        ttl: 60,
        idempotencyKey: "i",
        idempotencyKeyTTL: "1h",
        maxAttempts: 3,
        maxDuration: 1.5,
        priority: 10,
      }),
    "POST",
    "/api/v1/runs/run_1/replay",
    {
      body: {
        payload: '{"json":null}',
        payloadType: "application/super+json",
        metadata: { nested: { at: "2026-11-01T00:00:00.000Z" } },
        tags: ["a"],
        queue: "q",
        concurrencyKey: "k",
        machine: "micro",
        version: "1",
        region: "eu",
        delay: "2026-11-01T00:00:00.000Z",
        ttl: 60,
        idempotencyKey: "i",
        idempotencyKeyTTL: "1h",
        maxAttempts: 3,
        maxDuration: 1.5,
        priority: 10,
      },
    },
  ),
  row(
    "runs.reschedule",
    (api) => api.runs.reschedule("run_1", { delay: "1h" }, options),
    "POST",
    "/api/v1/runs/run_1/reschedule",
    { body: { delay: "1h" } },
  ),
  row(
    "runs.reschedule",
    (api) => api.runs.reschedule("run_1", { delay: after }),
    "POST",
    "/api/v1/runs/run_1/reschedule",
    { body: { delay: "2026-11-01T00:00:00.000Z" } },
  ),
].map((single) => ({ ...single, answer: run }));

module.exports = [...lists, ...projectLists, ...singleRuns];
