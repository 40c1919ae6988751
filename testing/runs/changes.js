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

  /** Says that a run is new, has changed, or is gone. */
  announce(run) {
    this.#latest.set(run, { count: countUp(), at: performance.now() });
    for (const listener of [...this.#listeners]) listener(run);
  }

  /** Returns the latest change of a run: its number, and when on the clock of `performance` it was. */
  latestOf(run) {
    return this.#latest.get(run);
  }

  /** Calls back with each run that changes, until what it returns is called. */
  watch(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

module.exports = { Changes, countUp };
