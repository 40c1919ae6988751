"use strict";

/** What JSON cannot hold is told with its path, and those would be far longer than the payload. */
const TOO_DEEP = [
  "many values that JSON has no type for, such as dates, under keys that are too long or nested too deeply",
];

/**
 * Writes a value as JSON, or in the official SDK's payload encoding. Undefined has no text, and what
 * superjson refuses, such as a key named `constructor`, has none in that encoding. What would cost far more than its text
 * is not written: the list has the words for that.
 *
 * Most payloads are plain and need no library: its format is written for those that are not.
 */
function encode(value, asSuperJson) {
  if (value === undefined) return undefined;
  if (!asSuperJson) return JSON.stringify(value);
  if (isPlain(value, new Set())) return `{"json":${JSON.stringify(value)}}`;
  const { writeSuperJson, CostlyPathsError } = require("./super-json-writer.js");
  try {
    return writeSuperJson(value);
  } catch (error) {
    return error instanceof CostlyPathsError ? TOO_DEEP : null;
  }
}

/** What a caller's `toJSON` or getter threw, on its way through the addon, which carries errors only. */
class Thrown extends Error {
  constructor(value) {
    super();
    this.value = value;
  }
}

/**
 * `encode` for the addon. What JSON cannot hold comes back as a list: the words for it, and the steps that lead to it.
 * What the caller's own code throws, which can be anything, is thrown on.
 */
function encodeForAddon(value, asSuperJson) {
  try {
    return encode(value, asSuperJson);
  } catch (error) {
    const fault = require("./unserializable.js").faultOf(value, error);
    if (fault !== undefined) return fault;
    throw new Thrown(error);
  }
}

/** Exactly what JSON can hold: superjson would add nothing to it. */
function isPlain(value, seen) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      return value === null || isPlainObject(value, seen);
    default:
      return false;
  }
}

function isPlainObject(value, seen) {
  // The second sight of an object is a shared reference, which superjson restores as one.
  if (seen.has(value)) return false;
  seen.add(value);
  if (Array.isArray(value)) return isPlainArray(value, seen);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.keys(value).every((key) => !isSpecial(key) && isPlain(value[key], seen));
}

/** A hole is not a value, and not undefined either. */
function isPlainArray(array, seen) {
  for (let index = 0; index < array.length; index += 1) {
    if (!Object.hasOwn(array, index) || !isPlain(array[index], seen)) return false;
  }
  return true;
}

/** Keys that JSON.stringify or superjson treat in a way of their own. */
function isSpecial(key) {
  return key === "toJSON" || key === "__proto__" || key === "constructor" || key === "prototype";
}

module.exports = { encodeForAddon, Thrown };
