"use strict";

/**
 * Which requests are meant.
 *
 * @typedef {object} RequestMatch
 * @property {string} [method]
 * @property {RegExp | string} [path] tested against the path, or a prefix of it
 * @property {string} [token] the one in the Authorization header
 * @property {(request: import("./request-log.js").RequestRecord) => boolean} [match]
 */

const MATCH_OPTIONS = ["method", "path", "token", "match"];

/** Refuses options that `call` does not know. */
function checkOptions(call, options, known) {
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new TypeError(`${call}: unknown option ${unknown.join(", ")}`);
}

/**
 * Tells whether a request is one of those that are meant.
 *
 * @param {RequestMatch} options
 * @param {import("./request-log.js").RequestRecord} record
 * @param {string} [token] the one it was sent with
 */
function matches({ method, path, token: meant, match }, record, token) {
  return (
    (method === undefined || method === record.method) &&
    (path === undefined || matchPath(path, record.path)) &&
    (meant === undefined || meant === token) &&
    (match === undefined || match(record))
  );
}

function matchPath(path, actual) {
  return typeof path === "string" ? actual.startsWith(path) : new RegExp(path).test(actual);
}

module.exports = { MATCH_OPTIONS, checkOptions, matches };
