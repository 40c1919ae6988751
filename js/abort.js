"use strict";

// One listener per signal, however many calls share it: Node warns about leaks from the eleventh on.

const { queueMicrotask } = require("./clock.js");

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

module.exports = { onAbort, reasonOf };
