"use strict";

const { createInternalId } = require("../ids.js");
const { replay } = require("./replay.js");

/** The bulk actions of one environment, oldest first. */
class BulkActions {
  #now;

  constructor(now) {
    this.#now = now;
    this.all = [];
    /** While it is set, bulk actions stay pending; `release` works them off. */
    this.isHeld = false;
  }

  get(id) {
    return this.all.find((action) => action.id === id);
  }

  /** Makes a bulk action of runs, which is worked off at once unless they are held. */
  create({ type, name, runs, region }) {
    const createdAt = this.#now();
    const internalId = createInternalId(createdAt);
    const counts = { total: runs.length, success: 0, failure: 0 };
    const action = { id: `bulk_${internalId}`, internalId, name, type, status: "PENDING", counts, createdAt };
    this.all.push(Object.assign(action, { runs, region }));
    if (!this.isHeld) this.#workOff(action);
    return action;
  }

  /** Works off what is pending, and from now on what is made. */
  release() {
    this.isHeld = false;
    for (const action of this.all) if (action.status === "PENDING") this.#workOff(action);
  }

  /**
   * Returns one page, newest first whichever way it is asked for, and the cursors around it.
   *
   * @returns undefined when a cursor is none of ours, or when there are two of them
   */
  page({ size, after, before }) {
    const position = decode(after ?? before);
    if (position === undefined || (after && before)) return undefined;
    const ordered = before ? this.all : [...this.all].reverse();
    const found = ordered.filter((action) => {
      if (position === null) return true;
      const order = compare(action, position);
      return before ? order > 0 : order < 0;
    });
    const hasMore = found.length > size;
    const actions = before ? found.slice(0, size).reverse() : found.slice(0, size);
    const [first, last] = [actions.at(0), actions.at(-1)];
    return {
      data: actions.map(render),
      pagination: {
        ...(last && (hasMore || before) && { next: encode(last) }),
        ...(first && (before ? hasMore : after) && { previous: encode(first) }),
      },
    };
  }

  #workOff(action) {
    const now = this.#now();
    for (const run of action.runs) {
      const isDone = action.type === "CANCEL" ? cancelIn(action, run, now) : replayIn(action, run, now);
      action.counts[isDone ? "success" : "failure"] += 1;
    }
    Object.assign(action, { status: "COMPLETED", completedAt: now });
  }
}

function cancelIn(action, run, now) {
  const isDone = run.environment.runs.cancel(run, now);
  if (isDone) run.bulkActionId = action.id;
  return isDone;
}

function replayIn(action, run, now) {
  const again = replay(run, action.region ? { region: action.region } : {}, now);
  again.bulkActionId = action.id;
  return true;
}

function compare(action, position) {
  if (action.createdAt !== position.createdAt) return action.createdAt - position.createdAt;
  if (action.internalId === position.id) return 0;
  return action.internalId < position.id ? -1 : 1;
}

function encode({ createdAt, internalId }) {
  return Buffer.from(JSON.stringify({ createdAt, id: internalId })).toString("base64url");
}

/** Reads a cursor: null for none, undefined for what is no cursor. */
function decode(cursor) {
  if (!cursor) return null;
  try {
    const { createdAt, id } = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return typeof createdAt === "number" && typeof id === "string" ? { createdAt, id } : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a bulk action as the API shows it. */
function render({ id, name, type, status, counts, createdAt, completedAt }) {
  const toText = (time) => time && new Date(time).toISOString();
  const dates = { createdAt: toText(createdAt), completedAt: toText(completedAt) };
  return { id, name, type, status, counts, ...dates };
}

module.exports = { BulkActions, render };
