"use strict";

const { collect } = require("../listing.js");

const at = new Date("2026-11-20T10:00:00.000Z");

// The third run of a world, as a cursor names it.
const position = { c: Date.parse("2026-11-20T20:00:00.000Z"), r: "seeded03" };
const cursor = Buffer.from(JSON.stringify(position)).toString("base64url");

const filters = [
  {},
  { limit: 3 },
  { after: cursor },
  { before: cursor, limit: 1 },
  { status: "COMPLETED" },
  { status: ["QUEUED", "EXECUTING", "PENDING_VERSION"] },
  { taskIdentifier: "hello-world" },
  { taskIdentifier: ["hello-world", "other task"] },
  { version: "20261121.1" },
  { version: ["20261121.1", "20261121.2"] },
  { tag: "red" },
  { tag: ["red", "blue", "é:1", "a+b&c=d%20*~'()"] },
  { isTest: true },
  { isTest: false },
  { from: 0 },
  { from: at },
  { to: at },
  { from: at.getTime(), to: new Date("2026-11-20T23:00:00.000Z") },
  { period: "30d" },
  { bulkAction: "bulk_1" },
  { schedule: "sched_1" },
  { batch: "batch_1" },
  { queue: { type: "task", name: "hello-world" } },
  {
    queue: [
      { type: "custom", name: "mine" },
      { type: "task", name: "hello-world" },
    ],
  },
  { machine: "small-1x" },
  { machine: ["micro", "small-1x"] },
  { region: "us-east-1" },
  { region: ["us-east-1", "eu"] },
];
const together = {
  ...Object.assign({}, ...filters),
  before: undefined,
  after: undefined,
  bulkAction: undefined,
};

const environments = ["dev", "staging", "prod", "preview"];

/** What a page shows. */
async function show(listing) {
  const page = await listing;
  const { data, pagination } = page;
  return {
    data,
    pagination,
    items: page.getPaginatedItems(),
    neighbours: [page.hasPreviousPage(), page.hasNextPage()],
  };
}

const own = [
  { name: "runs.list()", call: ({ runs }) => show(runs.list()) },
  { name: "runs.list of undefined", call: ({ runs }) => show(runs.list(undefined)) },
  ...filters.map((filter) => ({
    name: `runs.list(${JSON.stringify(filter)})`,
    call: ({ runs }) => show(runs.list(filter)),
  })),
  { name: "runs.list, every filter at once", call: ({ runs }) => show(runs.list(together)) },
  {
    name: "runs.list, every filter undefined",
    call: ({ runs }) =>
      show(runs.list(Object.fromEntries(Object.keys(together).map((name) => [name, undefined])))),
  },
  { name: "runs.list, iterated", call: ({ runs }) => collect(runs.list({ limit: 3 })) },
  {
    name: "runs.list, awaited and iterated",
    call: async ({ runs }) => collect(await runs.list({ limit: 5, tag: "red" })),
  },
  {
    name: "runs.list, page by page",
    call: async ({ runs }) => {
      const pages = await collect((await runs.list({ limit: 4 })).iterPages());
      return Promise.all(pages.map(show));
    },
  },
  {
    name: "runs.list, forth and back",
    call: async ({ runs }) => {
      const first = await runs.list({ limit: 3 });
      const second = await first.getNextPage();
      const back = await second.getPreviousPage();
      return Promise.all([first, second, back].map(show));
    },
  },
  {
    name: "runs.list, on from a cursor",
    call: async ({ runs }) => show((await runs.list({ after: cursor, limit: 2 })).getNextPage()),
  },
  {
    name: "runs.list, back from a cursor",
    call: async ({ runs }) => show((await runs.list({ after: cursor, limit: 2 })).getPreviousPage()),
  },
  {
    name: "runs.list with request options",
    call: ({ runs }) => show(runs.list({ limit: 1 }, { retry: { maxAttempts: 2 } })),
  },
  {
    name: "runs.list with request options after undefined",
    call: ({ runs }) => show(runs.list(undefined, { retry: { maxAttempts: 2 } })),
  },
  {
    name: "runs.list with request options alone",
    call: ({ runs }) => show(runs.list({ retry: { maxAttempts: 2 } })),
  },
  { name: "runs.list under a public token", as: "publicToken", call: ({ runs }) => show(runs.list()) },
  { name: "runs.list under an additional key", as: "readingKey", call: ({ runs }) => show(runs.list()) },
  { name: "runs.list of a branch", as: "previewKey", call: ({ runs }) => show(runs.list()) },
];

const ofProject = [
  ...environments.map((env) => ({
    name: `runs.list of a project's ${env}`,
    call: ({ runs }, { ref }) => show(runs.list(ref, { env })),
  })),
  ...filters.map((filter) => ({
    name: `runs.list of a project, ${JSON.stringify(filter)}`,
    call: ({ runs }, { ref }) => show(runs.list(ref, { env: ["prod"], ...filter })),
  })),
  {
    name: "runs.list of a project, every filter at once",
    call: ({ runs }, { ref }) => show(runs.list(ref, { ...together, env: "prod" })),
  },
  {
    name: "runs.list of a project, iterated",
    call: ({ runs }, { ref }) => collect(runs.list(ref, { env: "prod", limit: 4 })),
  },
  {
    name: "runs.list of a project with request options",
    call: ({ runs }, { ref }) => show(runs.list(ref, { env: "prod" }, { retry: { maxAttempts: 2 } })),
  },
  {
    name: "runs.list of a project's branch",
    as: "tokenWithBranch",
    call: ({ runs }, { ref }) => show(runs.list(ref, { env: "preview" })),
  },
  {
    name: "runs.list of a project, no environment",
    call: ({ runs }, { ref }) => runs.list(ref),
    fails: true,
  },
  {
    name: "runs.list of a project, request options in place of the filters",
    call: ({ runs }, { ref }) => runs.list(ref, { retry: { maxAttempts: 1 } }),
    fails: true,
  },
];

module.exports = [
  ...own.map((row) => ({ as: "key", ...row })),
  ...ofProject.map((row) => ({ as: "token", ...row })),
];
