"use strict";

const STYLES = {
  COMPLETED: "green",
  EXECUTING: "cyan",
  WAITING: "cyan",
  DEQUEUED: "cyan",
  QUEUED: "yellow",
  DELAYED: "yellow",
  PENDING_VERSION: "yellow",
  CANCELED: "dim",
  EXPIRED: "dim",
};

/** Returns a status as a cell of a table. What the colours do not know is something to look at. */
function showStatus(status) {
  return { text: status, style: Object.hasOwn(STYLES, status) ? STYLES[status] : "red" };
}

/** Tells whether a run is over. An expired one never began, and has none of the flags. */
function isOver({ isCompleted, isFailed, isCancelled, status }) {
  return isCompleted || isFailed || isCancelled || status === "EXPIRED" || status === "TIMED_OUT";
}

/** Formats how long a run has been computing. */
function showDuration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Formats tags, which a server of another version may not send as a list. */
function listOf(tags) {
  return [tags ?? []].flat().join(", ");
}

module.exports = { isOver, listOf, showDuration, showStatus };
