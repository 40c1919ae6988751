"use strict";

// The turns of the event loop. What ends calls and what is read of streams come as promises, which Node.js serves before
// anything else: without a break timers and other sockets would wait for as long as there is more of it.

const { now, setImmediate } = require("./clock.js");

const LONG_IN_MS = 8;
/** Work that can be left at any time takes less of a turn. */
const SHARE_IN_MS = 1;

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

/** Work that is done in steps, whose turn comes one after the other's. */
const works = [];

/** Does work in steps, some in each turn of the event loop, and in turn with other such work. */
function share(work) {
  works.push(work);
  if (works.length === 1) after(goOn);
}

function goOn() {
  const [work] = works;
  const begin = now();
  let isDone;
  do isDone = work.next().done;
  while (!isDone && Math.abs(now() - begin) < SHARE_IN_MS);
  works.shift();
  if (!isDone) works.push(work);
  if (works.length > 0) after(goOn);
}

module.exports = { after, isLong, next, share };
