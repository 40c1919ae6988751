"use strict";

const { options, row } = require("../row.js");

const schedule = { id: "sched_1", task: "nightly", active: true };
const numbered = { data: [], pagination: { currentPage: 1, totalPages: 1, count: 0 } };
const path = "/api/v1/schedules";
const least = { task: "nightly", cron: "0 9 * * 1" };
const most = { ...least, externalId: "user_1", timezone: "Europe/London", window: "30%" };

/** A call that names a schedule and nothing else. */
function named(verb, method, suffix) {
  const name = `schedules.${verb}`;
  return [
    row(name, (api) => api.schedules[verb]("sched_1"), method, `${path}/sched_1${suffix}`),
    row(name, (api) => api.schedules[verb]("a/b c", options), method, `${path}/a%2Fb%20c${suffix}`),
  ];
}

const lists = [
  row("schedules.list", (api) => api.schedules.list(), "GET", path),
  row("schedules.list", (api) => api.schedules.list(options), "GET", path),
  row("schedules.list", (api) => api.schedules.list({ page: 2, perPage: 10 }, options), "GET", path, {
    query: "perPage=10&page=2",
  }),
].map((each) => ({ ...each, answer: numbered }));

const writes = [
  row("schedules.create", (api) => api.schedules.create({ ...least, deduplicationKey: "k" }), "POST", path, {
    body: { ...least, deduplicationKey: "k" },
  }),
  row(
    "schedules.create",
    (api) => api.schedules.create({ ...most, deduplicationKey: "k" }, options),
    "POST",
    path,
    { body: { ...most, deduplicationKey: "k" } },
  ),
  row("schedules.update", (api) => api.schedules.update("sched_1", least), "PUT", `${path}/sched_1`, {
    body: least,
  }),
  row("schedules.update", (api) => api.schedules.update("sched_1", most, options), "PUT", `${path}/sched_1`, {
    body: most,
  }),
  // Too many fields, and what is wrong within one, the server refuses by itself.
  row(
    "schedules.update",
    (api) => api.schedules.update("sched_1", { task: "nightly", cron: "* * * * * 61" }),
    "PUT",
    `${path}/sched_1`,
    { body: { task: "nightly", cron: "* * * * * 61" } },
  ),
];

const timezones = [
  [(api) => api.schedules.timezones(), undefined],
  [(api) => api.schedules.timezones(options), undefined],
  [(api) => api.schedules.timezones({ excludeUtc: false }), undefined],
  [(api) => api.schedules.timezones({ excludeUtc: true }, options), "excludeUtc=true"],
].map(([call, query]) => row("schedules.timezones", call, "GET", "/api/v1/timezones", { query }));

module.exports = [
  ...lists,
  ...[
    ...writes,
    ...named("retrieve", "GET", ""),
    ...named("activate", "POST", "/activate"),
    ...named("deactivate", "POST", "/deactivate"),
    ...named("del", "DELETE", ""),
    ...timezones,
  ].map((each) => ({ ...each, answer: schedule })),
];
