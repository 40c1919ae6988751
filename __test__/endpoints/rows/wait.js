"use strict";

const { after, options, row } = require("../row.js");

const path = "/api/v1/waitpoints/tokens";
const created = { id: "waitpoint_1", isCached: false, url: "https://example.com" };
const token = { id: "waitpoint_1", url: "https://example.com", status: "WAITING", tags: [] };
const done = { success: true };

function create(args, body) {
  const call = (api) => api.wait.createToken(...args);
  return row("wait.createToken", call, "POST", path, { body, answer: created });
}

function list(args, query) {
  return row("wait.listTokens", (api) => api.wait.listTokens(...args), "GET", path, { query });
}

function complete(args, body, id = "waitpoint_1") {
  const call = (api) => api.wait.completeToken(...args);
  return row("wait.completeToken", call, "POST", `${path}/${id}/complete`, { body, answer: done });
}

function retrieve(args, id = "waitpoint_1") {
  const call = (api) => api.wait.retrieveToken(...args);
  return row("wait.retrieveToken", call, "GET", `${path}/${id}`, { answer: token });
}

const everyFilter = {
  before: "c1",
  limit: 10,
  to: 1.8e12,
  from: after,
  period: "1d",
  tags: ["a", "é:1"],
  idempotencyKey: "k",
  status: ["WAITING", "NEW_ONE"],
};

module.exports = [
  create([], {}),
  create([{}], {}),
  create([undefined], {}),
  create([options], {}),
  create([undefined, options], {}),
  create([{ idempotencyKey: "k", idempotencyKeyTTL: "24h" }], {
    idempotencyKey: "k",
    idempotencyKeyTTL: "24h",
  }),
  create([{ timeout: "1h30m" }, options], { timeout: "1h30m" }),
  create([{ timeout: "2100-01-01T00:00:00.000Z" }], { timeout: "2100-01-01T00:00:00.000Z" }),
  create([{ timeout: new Date("2100-01-01") }], { timeout: "2100-01-01T00:00:00.000Z" }),
  create([{ tags: "a" }], { tags: "a" }),
  create([{ tags: ["a", "b"] }], { tags: ["a", "b"] }),

  list([]),
  list([options]),
  list([{ limit: 5 }, options], "page%5Bsize%5D=5"),
  list([{ status: "TIMED_OUT" }], "filter%5Bstatus%5D=TIMED_OUT"),
  list([{ tags: "a" }], "filter%5Btags%5D=a"),
  list([{ after: "c2" }], "page%5Bafter%5D=c2"),
  list(
    [everyFilter],
    [
      "filter%5Bstatus%5D=WAITING%2CNEW_ONE",
      "filter%5BidempotencyKey%5D=k",
      "filter%5Btags%5D=a%2C%C3%A9%3A1",
      "filter%5BcreatedAt%5D%5Bperiod%5D=1d",
      "filter%5BcreatedAt%5D%5Bfrom%5D=1793491200000",
      "filter%5BcreatedAt%5D%5Bto%5D=1800000000000",
      "page%5Bsize%5D=10",
      "page%5Bbefore%5D=c1",
    ].join("&"),
  ),

  retrieve(["waitpoint_1"]),
  retrieve([{ id: "waitpoint_1" }, options]),
  retrieve([created]),
  retrieve(["a/b"], "a%2Fb"),

  complete(["waitpoint_1", { a: 1 }], { data: { a: 1 } }),
  complete([{ id: "waitpoint_1" }, "text", options], { data: "text" }),
  complete([created, null], { data: null }),
  complete(["waitpoint_1", 5], { data: 5 }),
  complete(["waitpoint_1", [new Date(0)]], { data: ["1970-01-01T00:00:00.000Z"] }),
  // It is data in this place, whatever it looks like.
  complete(["waitpoint_1", options], { data: options }),
  complete(["waitpoint_1", undefined, options], {}),
  complete(["waitpoint_1"], {}),
  complete(["a/b", 1], { data: 1 }, "a%2Fb"),
];
