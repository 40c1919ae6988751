"use strict";

const { STATUS_CODES } = require("node:http");
const { inspect } = require("node:util");
const { json, text } = require("../answers/forms.js");
const { Cache, duplicateChanges, repeatNothing } = require("./feed-faults.js");
const { MATCH_OPTIONS, checkOptions, matches } = require("./matching.js");

const CUTS = ["before-response", "mid-head", "mid-body", "mid-event"];
const SILENCES = ["after-head", "mid-body"];
const PAGE =
  "<!doctype html><title>Sign in</title><p>You are behind a proxy that wants to know who you are.</p>";
const OPTIONS = [
  ...MATCH_OPTIONS,
  "times",
  "probability",
  "delayInMs",
  "status",
  "headers",
  "body",
  "html",
  "cut",
  "silent",
  "hang",
  "informational",
  "stale",
  "loop",
  "duplicate",
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
 * @property {boolean} [html] answers a page, as a proxy does, with status 200 or that of `status`
 * @property {"before-response" | "mid-head" | "mid-body" | "mid-event"} [cut] carries the request out, then
 *   resets the connection before the answer or within its head, its body, or the second message of that
 * @property {"after-head" | "mid-body"} [silent] carries the request out and sends so much of the answer, then
 *   nothing more
 * @property {number} [informational] sends so many answers of status 102 first
 * @property {boolean} [stale] answers as a cache that keeps the first answer: to a request of the same path,
 *   offset and kind
 * @property {boolean} [loop] answers live polls at once that there is nothing
 * @property {boolean} [duplicate] says every change of a feed twice, and every event of a stream
 * @property {boolean} [hang] never answers and carries nothing out
 */

/** One fault, and how often it has applied. */
class Fault {
  #cache;
  #registry;

  constructor(registry, options) {
    checkOptions("fault", options, OPTIONS);
    checkOneOf("cut", options, CUTS);
    checkOneOf("silent", options, SILENCES);
    this.#registry = registry;
    this.#cache = options.stale ? new Cache() : undefined;
    this.options = { times: Infinity, probability: 1, ...options };
    this.hits = 0;
    this.isTold = false;
  }

  /** Ends the fault. */
  remove() {
    this.#registry.delete(this);
  }

  /** Tells whether it was meant for requests that never came, and nobody was told so yet. */
  isUnmet() {
    const { times, probability } = this.options;
    return this.hits === 0 && times > 0 && probability === 1 && !this.isTold;
  }

  /** Says what it is, as it was written. */
  describe() {
    const { times, probability, ...given } = this.options;
    return inspect({ ...given, ...(times !== Infinity && { times }) }, { breakLength: Infinity, depth: 0 });
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

  /** Returns the answer the fault gives in place of the real one, if it does. */
  answer(record) {
    const { status, headers, body, html, loop } = this.options;
    if (html) return createAnswer(status ?? 200, { "content-type": "text/html", ...headers }, body ?? PAGE);
    if (status !== undefined || body !== undefined) return createAnswer(status ?? 200, headers, body);
    return this.#cache?.find(record) ?? (loop ? repeatNothing(record) : undefined);
  }

  /** Returns the real answer as the fault lets it through. */
  distort(record, answer) {
    this.#cache?.keep(record, answer);
    return this.options.duplicate ? duplicateChanges(answer) : answer;
  }
}

function checkOneOf(name, options, values) {
  if (options[name] && !values.includes(options[name])) {
    throw new TypeError(`fault: ${name} is one of ${values.join(", ")}`);
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

  /** Describes the faults that no request has met, once each. What is left to chance may meet none. */
  takeUnmet() {
    const unmet = Array.from(this.registered).filter((fault) => fault.isUnmet());
    for (const fault of unmet) fault.isTold = true;
    return unmet.map((fault) => `no request met the fault ${fault.describe()}`);
  }

  /**
   * Applies what matches a request: delays add up, headers too, until a fault ends the request.
   *
   * @param {InstanceType<typeof import("./exchange.js").Exchange>} exchange
   * @returns {Promise<{ answer?: any, headers: any, cut?: string, silent?: string, hang?: boolean,
   *   distort: (answer: any) => any }>}
   */
  async apply(exchange) {
    const { record } = exchange;
    const distorting = [];
    const distort = (answer) => distorting.reduce((given, fault) => fault.distort(record, given), answer);
    const outcome = { headers: {}, distort };
    for (const fault of this.registered) {
      if (!fault.appliesTo(record, exchange.token)) continue;
      fault.hits += 1;
      const { delayInMs, hang, cut, headers, informational, silent } = fault.options;
      if (delayInMs) await exchange.wait(delayInMs);
      for (let count = 0; count < (informational ?? 0); count += 1) exchange.inform();
      const answer = fault.answer(record);
      if (!answer) Object.assign(outcome.headers, lowercase(headers));
      distorting.push(fault);
      if (hang || cut || silent || answer) return { ...outcome, answer, cut, hang, silent };
    }
    return outcome;
  }
}

module.exports = { Faults };
