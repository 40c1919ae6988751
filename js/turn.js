"use strict";

// The turns of the event loop. What ends calls and what is read of streams come as promises, which Node.js serves before
// anything else: without a break timers and other sockets would wait for as long as there is more of it.

const { now, setImmediate } = require("./clock.js");

const LONG_IN_MS = 8;

/** The last turn that was begun here. */
let began = now();

/** It is time for others: so long ago was the last turn that is known. */
function isLong() {
  // A clock that was set back says nothing.
  return Math.abs(now() - began) > LONG_IN_MS;
}

/** Calls back in the next turn. */
function after(callback) {
  setImmediate(() => {
    began = now();
    callback();
  });
}

/** Waits for the next turn. */
function next() {
  return new Promise((resolve) => after(() => resolve(undefined)));
}

module.exports = { after, isLong, next };
