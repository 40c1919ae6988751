"use strict";

// The same calls, made by each of those who are compared.

const { join } = require("node:path");

const { ca } = require("../__test__/support/certificates.js");

const root = join(__dirname, "..");
const secretKey = "tr_prod_benchmarkbenchmarkbenchmark";
const project = "proj_benchmarkbenchmark";

function hairtrigger(baseURL) {
  const { withAuth } = require("hairtrigger");
  const client = withAuth({ secretKey, baseURL, ca });
  return {
    list: () => client.runs.list({ limit: 100 }),
    del: () => client.envvars.del(project, "prod", "NAME"),
  };
}

function officialSdk(baseURL) {
  const { configure, envvars, runs } = require(
    require.resolve("@trigger.dev/sdk", { paths: [join(root, "compare")] }),
  );
  configure({ secretKey, baseURL });
  return {
    list: () => runs.list({ limit: 100 }),
    del: () => envvars.del(project, "prod", "NAME"),
  };
}

/** Nothing but fetch and JSON.parse: no dates, no errors, no retries. */
function bareFetch(baseURL) {
  const headers = { authorization: `Bearer ${secretKey}` };
  const call = async (method, path) => (await fetch(baseURL + path, { method, headers })).json();
  return {
    list: async () => call("GET", "/api/v1/runs?page%5Bsize%5D=100"),
    del: async () => call("DELETE", `/api/v1/projects/${project}/envvars/prod/NAME`),
  };
}

/** Who is compared. Node's fetch, and so the official SDK, speaks HTTP/1.1 only. */
function contenders({ one, two }) {
  const over = (port) => `https://127.0.0.1:${port}`;
  return {
    "hairtrigger (HTTP/2)": hairtrigger(over(two)),
    "hairtrigger (HTTP/1.1)": hairtrigger(over(one)),
    "@trigger.dev/sdk": officialSdk(over(one)),
    fetch: bareFetch(over(one)),
  };
}

module.exports = { contenders };
