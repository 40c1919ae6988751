"use strict";

/**
 * Returns a page of items that are sorted as lists show them, with the cursors around it.
 *
 * Both directions come in the order of the list. Of two cursors it is `before` that counts.
 *
 * @param {any[]} items
 * @param {object} query
 * @param {number} query.size
 * @param {string} [query.after]
 * @param {string} [query.before]
 * @param {object} order
 * @param {(item: any) => string} order.cursorOf
 * @param {(item: any, cursor: string) => number} order.compare negative for items before the cursor
 */
function paginate(items, { size, after, before }, { cursorOf, compare }) {
  if (before) {
    const found = items.filter((item) => compare(item, before) < 0);
    const page = found.slice(-size);
    return toPage(page, {
      next: page.length === size ? cursorOf(page.at(-1)) : undefined,
      previous: found.length > size ? cursorOf(page[0]) : undefined,
    });
  }
  const found = after ? items.filter((item) => compare(item, after) > 0) : items;
  const page = found.slice(0, size);
  return toPage(page, {
    next: found.length > size ? cursorOf(page.at(-1)) : undefined,
    previous: after && page.length > 0 ? cursorOf(page[0]) : undefined,
  });
}

function toPage(items, pagination) {
  const known = Object.entries(pagination).filter(([, cursor]) => cursor !== undefined);
  return { items, pagination: Object.fromEntries(known) };
}

module.exports = { paginate };
