"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");

/** Cancels a run; one that is over is answered in the same way, and stays as it is. */
function cancel(context) {
  const { credential, params } = context;
  const { runs } = authenticateKey(context, { publicTokens: true });
  authorize(credential, "write", { runs: [params.id] });
  const run = runs.get(params.id) ?? refuse(404, "Resource not found");
  runs.cancel(run, context.now());
  return json(200, { id: run.id });
}

module.exports = [{ path: "/api/v2/runs/:id/cancel", action: cancel }];
