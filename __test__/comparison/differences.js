"use strict";

// The known and wanted differences between the requests of hairtrigger and of @trigger.dev/sdk. Each
// takes its part out of a pair of requests, and only when both sides are as it says: `take` answers
// whether they were. Every other difference fails, and so does one of these that no call shows.

const { version } = require("../../package.json");

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A header that has these values, or is absent, on the two sides. */
function inHeader(name, reason, ours, theirs) {
  return {
    name,
    reason,
    take(pair) {
      const values = [pair.ours.headers[name], pair.theirs.headers[name]];
      if (values[0] === values[1] || !matches(values[0], ours) || !matches(values[1], theirs)) return false;
      delete pair.ours.headers[name];
      delete pair.theirs.headers[name];
      return true;
    },
  };
}

function matches(value, expected) {
  return expected instanceof RegExp ? expected.test(value) : value === expected;
}

const isOfBatch = ({ path }) => path.endsWith("/api/v3/batches");
const isOfItems = ({ path }) => /\/batches\/[^/]+\/items$/.test(path);

/** A body that differs has another length. */
function dropLengths({ ours, theirs }) {
  return delete ours.headers["content-length"] && delete theirs.headers["content-length"];
}

const noBrowser = "fetch adds it, and a server's client is no browser";

const differences = [
  inHeader("user-agent", "each names itself", `hairtrigger/${version}`, /./),
  inHeader("trigger-version", "a version of the official SDK, which this is not", undefined, "4.8.3"),
  inHeader(
    "x-trigger-request-idempotency-key",
    "random: one for each call, the same on its retries",
    uuid,
    uuid,
  ),
  inHeader("accept-encoding", "each names what it can decompress", "gzip,br", /^(br, )?gzip, deflate/),
  inHeader("accept-language", noBrowser, undefined, "*"),
  inHeader("sec-fetch-mode", noBrowser, undefined, "cors"),
  inHeader("cache-control", "the official SDK asks for fetch's no-cache mode", undefined, /./),
  inHeader("connection", "the default of HTTP/1.1, which fetch spells out", undefined, "keep-alive"),
  {
    name: "no content type without a body",
    reason: "there is nothing to describe",
    take({ ours, theirs }) {
      if (ours.body !== undefined || ours.headers["content-type"] !== undefined) return false;
      if (theirs.headers["content-type"] !== "application/json") return false;
      return delete theirs.headers["content-type"];
    },
  },
  {
    name: "a neighbouring page by its cursor alone",
    reason: "of two cursors the server follows one and says nothing of it",
    take({ ours, theirs }) {
      const cursors = (query) => query.filter(([name]) => name === "page[after]" || name === "page[before]");
      const [kept, ...more] = cursors(ours.query);
      const both = cursors(theirs.query);
      if (kept === undefined || more.length > 0 || both.length !== 2) return false;
      theirs.query = theirs.query.filter((entry) => !both.includes(entry) || entry[0] === kept[0]);
      return true;
    },
  },
  {
    name: "a bound of 0",
    reason: "it is an instant like any other; the official SDK takes it for none and lists another week",
    take({ ours, theirs }) {
      const names = ["filter[createdAt][from]", "filter[createdAt][to]"];
      const isBound = ([name, value]) => names.includes(name) && value === "0";
      if (!ours.query.some(isBound) || theirs.query.some(isBound)) return false;
      ours.query = ours.query.filter((entry) => !isBound(entry));
      return true;
    },
  },
  {
    name: "headers of a single call",
    reason: "the official SDK takes requestOptions.additionalHeaders and drops them",
    take({ ours, theirs, row }) {
      const [name, value] = row.callHeader ?? [];
      if (name === undefined || ours.headers[name] !== value || name in theirs.headers) return false;
      return delete ours.headers[name];
    },
  },
  {
    name: "a slash in a name of a queue, encoded once",
    reason: "the server reads both, and once is what every other name is",
    take({ ours, theirs }) {
      if (ours.path === theirs.path || !ours.path.startsWith("/api/v1/queues/")) return false;
      if (ours.path !== theirs.path.replaceAll("%252F", "%2F")) return false;
      theirs.path = ours.path;
      return true;
    },
  },
  {
    name: "whose timezones they are",
    reason:
      "a call is made in a scope like any other; the official SDK asks for them without saying who asks",
    take({ ours, theirs }) {
      if (ours.path !== "/api/v1/timezones" || "authorization" in theirs.headers) return false;
      for (const name of Object.keys(ours.headers)) {
        if (name === "authorization" || name.startsWith("x-trigger-")) delete ours.headers[name];
      }
      return true;
    },
  },
  {
    name: "the name of a stored payload",
    reason: "random on both sides, and of different lengths",
    take({ ours, theirs }) {
      const names = ({ body }) => body?.options?.payloadType === "application/store";
      return names(ours) && names(theirs) && dropLengths({ ours, theirs });
    },
  },
  {
    name: "a length of the items of a batch",
    reason: "they are all there when they go out; the official SDK sends them as a stream",
    take({ ours, theirs }) {
      if (!isOfItems(ours) || theirs.headers["transfer-encoding"] !== "chunked") return false;
      delete theirs.headers["transfer-encoding"];
      return delete ours.headers["content-length"];
    },
  },
  {
    name: "a request idempotency key with the items of a batch",
    reason: "one for each request, the same on its retries; the official SDK sends none here",
    take({ ours, theirs }) {
      const key = "x-trigger-request-idempotency-key";
      if (!isOfItems(ours) || key in theirs.headers || !uuid.test(ours.headers[key])) return false;
      theirs.call = ours.call;
      return delete ours.headers[key];
    },
  },
  {
    name: "what the key of a batch and those of its items were made from",
    reason: "the official SDK sends it for tasks.batchTrigger of an array, and forgets it otherwise",
    take({ ours, theirs }) {
      const takeOut = (mine, other) => {
        const isMissing = mine?.idempotencyKeyOptions && other && !other.idempotencyKeyOptions;
        if (!isMissing || mine.idempotencyKey !== other.idempotencyKey) return false;
        if (mine.idempotencyKeyOptions.scope !== "run") return false;
        return delete mine.idempotencyKeyOptions;
      };
      if (isOfBatch(ours)) return takeOut(ours.body, theirs.body) && dropLengths({ ours, theirs });
      if (!isOfItems(ours)) return false;
      return ours.body
        .map((item, index) => takeOut(item.options, theirs.body[index]?.options))
        .includes(true);
    },
  },
  {
    name: "the branch on env var calls",
    reason: "for other environments than preview the server would act on the branch all the same",
    take({ ours, theirs }) {
      const [, environment] = /\/envvars\/([^/]+)/.exec(ours.path) ?? [];
      if (environment === undefined || environment === "preview" || "x-trigger-branch" in ours.headers)
        return false;
      return "x-trigger-branch" in theirs.headers && delete theirs.headers["x-trigger-branch"];
    },
  },
];

module.exports = { differences };
