"use strict";

const { options, row } = require("../row.js");

const path = "/api/v1/deployments";
const deployment = { id: "deployment_1", version: "20261121.1", status: "DEPLOYED" };
const id = "deployment_1";

function list(args, query) {
  return row("deployments.list", (api) => api.deployments.list(...args), "GET", path, { query });
}

function read(verb, suffix, args) {
  const call = (api) => api.deployments[verb](...args);
  return row(`deployments.${verb}`, call, "GET", path + suffix, { answer: deployment });
}

function change(verb, suffix, args, more) {
  const call = (api) => api.deployments[verb](...args);
  return row(`deployments.${verb}`, call, "POST", path + suffix, { answer: deployment, ...more });
}

module.exports = [
  list([]),
  list([options]),
  list([undefined, options]),
  list([{ status: "FAILED" }, options], "status=FAILED"),
  list(
    [
      {
        limit: 10,
        cursor: id,
        to: "2026-11-02",
        from: new Date("2026-11-01"),
        period: "7d",
        status: "NEW_ONE",
      },
    ],
    [
      "status=NEW_ONE",
      "period=7d",
      "from=2026-11-01T00%3A00%3A00.000Z",
      "to=2026-11-02",
      "page%5Bsize%5D=10",
      "page%5Bafter%5D=deployment_1",
    ].join("&"),
  ),
  list([{ period: "7d", to: "2026-11-02" }], "period=7d&to=2026-11-02"),

  read("retrieveCurrent", "/current", []),
  read("retrieveCurrent", "/current", [options]),
  read("retrieveLatest", "/latest", []),
  read("retrieveLatest", "/latest", [options]),
  read("retrieve", "/deployment_1", [id]),
  read("retrieve", "/a%2Fb", ["a/b", options]),

  change("promote", "/20261121.1/promote", ["20261121.1"]),
  change("promote", "/20261121.1/promote", ["20261121.1", options]),
  change("promote", "/a%2Fb/promote", ["a/b", { allowRollbacks: true }, options], {
    query: "allowRollbacks=true",
  }),
  change("promote", "/1/promote", ["1", { allowRollbacks: false }], { query: "allowRollbacks=false" }),
  change("cancel", "/deployment_1/cancel", [id]),
  change("cancel", "/deployment_1/cancel", [id, options]),
  change("cancel", "/a%2Fb/cancel", ["a/b", { reason: "late" }, options], { body: { reason: "late" } }),
];
