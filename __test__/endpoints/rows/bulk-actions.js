"use strict";

const { after, options, row } = require("../row.js");

const path = "/api/v1/bulk-actions";
const reference = { id: "bulk_1" };
const action = { id: "bulk_1", type: "CANCEL", status: "COMPLETED", counts: {} };
const at = "2026-11-01T00:00:00.000Z";

/** Every filter at once. */
const everyFilter = {
  status: ["FAILED", "CRASHED"],
  taskIdentifier: ["a", "b"],
  version: "1",
  from: after,
  to: 1_800_000_000_000,
  period: "1d",
  bulkAction: "bulk_0",
  tag: ["a,b", "é"],
  schedule: "sched_1",
  isTest: false,
  batch: "batch_1",
  queue: [
    { type: "task", name: "t" },
    { type: "custom", name: "q" },
  ],
  machine: ["micro"],
  region: "eu",
};

/** A selection of runs, and the body it becomes. */
function selects(verb, params, body = params) {
  const call = (api) => api.runs.bulk[verb](params);
  return row(`runs.bulk.${verb}`, call, "POST", path, { body: { ...body, action: verb }, answer: reference });
}

const selections = [
  ...["cancel", "replay"].flatMap((verb) => [
    selects(verb, { runIds: ["run_1", "run_2"] }),
    selects(
      verb,
      { runIds: ["run_1"], filter: undefined, name: "mine" },
      { runIds: ["run_1"], name: "mine" },
    ),
    selects(verb, { filter: everyFilter }, { filter: { ...everyFilter, from: at } }),
    selects(
      verb,
      { filter: { status: "FAILED", queue: { type: "custom", name: "q" }, to: after } },
      {
        filter: { status: "FAILED", queue: { type: "custom", name: "q" }, to: at },
      },
    ),
    // What the server refuses itself it is asked.
    selects(verb, {}),
    selects(verb, { filter: {} }),
    selects(verb, { filter: { tag: "a" }, runIds: ["run_1"] }),
  ]),
  selects("replay", { runIds: ["run_1"], name: "mine", targetRegion: "eu" }),
  row("runs.bulk.cancel", (api) => api.runs.bulk.cancel({ runIds: ["run_1"] }, options), "POST", path, {
    body: { runIds: ["run_1"], action: "cancel" },
    answer: reference,
  }),
  row("runs.bulk.replay", (api) => api.runs.bulk.replay({ runIds: ["run_1"] }, options), "POST", path, {
    body: { runIds: ["run_1"], action: "replay" },
    answer: reference,
  }),
];

const lists = [
  row("runs.bulk.list", (api) => api.runs.bulk.list(), "GET", path),
  row("runs.bulk.list", (api) => api.runs.bulk.list(options), "GET", path),
  row("runs.bulk.list", (api) => api.runs.bulk.list({ limit: 5, after: "c1" }, options), "GET", path, {
    query: "page%5Bsize%5D=5&page%5Bafter%5D=c1",
  }),
  row("runs.bulk.list", (api) => api.runs.bulk.list({ before: "c1" }), "GET", path, {
    query: "page%5Bbefore%5D=c1",
  }),
];

const single = [
  row("runs.bulk.retrieve", (api) => api.runs.bulk.retrieve("bulk_1"), "GET", `${path}/bulk_1`),
  row("runs.bulk.retrieve", (api) => api.runs.bulk.retrieve("a/b", options), "GET", `${path}/a%2Fb`),
  row("runs.bulk.abort", (api) => api.runs.bulk.abort("bulk_1"), "POST", `${path}/bulk_1/abort`),
  row("runs.bulk.abort", (api) => api.runs.bulk.abort("bulk_1", options), "POST", `${path}/bulk_1/abort`),
  row("runs.bulk.poll", (api) => api.runs.bulk.poll("bulk_1"), "GET", `${path}/bulk_1`),
  row("runs.bulk.poll", (api) => api.runs.bulk.poll("bulk_1", options), "GET", `${path}/bulk_1`),
  row(
    "runs.bulk.poll",
    (api) => api.runs.bulk.poll("bulk_1", { pollIntervalMs: 1 }, options),
    "GET",
    `${path}/bulk_1`,
  ),
].map((each) => ({ ...each, answer: action }));

module.exports = [...selections, ...lists, ...single];
