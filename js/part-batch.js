"use strict";

// Parts are gathered for a moment and sent together, one batch after the other.

const { clearTimeout, setTimeout } = require("./clock.js");

const BATCH_IN_MS = 100;
const BATCH_LENGTH = 512 * 1024;
/** The most parts that the server's store takes at once. */
const BATCH_PARTS = 1_000;

/** The batches that have parts which are not sent yet. */
const waiting = new Set();

/** Sends what waits for more to be sent with it: the process is about to end. */
function flushParts() {
  for (const batch of waiting) batch.flush().catch(() => {});
}

/** Parts that wait to be sent together, which those do that come while others are on their way. */
class PartBatch {
  #count = 0;
  #length = 0;
  #parts = [];
  #send;
  #sending;
  #last = {};
  #timer;
  #fail = (_error) => {};

  /** `send(parts, first)` sends parts as JSON, the first of which has this number. */
  constructor(send) {
    this.#send = send;
  }

  /** Calls back when a batch could not be sent. */
  onFailure(fail) {
    this.#fail = fail;
  }

  get isFull() {
    return this.#length >= BATCH_LENGTH || this.#parts.length >= BATCH_PARTS;
  }

  add(json) {
    this.#parts.push(json);
    this.#length += json.length;
    waiting.add(this);
    this.#timer ??= setTimeout(() => this.flush().catch(() => {}), BATCH_IN_MS);
  }

  /** Sends what waits, after what is on its way; answers what is known of the last batch. */
  flush() {
    if (this.#sending === undefined && this.#parts.length > 0) this.#sending = this.#sendAll();
    return this.#sending ?? Promise.resolve(this.#last);
  }

  async #sendAll() {
    try {
      while (this.#parts.length > 0) {
        const [parts, first] = [this.#parts, this.#count];
        this.drop();
        this.#count += parts.length;
        this.#last = await this.#send(parts, first);
      }
      return this.#last;
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#sending = undefined;
    }
  }

  drop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    waiting.delete(this);
    this.#parts = [];
    this.#length = 0;
  }
}

module.exports = { PartBatch, flushParts };
