"use strict";

// A part of a stream on its way to the server.

const { faultOf } = require("./unserializable.js");

/** What holding a part takes besides its text. */
const OVERHEAD = 32;

/** A value that is written, with its JSON, which is made once: when the value was given. */
class Part {
  #failure;
  #json;

  /** `refuse(what)` makes the error of a value that JSON cannot hold, which is thrown when the JSON is asked for. */
  constructor(value, refuse) {
    this.value = value;
    try {
      this.#json = jsonOf(value, "a part", refuse);
      if (this.#json === undefined) throw refuse("a part must be a value that JSON can hold");
    } catch (error) {
      this.#failure = { error };
    }
  }

  get json() {
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#json;
  }

  /** About the bytes that it holds. */
  get size() {
    return (this.#json?.length ?? 0) + OVERHEAD;
  }
}

/** A value as JSON; one that JSON cannot hold is refused by its place. */
function jsonOf(value, place, refuse) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    const [what, ...steps] = faultOf(value, error) ?? [];
    if (what === undefined) throw error;
    throw refuse(`${place}${steps.join("")} must be a value that JSON can hold, got ${what}`);
  }
}

module.exports = { Part, jsonOf };
