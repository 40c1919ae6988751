"use strict";

const { refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("./authentication.js");

const MAY_NOT_BE_REPLICATED = { "x-should-retry": "true" };

/** Returns the run a request names, if its key or public token may read it. */
function findReadable(context) {
  const environment = authenticateKey(context, { publicTokens: true });
  const run = environment.runs.get(context.params.id) ?? refuse(404, "Not found", MAY_NOT_BE_REPLICATED);
  authorize(context.credential, "read", {
    runs: [run.id],
    tags: run.tags,
    tasks: [run.taskIdentifier],
    batch: run.batchId ? [run.batchId] : [],
  });
  return run;
}

module.exports = { findReadable };
