"use strict";

// One listener per signal, however many calls share it: Node warns about leaks from the eleventh on.

const { queueMicrotask } = require("./clock.js");
const { callersFrames } = require("./frames.js");

const waiting = new WeakMap();

/** Calls back once when the signal is aborted; what it returns takes that back. */
function onAbort(signal, callback) {
  const group = waiting.get(signal) ?? listen(signal);
  group.callbacks.add(callback);
  return () => {
    if (group.callbacks.delete(callback) && group.callbacks.size === 0) group.stop();
  };
}

function listen(signal) {
  const callbacks = new Set();
  const abort = () => {
    stop();
    for (const callback of callbacks) {
      // One that throws must not keep the others from being told.
      try {
        callback();
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };
  const stop = () => {
    waiting.delete(signal);
    try {
      signal.removeEventListener("abort", abort);
    } catch {
      // A signal that cannot be let go of is its owner's concern; it is not listened to any more.
    }
  };
  const group = { callbacks, stop };
  signal.addEventListener("abort", abort);
  waiting.set(signal, group);
  return group;
}

/** What an aborted call rejects with. */
function reasonOf(signal) {
  return "reason" in signal ? signal.reason : new DOMException("The call was aborted", "AbortError");
}

/** What a signal has as its reason where nobody gave it one, in the words of each runtime. */
const UNREASONED = new Set([
  "This operation was aborted",
  "The operation was aborted.",
  "The signal has been aborted",
  "The operation was aborted due to timeout",
  "The operation timed out.",
  "Signal timed out.",
]);

/** The calls that a reason has ended, on the error that says so. */
const ended = new WeakMap();

/**
 * What a call rejects with that its signal ends: the reason, as it is. Where nobody gave one, the runtime's own
 * error says nothing of the call, so its `cause` does: the first call it ended, with the caller's line, and how
 * many others there were.
 */
function reasonFor(signal, { operation, origin }) {
  const reason = reasonOf(signal);
  if (!(reason instanceof DOMException) || !UNREASONED.has(reason.message)) return reason;
  const known = ended.get(reason);
  if (known !== undefined) {
    known.others += 1;
    const others = known.others === 1 ? "1 other call" : `${known.others} other calls`;
    known.cause.message = `${known.first} and ${others} were aborted`;
  } else if (!("cause" in reason)) {
    const cause = new Error(`${operation.name} was aborted`);
    cause.stack = `Error: ${cause.message}${callersFrames(origin)}`;
    const isSet = Reflect.defineProperty(reason, "cause", {
      value: cause,
      configurable: true,
      writable: true,
    });
    if (isSet) ended.set(reason, { cause, first: operation.name, others: 0 });
  }
  return reason;
}

module.exports = { onAbort, reasonFor, reasonOf };
