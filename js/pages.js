"use strict";

const { toError } = require("./errors.js");

class CursorPage {
  #operation;
  #turn;

  /**
   * `turn(next, cursor)` promises a neighbouring page; with `ahead` it answers that promise and how to end
   * it, or undefined when pages are not to be asked for ahead of time.
   */
  constructor({ data, pagination }, operation, turn) {
    this.data = data;
    this.pagination = pagination;
    this.#operation = operation;
    this.#turn = turn;
  }

  getPaginatedItems() {
    return this.data;
  }

  hasNextPage() {
    return Boolean(this.pagination.next);
  }

  hasPreviousPage() {
    return Boolean(this.pagination.previous);
  }

  getNextPage() {
    if (!this.hasNextPage()) return this.#none("next");
    return this.#turn(true, this.pagination.next);
  }

  getPreviousPage() {
    if (!this.hasPreviousPage()) return this.#none("previous");
    return this.#turn(false, this.pagination.previous);
  }

  async *iterPages() {
    const walk = new Walk(this.#operation);
    try {
      for (let page = this; page !== undefined; page = await walk.next(page)) {
        walk.prepare(page);
        yield page;
      }
    } finally {
      walk.stop();
    }
  }

  async *[Symbol.asyncIterator]() {
    const walk = new Walk(this.#operation);
    try {
      for (let page = this; page !== undefined; page = await walk.next(page)) {
        const half = Math.floor(page.data.length / 2);
        for (let index = 0; index < page.data.length; index += 1) {
          if (index === half) walk.prepare(page);
          yield page.data[index];
        }
      }
    } finally {
      walk.stop();
    }
  }

  /** The next page ahead of time, unless its call was made without: a promise, and how to end it. */
  ahead() {
    return this.#turn(true, this.pagination.next, true);
  }

  #none(which) {
    return Promise.reject(
      toError({
        cause: "argument",
        message: `${this.#operation}: this page has no ${which} one; ask ${which === "next" ? "hasNextPage()" : "hasPreviousPage()"} first`,
      }),
    );
  }
}

/** An iteration over pages: at most one of them is asked for ahead of time. */
class Walk {
  #operation;
  #seen = new Set();
  #ahead;

  constructor(operation) {
    this.#operation = operation;
  }

  /** Asks for the page after this one, if there is one that was not there before. */
  prepare(page) {
    const cursor = page.pagination.next;
    if (page.hasNextPage() && !this.#seen.has(cursor)) this.#ahead = page.ahead();
  }

  /** The page after this one, undefined at the end. */
  async next(page) {
    if (!page.hasNextPage()) return undefined;
    const cursor = page.pagination.next;
    if (this.#seen.has(cursor)) throw this.#repeated();
    this.#seen.add(cursor);
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead === undefined ? page.getNextPage() : ahead.promise;
  }

  /** Nobody takes any more: what was asked for ahead of time is taken back. */
  stop() {
    this.#ahead?.takeBack();
  }

  #repeated() {
    return toError({
      cause: "response",
      operation: this.#operation,
      message: `${this.#operation}: the server sent a cursor it had sent before; the iteration would not end`,
    });
  }
}

module.exports = { CursorPage };
