"use strict";

/** Returns the cursor that stands for a run. */
function encode(run) {
  const position = { c: run.createdAt, r: run.internalId };
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/**
 * Reads a cursor as a position in the order of runs.
 *
 * Anything that is not one of ours is not an error: the server takes it for an internal run id,
 * which older cursors were, and compares ids alone.
 *
 * @returns {{ createdAt?: number, internalId: string }}
 */
function decode(cursor) {
  try {
    const { c, r } = JSON.parse(Buffer.from(cursor, "base64").toString());
    if (typeof c === "number" && typeof r === "string") return { createdAt: c, internalId: r };
  } catch {
    // Falls through to the older form.
  }
  return { internalId: cursor };
}

/** Compares a run with a position; negative means the run is older. */
function compare(run, position) {
  const time = position.createdAt === undefined ? 0 : run.createdAt - position.createdAt;
  if (time !== 0) return time;
  if (run.internalId === position.internalId) return 0;
  return run.internalId < position.internalId ? -1 : 1;
}

module.exports = { compare, decode, encode };
