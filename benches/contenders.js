"use strict";

// The same calls, made by each of those who are compared. Nobody retries: a call that fails is to end
// the benchmark, not to be measured as a slow one.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const secretKey = "tr_prod_benchmarkbenchmarkbenchmark";
const project = "proj_benchmarkbenchmark";
const requestOptions = { retry: { maxAttempts: 1 } };

function hairtrigger(baseURL) {
  const { TriggerClient } = require("hairtrigger");
  const ca = readFileSync(join(root, "__test__", "support", "certificates", "authority.pem"), "utf8");
  return calls(new TriggerClient({ secretKey, baseURL, ca, requestOptions }));
}

function officialSdk(baseURL) {
  const { TriggerClient } = require(require.resolve("@trigger.dev/sdk", { paths: [join(root, "compare")] }));
  return calls(new TriggerClient({ secretKey, baseURL, requestOptions }));
}

function calls({ runs, envvars }) {
  return {
    list: async () => checkPage(await runs.list({ limit: 100 }), Date),
    del: async () => checkResult(await envvars.del(project, "prod", "NAME")),
  };
}

/** Nothing but fetch and JSON.parse: no dates, no errors, no retries. */
function bareFetch(baseURL) {
  const headers = { authorization: `Bearer ${secretKey}` };
  const call = async (method, path) => {
    const response = await fetch(baseURL + path, { method, headers });
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}`);
    return response.json();
  };
  return {
    list: async () => checkPage(await call("GET", "/api/v1/runs?page%5Bsize%5D=100"), String),
    del: async () => checkResult(await call("DELETE", `/api/v1/projects/${project}/envvars/prod/NAME`)),
  };
}

function checkPage({ data }, Created) {
  if (data.length !== 100 || data[99].createdAt.constructor !== Created)
    throw new Error("a page is not what was sent");
}

function checkResult({ success }) {
  if (success !== true) throw new Error("a result is not what was sent");
}

/** Who is compared, and over what. Node's fetch, and so the official SDK, speaks HTTP/1.1 only. */
const contenders = [
  { name: "hairtrigger (HTTP/2)", protocol: "h2", create: hairtrigger, ours: true },
  { name: "hairtrigger (HTTP/1.1)", protocol: "http/1.1", create: hairtrigger, ours: true },
  { name: "@trigger.dev/sdk", protocol: "http/1.1", create: officialSdk },
  { name: "fetch", protocol: "http/1.1", create: bareFetch },
];

module.exports = { contenders };
