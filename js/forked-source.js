"use strict";

// A source that two read: the writer, which sets the pace, and whoever wrote, who may look on. A `tee` would keep all that
// the slower one has not read.

const { clearTimeout, setTimeout } = require("./clock.js");
const { Part } = require("./part.js");

/** So much waits for whoever looks on. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Whoever looks on and takes nothing for so long does not look on any more. */
const PATIENCE_IN_MS = 30_000;

class ForkedSource {
  #reader;
  #refuse;
  /** The reading of the next part, which both may wait for. */
  #reading;
  /** The part that was read last, for the writer. */
  #latest;
  /** The end of the source, and what it threw. */
  #end;
  #isWriting = true;
  #isWatching = true;
  /** Somebody has asked for a part of the branch. */
  #isAsked = false;
  #waiting = [];
  #size = 0;
  #branch;
  /** Tells whoever looks on that there is something, and the writer that something was taken. */
  #tellNews = () => {};
  #tellRoom = () => {};

  /** The branch of the writer, in parts: it ends with the source, also when that has thrown. */
  parts;
  /** The branch of whoever looks on, in values. */
  values;

  constructor(stream, refuse) {
    this.#reader = stream.getReader();
    this.#refuse = refuse;
    const strategy = { highWaterMark: 0 };
    this.parts = new ReadableStream(
      { pull: (controller) => this.#giveWriter(controller), cancel: () => this.#endWriting() },
      strategy,
    );
    this.values = new ReadableStream(
      {
        start: (controller) => void (this.#branch = controller),
        pull: (controller) => this.#giveWatcher(controller),
        cancel: (reason) => this.#endWatching(reason),
      },
      strategy,
    );
  }

  /** What the source threw, if it did. */
  get failure() {
    return this.#end?.failure;
  }

  /** Reads the next part, for both. */
  #read() {
    this.#reading ??= this.#reader.read().then(
      ({ done, value }) => (done ? this.#finish({}) : this.#keep(value)),
      (error) => this.#finish({ failure: { error } }),
    );
    return this.#reading;
  }

  #keep(value) {
    this.#reading = undefined;
    const part = value instanceof Part ? value : new Part(value, this.#refuse);
    this.#latest = part;
    if (!this.#isWatching) return;
    this.#waiting.push(part);
    this.#size += part.size;
    this.#tellNews();
  }

  #finish(end) {
    this.#reading = undefined;
    this.#end = end;
    this.#tellNews();
  }

  async #giveWriter(controller) {
    if (this.#size >= MAX_WAITING) await this.#room();
    if (!this.#isWriting) return;
    if (this.#end === undefined) await this.#read();
    // While it waited the writing may have ended: the part is in the other branch, if anybody looks on.
    if (!this.#isWriting) return;
    if (this.#end !== undefined) controller.close();
    else controller.enqueue(this.#latest);
  }

  /** Waits for whoever looks on, but not for somebody who has never begun, or has stopped. */
  async #room() {
    if (!this.#isAsked) return this.#letGo();
    await new Promise((resolve) => {
      const timer = setTimeout(() => this.#letGo(), PATIENCE_IN_MS);
      this.#tellRoom = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  #letGo() {
    const error = this.#refuse(
      "more than 4 MiB of parts waited to be read from this stream; read it while it is written",
    );
    this.#branch.error(error);
    this.#endWatching(error);
  }

  #giveWatcher(controller) {
    this.#isAsked = true;
    if (!this.#take(controller)) return this.#takeLater(controller);
  }

  async #takeLater(controller) {
    do {
      // The writer sets the pace, while there is one.
      if (!this.#isWriting) await this.#read();
      else await new Promise((resolve) => (this.#tellNews = () => resolve(undefined)));
    } while (this.#isWatching && !this.#take(controller));
  }

  /** Takes what waits, or the end; false when there is neither. */
  #take(controller) {
    const part = this.#waiting.shift();
    if (part !== undefined) {
      this.#size -= part.size;
      controller.enqueue(part.value);
      this.#tellRoom();
      return true;
    }
    if (this.#end === undefined) return false;
    const { failure } = this.#end;
    if (failure === undefined) controller.close();
    else controller.error(failure.error);
    return true;
  }

  #endWriting() {
    this.#isWriting = false;
    this.#tellRoom();
    this.#tellNews();
    return this.#leave();
  }

  #endWatching(reason) {
    this.#isWatching = false;
    this.#waiting = [];
    this.#size = 0;
    this.#tellRoom();
    this.#tellNews();
    return this.#leave(reason);
  }

  /** Nobody reads the source any more. */
  async #leave(reason) {
    if (this.#isWriting || this.#isWatching || this.#end !== undefined) return;
    await this.#reader.cancel(reason);
  }
}

module.exports = { ForkedSource };
