"use strict";

const { options, row } = require("../row.js");

const limit = { id: "climit_1", name: "openai", running: 0, queued: 0 };
const numbered = { data: [], pagination: { currentPage: 1, totalPages: 1, count: 0 } };
const path = "/api/v1/concurrency-limits";

const lists = [
  [(api) => api.concurrencyLimits.list(), undefined],
  [(api) => api.concurrencyLimits.list(options), undefined],
  [(api) => api.concurrencyLimits.list({ page: 2, perPage: 10 }, options), "perPage=10&page=2"],
].map(([call, query]) => row("concurrencyLimits.list", call, "GET", path, { query, answer: numbered }));

const retrievals = [
  [(api) => api.concurrencyLimits.retrieve("openai"), "openai", undefined],
  [(api) => api.concurrencyLimits.retrieve("task/my task", options), "task%2Fmy%20task", undefined],
  [
    (api) => api.concurrencyLimits.retrieve("openai", { concurrencyKey: "a b&c" }, options),
    "openai",
    "concurrencyKey=a+b%26c",
  ],
].map(([call, name, query]) =>
  row("concurrencyLimits.retrieve", call, "GET", `${path}/${name}`, { query, answer: limit }),
);

const writes = [
  ["override", (limits) => limits.override("a/b", { perKey: 0 }), "a%2Fb/override", { perKey: 0 }],
  [
    "override",
    (limits) => limits.override("openai", { perKey: 1, total: 2 }, options),
    "openai/override",
    { perKey: 1, total: 2 },
  ],
  [
    "override",
    (limits) => limits.override("openai", { concurrencyKey: "k", perKey: 3 }),
    "openai/override",
    { concurrencyKey: "k", perKey: 3 },
  ],
  [
    "override",
    (limits) => limits.override("openai", { concurrencyKey: "k", perKey: 3, ttl: "1h" }, options),
    "openai/override",
    { concurrencyKey: "k", perKey: 3, ttl: "1h" },
  ],
  [
    "override",
    (limits) => limits.override("openai", { concurrencyKey: "k", perKey: 3, ttl: 60 }),
    "openai/override",
    { concurrencyKey: "k", perKey: 3, ttl: 60 },
  ],
  ["reset", (limits) => limits.reset("openai"), "openai/reset", {}],
  ["reset", (limits) => limits.reset("a/b", options), "a%2Fb/reset", {}],
  [
    "reset",
    (limits) => limits.reset("openai", { concurrencyKey: "k" }, options),
    "openai/reset",
    { concurrencyKey: "k" },
  ],
  ["pause", (limits) => limits.pause("openai"), "openai/pause", { action: "pause" }],
  ["pause", (limits) => limits.pause("a/b", options), "a%2Fb/pause", { action: "pause" }],
  ["resume", (limits) => limits.resume("openai"), "openai/pause", { action: "resume" }],
  ["resume", (limits) => limits.resume("a/b", options), "a%2Fb/pause", { action: "resume" }],
].map(([verb, call, end, body]) =>
  row(`concurrencyLimits.${verb}`, (api) => call(api.concurrencyLimits), "POST", `${path}/${end}`, {
    body,
    answer: limit,
  }),
);

module.exports = [...lists, ...retrievals, ...writes];
