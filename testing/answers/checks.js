"use strict";

const { failure, Refusal } = require("./forms.js");

// What the API says of a body that is not as it should be, in its own words.

const article = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
const mistyped = (expected, value) =>
  value === undefined ? "Required" : `Expected ${expected}, received ${article(value)}`;

const ofType = (type) => (value) => (article(value) === type ? undefined : mistyped(type, value));

/** Each answers what is wrong with a value, or undefined; of two kinds it says where the value is too. */
const is = {
  any: () => undefined,
  string: ofType("string"),
  number: ofType("number"),
  boolean: ofType("boolean"),
  object: ofType("object"),
  array: ofType("array"),
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
    (value, path) => {
      const found = kinds.map((kind) => kind(value, path));
      if (found.includes(undefined)) return undefined;
      // A value of one of the types is told what is wrong with it, any other one both types.
      const ofItsType = found.find((message) => !message.endsWith(`received ${article(value)}`));
      return ofItsType ?? found.join(` at "${path}", or `);
    },
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
    const where = path === "" ? name : `${path}.${name}`;
    const message = isAbsent ? undefined : kind(value[name], where);
    if (message) refuseInvalid(message, where);
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
