"use strict";

const { STATUS_CODES } = require("node:http");
const { json, text } = require("../answers/forms.js");
const { MATCH_OPTIONS, checkOptions, matches } = require("./matching.js");

const CUTS = ["before-response", "mid-body"];
const OPTIONS = [
  ...MATCH_OPTIONS,
  "times",
  "probability",
  "delayInMs",
  "status",
  "headers",
  "body",
  "cut",
  "hang",
];

/**
 * What goes wrong, and for whom: a `RequestMatch` with
 *
 * @typedef {object} FaultOptions
 * @property {number} [times] how many requests it applies to; default all
 * @property {number} [probability] of applying to a request that matches; default 1
 * @property {number} [delayInMs] waits before anything else
 * @property {number} [status] answers this, and carries nothing out; default 200 with a body
 * @property {Record<string, string>} [headers] of that answer; without `status` or `body` they are
 *   added to the real answer
 * @property {unknown} [body] of that answer: text or bytes as they are, anything else as JSON;
 *   default `{ error }` with the status in words
 * @property {"before-response" | "mid-body"} [cut] carries the request out, then resets the
 *   connection before the answer or within its body
 * @property {boolean} [hang] never answers and carries nothing out
 */

/** One fault, and how often it has applied. */
class Fault {
  #registry;

  constructor(registry, options) {
    checkOptions("fault", options, OPTIONS);
    const { cut } = options;
    if (cut && !CUTS.includes(cut)) throw new TypeError(`fault: cut is one of ${CUTS.join(", ")}`);
    this.#registry = registry;
    this.options = { times: Infinity, probability: 1, ...options };
    this.hits = 0;
  }

  /** Ends the fault. */
  remove() {
    this.#registry.delete(this);
  }

  /** Tells whether the fault applies to a request. */
  appliesTo(record, token) {
    const { times, probability } = this.options;
    return (
      this.hits < times &&
      matches(this.options, record, token) &&
      (probability === 1 || Math.random() < probability)
    );
  }

  /** The answer the fault gives in place of the real one, if it does. */
  get answer() {
    const { status, headers, body } = this.options;
    if (status === undefined && body === undefined) return undefined;
    return createAnswer(status ?? 200, headers, body);
  }
}

function createAnswer(status, headers, body = { error: STATUS_CODES[status] }) {
  const given = lowercase(headers);
  if (typeof body === "string" || Buffer.isBuffer(body)) return text(status, body, given);
  return json(status, body, given);
}

function lowercase(headers = {}) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

/** The faults of a server. They apply in the order they were registered in. */
class Faults {
  constructor() {
    this.registered = new Set();
  }

  /** Registers a fault and returns the handle that counts and removes it. */
  add(options) {
    const fault = new Fault(this.registered, options);
    this.registered.add(fault);
    return fault;
  }

  /**
   * Applies what matches a request: delays add up, headers too, until a fault ends the request.
   *
   * @param {import("./exchange.js").Exchange} exchange
   * @returns {Promise<{ answer?: object, headers: object, cut?: string, hang?: boolean }>}
   */
  async apply(exchange) {
    const outcome = { headers: {} };
    for (const fault of this.registered) {
      if (!fault.appliesTo(exchange.record, exchange.token)) continue;
      fault.hits += 1;
      const { delayInMs, hang, cut, headers } = fault.options;
      if (delayInMs) await exchange.wait(delayInMs);
      const { answer } = fault;
      if (!answer) Object.assign(outcome.headers, lowercase(headers));
      if (hang || cut || answer) return { ...outcome, answer, cut, hang };
    }
    return outcome;
  }
}

module.exports = { Faults };
