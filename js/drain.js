"use strict";

const { clearTimeout, now, setImmediate, setTimeout } = require("./clock.js");
const { toError } = require("./errors.js");
const { whereCalled } = require("./frames.js");
const native = require("./native.js");
const { inFlight, onIdle, realm, subscriptions } = require("./realm.js");

/** Node's timers hold no longer delay. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * Resolves when nothing is in flight. Calls that are made meanwhile are waited for too, also those that
 * code makes when an earlier one settles.
 */
async function drain(options) {
  const read = native.readDrainOptions(realm(), options);
  if (typeof read === "string") throw toError(read, drain);
  const deadline = now() + read;
  // What would not end by itself, and loses nothing: its cursor is where it was.
  for (const subscription of subscriptions()) end(subscription);
  const origin = whereCalled();
  do await idle(deadline, read, origin);
  while (inFlight() > 0);
}

/** One that cannot be ended must not keep the others from it. */
function end(subscription) {
  try {
    subscription.unsubscribe();
  } catch (error) {
    subscription.fail(error);
  }
}

function idle(deadline, timeoutInMs, origin) {
  return new Promise((resolve, reject) => {
    const late = () => {
      release();
      const count = inFlight() === 1 ? "1 call is" : `${inFlight()} calls are`;
      const message = `drain: ${count} still in flight after ${timeoutInMs} ms`;
      reject(toError({ cause: "timeout", message, operation: "drain" }, origin));
    };
    const timer = setTimeout(late, Math.min(Math.max(deadline - now(), 0), LONGEST_DELAY));
    const release = onIdle(() => {
      clearTimeout(timer);
      // What the calls' callers do next comes first: it may be another call.
      setImmediate(resolve);
    });
  });
}

module.exports = { drain };
