"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { readJsonBody } = require("../answers/bodies.js");

/** Returns the task a key is of, or refuses. */
function readTask(context) {
  const { taskIdentifier } = readJsonBody(context);
  if (taskIdentifier === undefined) refuse(400, 'Validation error: Required at "taskIdentifier"');
  if (taskIdentifier === "") {
    refuse(400, 'Validation error: Task identifier is required at "taskIdentifier"');
  }
  return taskIdentifier;
}

function reset(context) {
  const { key } = context.params;
  const { runs } = authenticateKey(context, { publicTokens: true });
  const task = readTask(context);
  authorize(context.credential, "write", { runs: [] });
  if (!runs.resetIdempotent(task, key)) {
    refuse(404, `No runs found with idempotency key: ${key} and task: ${task}`);
  }
  return json(200, { id: key });
}

module.exports = [{ path: "/api/v1/idempotencyKeys/:key/reset", action: reset }];
