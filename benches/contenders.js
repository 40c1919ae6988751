"use strict";

// The same calls, made by each of those who are compared. Nobody retries: a call that fails is to end
// the benchmark, not to be measured as a slow one.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const authority = join(root, "__test__", "support", "certificates", "authority.pem");
const secretKey = "tr_prod_benchmarkbenchmarkbenchmark";
const project = "proj_benchmarkbenchmark";
const requestOptions = { retry: { maxAttempts: 1 } };
const compared = (name) => require(require.resolve(name, { paths: [join(root, "__test__", "comparison")] }));

function hairtrigger(baseURL) {
  const { TriggerClient } = require("hairtrigger");
  const ca = readFileSync(authority, "utf8");
  return throughClient(new TriggerClient({ secretKey, baseURL, ca, requestOptions }));
}

function officialSdk(baseURL) {
  const { TriggerClient } = compared("@trigger.dev/sdk");
  return throughClient(new TriggerClient({ secretKey, baseURL, requestOptions }));
}

function throughClient({ runs, envvars }) {
  return {
    list100: async () => checkPage(await runs.list({ limit: 100 }), 100, Date),
    list20: async () => checkPage(await runs.list({ limit: 20 }), 20, Date),
    variables: async () => checkVariables(await envvars.list(project, "prod")),
    small: async () => checkResult(await envvars.del(project, "prod", "NAME")),
  };
}

/** Nothing but a request and JSON.parse: no dates, no errors, no retries. */
function bare(get) {
  const page = (size) => get("GET", `/api/v1/runs?page%5Bsize%5D=${size}`);
  const variables = `/api/v1/projects/${project}/envvars/prod`;
  return {
    list100: async () => checkPage(await page(100), 100, String),
    list20: async () => checkPage(await page(20), 20, String),
    variables: async () => checkVariables(await get("GET", variables)),
    small: async () => checkResult(await get("DELETE", `${variables}/NAME`)),
  };
}

const headers = { authorization: `Bearer ${secretKey}` };

function bareFetch(baseURL) {
  return bare(async (method, path) => {
    const response = await fetch(baseURL + path, { method, headers });
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}`);
    return response.json();
  });
}

function undici(baseURL) {
  const { Agent, request } = compared("undici");
  const dispatcher = new Agent({ connect: { ca: readFileSync(authority, "utf8") } });
  return bare(async (method, path) => {
    const { statusCode, body } = await request(baseURL + path, { method, headers, dispatcher });
    if (statusCode !== 200) throw new Error(`${method} ${path} was answered with ${statusCode}`);
    return body.json();
  });
}

function checkPage({ data }, size, Created) {
  if (data.length !== size || data[size - 1].createdAt.constructor !== Created)
    throw new Error("a page is not what was sent");
}

function checkVariables(list) {
  if (list.length !== 1_000 || typeof list[999].value !== "string")
    throw new Error("a list is not what was sent");
}

function checkResult({ success }) {
  if (success !== true) throw new Error("a result is not what was sent");
}

/** Who is compared, and over what. Node's fetch, and so the official SDK, speaks HTTP/1.1 only. */
const contenders = [
  { name: "hairtrigger (HTTP/2)", protocol: "h2", create: hairtrigger, ours: true },
  { name: "hairtrigger (HTTP/1.1)", protocol: "http/1.1", create: hairtrigger, ours: true },
  { name: "@trigger.dev/sdk", protocol: "http/1.1", create: officialSdk },
  { name: "undici.request", protocol: "http/1.1", create: undici },
  { name: "fetch", protocol: "http/1.1", create: bareFetch },
];

module.exports = { authority, contenders };
