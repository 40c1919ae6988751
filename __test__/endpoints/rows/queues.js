"use strict";

const { options, row } = require("../row.js");

const queue = { id: "queue_1", name: "mine", type: "custom", paused: false };
const numbered = { data: [], pagination: { currentPage: 1, totalPages: 1, count: 0 } };
const path = "/api/v1/queues";

/** A call that names a queue by its id, and one by its type and name. */
function named(verb, suffix, method, more = {}) {
  const name = `queues.${verb}`;
  const says = (type) => (method === "GET" ? { query: `type=${type}` } : { body: { type, ...more.body } });
  const args = more.args ?? [];
  return [
    row(name, (api) => api.queues[verb]("queue_1", ...args), method, `${path}/queue_1${suffix}`, says("id")),
    row(
      name,
      (api) => api.queues[verb]({ type: "task", name: "my task" }, ...args, options),
      method,
      `${path}/my%20task${suffix}`,
      says("task"),
    ),
    row(
      name,
      (api) => api.queues[verb]({ type: "custom", name: "a/b" }, ...args),
      method,
      `${path}/a%2Fb${suffix}`,
      says("custom"),
    ),
  ].map((each) => ({ ...each, answer: queue }));
}

const lists = [
  row("queues.list", (api) => api.queues.list(), "GET", path),
  row("queues.list", (api) => api.queues.list(options), "GET", path),
  row("queues.list", (api) => api.queues.list({ page: 2, perPage: 10 }, options), "GET", path, {
    query: "perPage=10&page=2",
  }),
].map((each) => ({ ...each, answer: numbered }));

const metrics = [
  [(api) => api.queues.retrieveMetrics({ type: "task", name: "my task" }), "my%20task", "type=task"],
  [(api) => api.queues.retrieveMetrics({ type: "custom", name: "a/b" }, options), "a%2Fb", "type=custom"],
  [
    (api) => api.queues.retrieveMetrics({ type: "custom", name: "a" }, { period: "24h" }, options),
    "a",
    "type=custom&period=24h",
  ],
].map(([call, name, query]) =>
  row("queues.retrieveMetrics", call, "GET", `${path}/${name}/metrics`, { query, answer: {} }),
);

module.exports = [
  ...lists,
  ...metrics,
  ...named("retrieve", "", "GET"),
  ...named("pause", "/pause", "POST", { body: { action: "pause" } }),
  ...named("resume", "/pause", "POST", { body: { action: "resume" } }),
  ...named("overrideConcurrencyLimit", "/concurrency/override", "POST", {
    args: [7],
    body: { concurrencyLimit: 7 },
  }),
  ...named("resetConcurrencyLimit", "/concurrency/reset", "POST"),
];
