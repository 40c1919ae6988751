"use strict";

/**
 * What was written to a stream, in order, as far as it is still there.
 *
 * @typedef {object} StreamRecord
 * @property {number} seqNum
 * @property {number} timestamp epoch milliseconds
 * @property {number} count among those of the same time
 * @property {string} body
 * @property {[name: string, value: string][]} headers
 */
class StreamLog {
  #first = 0;
  #listeners = new Set();
  #most;
  #now;
  #records = [];
  #timestamp = 0;
  #count = 0;

  /**
   * @param {() => number} now
   * @param {{ most?: number }} [options] how many records are kept; default all
   */
  constructor(now, { most = Infinity } = {}) {
    this.#now = now;
    this.#most = most;
  }

  /** The place of the next record, and when the last one came. */
  get tail() {
    return { seqNum: this.#first + this.#records.length, timestamp: this.#timestamp };
  }

  /**
   * Adds records and tells those who wait.
   *
   * @param {{ body: string, headers?: [string, string][] }[]} records
   */
  append(records) {
    for (const { body, headers = [] } of records) {
      // Records keep their order, whatever the clock does.
      const timestamp = Math.max(this.#timestamp, this.#now());
      this.#count = timestamp === this.#timestamp ? this.#count + 1 : 0;
      this.#timestamp = timestamp;
      this.#records.push({ seqNum: this.tail.seqNum, timestamp, count: this.#count, body, headers });
    }
    if (this.#records.length > this.#most) this.trim(this.tail.seqNum - this.#most);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Returns at most so many records from a place on; what was trimmed is passed over. */
  read(place, most = Infinity) {
    const start = Math.max(place - this.#first, 0);
    return this.#records.slice(start, start + most);
  }

  /** Drops the records before a place. */
  trim(place) {
    const count = Math.min(Math.max(place - this.#first, 0), this.#records.length);
    this.#records.splice(0, count);
    this.#first += count;
  }

  /** Calls back when there are new records, until what it returns is called. */
  watch(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

module.exports = { StreamLog };
