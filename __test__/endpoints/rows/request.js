"use strict";

const { options, row } = require("../row.js");

const path = "/api/v1/webhooks/endpoints";

/** One request of each kind: its parameters, and what goes out. */
function request(method, args, rest = {}) {
  const call = (api) => api.request(method, path, ...args);
  return row("request", call, method, path, { answer: { anything: [1] }, ...rest });
}

module.exports = [
  request("GET", []),
  request("GET", [options]),
  request("GET", [{ query: { a: "é", b: [1, true], c: undefined, d: 1.5 } }, options], {
    query: "a=%C3%A9&b=1&b=true&d=1.5",
  }),
  request("POST", [{ body: { a: [1, null], b: new Date(0) } }], {
    body: { a: [1, null], b: "1970-01-01T00:00:00.000Z" },
  }),
  request("POST", [{ body: "text", headers: { "X-Mine": "1" } }], {
    body: "text",
    headers: { "x-mine": "1" },
  }),
  request("POST", [{ repeatable: true }]),
  request("PUT", [{ body: { a: 1 } }, options], { body: { a: 1 } }),
  request("PATCH", [{ body: {} }], { body: {} }),
  request("DELETE", []),
];
