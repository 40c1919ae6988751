"use strict";

const { toError } = require("./errors.js");

class CursorPage {
  #operation;
  #turn;

  /** `turn(next, cursor)` promises a neighbouring page. */
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
    const seen = new Set();
    let page = this;
    yield page;
    while (page.hasNextPage()) {
      const cursor = page.pagination.next;
      if (seen.has(cursor)) throw this.#repeated();
      seen.add(cursor);
      page = await page.getNextPage();
      yield page;
    }
  }

  async *[Symbol.asyncIterator]() {
    for await (const page of this.iterPages()) yield* page.data;
  }

  #none(which) {
    return Promise.reject(
      toError({
        cause: "argument",
        message: `${this.#operation}: this page has no ${which} one; ask ${which === "next" ? "hasNextPage()" : "hasPreviousPage()"} first`,
      }),
    );
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
