"use strict";

const { refuses, refusesIds } = require("./refusals.js");

const execute =
  (...args) =>
  (api) =>
    api.query.execute(...args);

refuses("no query", execute(), /^query\.execute: query must be a string, got undefined$/);
refuses("an empty query", execute(""), /query must not be empty/);
refuses("options a text", execute("q", "csv"), /options must be an object, got "csv"/);
refuses(
  "an unknown scope",
  execute("q", { scope: "planet" }),
  /scope must be one of environment, project, organization, got "planet"/,
);
refuses("an unknown format", execute("q", { format: "xml" }), /format must be one of json, csv, got "xml"/);
for (const from of ["2026-11-01", Number.NaN, Infinity, 9e15, new Date(Number.NaN), null]) {
  refuses(
    `from ${String(from)}`,
    execute("q", { from }),
    /from must be a Date or a number of epoch milliseconds, got/,
  );
}
for (const bound of ["from", "to"]) {
  refuses(
    `a period and ${bound}`,
    execute("q", { period: "7d", [bound]: 0 }),
    /period cannot be combined with from or to; the server would follow period alone/,
  );
}
refuses("an unknown option", execute("q", { limit: 1 }), /limit is not known here; known are scope, period/);

const widget = { title: "Runs", query: "q", display: { type: "table" } };
const ids = {
  "query.dashboards.retrieve: dashboardId": (id) => (api) => api.query.dashboards.retrieve(id),
  "query.dashboards.update: dashboardId": (id) => (api) => api.query.dashboards.update(id, {}),
  "query.dashboards.replace: dashboardId": (id) => (api) => api.query.dashboards.replace(id, { widgets: [] }),
  "query.dashboards.del: dashboardId": (id) => (api) => api.query.dashboards.del(id),
  "query.dashboards.widgets.add: dashboardId": (id) => (api) => api.query.dashboards.widgets.add(id, widget),
  "query.dashboards.widgets.update: widgetId": (id) => (api) =>
    api.query.dashboards.widgets.update("dash_1", id, {}),
  "query.dashboards.widgets.del: widgetId": (id) => (api) => api.query.dashboards.widgets.del("dash_1", id),
};
for (const [argument, callWith] of Object.entries(ids)) refusesIds(argument, callWith);

const create = (params) => (api) => api.query.dashboards.create(params);
refuses("no dashboard", create(), /^query\.dashboards\.create: params must be an object, got undefined$/);
refuses("no title", create({}), /title must be a string, got undefined/);
refuses("an empty title", create({ title: "" }), /title must not be empty/);
refuses(
  "widgets a function",
  create({ title: "t", widgets() {} }),
  /widgets must be a value that JSON can hold/,
);
refuses("an unknown field", create({ title: "t", key: "k" }), /key is not known here; known are title/);
refuses(
  "no widgets to replace with",
  (api) => api.query.dashboards.replace("dash_1", { title: "t" }),
  /widgets must be a value that JSON can hold, got undefined/,
);
refuses(
  "a display that is none",
  (api) => api.query.dashboards.widgets.add("dash_1", { title: "t", display: "table" }),
  /display must be an object, got "table"/,
);
