"use strict";

const { hasFinished } = require("./run-status.js");

/** Cancels a run and tells whether there was anything to cancel: one that is over stays as it is. */
function cancel(run, now) {
  if (hasFinished(run.status)) return false;
  run.status = "CANCELED";
  run.updatedAt = now;
  if (run.startedAt != null) run.finishedAt = now;
  run.error = { message: "Canceled by user" };
  run.environment.runs.changes.announce(run);
  return true;
}

module.exports = { cancel };
