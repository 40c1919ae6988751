"use strict";

const MAX = 100;

/**
 * Reads the `page` and `perPage` of a list whose pages are numbered.
 *
 * @param {[name: string, value: string][]} query
 * @param {{ perPage: number, max?: number }} options how many a page has unless the request says, and
 *   how many it may have
 * @returns {{ page: number, perPage: number, issues: object[] }} `issues` is what is wrong with them
 */
function readPageNumbers(query, { perPage, max = Infinity }) {
  const parameters = new Map(query);
  const issues = [];
  return {
    page: readNumber(parameters, "page", { otherwise: 1, max: Infinity }, issues),
    perPage: readNumber(parameters, "perPage", { otherwise: perPage, max }, issues),
    issues,
  };
}

function readNumber(parameters, name, { otherwise, max }, issues) {
  const text = parameters.get(name);
  if (text === undefined) return otherwise;
  const number = Number(text);
  const path = [name];
  if (Number.isNaN(number)) {
    const message = "Expected number, received nan";
    issues.push({ code: "invalid_type", expected: "number", received: "nan", path, message });
    return otherwise;
  }
  if (!Number.isInteger(number)) {
    const message = "Expected integer, received float";
    issues.push({ code: "invalid_type", expected: "integer", received: "float", message, path });
  }
  if (number <= 0) {
    const message = "Number must be greater than 0";
    issues.push({
      code: "too_small",
      minimum: 0,
      type: "number",
      inclusive: false,
      exact: false,
      message,
      path,
    });
  }
  if (number > max) {
    const message = `Number must be less than or equal to ${max}`;
    issues.push({
      code: "too_big",
      maximum: max,
      type: "number",
      inclusive: true,
      exact: false,
      message,
      path,
    });
  }
  return number;
}

/** Cuts one page out of all items. */
function paginate(items, { page, perPage }) {
  const start = (page - 1) * perPage;
  const count = items.length;
  return {
    data: items.slice(start, start + perPage),
    pagination: { currentPage: page, totalPages: Math.ceil(count / perPage), count },
  };
}

module.exports = { MAX, paginate, readPageNumbers };
