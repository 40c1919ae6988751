"use strict";

/**
 * Waits for one of the runs to change.
 *
 * @param {import("./feeds.js").Feed} feed whose runs
 * @param {object} limits
 * @param {number} limits.forMs how long at most
 * @param {Promise<void>} limits.over resolves when nobody waits any more
 * @param {(end: () => void) => () => void} [limits.watchEnd] calls back when there is nothing more to wait for, until
 *   what it returns is called
 * @param {(run: object) => boolean} [limits.concerns] which changes end the wait; default those of the feed's
 *   runs that are still there
 */
function hold({ environment, includes, runId }, { forMs, over, watchEnd, concerns }) {
  const isThere = (run) => environment.runs.get(run.id) === run && includes(run);
  const matters = concerns ?? isThere;
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unwatch();
        forget?.();
        resolve();
      };
      const timer = setTimeout(end, forMs);
      const unwatch = environment.runs.changes.watch((run) => matters(run) && end(), runId);
      const forget = watchEnd?.(end);
      over.then(end);
    })
  );
}

/** The live polls that each environment has open. */
class LivePolls {
  #limits = new Map();
  #open = new Map();
  #endedAt = new Map();

  /** Limits how many an environment may have at once, and each of its branches. */
  limit(environment, limit) {
    this.#limits.set(environment, limit);
  }

  /** How long an environment has had none open, in milliseconds. */
  quietFor(environment) {
    if (this.#open.get(environment)) return 0;
    return performance.now() - (this.#endedAt.get(environment) ?? -Infinity);
  }

  /** Opens one, or returns undefined where there are as many as there may be; call what it returns at its end. */
  open(environment) {
    const count = this.#open.get(environment) ?? 0;
    if (count >= (this.#limits.get(environment.root) ?? Infinity)) return undefined;
    this.#open.set(environment, count + 1);
    return () => {
      this.#open.set(environment, this.#open.get(environment) - 1);
      this.#endedAt.set(environment, performance.now());
    };
  }
}

module.exports = { LivePolls, hold };
