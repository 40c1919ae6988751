"use strict";

const error = { error: "It went wrong", code: "wrong", param: "name", type: "invalid" };
const statuses = [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 429, 500, 502, 503, 504];

const bodies = {
  "an error that is an object": { error: { message: "It went wrong", code: "c", param: "p", type: "t" } },
  "no error in it": { message: "It went wrong" },
  "an error that is null": { error: null, code: "c" },
  "problem details": { title: "Bad", status: 400, detail: "It went wrong", error: "It went wrong" },
  "issues besides": { error: "Invalid request body", issues: [{ path: ["a"] }] },
  "a list": [1],
  "text in it": '"It went wrong"',
  null: "null",
  "a page of HTML": "<!DOCTYPE html><title>Bad gateway</title>",
  nothing: "",
};

/** Short waits, and as many as are asked for. */
function retries(maxAttempts, more) {
  const retry = { maxAttempts, minTimeoutInMs: 1, maxTimeoutInMs: 5, factor: 1, randomize: false, ...more };
  return { requestOptions: { retry } };
}

const answers = [
  ...statuses.map((status) => ({
    name: `an answer of ${status}`,
    prepare: ({ server }) => server.fault({ status, body: error }),
  })),
  ...Object.entries(bodies).map(([name, body]) => ({
    name: `an answer of 422 with ${name}`,
    prepare: ({ server }) => server.fault({ status: 422, body }),
  })),
  ...Object.entries({ cancel: "runs", list: "envvars", create: "envvars" }).map(([verb, area]) => ({
    name: `an answer of 422 to ${area}.${verb}`,
    prepare: ({ server }) => server.fault({ status: 422, body: error }),
    call: (api, { ref, runIds }) =>
      area === "runs"
        ? api.runs[verb](runIds[0])
        : api.envvars[verb](ref, "prod", ...(verb === "create" ? [{ name: "B", value: "1" }] : [])),
  })),
  { name: "the unknown key", as: "unknown" },
  { name: "the unknown key, listing", as: "unknown", call: ({ runs }) => runs.list() },
  {
    name: "the unknown key and variables",
    as: "unknown",
    call: ({ envvars }, { ref }) => envvars.list(ref, "prod"),
  },
  { name: "a token where a key is due", as: "token" },
  { name: "a token where a key is due, listing", as: "token", call: ({ runs }) => runs.list() },
  {
    name: "a key where a token is due",
    as: "key",
    call: ({ runs }, { ref }) => runs.list(ref, { env: "prod" }),
  },
  {
    name: "a public token where a key is due",
    as: "publicToken",
    call: ({ runs }, { runIds }) => runs.cancel(runIds[1]),
  },
  {
    name: "an additional key without the scope",
    as: "readingKey",
    call: ({ runs }, { runIds }) => runs.cancel(runIds[1]),
  },
  { name: "a preview key without its branch", as: "previewKeyAlone", call: ({ runs }) => runs.list() },
  { name: "too large a page", call: ({ runs }) => runs.list({ limit: 101 }) },
  { name: "a machine nobody has", call: ({ runs }) => runs.list({ machine: "huge" }) },
  {
    name: "a connection that breaks before the answer",
    prepare: ({ server }) => server.fault({ cut: "before-response" }),
    // Node's own code, which fetch keeps in a cause of its cause.
    tells: { code: "ECONNRESET" },
  },
].map((row) => ({ fails: true, ...row }));

const repeated = [
  {
    name: "a passing failure",
    config: retries(3),
    prepare: ({ server }) => server.fault({ status: 503, times: 2, body: error }),
  },
  {
    name: "a failure that stays",
    config: retries(3),
    prepare: ({ server }) => server.fault({ status: 500, body: error }),
    fails: true,
  },
  {
    name: "a connection that breaks once",
    config: retries(3),
    prepare: ({ server }) => server.fault({ cut: "before-response", times: 1 }),
  },
  // A passing 409 the official SDK asks for again; here it is final, since this server's never pass.
  ...[408, 429].map((status) => ({
    name: `a passing ${status}`,
    config: retries(3),
    prepare: ({ server }) => server.fault({ status, times: 1, body: error }),
  })),
  {
    name: "a failure the server says will not pass",
    config: retries(3),
    prepare: ({ server }) =>
      server.fault({ status: 500, headers: { "x-should-retry": "false" }, body: error }),
    fails: true,
  },
  {
    name: "a run that is not there yet",
    config: retries(3),
    call: ({ runs }) => runs.retrieve("run_doesnotexist0000000000000"),
    fails: true,
  },
  {
    name: "a failure nobody repeats",
    config: retries(3),
    prepare: ({ server }) => server.fault({ status: 400, body: error }),
    fails: true,
  },
  {
    name: "a rate limit that resets",
    config: retries(3, { maxTimeoutInMs: 2_000 }),
    prepare({ server }) {
      const reset = String(Date.now() + 50);
      server.fault({ status: 429, times: 1, headers: { "x-ratelimit-reset": reset }, body: error });
    },
  },
  {
    name: "retries of a single call",
    prepare: ({ server }) => server.fault({ status: 500, body: error }),
    call: ({ runs }, { runIds }) => runs.retrieve(runIds[0], retries(2).requestOptions),
    fails: true,
  },
  {
    name: "retries of a single call, merged with those of the configuration",
    config: retries(4),
    prepare: ({ server }) => server.fault({ status: 500, body: error }),
    call: ({ runs }, { runIds }) => runs.retrieve(runIds[0], { retry: { maxAttempts: 2 } }),
    fails: true,
  },
  {
    name: "a redirect within the server",
    prepare: ({ server, runIds }) =>
      server.fault({ status: 307, times: 1, headers: { location: `/api/v3/runs/${runIds[0]}` } }),
  },
  {
    name: "a passing failure between two calls",
    config: retries(3),
    prepare: ({ server }) => server.fault({ path: /\/cancel$/, status: 500, times: 1, body: error }),
    call: async ({ runs }, { runIds }) => [await runs.cancel(runIds[1]), await runs.retrieve(runIds[1])],
  },
];

module.exports = [...answers, ...repeated].map((row) => ({
  as: "key",
  call: ({ runs }, { runIds }) => runs.retrieve(runIds[0]),
  ...row,
}));
