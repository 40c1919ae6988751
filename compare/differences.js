"use strict";

// The known and wanted differences between the requests of hairtrigger and of @trigger.dev/sdk. Each
// takes its headers out of both sides and says whether it was there; every other difference fails.

function without(headers, names) {
  return names.map((name) => {
    const value = headers[name];
    delete headers[name];
    return value;
  });
}

/** A difference that is nothing but these headers having other values, or none, on one side. */
function inHeaders(name, reason, ...headers) {
  return {
    name,
    reason,
    take({ ours, theirs }) {
      const [mine, others] = [without(ours.headers, headers), without(theirs.headers, headers)];
      return mine.some((value, index) => value !== others[index]);
    },
  };
}

const differences = [
  inHeaders("user-agent", "each names itself", "user-agent"),
  inHeaders("trigger-version", "names a version of the official SDK, which this is not", "trigger-version"),
  inHeaders(
    "request idempotency key",
    "a random one per call, the same on its retries",
    "x-trigger-request-idempotency-key",
  ),
  inHeaders(
    "headers fetch adds",
    "a server's client is no browser",
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "pragma",
    "sec-fetch-mode",
  ),
  {
    name: "a neighbouring page by its cursor alone",
    reason: "of two cursors the server follows one and says nothing of it",
    take({ ours, theirs }) {
      const cursors = (query) => query.filter(([name]) => name === "page[after]" || name === "page[before]");
      if (cursors(ours.query).length !== 1 || cursors(theirs.query).length !== 2) return false;
      const [[kept]] = cursors(ours.query);
      theirs.query = theirs.query.filter(
        ([name]) => name === kept || !cursors(theirs.query).flat().includes(name),
      );
      return true;
    },
  },
  {
    name: "no content type without a body",
    reason: "there is nothing to describe",
    take({ ours, theirs }) {
      if (ours.body !== undefined || ours.headers["content-type"] !== undefined) return false;
      without(ours.headers, ["content-length"]);
      const [, type] = without(theirs.headers, ["content-length", "content-type"]);
      return type === "application/json";
    },
  },
  {
    name: "per-call additional headers",
    reason: "the official SDK takes them and drops them",
    take({ ours, theirs, row }) {
      if (row.perCallHeader === undefined || theirs.headers[row.perCallHeader] !== undefined) return false;
      return without(ours.headers, [row.perCallHeader])[0] !== undefined;
    },
  },
  {
    name: "the branch on env var calls",
    reason: "for other environments than preview the server would act on the branch all the same",
    take({ ours, theirs }) {
      const [, environment] = /\/envvars\/([^/]+)/.exec(ours.path) ?? [];
      if (environment === undefined || environment === "preview" || "x-trigger-branch" in ours.headers)
        return false;
      return without(theirs.headers, ["x-trigger-branch"])[0] !== undefined;
    },
  },
];

module.exports = { differences };
