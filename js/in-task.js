"use strict";

// What makes sense inside a running task only.

const { toError } = require("./errors.js");

/** Makes the error of an argument. */
function refusal(operation, what) {
  return toError({ cause: "argument", message: `${operation}: ${what}`, operation });
}

function explain(operation) {
  return refusal(operation, "works inside a running task only, with @trigger.dev/sdk");
}

/** Makes a function that throws that it works inside a task only. */
function refuseInTask(operation) {
  return () => {
    throw explain(operation);
  };
}

/** The same for a function that answers promises. */
function rejectInTask(operation) {
  return async () => {
    throw explain(operation);
  };
}

module.exports = { refusal, refuseInTask, rejectInTask };
