"use strict";

const { failure, json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { readBulkBody, selectRuns } = require("../runs/bulk-selection.js");
const { render } = require("../runs/bulk-actions.js");
const { readPage } = require("../runs/run-query.js");

function create(context) {
  const environment = authenticateKey(context);
  const body = readBulkBody(context);
  authorize(context.credential, "write", { runs: [] });
  const { id } = environment.bulkActions.create({
    type: body.action === "cancel" ? "CANCEL" : "REPLAY",
    name: body.name,
    region: body.targetRegion,
    runs: selectRuns(environment, body, context.now()),
  });
  return json(202, { id });
}

function list(context) {
  const environment = authenticateKey(context);
  const query = readPage(context.request.query);
  authorize(context.credential, "read", { runs: [] });
  const page = environment.bulkActions.page(query);
  return page ? json(200, page) : failure(500, "Internal Server Error");
}

function retrieve(context) {
  const environment = authenticateKey(context);
  const action = environment.bulkActions.get(context.params.id);
  if (!action) return failure(404, "Not found", { "x-should-retry": "false" });
  authorize(context.credential, "read", { runs: [] });
  return json(200, render(action));
}

function abort(context) {
  const environment = authenticateKey(context);
  authorize(context.credential, "write", { runs: [] });
  const action = environment.bulkActions.get(context.params.id) ?? refuse(404, "Resource not found");
  if (action.status !== "PENDING") {
    return failure(400, `Bulk action group already ${action.status.toLowerCase()}: ${action.id}`);
  }
  action.status = "ABORTED";
  return json(200, { id: action.id });
}

module.exports = [
  { path: "/api/v1/bulk-actions", loader: list, action: create },
  { path: "/api/v1/bulk-actions/:id", loader: retrieve },
  { path: "/api/v1/bulk-actions/:id/abort", action: abort },
];
