"use strict";

const { options, row } = require("../row.js");

const claims = "/api/v1/auth/jwt/claims";
const mint = "/api/v1/auth/public-tokens";
const everyScope = {
  read: { runs: ["run_1", "run_2"], tags: true, tasks: "t", batch: false },
  write: true,
  trigger: undefined,
};
const flattened = ["read:runs:run_1", "read:runs:run_2", "read:tags", "read:tasks:t", "write"];
const inAnHour = new Date("2030-01-01T00:00:00.900Z");

/** A call under a key that signs, and the same under one for which the server mints. */
function both(verb, args, body) {
  const name = `auth.${verb}`;
  const call = (api) => api.auth[verb](...args);
  return [
    row(name, call, "POST", claims, { answer: { sub: "env", pub: true } }),
    row(name, call, "POST", mint, { answer: { token: "eyJ" }, token: "tr_dev_sk_table", body }),
  ];
}

const whoseKey = "/api/v1/whoami";
const whoseToken = "/api/v2/whoami";
const environment = { type: "DEVELOPMENT", project: { externalRef: "proj_a" } };
const holder = { userId: "u", email: "a@example.com" };
/** Which request tells whose a credential is. */
const verifications = [
  row("auth.verify", (api) => api.auth.verify(), "GET", whoseKey, { answer: environment }),
  row("auth.verify", (api) => api.auth.verify(options), "GET", whoseKey, { answer: environment }),
  row("auth.verify", (api) => api.auth.verify({ requestOptions: options }, options), "GET", whoseKey, {
    answer: environment,
    token: "tr_preview_table",
    branch: "b",
    sendsBranch: true,
  }),
  ...["tr_pat_table", "tr_oat_table"].map((token) =>
    row("auth.verify", (api) => api.auth.verify({}), "GET", whoseToken, { answer: holder, token }),
  ),
  row("auth.verify", (api) => api.auth.verify(), "GET", "/api/v1/orgs", {
    answer: [],
    token: "tr_uat_table",
  }),
  row("auth.verify", (api) => api.auth.verify(), "GET", "/api/v1/runs", {
    query: "page%5Bsize%5D=1",
    token: "eyJ.table",
  }),
];

module.exports = [
  row("auth.createPublicToken", (api) => api.auth.createPublicToken(), "POST", claims, {
    answer: { pub: true },
  }),
  ...both("createPublicToken", [{ scopes: everyScope }], { scopes: flattened }),
  ...both(
    "createPublicToken",
    [{ scopes: { read: true }, expirationTime: "2h", realtime: { skipColumns: ["payload"] } }, options],
    {
      scopes: ["read"],
      expirationTime: "2h",
      realtime: { skipColumns: ["payload"] },
    },
  ),
  ...both("createPublicToken", [{ scopes: { read: true }, expirationTime: inAnHour }], {
    scopes: ["read"],
    expirationTime: 1893456000,
  }),
  ...both("createTriggerPublicToken", ["task"], { scopes: ["trigger:tasks:task"], oneTimeUse: true }),
  ...both("createTriggerPublicToken", [["a", "b"], { multipleUse: true, expirationTime: 4e9 }, options], {
    scopes: ["trigger:tasks:a", "trigger:tasks:b"],
    oneTimeUse: false,
    expirationTime: 4e9,
  }),
  ...both("createBatchTriggerPublicToken", ["task", options], {
    scopes: ["batchTrigger:tasks:task"],
    oneTimeUse: true,
  }),
  ...verifications,
  row(
    "auth.fromConnection",
    (api) => api.auth.fromConnection({ apiKey: " tr_dev_a ", baseURL: "localhost" }),
    undefined,
    undefined,
    {
      result: {
        ok: true,
        config: { secretKey: "tr_dev_a", baseURL: "http://localhost" },
        environment: "dev",
      },
    },
  ),
];
