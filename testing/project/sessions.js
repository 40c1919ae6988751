"use strict";

const { createInternalId } = require("../ids.js");
const { hasFinished } = require("../runs/run-status.js");

const PREFIX = "session_";

/**
 * What a session may be seeded with; it has no run then.
 *
 * @typedef {object} SessionFields
 * @property {string} [id] `session_…`; made up if absent
 * @property {string} [externalId]
 * @property {string} [type] default `chat.agent`
 * @property {string} [taskIdentifier] default `hello-world`
 * @property {object} [triggerConfig]
 * @property {string[]} [tags]
 * @property {object} [metadata]
 * @property {number} [createdAt] epoch milliseconds, default now
 * @property {number} [expiresAt] epoch milliseconds
 * @property {number} [closedAt] epoch milliseconds
 * @property {string} [closedReason]
 */

function createSession(fields, now) {
  const createdAt = fields.createdAt ?? now;
  const internalId = fields.id?.slice(PREFIX.length) ?? createInternalId(createdAt);
  return {
    id: PREFIX + internalId,
    internalId,
    externalId: fields.externalId ?? null,
    type: fields.type ?? "chat.agent",
    taskIdentifier: fields.taskIdentifier ?? "hello-world",
    triggerConfig: fields.triggerConfig ?? { basePayload: {} },
    currentRunId: null,
    tags: fields.tags ?? [],
    metadata: fields.metadata ?? null,
    closedAt: fields.closedAt ?? null,
    closedReason: fields.closedReason ?? null,
    expiresAt: fields.expiresAt ?? null,
    createdAt,
    updatedAt: createdAt,
  };
}

/** What has become of a session. */
function statusOf({ closedAt, expiresAt }, now) {
  if (closedAt !== null) return "CLOSED";
  return expiresAt !== null && expiresAt <= now ? "EXPIRED" : "ACTIVE";
}

/** Returns the run that serves a session: the one it has while that goes on, else a new one. */
function ensureRun(environment, session) {
  const current = environment.runs.get(session.currentRunId);
  if (current && !hasFinished(current.status)) return current;
  const { basePayload, tags = [] } = session.triggerConfig;
  const run = environment.seedRun({ taskIdentifier: session.taskIdentifier, payload: basePayload, tags });
  session.currentRunId = run.id;
  return run;
}

/** The sessions of one environment, by id and by their users' own ids. */
class Sessions {
  #byId = new Map();
  #byExternalId = new Map();

  add(session) {
    this.#byId.set(session.id, session);
    if (session.externalId !== null) this.#byExternalId.set(session.externalId, session);
    return session;
  }

  /** Finds a session by either id: what begins with `session_` is never a user's own. */
  get(id) {
    return id.startsWith(PREFIX) ? this.#byId.get(id) : this.#byExternalId.get(id);
  }

  /**
   * Returns one page, newest first, and the cursors around it.
   *
   * The cursors are internal ids. They name the outermost sessions of a page, and going back one that is
   * not full names none after it.
   */
  page({ size, after, before, matches }) {
    const newestFirst = (a, b) => b.createdAt - a.createdAt || (a.internalId < b.internalId ? 1 : -1);
    const all = [...this.#byId.values()].filter(matches).sort(newestFirst);
    return before === undefined ? pageForward(all, size, after) : pageBack(all, size, before);
  }
}

function pageForward(all, size, after) {
  const rest = all.filter(({ internalId }) => after === undefined || internalId < after);
  const sessions = rest.slice(0, size);
  return {
    sessions,
    next: rest.length > size ? sessions.at(-1).internalId : undefined,
    previous: after === undefined ? undefined : sessions[0]?.internalId,
  };
}

function pageBack(all, size, before) {
  const closest = all.filter(({ internalId }) => internalId > before).slice(-size - 1);
  const isMore = closest.length > size;
  const sessions = isMore ? closest.slice(1) : closest;
  return {
    sessions,
    next: sessions[size - 1]?.internalId,
    previous: isMore ? sessions[0].internalId : undefined,
  };
}

function render(session) {
  const toText = (time) => (time === null ? null : new Date(time).toISOString());
  const { internalId: _internalId, closedAt, expiresAt, createdAt, updatedAt, ...shown } = session;
  return {
    ...shown,
    closedAt: toText(closedAt),
    expiresAt: toText(expiresAt),
    createdAt: toText(createdAt),
    updatedAt: toText(updatedAt),
  };
}

module.exports = { createSession, ensureRun, render, statusOf, Sessions };
