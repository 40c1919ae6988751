"use strict";

const { failure, json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { place, render } = require("../project/dashboards.js");
const { findFaults, readFields, refuseFaults } = require("../answers/body-fields.js");
const { TABLES, createWindow, tablesOf, toCsv } = require("../project/queries.js");

const FIELDS = {
  query: "string",
  scope: ["organization", "project", "environment"],
  period: "string??",
  from: "string??",
  to: "string??",
  format: ["json", "csv"],
};
const DISPLAYS = ["bignumber", "chart", "table", "title"];

/** Returns the environment of a credential that may do this with queries. */
function authenticate(context, action, names) {
  const environment = authenticateKey(context, { publicTokens: true });
  authorize(context.credential, action, { query: names });
  return environment;
}

function execute(context) {
  const environment = authenticateKey(context, { publicTokens: true });
  const body = readFields(context, FIELDS);
  const { query, scope = "environment", format = "json" } = body;
  const tables = tablesOf(query);
  authorize(context.credential, "read", { query: tables.length > 0 ? tables : ["all"] });
  const places = scope === "environment" ? [environment] : Object.values(environment.project.environments);
  const found = places.map(({ queries }) => queries.find(query)).filter(Boolean);
  if (found.length === 0) return failure(400, `No rows are seeded for this query: ${query}`);
  const results = found.flat().filter(createWindow(body, context.now()));
  return json(200, { format, results: format === "csv" ? toCsv(results) : results });
}

function retrieveSchema(context) {
  authenticate(context, "read", ["schema"]);
  return json(200, { tables: TABLES });
}

function listDashboards(context) {
  const { dashboards } = authenticate(context, "read", ["dashboards"]).project;
  return json(200, { dashboards: dashboards.list() });
}

function readWidget(widget, prefix) {
  const fields = { id: "string?", title: "string", query: "string?", display: "object", position: "object?" };
  refuseFaults(findFaults(widget, fields, prefix));
  refuseFaults(findFaults(widget.display, { type: DISPLAYS }, `${prefix}display.`));
  return widget;
}

function readWidgets({ widgets }) {
  widgets?.forEach((widget, index) => readWidget(widget, `widgets[${index}].`));
}

function create(context) {
  const { dashboards } = authenticate(context, "write", ["dashboards"]).project;
  const body = readFields(context, { title: "string", description: "string?", widgets: "array?" });
  readWidgets(body);
  return json(200, render(dashboards.create(body)));
}

/** Returns the dashboards of the project and the one a path names. */
function open(context, action) {
  const { dashboards } = authenticate(context, action, ["dashboards"]).project;
  const dashboard = dashboards.get(context.params.id) ?? refuse(404, "Dashboard not found");
  return { dashboards, dashboard };
}

/** Refuses a write that is based on an older state. */
function checkRevision(dashboard, revision) {
  if (revision && revision !== dashboard.revision) {
    refuse(412, "The dashboard was changed since this revision");
  }
}

function retrieve(context) {
  return json(200, render(open(context, "read").dashboard));
}

const CHANGES = {
  PATCH: { title: "string?", description: "string?", revision: "string?" },
  PUT: { title: "string?", description: "string?", revision: "string?", widgets: "array" },
};

function change(context) {
  const { dashboards, dashboard } = open(context, "write");
  const { method } = context.request;
  if (method === "DELETE") {
    dashboards.delete(dashboard.id);
    return json(200, { id: dashboard.id });
  }
  const fields = CHANGES[method] ?? refuse(405, "Method not allowed");
  const body = readFields(context, fields);
  readWidgets(body);
  checkRevision(dashboard, body.revision);
  return json(200, render(dashboards.change(dashboard, body)));
}

function addWidget(context) {
  const { dashboards, dashboard } = open(context, "write");
  const body = readWidget(readFields(context, { revision: "string?" }), "");
  checkRevision(dashboard, body.revision);
  const widget = place(dashboard, body);
  return json(200, { widgetId: widget.id, dashboard: render(dashboards.touch(dashboard)) });
}

function changeWidget(context) {
  const { dashboards, dashboard } = open(context, "write");
  const index = dashboard.widgets.findIndex(({ id }) => id === context.params.widget);
  if (index < 0) return failure(404, "Widget not found");
  const { method, query } = context.request;
  if (method === "DELETE") {
    checkRevision(dashboard, new Map(query).get("revision"));
    dashboard.widgets.splice(index, 1);
  } else if (method === "PATCH") {
    const { revision, ...changes } = readFields(context, { title: "string?", display: "object?" });
    checkRevision(dashboard, revision);
    Object.assign(dashboard.widgets[index], changes);
  } else {
    return failure(405, "Method not allowed");
  }
  return json(200, render(dashboards.touch(dashboard)));
}

module.exports = [
  {
    path: "/api/v1/query",
    loader: () => ({ status: 405, headers: {}, body: "" }),
    action: execute,
  },
  { path: "/api/v1/query/schema", loader: retrieveSchema },
  { path: "/api/v1/query/dashboards", loader: listDashboards, action: create },
  { path: "/api/v1/query/dashboards/:id", loader: retrieve, action: change },
  { path: "/api/v1/query/dashboards/:id/widgets", action: addWidget },
  { path: "/api/v1/query/dashboards/:id/widgets/:widget", action: changeWidget },
];
