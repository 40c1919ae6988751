"use strict";

const { clearTimeout, now, setImmediate, setTimeout } = require("./clock.js");
const { toError } = require("./errors.js");
const { whereCalled } = require("./frames.js");
const native = require("./native.js");
const { inFlight, onIdle, realm, subscriptions } = require("./realm.js");
const { flushParts } = require("./part-batch.js");

/** Node's timers hold no longer delay. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * Resolves when nothing is in flight. Calls that are made meanwhile are waited for too, also those that
 * code makes when an earlier one settles.
 */
async function drain(options) {
  const read = native.readDrainOptions(realm(), options);
  if (typeof read === "string") throw toError(read, drain);
  const [timeoutInMs, waits] = read;
  const deadline = now() + timeoutInMs;
  // What would not end by itself, and loses nothing: its cursor is where it was.
  if (!waits) for (const subscription of subscriptions()) end(subscription);
  const origin = whereCalled();
  do {
    flushParts();
    if (waits) await allClosed(deadline, timeoutInMs, origin);
    await idle(deadline, timeoutInMs, origin);
  } while (inFlight() > 0);
}

/** Waits for the subscriptions that were begun to end, by themselves or by whoever has them. */
async function allClosed(deadline, timeoutInMs, origin) {
  const open = subscriptions();
  if (open.length === 0) return;
  const late = (resolve, reject) => {
    const timer = setTimeout(() => {
      const count = subscriptions().length;
      const message = `drain: ${count} subscription${count === 1 ? " is" : "s are"} still open after ${timeoutInMs} ms`;
      reject(toError({ cause: "timeout", message, operation: "drain" }, origin));
    }, timeLeft(deadline));
    Promise.all(open.map(({ closed }) => closed)).then(() => {
      clearTimeout(timer);
      // What their callers do next comes first.
      setImmediate(resolve);
    });
  };
  await new Promise(late);
}

const timeLeft = (deadline) => Math.min(Math.max(deadline - now(), 0), LONGEST_DELAY);

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
    const timer = setTimeout(late, timeLeft(deadline));
    const release = onIdle(() => {
      clearTimeout(timer);
      // What the calls' callers do next comes first: it may be another call.
      setImmediate(resolve);
    });
  });
}

module.exports = { drain };
