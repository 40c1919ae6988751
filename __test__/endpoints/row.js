"use strict";

// What the rows of all areas share.

/** An instant, as a Date. */
const after = new Date("2026-11-01T00:00:00.000Z");
/** An empty page. */
const page = { data: [], pagination: {} };
/** Request options that change nothing of the request. */
const options = { timeoutInMs: 5_000 };

/**
 * One overload of a function: the call, and the one request it makes, if it makes any.
 *
 * A row without `query` has none, one without `body` sends none. `headers` are those it has beyond the
 * usual ones, `made` the names of those with an id of their own, `branch` is the scope's, which goes out where `sendsBranch` says so. `answer` is what the
 * server says, `token` who asks, `isLegacy` says that it is asked of `hairtrigger/legacy`. A call of several requests has those after the first in `more`; a body of
 * lines is an array. A row without a method sends nothing, and says its `result`.
 */
function row(name, call, method, path, rest = {}) {
  return { name, call, method, path, answer: page, ...rest };
}

module.exports = { after, options, page, row };
