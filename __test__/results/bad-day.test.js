"use strict";

// What an error says on a bad day must end the search: what was wrong, where else to look, by a code for programs.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const http = require("node:http");
const net = require("node:net");
const { test } = require("node:test");

const hairtrigger = require("hairtrigger");
const { ca, tls, unfit } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");

const SECRET_KEY = "tr_prod_abcdefghijklmnopqrstuvwx";
const ONCE = { retry: { maxAttempts: 1 } };

async function listening(t, server, scheme = "http") {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `${scheme}://127.0.0.1:${server.address().port}`;
}

/** A client of a server that answers everything so. */
async function clientOf(t, status, body, { headers = {}, secretKey = SECRET_KEY } = {}) {
  const type = typeof body === "string" ? "text/html" : "application/json";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const server = http.createServer((_, response) =>
    response.writeHead(status, { "content-type": type, connection: "close", ...headers }).end(text),
  );
  const baseURL = await listening(t, server);
  return hairtrigger.withAuth({ secretKey, baseURL, requestOptions: ONCE });
}

test("the reasons that an answer lists stand in the message", async (t) => {
  const details = [
    { code: "custom", path: ["filter[status]"], message: "Invalid status" },
    { path: ["items", 3, "options"], message: "Required" },
    { message: "Too many" },
    { path: ["x"], message: "left out" },
  ];
  const client = await clientOf(t, 400, { error: "Query Error", details });
  const { message, body } = await rejection(client.runs.list());
  assert.match(
    message,
    /^runs\.list: 400 filter\[status\]: Invalid status; items\[3\]\.options: Required; Too many; and 1 more \[/,
  );
  assert.deepEqual(body.details, details);
});

test("issues and variable errors are reasons too", async (t) => {
  const issues = await clientOf(t, 400, {
    error: "Invalid",
    issues: [{ path: ["cron"], message: "Required" }],
  });
  assert.match((await rejection(issues.schedules.list())).message, /: 400 cron: Required \[/);
  const error = "Some are already set. Set override to true.";
  const variableErrors = [{ key: "A", error: "Variable already set in Production." }];
  const variables = await clientOf(t, 400, { error, variableErrors });
  const upload = variables.envvars.upload("proj_1", "prod", { variables: { A: "1" } });
  assert.match(
    (await rejection(upload)).message,
    /Set override to true\. A: Variable already set in Production/,
  );
});

test("reasons of another shape are left to the body", async (t) => {
  for (const details of ["text", [], [{}], [1, null], { path: [] }]) {
    const client = await clientOf(t, 400, { error: "Query Error", details });
    assert.match((await rejection(client.runs.list())).message, /^runs\.list: 400 Query Error \[/);
  }
});

test("a 404 names what was not found, and where else it may be", async (t) => {
  const client = await clientOf(t, 404, { error: "Run not found" });
  assert.match(
    (await rejection(client.runs.retrieve("run_1"))).message,
    /404 Run not found\. This key's environment \(prod\) has no \w+ "run_1"; it may belong to another environment or/,
  );
  assert.match(
    (await rejection(client.envvars.retrieve("proj_1", "prod", "NAME"))).message,
    /has no \w+ "NAME" with \w+ "proj_1", \w+ "prod"/,
  );
  const token = await clientOf(
    t,
    404,
    { error: "Not found" },
    { secretKey: "tr_pat_abcdefghijklmnopqrstuvwx" },
  );
  assert.match(
    (await rejection(token.projects.retrieve("proj_1"))).message,
    /There is no \w+ "proj_1" for this/,
  );
});

test("a page in place of an answer says that the server may be older", async (t) => {
  for (const status of [404, 405]) {
    const client = await clientOf(t, status, "<html>");
    assert.match(
      (await rejection(client.concurrencyLimits.list())).message,
      /The server has no GET \/api\/\S+: it is older than concurrencyLimits\.list, or the base URL is not the API's/,
    );
  }
});

test("an id of another kind is told before it is sent", async (t) => {
  const client = await clientOf(t, 500, { error: "asked" });
  const error = await rejection(client.runs.retrieve("batch_1"));
  assert.ok(error instanceof hairtrigger.ArgumentError);
  assert.match(
    error.message,
    /^runs\.retrieve: .*"batch_1" is the id of a batch, and a run's begins with run_/,
  );
  assert.match(
    (await rejection(client.batch.retrieve("run_1"))).message,
    /the id of a run, and a batch's begins/,
  );
  // What only looks like one goes out: the server knows best.
  assert.match((await rejection(client.runs.retrieve("mine_1"))).message, /500 asked/);
  assert.match((await rejection(client.sessions.retrieve("run_1"))).message, /500 asked/);
});

test("a second one-time token is explained", async (t) => {
  const claims = Buffer.from(JSON.stringify({ sub: "env_1", pub: true })).toString("base64url");
  const secretKey = `eyJhbGciOiJIUzI1NiJ9.${claims}.signature`;
  const client = await clientOf(t, 422, { error: "Failed to trigger task" }, { secretKey });
  assert.match((await rejection(client.tasks.trigger("task", 1))).message, /multipleUse: true/);
});

test("an additional key that is unknown may be one of a server that has them switched off", async (t) => {
  const secretKey = "tr_prod_sk_abcdefghijklmnopqrstuvwx";
  const client = await clientOf(t, 401, { error: "Invalid API key" }, { secretKey });
  assert.match((await rejection(client.runs.list())).message, /has additional API keys switched off/);
});

test("the request's id is the server's, or there is none", async (t) => {
  const without = await rejection((await clientOf(t, 400, { error: "no" })).runs.list());
  assert.equal(without.requestId, undefined);
  assert.match(without.message, /, 1 attempt\]$/);
  const headers = { "x-request-id": "req_1" };
  const given = await rejection((await clientOf(t, 400, { error: "no" }, { headers })).runs.list());
  assert.equal(given.requestId, "req_1");
  assert.match(given.message, /, 1 attempt, request req_1\]$/);
});

test("a rate limit resets by whichever header says so", async (t) => {
  const seconds = (await clientOf(t, 429, {}, { headers: { "retry-after": "120" } })).runs.list();
  const left = (await rejection(seconds)).millisecondsUntilReset;
  assert.ok(left > 60_000 && left <= 120_000, `${left}`);
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const dated = (await clientOf(t, 429, {}, { headers: { "retry-after": date } })).runs.list();
  assert.ok((await rejection(dated)).millisecondsUntilReset > 3_000_000);
});

const connections = {
  "that is refused": [
    "ECONNREFUSED",
    async (t) => {
      const server = net.createServer();
      const url = await listening(t, server);
      server.close();
      await once(server, "close");
      return { baseURL: url };
    },
  ],
  "that is reset": [
    "ECONNRESET",
    async (t) => ({
      baseURL: await listening(
        t,
        net.createServer((socket) => socket.resetAndDestroy()),
      ),
    }),
  ],
  "that is cut short": [
    "ECONNRESET",
    async (t) => {
      const half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
      return {
        baseURL: await listening(
          t,
          net.createServer((socket) => socket.once("data", () => socket.end(half))),
        ),
      };
    },
  ],
  "to a name that has no address": ["ENOTFOUND", () => ({ baseURL: "http://nowhere.invalid" })],
  "with an expired certificate": [
    "CERT_HAS_EXPIRED",
    async (t) => ({ baseURL: await secure(t, unfit.expired), ca }),
  ],
  "with a certificate for another host": [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    async (t) => ({ baseURL: await secure(t, unfit.otherHost), ca }),
  ],
  "with a certificate of an unknown authority": [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    async (t) => ({ baseURL: await secure(t, tls) }),
  ],
  "that does not speak TLS": [
    "EPROTO",
    async (t) => {
      const server = http.createServer();
      return { baseURL: (await listening(t, server)).replace("http:", "https:") };
    },
  ],
  "that is not public": ["EACCES", () => ({ baseURL: "http://127.0.0.1:9", network: "public" })],
};

function secure(t, certificates) {
  const server = require("node:tls").createServer(certificates, (socket) => socket.on("error", () => {}));
  server.on("tlsClientError", () => {});
  return listening(t, server, "https");
}

for (const [what, [code, prepare]] of Object.entries(connections)) {
  test(`a connection ${what} has the code ${code}`, async (t) => {
    const config = await prepare(t);
    const error = await rejection(
      hairtrigger.withAuth({ secretKey: SECRET_KEY, requestOptions: ONCE, ...config }).runs.list(),
    );
    assert.ok(error instanceof hairtrigger.ApiConnectionError, error.stack);
    assert.equal(error.code, code);
    assert.equal(error.cause.code, code);
    assert.ok(error.cause instanceof Error && error.message.includes(error.cause.message));
  });
}

test("a deadline has the code ETIMEDOUT", async (t) => {
  const baseURL = await listening(
    t,
    net.createServer().on("connection", (socket) => socket.on("error", () => {})),
  );
  const client = hairtrigger.withAuth({ secretKey: SECRET_KEY, baseURL });
  const error = await rejection(client.runs.list({}, { timeoutInMs: 200 }));
  assert.equal(error.code, "ETIMEDOUT");
});

test("an error can be logged as JSON", async (t) => {
  const error = await rejection((await clientOf(t, 404, { error: "Run not found" })).runs.retrieve("run_1"));
  const logged = JSON.parse(JSON.stringify({ error })).error;
  assert.equal(logged.message, error.message);
  assert.deepEqual([logged.name, logged.status, logged.operation], ["TriggerApiError", 404, "runs.retrieve"]);
});

test("errors can be made, for a test of one's own", () => {
  const { ApiConnectionError, ApiError, NotFoundError, RateLimitError } = hairtrigger;
  const unknown = new NotFoundError("no such run", { body: { error: { code: "gone", message: "m" } } });
  assert.ok(unknown instanceof ApiError);
  assert.deepEqual([unknown.status, unknown.code, unknown.message], [404, "gone", "no such run"]);
  const headers = { "x-ratelimit-reset": String(Date.now() + 60_000) };
  assert.ok(new RateLimitError("slow down", { headers }).millisecondsUntilReset > 0);
  assert.equal(new RateLimitError("slow down").millisecondsUntilReset, undefined);
  assert.equal(new ApiConnectionError("broken", { code: "ECONNRESET" }).cause.code, "ECONNRESET");
  assert.equal(new ApiError("teapot", { status: 418 }).status, 418);
});
