"use strict";

const { after, options, row } = require("../row.js");

const path = "/api/v1/errors";
const group = { id: "error_1", fingerprint: "1", status: "unresolved", count: 1 };
const id = "error_1";

function list(args, query) {
  return row("errors.list", (api) => api.errors.list(...args), "GET", path, { query });
}

function decide(verb, args, body, segment = id) {
  const call = (api) => api.errors[verb](...args);
  return row(`errors.${verb}`, call, "POST", `${path}/${segment}/${verb}`, { body, answer: group });
}

function retrieve(args, segment = id) {
  const call = (api) => api.errors.retrieve(...args);
  return row("errors.retrieve", call, "GET", `${path}/${segment}`, { answer: group });
}

const everyFilter = {
  before: "c1",
  limit: 10,
  to: 1.8e12,
  from: after,
  period: "7d",
  search: "a b",
  status: ["unresolved", "new-one"],
  version: ["1", "2"],
  taskIdentifier: ["a", "b"],
};
const bounds = { duration: 86_400_000, occurrenceRate: 0.5, totalOccurrences: 3, reason: "known" };

module.exports = [
  list([]),
  list([options]),
  list([undefined, options]),
  list([{ status: "ignored" }, options], "filter%5Bstatus%5D=ignored"),
  list([{ taskIdentifier: "a" }], "filter%5BtaskIdentifier%5D=a"),
  list([{ version: "1" }], "filter%5Bversion%5D=1"),
  list([{ after: "c2" }], "page%5Bafter%5D=c2"),
  list(
    [everyFilter],
    [
      "filter%5BtaskIdentifier%5D=a%2Cb",
      "filter%5Bversion%5D=1%2C2",
      "filter%5Bstatus%5D=unresolved%2Cnew-one",
      "filter%5Bsearch%5D=a+b",
      "filter%5Bperiod%5D=7d",
      "filter%5Bfrom%5D=1793491200000",
      "filter%5Bto%5D=1800000000000",
      "page%5Bsize%5D=10",
      "page%5Bbefore%5D=c1",
    ].join("&"),
  ),
  retrieve([id]),
  retrieve(["a/b", options], "a%2Fb"),
  decide("resolve", [id], {}),
  decide("resolve", [id, options], {}),
  decide("resolve", ["a/b", { resolvedInVersion: "1" }, options], { resolvedInVersion: "1" }, "a%2Fb"),
  decide("ignore", [id], {}),
  decide("ignore", [id, options], {}),
  decide("ignore", [id, bounds, options], bounds),
  decide("unresolve", [id]),
  decide("unresolve", ["a/b", options], undefined, "a%2Fb"),
];
