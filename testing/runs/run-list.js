"use strict";

const { compare, decode, encode } = require("../answers/cursors.js");
const { Changes } = require("./changes.js");
const { hasFinished } = require("./run-status.js");

/** Returns how many items at the head of a sorted list satisfy a predicate. */
function countWhile(items, isBefore) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The runs of one environment, oldest first.
 *
 * The order is kept when runs are added, so that a page costs its own length and no more unless a
 * filter passes runs over.
 */
class Runs {
  constructor() {
    this.sorted = [];
    this.byId = new Map();
    this.byIdempotencyKey = new Map();
    /** Who changes a run says so here. */
    this.changes = new Changes();
  }

  add(run) {
    if (this.byId.has(run.id)) throw new Error(`there is a run ${run.id} already`);
    const position = { createdAt: run.createdAt, internalId: run.internalId };
    const last = this.sorted.at(-1);
    if (!last || compare(last, position) < 0) {
      this.sorted.push(run);
    } else {
      const index = countWhile(this.sorted, (other) => compare(other, position) < 0);
      this.sorted.splice(index, 0, run);
    }
    this.byId.set(run.id, run);
    if (run.idempotencyKey) this.byIdempotencyKey.set(idempotencyOf(run), run);
    this.changes.announce(run);
    return run;
  }

  /** Forgets a run, as the database does that deletes it; false when there is none. */
  remove(id) {
    const run = this.byId.get(id);
    if (!run) return false;
    this.byId.delete(id);
    this.sorted.splice(this.sorted.indexOf(run), 1);
    if (run.idempotencyKey) this.byIdempotencyKey.delete(idempotencyOf(run));
    this.changes.announce(run);
    return true;
  }

  /** Cancels a run and tells whether there was anything to cancel: one that is over stays as it is. */
  cancel(run, now) {
    if (hasFinished(run.status)) return false;
    run.status = "CANCELED";
    run.updatedAt = now;
    if (run.startedAt != null) run.finishedAt = now;
    run.error = { message: "Canceled by user" };
    this.changes.announce(run);
    return true;
  }

  get(id) {
    return this.byId.get(id);
  }

  /** Finds the run that made an idempotency key of a task its own. */
  findIdempotent(taskIdentifier, idempotencyKey) {
    return this.byIdempotencyKey.get(idempotencyOf({ taskIdentifier, idempotencyKey }));
  }

  /** Takes a key from the run of a task that has it; false when there is none. */
  resetIdempotent(taskIdentifier, idempotencyKey) {
    const run = this.findIdempotent(taskIdentifier, idempotencyKey);
    if (run) run.idempotencyKey = undefined;
    return this.byIdempotencyKey.delete(idempotencyOf({ taskIdentifier, idempotencyKey }));
  }

  /**
   * Returns one page and the cursors around it.
   *
   * Forward pages are newest first. A page fetched with `before` comes in reverse order, oldest
   * first, and of two cursors it is `before` that counts.
   *
   * @param {import("./run-query.js").RunQuery} query
   */
  page({ size, after, before, from, to, matches }) {
    const start = countWhile(this.sorted, (run) => run.createdAt < from);
    const end = countWhile(this.sorted, (run) => run.createdAt <= to);
    return before
      ? this.#pageBack(size, decode(before), start, end, matches)
      : this.#pageForward(size, after && decode(after), start, end, matches);
  }

  #pageForward(size, position, start, end, matches) {
    const isOlder = (run) => compare(run, position) < 0;
    // Ids alone do not order runs whose creation was backdated: then every run has to be asked.
    const dated = position?.createdAt !== undefined;
    const last = dated ? Math.min(end, countWhile(this.sorted, isOlder)) : end;
    const accepts = position && !dated ? (run) => isOlder(run) && matches(run) : matches;
    const found = [];
    for (let index = last - 1; index >= start && found.length <= size; index--) {
      if (accepts(this.sorted[index])) found.push(this.sorted[index]);
    }
    const more = found.length > size;
    const runs = more ? found.slice(0, size) : found;
    return {
      runs,
      pagination: {
        ...(more && { next: encode(runs.at(-1)) }),
        ...(position && runs.length > 0 && { previous: encode(runs[0]) }),
      },
    };
  }

  #pageBack(size, position, start, end, matches) {
    const found = [];
    for (let index = start; index < end && found.length <= size; index++) {
      const run = this.sorted[index];
      if (compare(run, position) > 0 && matches(run)) found.push(run);
    }
    const more = found.length > size;
    const runs = more ? found.slice(0, size) : found;
    return {
      runs,
      pagination: {
        ...(runs.length > 0 && { next: encode(runs[0]) }),
        ...(more && { previous: encode(runs.at(-1)) }),
      },
    };
  }
}

function idempotencyOf({ taskIdentifier, idempotencyKey }) {
  return JSON.stringify([taskIdentifier, idempotencyKey]);
}

module.exports = { Runs };
