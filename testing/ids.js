"use strict";

const { randomInt } = require("node:crypto");

const LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const ALPHANUMERIC = LOWERCASE.toUpperCase() + LOWERCASE + DIGITS;

/** Returns `length` random characters of an alphabet. */
function scramble(length, alphabet = ALPHANUMERIC) {
  let text = "";
  for (let index = 0; index < length; index++) text += alphabet[randomInt(alphabet.length)];
  return text;
}

let counter = 0;

/**
 * Returns an internal id (`c`, eight characters of time, four of a counter, twelve random ones).
 *
 * Ids sort by creation time, then by the order they were made in; run cursors depend on it.
 */
function createInternalId(time) {
  const clock = Math.max(0, Math.floor(time)).toString(36).padStart(8, "0").slice(-8);
  counter = (counter + 1) % 36 ** 4;
  const sequence = counter.toString(36).padStart(4, "0");
  // Runs are seeded by the thousand, and nothing about their ids has to be unguessable.
  const tail = Math.random().toString(36).slice(2).padEnd(12, "0").slice(0, 12);
  return `c${clock}${sequence}${tail}`;
}

/** Returns a project reference (`proj_` and 20 lowercase letters). */
function createProjectRef() {
  return `proj_${scramble(20, LOWERCASE)}`;
}

module.exports = { createInternalId, createProjectRef, scramble };
