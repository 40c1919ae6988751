"use strict";

const { refuse } = require("./forms.js");
const { kindOf, readBody } = require("./bodies.js");

/**
 * What a field must be: one of a list of texts, or the name of its type, with a question mark where it may
 * be absent and two where it may be null as well. `count` is a whole number above zero, `texts` an array of
 * strings.
 *
 * @typedef {string | string[]} FieldType
 */

function findFault(value, type, path) {
  const is = kindOf(value);
  if (Array.isArray(type)) {
    if (value === undefined || type.includes(value)) return undefined;
    const expected = type.map((text) => `'${text}'`).join(" | ");
    return { message: `Invalid enum value. Expected ${expected}, received '${value}'`, path };
  }
  const wanted = { count: "number", texts: "array" }[type] ?? type;
  if (value === undefined) return { message: "Required", path };
  if (is !== wanted) return { message: `Expected ${wanted}, received ${is}`, path };
  if (type === "texts") {
    const faults = value.map((each, index) => findFault(each, "string", `${path}[${index}]`));
    return faults.find(Boolean);
  }
  if (type !== "count") return undefined;
  if (!Number.isInteger(value)) return { message: "Expected integer, received float", path };
  return value > 0 ? undefined : { message: "Number must be greater than 0", path };
}

/** Lists what is wrong with the fields of an object, as `{ message, path }`. */
function findFaults(object, fields, prefix = "") {
  return Object.entries(fields).flatMap(([name, type]) => {
    const value = object[name];
    if (value === undefined && type.at(-1) === "?") return [];
    if (value === null && type.at(-2) === "?") return [];
    const required = Array.isArray(type) ? type : type.replace(/\?+$/, "");
    return findFault(value, required, prefix + name) ?? [];
  });
}

/** Refuses with the one sentence that newer routes have for all that is wrong with a body. */
function refuseFaults(faults) {
  if (faults.length === 0) return;
  const parts = faults.map(({ message, path }) => (path ? `${message} at "${path}"` : message));
  refuse(400, `Validation error: ${parts.join("; ")}`);
}

/**
 * Reads the body of a newer route, or refuses it with a 400.
 *
 * @param {object} context
 * @param {Record<string, FieldType>} fields
 */
function readFields(context, fields) {
  const body = readBody(context);
  refuseFaults(findFaults(body, fields));
  return body;
}

module.exports = { findFaults, readFields, refuseFaults };
