"use strict";

const { collect, show } = require("../listing.js");

const filters = [
  {},
  { limit: 2 },
  { after: "seeded4" },
  { before: "seeded4", limit: 1 },
  { status: "COMPLETED" },
  { status: ["WAITING", "TIMED_OUT"] },
  { idempotencyKey: "key-2" },
  { tags: "red" },
  { tags: ["blue", "é:1", "a+b&c=d%20*~'()"] },
  { period: "7h" },
  { from: new Date("2026-11-20T18:00:00.000Z") },
  { to: new Date("2026-11-20T18:00:00.000Z") },
  { from: 1, to: 1.8e12 },
];
const together = { ...Object.assign({}, ...filters), before: undefined, after: undefined };

/** The token of a browser is signed anew for every call; what it allows is not. */
async function create(api, ...args) {
  const { publicAccessToken, ...created } = await api.wait.createToken(...args);
  const { scopes, exp, iat } = JSON.parse(Buffer.from(publicAccessToken.split(".")[1], "base64url"));
  const allows = scopes.map((scope) => scope.replace(created.id, "<new token>"));
  return { ...created, allows, seconds: exp - iat };
}

const creations = [
  { name: "wait.createToken()", call: (api) => create(api) },
  {
    name: "wait.createToken with every option",
    call: (api) =>
      create(api, { idempotencyKey: "new", idempotencyKeyTTL: "24h", timeout: "1h30m", tags: ["a", "é"] }),
  },
  { name: "wait.createToken with one tag", call: (api) => create(api, { tags: "a" }) },
  {
    name: "wait.createToken with a date",
    call: (api) => create(api, { timeout: new Date("2031-05-05T10:00:00.000Z") }),
  },
  {
    name: "wait.createToken with a key that is taken",
    call: (api) => create(api, { idempotencyKey: "key-1" }),
  },
  {
    name: "wait.createToken with request options",
    call: (api) => create(api, { tags: "a" }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "wait.createToken with too many tags",
    call: (api) => create(api, { tags: Array.from({ length: 11 }, (_, index) => `tag-${index}`) }),
    fails: true,
  },
  { name: "wait.createToken under a token", as: "token", call: (api) => create(api), fails: true },
];

const lists = [
  { name: "wait.listTokens()", call: ({ wait }) => show(wait.listTokens()) },
  ...filters.map((filter) => ({
    name: `wait.listTokens(${JSON.stringify(filter)})`,
    call: ({ wait }) => show(wait.listTokens(filter)),
  })),
  {
    name: "wait.listTokens, every filter at once",
    call: ({ wait }) => show(wait.listTokens(together)),
  },
  { name: "wait.listTokens, iterated", call: ({ wait }) => collect(wait.listTokens({ limit: 2 })) },
  {
    name: "wait.listTokens, forth and back",
    call: async ({ wait }) => {
      const first = await wait.listTokens({ limit: 2 });
      const second = await first.getNextPage();
      return Promise.all([first, second, second.getPreviousPage()].map(show));
    },
  },
  {
    name: "wait.listTokens with request options",
    call: ({ wait }) => show(wait.listTokens({ limit: 1 }, { retry: { maxAttempts: 2 } })),
  },
  {
    name: "wait.listTokens of a status nobody has",
    call: ({ wait }) => wait.listTokens({ status: "NOPE" }),
    fails: true,
  },
];

/** An error's class is each package's own, its name and message are not. */
async function retrieve({ wait }, token, ...rest) {
  const { error, ...retrieved } = await wait.retrieveToken(token, ...rest);
  return { ...retrieved, error: error && [error instanceof Error, error.name, error.message] };
}

const values = [
  5,
  0,
  false,
  null,
  "text",
  "",
  "é\ud800",
  [1, [2]],
  { a: { b: new Date(0) }, é: undefined },
  [new Date(0), Number.NaN],
  undefined,
];

const outputs = [
  ["application/json", '{"a":1}'],
  ["application/super+json", '{"json":{"at":"2026-11-20T10:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}'],
  ["text/plain", '{"a":1}'],
  ["application/x-other", "other"],
  [undefined, "[1]"],
];

const single = [
  ...[1, 3, 4, 5].map((count) => ({
    name: `wait.retrieveToken of number ${count}`,
    call: (api) => retrieve(api, `waitpoint_seeded${count}`),
  })),
  {
    name: "wait.retrieveToken of an object",
    call: (api) => retrieve(api, { id: "waitpoint_seeded4", url: "x" }, { retry: { maxAttempts: 2 } }),
  },
  ...outputs.map(([type, data]) => ({
    name: `wait.retrieveToken with an output of ${type}`,
    prepare: ({ prod }) => (prod.waitpoints.byId.get("waitpoint_seeded4").output = { type, data }),
    call: (api) => retrieve(api, "waitpoint_seeded4"),
  })),
  {
    name: "wait.retrieveToken of an unknown one",
    call: (api) => retrieve(api, "waitpoint_nope"),
    fails: true,
  },
  ...values.map((value, index) => ({
    name: `wait.completeToken with value ${index}, then retrieve`,
    call: async (api) => [
      await api.wait.completeToken("waitpoint_seeded1", value),
      await retrieve(api, "waitpoint_seeded1"),
    ],
  })),
  {
    name: "wait.completeToken of an object",
    call: ({ wait }) => wait.completeToken({ id: "waitpoint_seeded1" }, {}, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "wait.completeToken of one that is complete",
    call: ({ wait }) => wait.completeToken("waitpoint_seeded4", 1),
  },
  {
    name: "wait.completeToken of an unknown one",
    call: ({ wait }) => wait.completeToken("waitpoint_nope", 1),
    fails: true,
  },
  {
    name: "wait.completeToken under a public token without the scope",
    as: "publicToken",
    call: ({ wait }) => wait.completeToken("waitpoint_seeded1", 1),
    fails: true,
  },
];

module.exports = [...creations, ...lists, ...single].map((row) => ({ as: "key", ...row }));
