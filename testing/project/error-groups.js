"use strict";

const { scramble } = require("../ids.js");
const { paginate } = require("../answers/pages.js");

const HEXADECIMAL = "0123456789abcdef";

/** What has been decided about a group that nobody has decided about. */
const UNDECIDED = {
  resolvedAt: null,
  resolvedInVersion: null,
  resolvedBy: null,
  ignoredAt: null,
  ignoredUntil: null,
  ignoredReason: null,
  ignoredByUserId: null,
  ignoredUntilOccurrenceRate: null,
  ignoredUntilTotalOccurrences: null,
};

const MOST_FREQUENT_FIRST = {
  cursorOf: ({ count, fingerprint, taskIdentifier }) =>
    Buffer.from(JSON.stringify({ occurrenceCount: count, fingerprint, taskIdentifier })).toString("base64"),
  compare(group, cursor) {
    const {
      occurrenceCount: count,
      fingerprint,
      taskIdentifier,
    } = JSON.parse(Buffer.from(cursor, "base64").toString());
    return compare(group, { count, fingerprint, taskIdentifier });
  },
};

function compare(one, other) {
  if (one.count !== other.count) return other.count - one.count;
  const key = ({ fingerprint, taskIdentifier }) => `${fingerprint} ${taskIdentifier}`;
  if (key(one) === key(other)) return 0;
  return key(one) < key(other) ? 1 : -1;
}

/**
 * What an error group may be seeded with.
 *
 * @typedef {object} ErrorGroupFields
 * @property {string} [fingerprint] made up if absent
 * @property {string} [taskIdentifier] default `hello-world`
 * @property {string} [errorType] default `Error`
 * @property {string} [errorMessage] default `boom`
 * @property {number} [count] default 1
 * @property {number} [firstSeen] epoch milliseconds; default now
 * @property {number} [lastSeen] epoch milliseconds; default now
 * @property {string[]} [affectedVersions]
 */

/** The error groups of one environment. */
class ErrorGroups {
  constructor() {
    this.byId = new Map();
  }

  /** Adds a group. @param {ErrorGroupFields} fields */
  add(fields, now) {
    const fingerprint = fields.fingerprint ?? scramble(16, HEXADECIMAL);
    const group = {
      taskIdentifier: "hello-world",
      errorType: "Error",
      errorMessage: "boom",
      count: 1,
      firstSeen: now,
      lastSeen: now,
      affectedVersions: [],
      ...fields,
      id: `error_${fingerprint}`,
      fingerprint,
      status: "unresolved",
      ...UNDECIDED,
    };
    this.byId.set(group.id, group);
    return group;
  }

  get(id) {
    return this.byId.get(id);
  }

  /** Changes what has been decided about a group; everything else of it is undecided again. */
  decide(group, status, decision) {
    Object.assign(group, UNDECIDED, { status }, decision);
  }

  /** Returns one page and the cursors around it. @param {any} query */
  page({ matches, ...page }) {
    const found = [...this.byId.values()].filter(matches).sort(compare);
    return paginate(found, /** @type {any} */ (page), MOST_FREQUENT_FIRST);
  }
}

module.exports = { ErrorGroups };
