"use strict";

const { toError } = require("./errors.js");

class Page {
  #call;
  #cursors;

  /**
   * `cursors` are those of its neighbours: `next` and `previous`, nothing where there is none.
   *
   * `call` is what brought the page: the name of its `operation`, `turn(next, cursor)`, which promises a
   * neighbouring page, and unless it was made without, `ahead(cursor)`, which answers the promise of the
   * next page and how to end it.
   */
  constructor({ data, pagination }, cursors, call) {
    this.data = data;
    this.pagination = pagination;
    this.#cursors = cursors;
    this.#call = call;
  }

  getPaginatedItems() {
    return this.data;
  }

  hasNextPage() {
    return Boolean(this.#cursors.next);
  }

  hasPreviousPage() {
    return Boolean(this.#cursors.previous);
  }

  getNextPage() {
    if (!this.hasNextPage()) return this.#none("next");
    return this.#call.turn(true, this.#cursors.next);
  }

  getPreviousPage() {
    if (!this.hasPreviousPage()) return this.#none("previous");
    return this.#call.turn(false, this.#cursors.previous);
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
        const cursor = page.#cursors.next;
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
      ahead?.end();
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

/** A page whose neighbours are asked for with opaque cursors. */
class CursorPage extends Page {
  constructor(value, call) {
    super(value, value.pagination, call);
  }
}

/** A page whose neighbours are asked for by their number. */
class OffsetLimitPage extends Page {
  constructor(value, call) {
    const { currentPage, totalPages } = value.pagination;
    const next = currentPage < totalPages ? String(currentPage + 1) : undefined;
    const previous = currentPage > 1 ? String(currentPage - 1) : undefined;
    super(value, { next, previous }, call);
  }
}

module.exports = { CursorPage, OffsetLimitPage };
