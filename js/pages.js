"use strict";

const { toError } = require("./errors.js");

class CursorPage {
  #call;

  /**
   * `call` is what brought the page: the name of its `operation`, `turn(next, cursor)`, which promises a
   * neighbouring page, and unless it was made without, `ahead(cursor)`, which answers the promise of the
   * next page and how to end it.
   */
  constructor({ data, pagination }, call) {
    this.data = data;
    this.pagination = pagination;
    this.#call = call;
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
    return this.#call.turn(true, this.pagination.next);
  }

  getPreviousPage() {
    if (!this.hasPreviousPage()) return this.#none("previous");
    return this.#call.turn(false, this.pagination.previous);
  }

  async *iterPages() {
    for await (const { page, prepare } of this.#walk()) {
      prepare();
      yield page;
    }
  }

  async *[Symbol.asyncIterator]() {
    for await (const { page, prepare } of this.#walk()) {
      const half = Math.floor(page.data.length / 2);
      for (let index = 0; index < page.data.length; index += 1) {
        if (index === half) prepare();
        yield page.data[index];
      }
    }
  }

  /**
   * This page and those after it. `prepare` asks for the next one ahead of time: at most one, which is
   * taken back when nobody takes any more.
   */
  async *#walk() {
    const seen = new Set();
    let ahead;
    try {
      for (let page = this; ;) {
        const cursor = page.pagination.next;
        const { turn, ahead: ask } = page.#call;
        const prepare = () => {
          if (cursor && !seen.has(cursor)) ahead = ask?.(cursor);
        };
        yield { page, prepare };
        if (!cursor) return;
        if (seen.has(cursor)) throw this.#repeated();
        seen.add(cursor);
        page = await (ahead?.promise ?? turn(true, cursor));
        ahead = undefined;
      }
    } finally {
      ahead?.takeBack();
    }
  }

  #none(which) {
    const { operation } = this.#call;
    const question = which === "next" ? "hasNextPage()" : "hasPreviousPage()";
    const message = `${operation}: this page has no ${which} one; ask ${question} first`;
    return Promise.reject(toError({ cause: "argument", message, operation }));
  }

  #repeated() {
    const { operation } = this.#call;
    const message = `${operation}: the server sent a cursor it had sent before; the iteration would not end`;
    return toError({ cause: "response", message, operation });
  }
}

module.exports = { CursorPage };
