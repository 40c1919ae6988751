"use strict";

const { createHmac } = require("node:crypto");
const { parsePeriod } = require("../time/durations.js");
const { createInternalId, scramble } = require("../ids.js");
const { paginate } = require("../answers/pages.js");

const NEWEST_FIRST = {
  cursorOf: ({ internalId }) => internalId,
  compare: ({ internalId }, cursor) => (internalId < cursor ? 1 : internalId === cursor ? 0 : -1),
};

/**
 * What a waitpoint token may be seeded with.
 *
 * @typedef {object} WaitpointFields
 * @property {string} [id] `waitpoint_…`; made up if absent
 * @property {number} [createdAt] epoch milliseconds; default now
 * @property {number} [timeoutAt] epoch milliseconds
 * @property {string} [idempotencyKey]
 * @property {number} [idempotencyKeyExpiresAt] epoch milliseconds
 * @property {string[]} [tags]
 */

/** The waitpoint tokens of one environment. */
class Waitpoints {
  constructor(environment) {
    this.environment = environment;
    this.byId = new Map();
  }

  /** Adds a token. @param {WaitpointFields} fields */
  add(fields, now) {
    const createdAt = fields.createdAt ?? now;
    const internalId = fields.id?.replace(/^waitpoint_/, "") ?? createInternalId(createdAt);
    /** @type {any} */
    const waitpoint = { ...fields, id: `waitpoint_${internalId}`, internalId, createdAt };
    waitpoint.tags = [...(fields.tags ?? [])];
    // The server has a key for every token, and tells whose it is.
    waitpoint.isOwnKey = fields.idempotencyKey !== undefined;
    waitpoint.idempotencyKey ??= scramble(24);
    this.byId.set(waitpoint.id, waitpoint);
    return waitpoint;
  }

  /** Returns a token as it is by now: one that nobody completed in time has timed out. */
  get(id, now) {
    const waitpoint = this.byId.get(id);
    if (waitpoint) expire(waitpoint, now);
    return waitpoint;
  }

  /** Finds the token that made an idempotency key its own, unless the key has expired. */
  findIdempotent(key, now) {
    return this.#all(now).find(
      ({ idempotencyKey, isOwnKey, idempotencyKeyExpiresAt: end = Infinity }) =>
        isOwnKey && idempotencyKey === key && end > now,
    );
  }

  /** Completes a token with an output, if that has not happened yet. */
  complete(waitpoint, output, now) {
    if (waitpoint.completedAt !== undefined) return;
    waitpoint.completedAt = now;
    waitpoint.output = output;
  }

  /** Returns one page and the cursors around it. */
  page({ statuses, idempotencyKey, tags, period, from = -Infinity, to = Infinity, ...page }, now) {
    const length = period && parsePeriod(period);
    const start = length ? Math.max(from, now - length) : from;
    const matches = (waitpoint) =>
      (statuses.length === 0 || statuses.includes(statusOf(waitpoint))) &&
      (!idempotencyKey || waitpoint.idempotencyKey === idempotencyKey) &&
      (tags.length === 0 || waitpoint.tags.some((tag) => tags.includes(tag))) &&
      waitpoint.createdAt >= start &&
      waitpoint.createdAt <= to;
    return paginate(this.#all(now).filter(matches), /** @type {any} */ (page), NEWEST_FIRST);
  }

  /** Returns the hash that the URL of a token ends with. */
  hashOf({ internalId }) {
    return createHmac("sha256", this.environment.secretKey).update(internalId).digest("hex");
  }

  #all(now) {
    const all = [...this.byId.values()].sort((a, b) => NEWEST_FIRST.compare(a, b.internalId));
    for (const waitpoint of all) expire(waitpoint, now);
    return all;
  }
}

function expire(waitpoint, now) {
  const { timeoutAt, completedAt } = waitpoint;
  if (completedAt !== undefined || timeoutAt === undefined || timeoutAt > now) return;
  const message = `Waitpoint timed out at ${new Date(timeoutAt).toISOString()}`;
  const data = JSON.stringify({ code: "TRIGGER_WAITPOINT_TIMEOUT", message });
  waitpoint.completedAt = timeoutAt;
  waitpoint.output = { data, type: "application/json", isError: true };
}

function statusOf({ completedAt, output }) {
  if (completedAt === undefined) return "WAITING";
  return output?.isError ? "TIMED_OUT" : "COMPLETED";
}

module.exports = { Waitpoints, statusOf };
