"use strict";

const { collect, show } = require("../listing.js");

const filters = [
  {},
  { limit: 5 },
  { cursor: "deployment_seeded5" },
  { status: "FAILED" },
  { period: "6h" },
  { from: "2026-11-20T17:00:00.000Z" },
  { from: "2026-11-20T17:00:00.000Z", to: "2026-11-20T19:00:00.000Z" },
];

const lists = [
  { name: "deployments.list()", call: ({ deployments }) => show(deployments.list()) },
  ...filters.map((filter) => ({
    name: `deployments.list(${JSON.stringify(filter)})`,
    call: ({ deployments }) => show(deployments.list(filter)),
  })),
  {
    name: "deployments.list, every filter at once",
    call: ({ deployments }) => show(deployments.list(Object.assign({}, ...filters))),
  },
  {
    name: "deployments.list, iterated",
    call: ({ deployments }) => collect(deployments.list({ limit: 5 })),
  },
  {
    name: "deployments.list with request options",
    call: ({ deployments }) => show(deployments.list({ limit: 5 }, { retry: { maxAttempts: 2 } })),
  },
  {
    name: "deployments.list with request options alone",
    call: ({ deployments }) => show(deployments.list({ retry: { maxAttempts: 2 } })),
  },
  {
    name: "deployments.list with too large a page",
    call: ({ deployments }) => deployments.list({ limit: 101 }),
    fails: true,
  },
  {
    name: "deployments.list of a status nobody has",
    call: ({ deployments }) => deployments.list({ status: "NOPE" }),
    fails: true,
  },
  {
    name: "deployments.list under a token",
    as: "token",
    call: ({ deployments }) => deployments.list(),
    fails: true,
  },
  {
    name: "deployments.list of one without a commit",
    prepare: ({ prod }) => (prod.deployments.all[0].git = undefined),
    call: async ({ deployments }) => (await deployments.list()).data[0],
    officialThrows: "ApiSchemaValidationError",
    value: { id: "deployment_seeded7", git: null },
  },
];

const current = [
  { name: "deployments.retrieveCurrent", call: ({ deployments }) => deployments.retrieveCurrent() },
  {
    name: "deployments.retrieveCurrent with request options",
    call: ({ deployments }) => deployments.retrieveCurrent({ retry: { maxAttempts: 2 } }),
  },
  {
    name: "deployments.retrieveCurrent of one without a commit",
    prepare: ({ prod }) => (prod.deployments.all[0].git = undefined),
    call: ({ deployments }) => deployments.retrieveCurrent(),
  },
  {
    name: "deployments.retrieveCurrent where there is none",
    as: "otherKey",
    call: ({ deployments }) => deployments.retrieveCurrent(),
    fails: true,
  },
];

module.exports = [...lists, ...current].map((row) => ({ as: "key", ...row }));
