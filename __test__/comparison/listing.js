"use strict";

/** Every item of every page. */
async function collect(iterable) {
  const all = [];
  for await (const item of iterable) all.push(item);
  return all;
}

/** What a page with cursors shows. */
async function show(listing) {
  const page = await listing;
  return { data: page.data, pagination: page.pagination, next: page.hasNextPage() };
}

module.exports = { collect, show };
