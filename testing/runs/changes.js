"use strict";

let latest = 0;

/** Returns the next number of a count that never goes back: whatever has a smaller one was before. */
function countUp() {
  latest += 1;
  return latest;
}

/**
 * The changes of one environment's runs, whatever made them, for those who watch.
 *
 * Each change has a number besides its date: the clock of a server may stand still.
 */
class Changes {
  #latest = new WeakMap();
  #listeners = new Set();
  #listenersOf = new Map();

  /** Says that a run is new, has changed, or is gone. */
  announce(run) {
    this.#latest.set(run, { count: countUp(), at: performance.now() });
    for (const listener of [...this.#listeners, ...(this.#listenersOf.get(run.id) ?? [])]) listener(run);
  }

  /** Returns the latest change of a run: its number, and when on the clock of `performance` it was. */
  latestOf(run) {
    return this.#latest.get(run);
  }

  /** Calls back with each run that changes, or with one alone, until what it returns is called. */
  watch(listener, id) {
    const listeners = id === undefined ? this.#listeners : (this.#listenersOf.get(id) ?? new Set());
    if (id !== undefined) this.#listenersOf.set(id, listeners);
    listeners.add(listener);
    return () => {
      const wasThere = listeners.delete(listener);
      if (id !== undefined && wasThere && listeners.size === 0) this.#listenersOf.delete(id);
    };
  }
}

module.exports = { Changes, countUp };
