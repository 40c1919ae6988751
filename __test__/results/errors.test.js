"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const http = require("node:http");
const { after, before, test } = require("node:test");
const { inspect, promisify } = require("node:util");

const hairtrigger = require("hairtrigger");

const secretKey = "tr_prod_abcdefghijklmnopqrstuvwx";
const once = { retry: { maxAttempts: 1 } };
let answer;
let seen;
let server;
let client;

before(async () => {
  server = http.createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = hairtrigger.withAuth({ secretKey, baseURL: baseURL() });
});
after(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

function baseURL() {
  return `http://127.0.0.1:${server.address().port}`;
}

/** What a call rejects with when the server answers this. */
async function failure(status, body, headers = {}) {
  seen = [];
  answer = (_, response) => response.writeHead(status, headers).end(body);
  return client.runs.retrieve("run_1", once).then(assert.fail, (error) => error);
}

const byStatus = {
  400: "BadRequestError",
  401: "AuthenticationError",
  403: "PermissionDeniedError",
  404: "NotFoundError",
  409: "ConflictError",
  422: "UnprocessableEntityError",
  429: "RateLimitError",
  500: "InternalServerError",
  503: "InternalServerError",
  418: "ApiError",
};

for (const [status, name] of Object.entries(byStatus)) {
  test(`${status} is a ${name}`, async () => {
    const body = { error: "said so", code: "some_code", param: "some_param", type: "some_type" };
    const headers = { "content-type": "application/json", "x-request-id": "request-1", "x-other": "1" };
    const error = await failure(Number(status), JSON.stringify(body), headers);
    assert.equal(error.constructor, hairtrigger[name]);
    assert.ok(error instanceof hairtrigger.ApiError && error instanceof Error);
    assert.equal(error.name, "TriggerApiError");
    assert.equal(error.status, Number(status));
    assert.deepEqual(error.body, body);
    assert.equal(error.error, "said so");
    assert.deepEqual([error.code, error.param, error.type], ["some_code", "some_param", "some_type"]);
    assert.equal(error.headers["x-other"], "1");
    assert.equal(error.requestId, "request-1");
    assert.equal(error.operation, "runs.retrieve");
    assert.equal(error.attempts, 1);
    assert.deepEqual(Object.keys(error.credential).sort(), ["fingerprint", "kind", "masked"]);
    assert.equal(error.credential.masked, "tr_prod_…uvwx");
    assert.match(error.message, new RegExp(`^runs\\.retrieve: ${status} said so`));
  });
}

test("a rate limit says when it resets", async () => {
  const error = await failure(429, "{}", { "x-ratelimit-reset": String(Date.now() + 5_000) });
  assert.ok(error.millisecondsUntilReset > 0 && error.millisecondsUntilReset <= 5_000);
  assert.equal((await failure(429, "{}")).millisecondsUntilReset, undefined);
});

test("bodies that are no JSON are shown, shortened, or named", async () => {
  assert.match((await failure(500, "Unexpected Server Error")).message, /500 Unexpected Server Error/);
  assert.match((await failure(404, "<html>", { "content-type": "text/html" })).message, /an HTML page/);
  assert.match(
    (await failure(431, "")).message,
    /^runs\.retrieve: 431 Request Header Fields Too Large\. The URL and the headers are larger/,
  );
  assert.ok((await failure(400, "x".repeat(100_000))).message.length < 1_000);
});

test("an answer that is no JSON is an ApiResponseError", async () => {
  for (const body of ["", "<html>", '{"id":', Buffer.from([0xff, 0xfe])]) {
    assert.ok((await failure(200, body)) instanceof hairtrigger.ApiResponseError);
  }
});

test("the stack shows the caller's line", async () => {
  seen = [];
  answer = (_, response) => response.writeHead(400).end("{}");
  async function callerOfMine() {
    return client.runs.cancel("run_1");
  }
  const error = await callerOfMine().catch((caught) => caught);
  assert.match(error.stack, /^TriggerApiError: runs\.cancel: 400.*\n.*callerOfMine.*errors\.test\.js/);
});

test("a program that has frozen Error gets results and errors, and its own line in the stack", async () => {
  seen = [];
  answer = ({ url }, response) =>
    response.writeHead(url.endsWith("/run_1") ? 200 : 400).end('{"id":"run_1"}');
  const program = `
    const { withAuth } = require("hairtrigger");
    const { runs } = withAuth(JSON.parse(process.argv[1]));
    Object.freeze(Error);
    async function callerOfMine() {
      const { id } = await runs.retrieve("run_1");
      const { constructor, stack } = await runs.retrieve("run_2").catch((error) => error);
      console.log(JSON.stringify({ id, name: constructor.name, stack }));
    }
    callerOfMine();`;
  const args = ["--eval", program, JSON.stringify({ secretKey, baseURL: baseURL() })];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: __dirname });
  const { id, name, stack } = JSON.parse(stdout);
  assert.deepEqual({ id, name }, { id: "run_1", name: "BadRequestError" });
  assert.match(stack, /^TriggerApiError: runs\.retrieve: 400.*\n +at callerOfMine /);
});

test("a server that echoes the token does not get it into the error", async () => {
  const body = JSON.stringify({ error: `bad ${secretKey}`, code: secretKey, nested: { secretKey } });
  const error = await failure(401, body, { "x-echo": secretKey });
  const shown = [
    error.message,
    error.stack,
    inspect(error, { showHidden: true, depth: 9 }),
    JSON.stringify(error),
  ];
  for (const text of shown) assert.ok(!text.includes(secretKey), text);
  assert.match(error.error, /bad tr_prod_…uvwx/);
});

test("a redirect on the same origin is followed", async () => {
  seen = [];
  answer = (request, response) => {
    if (request.url === "/api/v3/runs/run_1") response.writeHead(301, { location: "/moved?x=1" }).end();
    else response.end('{"id":"run_1"}');
  };
  assert.equal((await client.runs.retrieve("run_1")).id, "run_1");
  assert.deepEqual(
    seen.map(({ url }) => url),
    ["/api/v3/runs/run_1", "/moved?x=1"],
  );
});

test("a redirect to another origin is not followed, and the error names where it points", async () => {
  const strangers = [];
  const stranger = http.createServer((request, response) => {
    strangers.push(request);
    response.end("{}");
  });
  await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const elsewhere = `http://127.0.0.1:${stranger.address().port}/api`;
  const error = await failure(308, "", { location: elsewhere });
  stranger.close();
  assert.equal(strangers.length, 0);
  assert.equal(error.status, 308);
  assert.ok(error.message.includes(elsewhere) && /not followed.*baseURL/.test(error.message), error.message);
});

test("nothing that can be inspected shows a token", async () => {
  const call = client.runs.list({}, once);
  const ended = call.catch(() => {});
  for (const value of [client, client.runs, call, new hairtrigger.TriggerClient({ secretKey })]) {
    const shown = inspect(value, { showHidden: true, depth: 9, getters: true }) + JSON.stringify(value);
    assert.ok(!shown.includes(secretKey), shown);
  }
  await ended;
});
