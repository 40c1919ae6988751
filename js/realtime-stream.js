"use strict";

// What is read of a stream, as its reader has it: a genuine `ReadableStream`, and an iteration without what that costs.

const { toError } = require("./errors.js");

/** The parts of a stream. @extends {ReadableStream<any>} */
class RealtimeStream extends ReadableStream {
  #tail;
  #isIterated = false;

  constructor(tail) {
    const pull = async (controller) => {
      if (this.#isIterated) throw this.#refuse("an iteration");
      const { done, value } = await tail.next();
      if (done) controller.close();
      else controller.enqueue(value);
    };
    super({ pull, cancel: () => tail.unsubscribe() }, { highWaterMark: 0 });
    this.#tail = tail;
  }

  #refuse(by) {
    const message = `${this.#tail.name}: ${by} has this stream already; read it again, or tee() it before`;
    return toError({ cause: "argument", message, operation: this.#tail.name });
  }

  /**
   * @param {any} [options]
   * @returns {any}
   */
  getReader(options) {
    if (this.#isIterated) throw this.#refuse("an iteration");
    return super.getReader(options);
  }

  /** Iterates over the parts; to leave the loop ends the reading, unless `preventCancel` is true. */
  values({ preventCancel = false } = {}) {
    if (this.#isIterated) throw this.#refuse("an iteration");
    if (this.locked) throw this.#refuse("a reader");
    this.#isIterated = true;
    const tail = this.#tail;
    const leave = () => {
      if (preventCancel) this.#isIterated = false;
      else tail.unsubscribe();
    };
    return {
      next: () => tail.next(),
      return: async (value) => {
        leave();
        return { done: true, value };
      },
      throw: async (error) => {
        leave();
        throw error;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  [Symbol.asyncIterator](options) {
    return this.values(options);
  }

  /** Ends the reading; an iteration over it ends without an error. */
  unsubscribe() {
    this.#tail.unsubscribe();
  }

  get state() {
    return this.#tail.state;
  }

  get lastEventId() {
    return this.#tail.place;
  }

  get cursor() {
    return this.#tail.cursor;
  }

  stats() {
    return this.#tail.stats();
  }

  async [Symbol.asyncDispose]() {
    this.#tail.unsubscribe();
  }
}

module.exports = { RealtimeStream };
