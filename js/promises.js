"use strict";

// With it all clocks are taken as the package is loaded, also those that are needed later.
const { queueMicrotask } = require("./clock.js");
const { keepBody } = require("./realm.js");

/** Changes with every turn of the microtask queue: what has the same number ran in the same tick. */
let tick = 0;
let tickEnds = false;

function currentTick() {
  if (!tickEnds) {
    tickEnds = true;
    queueMicrotask(() => {
      tickEnds = false;
      tick += 1;
    });
  }
  return tick;
}

/** @extends {Promise<any>} */
class ApiPromise extends Promise {
  #pending;
  #madeIn = currentTick();

  constructor(executor, pending) {
    super(executor);
    this.#pending = pending;
  }

  /** What `then` makes are plain promises: they have no response of their own. */
  static get [Symbol.species]() {
    return Promise;
  }

  asResponse() {
    return this.withResponse().then(({ response }) => response);
  }

  withResponse() {
    const pending = this.#pending;
    // Bodies are not kept in case somebody asks later, only when asked at once.
    if (this.#madeIn === currentTick()) keepBody(pending);
    return this.then((data) => ({
      data,
      response: require("./response.js").toResponse(pending.head, pending.body),
    }));
  }
}

class PagePromise extends ApiPromise {
  async *[Symbol.asyncIterator]() {
    const page = await /** @type {Promise<AsyncIterable<unknown>>} */ (this);
    yield* page;
  }
}

module.exports = { ApiPromise, PagePromise };
