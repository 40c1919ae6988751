"use strict";

const { readNumber } = require("./query-numbers.js");

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
  const read = (name, otherwise, most) =>
    readNumber(parameters.get(name), { name, otherwise }, [{ above: 0 }, { most }], issues);
  return { page: read("page", 1, Infinity), perPage: read("perPage", perPage, max), issues };
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
