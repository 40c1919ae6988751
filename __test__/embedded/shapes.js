"use strict";

const assert = require("node:assert/strict");

const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const TYPES = {
  any: () => true,
  boolean: (value) => typeof value === "boolean",
  date: (value) => typeof value === "string" && ISO_DATE.test(value),
  number: (value) => typeof value === "number",
  string: (value) => typeof value === "string",
  url: (value) => URL.canParse(value),
};

/**
 * Asserts that a value has a shape.
 *
 * A shape is the name of a type, `[shape]` for an array of any length, an object whose keys must
 * be the value's (`key?` may be absent), or `{ is: value }` for exactly that value.
 */
function assertShape(value, shape, path = "body") {
  if (typeof shape === "string") {
    assert.ok(TYPES[shape](value), `${path} is no ${shape}: ${JSON.stringify(value)}`);
  } else if (Array.isArray(shape)) {
    assert.ok(Array.isArray(value), `${path} is no array: ${JSON.stringify(value)}`);
    value.forEach((item, index) => assertShape(item, shape[0], `${path}[${index}]`));
  } else if ("is" in shape) {
    assert.deepEqual(value, shape.is, path);
  } else {
    assertFields(value, shape, path);
  }
}

function assertFields(value, shape, path) {
  assert.equal(typeof value, "object", `${path} is no object: ${JSON.stringify(value)}`);
  const known = new Map(Object.entries(shape).map(([key, each]) => [key.replace(/\?$/, ""), { key, each }]));
  const unknown = Object.keys(value).filter((key) => !known.has(key));
  assert.deepEqual(unknown, [], `${path} has more than expected`);
  for (const [name, { key, each }] of known) {
    if (name in value) assertShape(value[name], each, `${path}.${name}`);
    else assert.ok(key.endsWith("?"), `${path}.${name} is missing`);
  }
}

module.exports = { assertShape };
