"use strict";

// What callers' objects name, read in one way: by the addon for a call, and here for what is made of several.

const { isProxy } = require("node:util").types;

/** How many names every object inherits, unless a program has added some. */
const OWN_KEYS = Reflect.ownKeys(Object.prototype).length;

/** A literal, or an object without a prototype: what it does not have itself it does not have. */
function isOrdinary(object) {
  if (isProxy(object)) return false;
  const prototype = Object.getPrototypeOf(object);
  return (
    prototype === null || (prototype === Object.prototype && Reflect.ownKeys(prototype).length === OWN_KEYS)
  );
}

/**
 * The fields of an object, each read once: those of its own, and the known ones wherever they are. So what stands
 * behind a Proxy or a getter of a class never passes for what is not there. `refuse(what)` makes the error.
 *
 * @returns {any}
 */
function readFields(object, place, known, refuse) {
  if (object === undefined) return {};
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    const got = object === null ? "null" : Array.isArray(object) ? "an array" : typeof object;
    throw refuse(`${place} must be an object, got ${got}`);
  }
  const fields = Object.create(null);
  for (const name of Reflect.ownKeys(object)) if (typeof name === "string") fields[name] = object[name];
  if (isOrdinary(object)) return fields;
  for (const name of known) {
    if (name in fields) continue;
    const value = object[name];
    if (value !== undefined || name in object) fields[name] = value;
  }
  // A promise, a Map: what it holds must not pass for nothing.
  if (Object.keys(fields).length > 0) return fields;
  throw refuse(`${place} must be a plain object, got one that names nothing; was an await forgotten?`);
}

/** The same for an object that may have no other fields than the known ones. */
function readKnown(object, place, known, refuse) {
  const fields = readFields(object, place, known, refuse);
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown === undefined) return fields;
  throw refuse(`${place}.${unknown} is not known here; known are ${known.join(", ")}`);
}

/**
 * Options with the request options behind them, which may stand in their place: an object whose names are all request
 * options is that. Answers the fields of the options and the request options as they are.
 */
function readOptions(options, requestOptions, known, refuse) {
  const ofRequest = require("./native.js").optionNames("request");
  const fields = readFields(options, "options", [...known, ...ofRequest], refuse);
  const names = Object.keys(fields);
  const isOption = (name) => ofRequest.includes(name) && !known.includes(name);
  if (requestOptions === undefined && names.length > 0 && names.every(isOption)) return [{}, fields];
  return [fields, requestOptions];
}

module.exports = { isOrdinary, readFields, readKnown, readOptions };
