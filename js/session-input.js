"use strict";

// The records that are sent to a session, for a backend that serves it without a task.

const { clearTimeout, setTimeout } = require("./clock.js");
const { toError } = require("./errors.js");
const { readFields } = require("./fields.js");
const { refusal } = require("./in-task.js");
const native = require("./native.js");

const OF_READING = [
  "lastEventId",
  "since",
  "timeoutInSeconds",
  "refreshAccessToken",
  "idleTimeoutInMs",
  "reconnect",
  "keepAlive",
  "throwOnAbort",
];
const OF_ONCE = ["timeoutMs", "spanName"];

/** What `once` answers. @extends {Promise<any>} */
class OncePromise extends Promise {
  static get [Symbol.species]() {
    return Promise;
  }

  /** The record itself; throws what is in the place of one. */
  async unwrap() {
    const result = await this;
    if (result.ok) return result.output;
    throw result.error;
  }
}

/** Callers whose places in a channel one handle remembers: those that used it last. */
const MAX_CALLERS = 10_000;

/** The number of the last record that was handed over, by who calls and where: for another one it is another session. */
class Places {
  #numbers = new Map();

  of(scope) {
    return this.#numbers.get(native.callerOf(scope));
  }

  keep(scope, number) {
    const caller = native.callerOf(scope);
    const known = this.#numbers.get(caller);
    this.#numbers.delete(caller);
    this.#numbers.set(caller, known > number ? known : number);
    if (this.#numbers.size > MAX_CALLERS) this.#numbers.delete(this.#numbers.keys().next().value);
  }
}

/**
 * Follows what is sent to a session's channel; what was taken once is not taken again by the same handle for the same
 * caller at the same server.
 */
function followInput(areas, name, sessionId, channel) {
  const last = new Places();

  const open = (operation, options, known = []) => {
    const refuse = (what) => refusal(operation, what);
    const names = [...known, ...OF_READING, ...native.optionNames("request")];
    const given = readFields(options, "options", names, refuse);
    const own = Object.fromEntries(known.map((each) => [each, given[each]]));
    for (const each of known) delete given[each];
    // The config of a call makes another scope, which is the one that its place is in.
    const ofRequests = "clientConfig" in given ? { clientConfig: given.clientConfig } : undefined;
    delete given.clientConfig;
    const { areas: scoped } = areas.under(ofRequests, operation);
    const { scope } = scoped;
    if (given.lastEventId === undefined && given.since === undefined) given.lastEventId = last.of(scope);
    return { own, scope, begin: () => scoped.sessions.in.on(sessionId, channel, given) };
  };
  const take = (scope, stream, data) => {
    last.keep(scope, Number(stream.lastEventId));
    return parse(data);
  };

  return {
    on(handler, options) {
      const operation = name("on");
      if (typeof handler !== "function") throw refusal(operation, "handler must be a function");
      const { begin, scope } = open(operation, options);
      let stream;
      let isOff = false;
      const follow = async () => {
        stream = await begin();
        if (isOff) stream.unsubscribe();
        for await (const data of stream) {
          if (isOff) return;
          handler(take(scope, stream, data));
        }
      };
      const off = () => {
        isOff = true;
        stream?.unsubscribe();
      };
      const closed = follow();
      // Whoever uses `off` alone need not know how it ended.
      closed.catch(() => {});
      return { off, closed };
    },

    once(options) {
      const operation = name("once");
      return new OncePromise((resolve, reject) => {
        const { own, begin, scope } = open(operation, options, OF_ONCE);
        const takeData = (stream, data) => take(scope, stream, data);
        takeOne(begin, own.timeoutMs, operation, takeData).then(resolve, reject);
      });
    },

    lastDispatchedSeqNum: () => last.of(areas.scope),
  };
}

async function takeOne(begin, timeoutMs, operation, take) {
  if (timeoutMs !== undefined && !(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw refusal(operation, "options.timeoutMs must be a number of milliseconds, 0 or more");
  }
  const stream = await begin();
  const message = `${operation}: no record within ${timeoutMs} ms`;
  let isLate = false;
  const late = () => {
    isLate = true;
    stream.unsubscribe();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
  try {
    for await (const data of stream) return { ok: true, output: take(stream, data) };
  } finally {
    clearTimeout(timer);
  }
  if (isLate) return { ok: false, error: toError({ cause: "timeout", message, operation }) };
  const what = `${operation}: the reading ended before there was a record`;
  return { ok: false, error: toError({ cause: "connection", message: what, operation }) };
}

/** A record is what its sender made of a value: JSON, or a text. */
function parse(data) {
  if (typeof data !== "string") return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

module.exports = { followInput };
