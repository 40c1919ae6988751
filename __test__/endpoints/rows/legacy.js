"use strict";

const { after, options, row } = require("../row.js");

const event = { name: "user.created", payload: { id: 1, at: after } };
const sentEvent = { name: "user.created", payload: { id: 1, at: "2026-11-01T00:00:00.000Z" } };
const everyField = {
  ...event,
  context: null,
  id: "e1",
  timestamp: after,
  source: "shop",
  payloadType: "JSON",
};
const everySent = {
  ...sentEvent,
  context: null,
  id: "e1",
  timestamp: "2026-11-01T00:00:00.000Z",
  source: "shop",
  payloadType: "JSON",
};
const run = { id: "run_1" };

/** A call of hairtrigger/legacy, which every row makes on a client of its own. */
function legacy(name, args, method, path, rest) {
  return row(`legacy.${name}`, (api) => api[name](...args), method, path, { isLegacy: true, ...rest });
}

/** An event, and the body it becomes. */
function send(args, body) {
  return legacy("sendEvent", args, "POST", "/api/v1/events", { body, answer: { id: "e1" } });
}

const custom = (delay, said = delay) =>
  send(["e1", { name: "n", delay }], { id: "e1", event: { name: "n", delay: said } });

module.exports = [
  send(["e1", { ...event, context: { a: 1 }, timestamp: after }], {
    id: "e1",
    event: { ...sentEvent, context: { a: 1 }, timestamp: "2026-11-01T00:00:00.000Z" },
  }),
  send(["e1", { name: "n" }, options], { id: "e1", event: { name: "n" } }),
  custom({ seconds: 5 }),
  custom({ minutes: 5 }),
  custom({ hours: 5 }),
  custom({ days: 5 }),
  custom({ until: after }, { until: "2026-11-01T00:00:00.000Z" }),
  send([event], { event: sentEvent, options: {} }),
  send([everyField, { deliverAt: after, accountId: "a" }, options], {
    event: everySent,
    options: { deliverAt: "2026-11-01T00:00:00.000Z", accountId: "a" },
  }),
  send([event, { deliverAfter: 60 }], { event: sentEvent, options: { deliverAfter: 60 } }),
  send([event, options], { event: sentEvent, options: {} }),
  ...[
    [[[]], { events: [], options: {} }],
    [[[event, everyField], options], { events: [sentEvent, everySent], options: {} }],
    [[[event], { deliverAfter: 1 }, options], { events: [sentEvent], options: { deliverAfter: 1 } }],
  ].map(([args, body]) => legacy("sendEvents", args, "POST", "/api/v1/events/bulk", { body, answer: [] })),
  legacy("getEvent", ["e/1"], "GET", "/api/v2/events/e%2F1", { answer: run }),
  legacy("getEvent", ["e1", options], "GET", "/api/v2/events/e1", { answer: run }),
  legacy("getRuns", ["my-job"], "GET", "/api/v1/jobs/my-job/runs", { answer: { runs: [] } }),
  legacy("getRuns", ["my-job", { cursor: "c", take: 5 }, options], "GET", "/api/v1/jobs/my-job/runs", {
    query: "cursor=c&take=5",
    answer: { runs: [] },
  }),
  legacy("getRun", ["run_1"], "GET", "/api/v2/runs/run_1", { answer: run }),
  // The server takes whatever is written there for true.
  legacy("getRun", ["run_1", { subtasks: false, taskdetails: false }], "GET", "/api/v2/runs/run_1", {
    answer: run,
  }),
  legacy(
    "getRun",
    ["run_1", { subtasks: true, taskdetails: true, cursor: "c", take: 50 }, options],
    "GET",
    "/api/v2/runs/run_1",
    { query: "subtasks=true&taskdetails=true&cursor=c&take=50", answer: run },
  ),
  legacy("cancelRun", ["run_1"], "POST", "/api/v1/runs/run_1/cancel", { answer: run }),
  legacy("cancelRun", ["run_1", options], "POST", "/api/v1/runs/run_1/cancel", { answer: run }),
  legacy("invokeJob", ["my-job"], "POST", "/api/v1/jobs/my-job/invoke", {
    body: { context: {}, options: {} },
    answer: run,
  }),
  legacy(
    "invokeJob",
    [
      "my-job",
      { a: 1 },
      { accountId: "a", callbackUrl: "https://a.example", context: { b: 1 }, idempotencyKey: "k" },
      options,
    ],
    "POST",
    "/api/v1/jobs/my-job/invoke",
    {
      body: {
        payload: { a: 1 },
        context: { b: 1 },
        options: { accountId: "a", callbackUrl: "https://a.example" },
      },
      headers: { "idempotency-key": "k" },
      answer: run,
    },
  ),
].map((each) => ({ ...each, token: "trigger_live_table" }));
