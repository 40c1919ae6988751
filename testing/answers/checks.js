"use strict";

const { failure, Refusal } = require("./forms.js");

// What the API says of a body that is not as it should be, in its own words.

const article = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
const mistyped = (expected, value) =>
  value === undefined ? "Required" : `Expected ${expected}, received ${article(value)}`;

const ofType = (type) => (value) => (article(value) === type ? undefined : mistyped(type, value));

/** Each answers what is wrong with a value, or undefined. */
const is = {
  any: () => undefined,
  string: ofType("string"),
  number: ofType("number"),
  boolean: ofType("boolean"),
  object: ofType("object"),
  integer: (value) =>
    is.number(value) ?? (Number.isInteger(value) ? undefined : "Expected integer, received float"),
  count: (value) =>
    is.integer(value) ?? (value < 0 ? "Number must be greater than or equal to 0" : undefined),
  positive: (value) => is.integer(value) ?? (value <= 0 ? "Number must be greater than 0" : undefined),
  oneOf: (names) => (value) => {
    if (names.includes(value)) return undefined;
    const expected = names.map((name) => `'${name}'`).join(" | ");
    if (typeof value !== "string") return mistyped(expected, value);
    return `Invalid enum value. Expected ${expected}, received '${value}'`;
  },
  atMost: (length, message) => (value) => is.string(value) ?? (value.length <= length ? undefined : message),
  either:
    (...kinds) =>
    (value) =>
      kinds.some((kind) => kind(value) === undefined) ? undefined : "Invalid input",
};

/** Refuses a body, at the first of its fields that is wrong. */
function refuseInvalid(message, path) {
  const where = path === "" ? "" : ` at "${path}"`;
  throw new Refusal(failure(400, `Validation error: ${message}${where}`));
}

/**
 * Checks the fields of an object; unknown ones pass.
 *
 * @param {any} value
 * @param {object} kinds what each field must be; those of `required` must be there
 * @param {{ path?: string, required?: string[] }} [where]
 */
function checkFields(value, kinds, { path = "", required = [] } = {}) {
  const wrong = is.object(value);
  if (wrong) refuseInvalid(wrong, path);
  for (const [name, kind] of Object.entries(kinds)) {
    const isAbsent = value[name] === undefined && !required.includes(name);
    const message = isAbsent ? undefined : kind(value[name]);
    if (message) refuseInvalid(message, path === "" ? name : `${path}.${name}`);
  }
}

/** Reads a body as routes of the newer kind do: of a limited size, there, and JSON. */
function readBody(context, maxBytes) {
  if (Buffer.byteLength(context.text) > maxBytes) {
    throw new Refusal(failure(413, "Request body too large"));
  }
  if (context.text === "") throw new Refusal(failure(400, "Request body is empty"));
  const invalid = () => {
    throw new Refusal(failure(400, "Invalid JSON"));
  };
  return context.readJson(invalid) ?? invalid();
}

module.exports = { checkFields, is, readBody, refuseInvalid };
