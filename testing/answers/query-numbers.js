"use strict";

/**
 * Reads a number of the query, and reports what is wrong with it.
 *
 * @param {string | undefined} text
 * @param {{ name: string, otherwise: number }} parameter its name, and the number where there is none
 * @param {any[]} bounds each `{ least }`, `{ above }` or `{ most }`, in the order they are reported in
 * @param {object[]} issues
 */
function readNumber(text, { name, otherwise }, bounds, issues) {
  if (text === undefined) return otherwise;
  const path = [name];
  const number = Number(text);
  if (Number.isNaN(number)) {
    const message = "Expected number, received nan";
    issues.push({ code: "invalid_type", expected: "number", received: "nan", path, message });
    return otherwise;
  }
  if (!Number.isInteger(number)) {
    const message = "Expected integer, received float";
    issues.push({ code: "invalid_type", expected: "integer", received: "float", message, path });
  }
  for (const bound of bounds) {
    const issue = findExcess(number, bound);
    if (issue !== undefined) issues.push({ ...issue, path });
  }
  return number;
}

function findExcess(number, { above, least, most }) {
  const issue = (code, bound, inclusive, words) => {
    const message = `Number must be ${words} ${Object.values(bound)[0]}`;
    return { code, ...bound, type: "number", inclusive, exact: false, message };
  };
  if (number <= above) return issue("too_small", { minimum: above }, false, "greater than");
  if (number < least) return issue("too_small", { minimum: least }, true, "greater than or equal to");
  if (number > most) return issue("too_big", { maximum: most }, true, "less than or equal to");
  return undefined;
}

module.exports = { readNumber };
