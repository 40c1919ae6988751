"use strict";

/** The API version from which on statuses have their present names. */
const CURRENT_VERSION = "2025-07-16";

// What the database holds, and how it reads without and with the version header.
const NAMES = {
  PENDING: ["QUEUED", "QUEUED"],
  EXECUTING: ["EXECUTING", "EXECUTING"],
  WAITING_TO_RESUME: ["FROZEN", "WAITING"],
  RETRYING_AFTER_FAILURE: ["REATTEMPTING", "EXECUTING"],
  PAUSED: ["FROZEN", "WAITING"],
  CANCELED: ["CANCELED", "CANCELED"],
  COMPLETED_SUCCESSFULLY: ["COMPLETED", "COMPLETED"],
  COMPLETED_WITH_ERRORS: ["FAILED", "FAILED"],
  INTERRUPTED: ["INTERRUPTED", "FAILED"],
  SYSTEM_FAILURE: ["SYSTEM_FAILURE", "SYSTEM_FAILURE"],
  CRASHED: ["CRASHED", "CRASHED"],
  WAITING_FOR_DEPLOY: ["WAITING_FOR_DEPLOY", "PENDING_VERSION"],
  DELAYED: ["DELAYED", "DELAYED"],
  EXPIRED: ["EXPIRED", "EXPIRED"],
  TIMED_OUT: ["TIMED_OUT", "TIMED_OUT"],
  PENDING_VERSION: ["PENDING_VERSION", "PENDING_VERSION"],
  DEQUEUED: ["EXECUTING", "DEQUEUED"],
};

const KNOWN = new Set(Object.values(NAMES).flat());
const QUEUED = new Set(["QUEUED", "DELAYED", "PENDING_VERSION", "WAITING_FOR_DEPLOY"]);
const EXECUTING = new Set(["EXECUTING", "REATTEMPTING", "FROZEN", "DEQUEUED"]);
const FAILED = new Set(["FAILED", "CANCELED", "CRASHED", "INTERRUPTED", "SYSTEM_FAILURE"]);
const STARTED = new Set(["EXECUTING", "RETRYING_AFTER_FAILURE", "WAITING_TO_RESUME", "PAUSED"]);
const FINISHED = new Set([
  "CANCELED",
  "COMPLETED_SUCCESSFULLY",
  "COMPLETED_WITH_ERRORS",
  "INTERRUPTED",
  "SYSTEM_FAILURE",
  "CRASHED",
  "EXPIRED",
  "TIMED_OUT",
]);

/**
 * Returns the database status for a name of either kind.
 *
 * Unknown names are kept as they are: a later server may have statuses this one has not.
 */
function normalize(name) {
  if (Object.hasOwn(NAMES, name)) return name;
  return Object.keys(NAMES).find((status) => NAMES[status].includes(name)) ?? name;
}

/** Returns a status as a client of the given API version reads it. */
function render(status, version) {
  return NAMES[status]?.[version === CURRENT_VERSION ? 1 : 0] ?? status;
}

/** Returns the `is…` fields that go with a rendered status. */
function flags(name) {
  return {
    isQueued: QUEUED.has(name),
    isExecuting: EXECUTING.has(name),
    isCompleted: name === "COMPLETED" || FAILED.has(name),
    isFailed: FAILED.has(name),
    isSuccess: name === "COMPLETED",
    isCancelled: name === "CANCELED",
    isWaiting: name === "WAITING",
  };
}

/** Returns the database statuses that a filter by a rendered name means, in either vocabulary. */
function select(name) {
  return Object.keys(NAMES).filter((status) => NAMES[status].includes(name));
}

/** Tells whether a filter may name this status. */
function isKnown(name) {
  return KNOWN.has(name);
}

/** Tells whether a database status is one that a run has only after it began. */
function hasStarted(status) {
  return STARTED.has(status) || (FINISHED.has(status) && status !== "EXPIRED");
}

/** Tells whether a database status is final. */
function hasFinished(status) {
  return FINISHED.has(status);
}

module.exports = { CURRENT_VERSION, flags, hasFinished, hasStarted, isKnown, normalize, render, select };
