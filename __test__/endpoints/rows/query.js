"use strict";

const { options, row } = require("../row.js");

const path = "/api/v1/query";
const text = "SELECT run_id FROM runs";
const usual = { query: text, scope: "environment", format: "json" };
const date = new Date("2026-11-01T00:00:00.000Z");

const execute = (call, body) => row("query.execute", call, "POST", path, { body, answer: { results: [] } });

const queries = [
  execute((api) => api.query.execute(text), usual),
  execute((api) => api.query.execute(text, options), usual),
  execute((api) => api.query.execute(text, {}, options), usual),
  execute((api) => api.query.execute(text, { scope: "project", period: "30d", format: "csv" }), {
    query: text,
    scope: "project",
    period: "30d",
    format: "csv",
  }),
  execute((api) => api.query.execute(text, { scope: "organization", from: date, to: date.getTime() + 1 }), {
    ...usual,
    scope: "organization",
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-11-01T00:00:00.001Z",
  }),
  execute((api) => api.query.execute(text, { period: undefined, from: 0, format: "json" }), {
    ...usual,
    from: "1970-01-01T00:00:00.000Z",
  }),
  row("query.retrieveSchema", (api) => api.query.retrieveSchema(), "GET", `${path}/schema`),
  row("query.retrieveSchema", (api) => api.query.retrieveSchema(options), "GET", `${path}/schema`),
];

const dashboards = `${path}/dashboards`;
const one = `${dashboards}/dash_1`;
const changes = {
  title: "Runs",
  query: text,
  display: { type: "table" },
  fillGaps: true,
  position: { x: 0, y: 0, w: 12, h: 4 },
};
const widget = { id: "w", ...changes };
const described = { title: "Mine", description: "" };

/** A call by its own arguments alone, and with request options after them. */
function both(name, args, method, to, rest) {
  const verb = (api) => name.split(".").reduce((area, each) => area[each], api);
  return [
    row(name, (api) => verb(api)(...args), method, to, rest),
    row(name, (api) => verb(api)(...args, options), method, to, rest),
  ];
}

module.exports = [
  ...queries,
  ...both("query.dashboards.list", [], "GET", dashboards),
  ...both("query.dashboards.retrieve", ["a/b"], "GET", `${dashboards}/a%2Fb`),
  ...both("query.dashboards.create", [{ title: "Mine" }], "POST", dashboards, { body: { title: "Mine" } }),
  ...both("query.dashboards.create", [{ ...described, widgets: [widget] }], "POST", dashboards, {
    body: { ...described, widgets: [widget] },
  }),
  ...both("query.dashboards.update", ["dash_1", { ...described, revision: "r" }], "PATCH", one, {
    body: { ...described, revision: "r" },
  }),
  ...both("query.dashboards.replace", ["dash_1", { ...described, widgets: [], revision: "r" }], "PUT", one, {
    body: { ...described, widgets: [], revision: "r" },
  }),
  ...both("query.dashboards.del", ["dash_1"], "DELETE", one),
  ...both(
    "query.dashboards.widgets.add",
    ["dash_1", { ...widget, revision: "r" }],
    "POST",
    `${one}/widgets`,
    {
      body: { ...widget, revision: "r" },
    },
  ),
  ...both(
    "query.dashboards.widgets.update",
    ["dash_1", "w/1", { ...changes, revision: "r" }],
    "PATCH",
    `${one}/widgets/w%2F1`,
    { body: { ...changes, revision: "r" } },
  ),
  ...both("query.dashboards.widgets.del", ["dash_1", "w"], "DELETE", `${one}/widgets/w`),
  ...both("query.dashboards.widgets.del", ["dash_1", "w", { revision: "r" }], "DELETE", `${one}/widgets/w`, {
    query: "revision=r",
  }),
];
