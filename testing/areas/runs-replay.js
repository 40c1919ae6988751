"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { replay } = require("../runs/replay.js");

/** Runs a run again, with what the body has in place of what the run had. */
function repeat(context) {
  const { credential, params } = context;
  const environment = authenticateKey(context);
  authorize(credential, "write", { runs: [params.id] });
  const original = environment.runs.get(params.id) ?? refuse(404, "Resource not found");
  const body = context.hasBody() ? context.readJson(() => refuse(400, "Invalid JSON")) : {};
  return json(200, { id: replay(original, body, context.now()).id });
}

module.exports = [{ path: "/api/v1/runs/:id/replay", action: repeat }];
