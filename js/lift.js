"use strict";

const { onAbort, reasonOf } = require("./abort.js");
const { assemble } = require("./columns.js");
const { decode } = require("./decode.js");
const { Thrown } = require("./encode.js");
const native = require("./native.js");
const { CursorPage } = require("./pages.js");
const { ApiPromise, CursorPagePromise } = require("./promises.js");
const { realm, send, abandon } = require("./realm.js");

const promises = { json: ApiPromise, page: CursorPagePromise, poll: Promise };

/**
 * Turns a native function, which only prepares calls, into the one a user calls: it sends the call
 * and promises its result. It knows kinds of results, not endpoints.
 */
function lift(prepare, verb, scopeOf) {
  let operation;
  const lifted = function (...args) {
    operation ??= describe(prepare);
    let call;
    try {
      call = prepare(scopeOf(), args);
    } catch (error) {
      // A getter or toJSON of the caller's threw.
      return fly({ operation, refused: error instanceof Thrown ? error.value : error });
    }
    const index = native.optionsIndex(call);
    const signal = index === null ? undefined : args[index].signal;
    return fly({ operation, call, signal, origin: whereCalled(lifted) });
  };
  return Object.defineProperty(lifted, "name", { value: verb });
}

/** Asks what a native function is, through a call that is never sent. */
function describe(prepare) {
  const description = JSON.parse(native.describeCall(prepare(nowhere(), [])));
  return { ...description, Promise: promises[description.kind] };
}

let nowhereScope;
function nowhere() {
  return (nowhereScope ??= native.environmentScope(realm(), []));
}

/** Sends a call and promises its result; a refused one is a promise of its kind too. */
function fly({ operation, call, signal, origin, refused }) {
  const flight = { origin, id: undefined, head: undefined, body: undefined, keepsBody: false };
  const promise = new operation.Promise((resolve, reject) => {
    flight.resolve = resolve;
    flight.reject = reject;
  }, flight);
  flight.fail = flight.reject;
  flight.answer = (body, head, packets, rows, start, end) => {
    flight.head = head;
    if (flight.keepsBody) flight.body = body;
    try {
      const value =
        rows === undefined ? decode(body, packets, operation.dates) : assemble(body, rows, start, end);
      if (operation.kind === "page") flight.resolve(page(value, { operation, call, signal }));
      else flight.resolve(value);
    } catch (error) {
      flight.reject(error);
    }
  };
  if (call === undefined) flight.reject(refused);
  else if (signal === undefined || signal === null) send(call, flight);
  else sendUntilAborted(call, flight, signal);
  return promise;
}

function sendUntilAborted(call, flight, signal) {
  if (signal.aborted) {
    flight.reject(reasonOf(signal));
    return;
  }
  const { answer, fail } = flight;
  const release = onAbort(signal, () => {
    abandon(call, id);
    flight.reject(reasonOf(signal));
  });
  flight.answer = (...result) => {
    release();
    answer(...result);
  };
  flight.fail = (error) => {
    release();
    fail(error);
  };
  const id = send(call, flight);
}

/** A page whose neighbours are asked for in the scope, with the filters and options, of its own call. */
function page(value, { operation, call, signal }) {
  return new CursorPage(value, operation.name, (next, cursor) => {
    const neighbour = native.neighbourCall(call, next, cursor);
    return fly({ operation, call: neighbour, signal, origin: whereCalled(fly) });
  });
}

/** The stack of the caller, taken now because a promise that fails later has lost it. */
function whereCalled(below) {
  const origin = {};
  Error.captureStackTrace(origin, below);
  return origin;
}

module.exports = { lift };
