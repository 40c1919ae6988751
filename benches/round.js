"use strict";

/** A figure with three digits or all before the point, for people. */
function round(value) {
  if (value === undefined) return "not known";
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

module.exports = { round };
