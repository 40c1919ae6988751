"use strict";

const { whereCalled } = require("./frames.js");
const native = require("./native.js");
const { ApiPromise, PagePromise } = require("./promises.js");
const { send, cancel, countIn } = require("./realm.js");
const { scopeOfOptions } = require("./scopes.js");

/** What a call needs when it ends, or is made to. */
let loaded;
const rest = () => (loaded ??= require("./rest.js"));

const promises = {
  json: ApiPromise,
  page: PagePromise,
  "numbered page": PagePromise,
  poll: Promise,
  batch: ApiPromise,
  prompt: ApiPromise,
  verdict: Promise,
  local: Promise,
};

const pages = { page: "CursorPage", "numbered page": "OffsetLimitPage" };

/**
 * Turns a native function, which only prepares calls, into the one a user calls: it sends the call
 * and promises its result. It knows kinds of results, not endpoints.
 */
function wrap(prepare, name, scopeOf) {
  let operation;
  const wrapped = function (...args) {
    operation ??= operationOf(name);
    if (operation.kind === "feed") return subscription(operation, args, prepare, scopeOf);
    if (operation.kind === "tail") return stream(operation, whereCalled(), args, prepare, scopeOf);
    const pending = newCall(operation, whereCalled());
    const { promise } = pending;
    try {
      const scope = scopeOf();
      if (operation.kind === "prompt") pending.variables = rest().variablesOf(args);
      const items = operation.kind === "batch" ? args.findIndex(isAsyncIterable) : -1;
      if (items === -1) begin(prepare, scope, args, pending);
      else collectThenBegin(prepare, scope, args, items, pending);
      if (loaded === undefined) rest();
    } catch (error) {
      fail(pending, error);
    }
    return promise;
  };
  return Object.defineProperty(wrapped, "name", { value: name.slice(name.lastIndexOf(".") + 1) });
}

/** What watches asks for nothing yet; its scope is the one it is made in. */
function subscription(operation, args, prepare, scopeOf) {
  const { RunSubscription } = rest();
  return new RunSubscription(operation, whereCalled(), args, () => prepare(scopeOf(), [0, ...args]));
}

/** What is read of a stream is asked for when somebody reads; what is wrong with the call is told at once. */
async function stream(operation, origin, args, prepare, scopeOf) {
  const { RealtimeStream, Tail } = rest();
  return new RealtimeStream(new Tail(operation, origin, prepare(scopeOf(), [0, ...args]), args));
}

/** What stands behind the items is read at once, whatever becomes of it until there are all of them. */
function collectThenBegin(prepare, scope, args, items, pending) {
  const { collect, readBehindItems } = rest();
  const { name } = pending.operation;
  const { options, requestOptions, surplus } = readBehindItems(name, args.slice(items + 1));
  const scoped = requestOptions === undefined ? scope : scopeOfOptions(scope, requestOptions, name);
  const signal = requestOptions?.signal ?? undefined;
  const withItems = (list) => [...args.slice(0, items), list, options, { signal }, ...surplus];
  const sent = countIn();
  collect(args[items], signal)
    .then((list) => begin(prepare, scoped, withItems(list), pending))
    .catch((error) => fail(pending, error))
    .finally(sent);
}

function begin(prepare, scope, args, pending) {
  if (pending.operation.kind !== "local" && args.some(namesSignal)) {
    // What can be aborted is prepared first: only then is it known whose the signal is, and one that is aborted
    // already sends nothing.
    const call = prepare(scope, [0, ...args]);
    const index = native.optionsIndex(call);
    pending.signal = index === null ? undefined : args[index].signal;
    sendPrepared(call, pending);
  } else {
    send(pending, (id) => prepare(scope, [id, ...args]));
  }
}

/** What a getter, toJSON or iterator of the caller's threw is thrown on as it is. */
function fail(pending, error) {
  pending.reject(error instanceof require("./encode.js").Thrown ? error.value : error);
}

function isAsyncIterable(argument) {
  return typeof argument === "object" && argument !== null && Symbol.asyncIterator in argument;
}

function namesSignal(argument) {
  return typeof argument === "object" && argument !== null && "signal" in argument;
}

