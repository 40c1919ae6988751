"use strict";

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

class ApiPromise extends Promise {
  #flight;
  #madeIn = currentTick();

  constructor(executor, flight) {
    super(executor);
    this.#flight = flight;
  }

  /** What `then` makes are plain promises: they have no response of their own. */
  static get [Symbol.species]() {
    return Promise;
  }

  asResponse() {
    return this.withResponse().then(({ response }) => response);
  }

  withResponse() {
    const flight = this.#flight;
    // Bodies are not kept in case somebody asks later, only when asked at once.
    if (this.#madeIn === currentTick()) keepBody(flight);
    return this.then((data) => ({
      data,
      response: require("./response.js").toResponse(flight.head, flight.body),
    }));
  }
}

class PagePromise extends ApiPromise {
  async *[Symbol.asyncIterator]() {
    yield* await this;
  }
}

module.exports = { ApiPromise, PagePromise };
