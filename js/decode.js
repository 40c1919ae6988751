"use strict";

const { toDate } = require("./dates.js");
const { ApiResponseError, WaitpointTimeoutError } = require("./errors.js");
const { assemblePieces } = require("./large-answer.js");
const { CostlyValueError, readSuperJson } = require("./super-json-reader.js");

/** What a body of an operation says, with dates as Date and packets in their place. `dates` names one item's dates. */
function decode(body, packets, dates, operation) {
  if (body === "") return undefined;
  const value = JSON.parse(body);
  revive(datesOf(value, dates), Infinity);
  if (packets !== undefined) place(value, JSON.parse(packets), operation);
  return value;
}

/** The same of a large body, some of it with each step; the last one answers the value. */
function* decodeInSteps(body, packets, dates, operation) {
  const value = yield* assemblePieces(body);
  const due = datesOf(value, dates);
  while (due.length > 0) {
    revive(due, DATES_A_STEP);
    yield;
  }
  if (packets !== undefined) place(value, JSON.parse(packets), operation);
  return value;
}

const DATES_A_STEP = 1_000;

/** What may have dates: each value, and behind it where its dates are. */
function datesOf(value, dates) {
  const due = [];
  if (dates === undefined) return due;
  const items = Array.isArray(value) ? value : Array.isArray(value?.data) ? value.data : [value];
  for (const item of items) due.push(item, dates);
  return due;
}

function reviveDates(object, dates) {
  revive([object, dates], Infinity);
}

/** Makes dates of so many values that are due, those within them included. */
function revive(due, most) {
  for (let count = 0; count < most && due.length > 0; count += 1) {
    const dates = due.pop();
    const object = due.pop();
    if (typeof object !== "object" || object === null) continue;
    // Its own names alone: what else a program puts on Object.prototype is no date.
    for (const name of Object.keys(dates ?? {})) {
      const value = object[name];
      if (dates[name] === true) {
        if (typeof value === "string") object[name] = toDate(value);
        continue;
      }
      // In a tree what is below has its dates where this object has them.
      const below = dates[name] === "alike" ? dates : dates[name];
      if (Array.isArray(value)) for (const item of value) due.push(item, below);
      else due.push(value, below);
    }
  }
}

/** Payload and output that were fetched from where the body pointed. */
function place(run, packets, operation) {
  for (const [field, type, text] of packets) {
    try {
      run[field] = decodePacket(type, text);
    } catch (cause) {
      const message = `${operation}: the ${field} cannot be decoded: it holds ${cause.message}`;
      throw new ApiResponseError(message, { operation });
    }
  }
}

/** Why there is no value, in the server's words where it has any that can be read. */
function timeoutOf(text) {
  try {
    return new WaitpointTimeoutError(JSON.parse(text).message);
  } catch {
    return new WaitpointTimeoutError();
  }
}

/**
 * As in the official SDK, a packet that cannot be read is left undefined: the run is still good. One that would
 * hold up everybody else's calls is an error.
 */
function decodePacket(type, text) {
  if (text === "" && type !== "timeout") return undefined;
  try {
    // Nearly all say just this, and thousands come at once.
    switch (type === "application/json" ? type : type.split(";")[0].trim()) {
      case "application/json":
        return JSON.parse(text);
      case "application/super+json":
        return readSuperJson(text);
      case "timeout":
        return timeoutOf(text);
      default:
        return text;
    }
  } catch (error) {
    if (error instanceof CostlyValueError) throw error;
    return undefined;
  }
}

module.exports = { decode, decodeInSteps, decodePacket, reviveDates };