/** What the addon's table has for a function: the kind of its result, where its dates are, its request. */
function operationOf(name) {
  // Once for all clients: a service may make one for each request.
  if (!operations.has(name)) {
    const [operation] = JSON.parse(native.operationTable(name));
    operations.set(name, { ...operation, Promise: promises[operation.kind] });
  }
  return operations.get(name);
}

const operations = new Map();

const unset = () => {};

/** A call on its way: what settles its promise, and what the promise may be asked for. */
class PendingCall {
  /** @type {(Promise<unknown> & Record<string, any>) | undefined} */
  promise = undefined;
  /** @type {(value: unknown) => void} */
  resolve = unset;
  /** @type {(error: unknown) => void} */
  reject = unset;
  id = undefined;
  call = undefined;
  signal = undefined;
  /** @type {(() => void) | undefined} */
  release = undefined;
  head = undefined;
  body = undefined;
  keepsBody = false;
  variables = undefined;
  /** @type {{ settle(error?: unknown): void } | undefined} */
  watch = undefined;

  constructor(operation, origin) {
    this.operation = operation;
    this.origin = origin;
  }

  answer(body, head, packets, rows, start, end) {
    this.head = head;
    if (this.keepsBody) this.body = body;
    try {
      const { dates, name } = this.operation;
      const { assemble, decode } = rest();
      this.answerWith(
        rows === undefined ? decode(body, packets, dates, name) : assemble(body, rows, start, end),
        head,
      );
    } catch (error) {
      this.fail(error);
    }
  }

  /** What its large answer says, in steps. */
  decodeInSteps(body, packets) {
    const { dates, name } = this.operation;
    return rest().decodeInSteps(body, packets, dates, name);
  }

  answerWith(value, head) {
    this.head = head;
    this.settled();
    const { kind } = this.operation;
    if (kind === "prompt") this.resolve(rest().prompt(value, this.variables));
    else this.resolve(kind in pages ? page(value, this) : value);
    this.watch?.settle();
  }

  fail(error) {
    this.settled();
    this.watch?.settle(error);
    this.reject(error);
  }

  /** A stack keeps the functions on it alive, and the promise keeps the call. */
  settled() {
    this.origin = undefined;
    const { release } = this;
    this.release = undefined;
    release?.();
  }
}

function newCall(operation, origin) {
  const pending = new PendingCall(operation, origin);
  pending.promise = new operation.Promise((resolve, reject) => {
    pending.resolve = resolve;
    pending.reject = reject;
  }, pending);
  return pending;
}

/** Sends a prepared call, unless its signal is aborted, and ends it when that is. */
function sendPrepared(call, pending) {
  const { signal } = pending;
  pending.call = call;
  const start = (id) => native.startCall(call, id);
  if (signal === undefined || signal === null) {
    send(pending, start);
  } else if (signal.aborted) {
    pending.fail(rest().reasonFor(signal, pending));
  } else {
    const { onAbort, reasonFor } = rest();
    pending.release = onAbort(signal, () => {
      cancel(pending);
      try {
        pending.fail(reasonFor(signal, pending));
      } catch (error) {
        pending.reject(error);
      }
    });
    send(pending, start);
  }
}

/** A page whose neighbours are asked for in the scope, with the filters and options, of its own call. */
function page(value, { operation, call, signal }) {
  const Page = rest()[pages[operation.kind]];
  const turn = (next, cursor) => {
    const pending = newCall(operation, whereCalled());
    pending.signal = signal;
    sendPrepared(native.neighbourCall(call, next, cursor), pending);
    return pending;
  };
  const ahead = (cursor) => {
    const pending = turn(true, cursor);
    return { promise: handled(pending.promise), end: () => cancelAhead(pending) };
  };
  return new Page(value, {
    operation: operation.name,
    turn: (next, cursor) => turn(next, cursor).promise,
    ahead: native.prefetches(call) ? ahead : undefined,
  });
}

/** Whoever asked ahead of time may never look: that is no unhandled rejection. */
function handled(promise) {
  promise.catch(() => {});
  return promise;
}

function cancelAhead(pending) {
  cancel(pending);
  pending.fail(new DOMException("The iteration has ended", "AbortError"));
}

module.exports = { wrap };
