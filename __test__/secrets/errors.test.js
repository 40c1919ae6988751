"use strict";

const { createCanary, failureOf, openCage } = require("./canary.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { createServer } = require("node:http");
const net = require("node:net");
const { test } = require("node:test");
const { inspect } = require("node:util");

const hairtrigger = require("hairtrigger");
const { tls } = require("../support/certificates.js");

const { TriggerClient, configure, runs, withAuth } = hairtrigger;

/** Asserts what an error is, and that it says nothing of the token. */
function assertSilent(canary, error, Class, what) {
  assert.ok(error instanceof Class, `${what}: ${error?.stack ?? error}`);
  canary.assertHidden(error, what);
}

/** Every way to make a call under a config. */
const WAYS = {
  withAuth: (config) => withAuth(config, () => runs.list()),
  "withAuth's client": (config) => withAuth(config, (client) => client.runs.list()),
  "withAuth without callback": (config) => withAuth(config).runs.list(),
  TriggerClient: (config) => new TriggerClient(config).runs.list(),
  clientConfig: (config) => runs.list({}, { clientConfig: config }),
  configure(config) {
    configure(config);
    return runs.list();
  },
  async environment({ secretKey, accessToken = secretKey, baseURL, requestOptions }) {
    process.env.TRIGGER_ACCESS_TOKEN = accessToken;
    configure({ baseURL, requestOptions });
    return runs.list();
  },
};

/** Fails a call in every way a config can be given; the way is undone afterwards. */
async function failEveryWay(config, check) {
  for (const [way, call] of Object.entries(WAYS)) {
    const error = await failureOf(() => call(config));
    delete process.env.TRIGGER_ACCESS_TOKEN;
    configure({});
    check(error, way);
  }
}

const statuses = {
  400: "BadRequestError",
  401: "AuthenticationError",
  403: "PermissionDeniedError",
  404: "NotFoundError",
  409: "ConflictError",
  418: "ApiError",
  422: "UnprocessableEntityError",
  429: "RateLimitError",
  500: "InternalServerError",
  503: "InternalServerError",
};

/** What a server may do with the token it was sent. */
const ECHOES = {
  "says nothing of it": () => ({ body: { error: "no" } }),
  "echoes it as the error": ({ token }) => ({ body: { error: `bad ${token}!` } }),
  "echoes it in every field": ({ token }) => ({
    body: {
      error: { message: token, code: token, param: token, type: token, [token]: [{ token }] },
      message: token,
    },
  }),
  "echoes it in a text": ({ token }) => ({ body: `Bearer ${token} is unknown, ${token}${token}` }),
  "echoes it in a page": ({ token }) => ({
    body: `<html>${token}</html>`,
    headers: { "content-type": "text/html" },
  }),
  "echoes it in a list": ({ token }) => ({ body: [token, [token]] }),
  "echoes it in headers": ({ token }) => ({
    body: { error: "no" },
    headers: { "x-echo": `Bearer ${token}`, "set-cookie": `key=${token}`, "retry-after": token },
  }),
  "echoes it in a body that is no UTF-8": ({ token }) => ({
    body: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(token), Buffer.from([0xff])]),
  }),
};

for (const [status, name] of Object.entries(statuses)) {
  test(`a ${status} keeps the token to itself, whatever the server echoes`, async (t) => {
    const { canary, server, config } = await openCage(t);
    for (const [echo, answer] of Object.entries(ECHOES)) {
      const fault = server.fault({ status: Number(status), ...answer(canary) });
      const error = await failureOf(() => withAuth(config).runs.retrieve("run_1"));
      assertSilent(canary, error, hairtrigger[name], echo);
      assert.equal(error.credential.masked, `tr_prod_…${canary.random.slice(-4)}`);
      fault.remove();
    }
  });
}

test("an answer of the wrong shape keeps the token to itself", async (t) => {
  const { canary, server, config } = await openCage(t);
  const { token } = canary;
  for (const body of [{ token }, token, `{"data":"${token}`, [token], JSON.stringify(token)]) {
    const fault = server.fault({ status: 200, body, headers: { "x-echo": token } });
    const error = await failureOf(() => withAuth(config).runs.list());
    assertSilent(canary, error, hairtrigger.ApiResponseError, JSON.stringify(body));
    fault.remove();
  }
});

for (const status of [301, 302, 307, 308]) {
  test(`a ${status} that points at the token keeps it to itself`, async (t) => {
    const { canary, server, config } = await openCage(t);
    const { token } = canary;
    for (const location of [
      `http://127.0.0.1:1/${token}/runs`,
      `http://127.0.0.1:1/?key=${token}#${token}`,
      `http://${token}:x@127.0.0.1:1/`,
      `/${token}`,
      `${server.url}/api?key=${token}`,
    ]) {
      const fault = server.fault({ status, headers: { location }, body: `to ${location}` });
      const error = await failureOf(() => withAuth(config).runs.replay("run_1"));
      assertSilent(canary, error, hairtrigger.ApiError, location);
      fault.remove();
    }
  });
}

test("every way to give a token keeps it to itself when the server refuses it", async (t) => {
  const { canary, server, config } = await openCage(t);
  server.fault({ status: 401, body: { error: `no ${canary.token}` }, headers: { "x-echo": canary.token } });
  await failEveryWay(config, (error, way) =>
    assertSilent(canary, error, hairtrigger.AuthenticationError, way),
  );
});

test("a refused and a broken connection keep the token to themselves", async (t) => {
  const { canary, server, config } = await openCage(t);
  const refused = { ...config, baseURL: "http://127.0.0.1:1" };
  await failEveryWay(refused, (error, way) =>
    assertSilent(canary, error, hairtrigger.ApiConnectionError, way),
  );
  for (const cut of ["before-response", "mid-body"]) {
    const fault = server.fault({ cut });
    const error = await failureOf(() => withAuth(config).runs.replay("run_1"));
    assertSilent(canary, error, hairtrigger.ApiConnectionError, cut);
    fault.remove();
  }
});

test("an answer that is no HTTP keeps the token to itself", async (t) => {
  const { canary, config } = await openCage(t);
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(`${canary.token} HTTP/1.1 ${canary.token}\r\n\r\n`));
  });
  t.after(() => server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  const error = await failureOf(() => withAuth({ ...config, baseURL }).runs.list());
  assertSilent(canary, error, hairtrigger.ApiConnectionError, "no HTTP");
});

test("a certificate that is not trusted keeps the token to itself", async (t) => {
  const { canary, config } = await openCage(t, { tls });
  const error = await failureOf(() => withAuth(config).runs.list());
  assertSilent(canary, error, hairtrigger.ApiConnectionError, "certificate");
});

test("a deadline and an abort keep the token to themselves", async (t) => {
  const { canary, server, config } = await openCage(t);
  server.fault({ status: 503, body: { error: `down, ${canary.token}` }, times: 1 });
  server.fault({ hang: true });
  const requestOptions = { ...config.requestOptions, timeoutInMs: 500 };
  await failEveryWay({ ...config, requestOptions }, (error, way) =>
    assertSilent(canary, error, hairtrigger.ApiTimeoutError, way),
  );
  const controller = new AbortController();
  const count = server.requests.length;
  const call = withAuth(config).runs.list({}, { signal: controller.signal });
  await server.waitForRequest(() => server.requests.length > count);
  controller.abort();
  const reason = await failureOf(() => call);
  assert.equal(reason.name, "AbortError");
  canary.assertHidden(reason);
});

/** Configs that are refused before anything is sent. */
const UNFIT = {
  "with a space": ({ token }) => ({ secretKey: `${token} ${token}` }),
  "with a line break": ({ token }) => ({ secretKey: `${token}\r\nx-other: 1` }),
  "with another character": ({ token }) => ({ accessToken: `${token}é` }),
  "of an older product": ({ random }) => ({ secretKey: `pk_live_${random}` }),
  "given twice, differently": ({ token, random }) => ({ secretKey: token, accessToken: `tr_dev_${random}` }),
  "as an array": ({ token }) => ({ secretKey: [token] }),
  "as an object": ({ token }) => ({ secretKey: { token } }),
  "as a base URL": ({ token }) => ({ baseURL: token }),
  "as a user of the base URL": ({ token }) => ({ baseURL: `https://${token}@a.example` }),
  "as a password of the base URL": ({ token }) => ({ baseURL: `https://a:${token}@a.example` }),
  "in the base URL's query": ({ token }) => ({ baseURL: `https://a.example/?key=${token}` }),
  "in the base URL's fragment": ({ token }) => ({ baseURL: `https://a.example/#${token}` }),
  "as another protocol": ({ token }) => ({ baseURL: `ftp://${token}/` }),
  "as a port": ({ token }) => ({ baseURL: `https://a.example:${token}/` }),
  "as a certificate": ({ token }) => ({ secretKey: token, ca: token }),
  "as a branch of the wrong characters": ({ token }) => ({ previewBranch: `${token}\n` }),
  "as retries": ({ token }) => ({ requestOptions: { retry: token } }),
  "as request options": ({ token }) => ({ requestOptions: token }),
  "as a header": ({ token }) => ({ requestOptions: { additionalHeaders: { authorization: token } } }),
  "as a header that breaks the line": ({ token }) => ({
    requestOptions: { additionalHeaders: { "x-key": `${token}\n` } },
  }),
};

for (const [what, unfit] of Object.entries(UNFIT)) {
  test(`a token ${what} is refused without being shown`, async () => {
    const canary = createCanary();
    const config = unfit(canary);
    for (const act of [
      () => configure(config),
      () => withAuth(config),
      () => withAuth(config, () => assert.fail("it ran")),
      () => new TriggerClient(config),
      () => runs.list({}, { clientConfig: config }),
    ]) {
      assertSilent(canary, await failureOf(act), hairtrigger.ConfigurationError, what);
    }
  });
}

test("a token in place of a config, or of an argument, is refused without being shown", async (t) => {
  const { canary, server, config } = await openCage(t);
  const { token } = canary;
  for (const act of [() => configure(token), () => withAuth(token), () => new TriggerClient(token)]) {
    assertSilent(canary, await failureOf(act), hairtrigger.ConfigurationError, act.toString());
  }
  const client = withAuth(config);
  for (const act of [
    () => client.runs.list({ limit: token }),
    () => client.runs.list({ isTest: token }),
    () => client.runs.list({ from: token }),
    () => client.runs.list({}, token),
    () => client.runs.list({}, { clientConfig: token }),
    () => client.runs.list({}, { signal: token }),
    () => client.runs.list({}, { timeoutInMs: token }),
    () => client.runs.list({}, {}, token),
    () => client.runs.retrieve({ token }),
    () => client.runs.poll("run_1", { pollIntervalMs: token }),
    () => client.envvars.list("proj_1", token),
    () => client.envvars.create("proj_1", "prod", token),
    () => client.envvars.upload("proj_1", "prod", { variables: token }),
    () => withAuth(config, token),
  ]) {
    assertSilent(canary, await failureOf(act), hairtrigger.ArgumentError, act.toString());
  }
  assert.equal(server.requests.length, 0);
});

test("a key of another environment than the call's is refused without being shown", async (t) => {
  const { canary, config } = await openCage(t);
  const error = await failureOf(() => withAuth(config).envvars.list("proj_1", "dev"));
  assertSilent(canary, error, hairtrigger.ConfigurationError, "environment");
  assert.match(error.message, /tr_prod_…/);
});

test("no error shows the token of the store that a stream is written to", async (t) => {
  const store = { "x-s2-access-token": "token-of-the-store", "set-cookie": "session=token-of-the-store" };
  for (const [status, body] of [
    [202, "<html>"],
    [302, ""],
    [400, "{}"],
    [500, "{}"],
  ]) {
    const server = createServer((_, response) => response.writeHead(status, store).end(body));
    t.after(() => server.close());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const baseURL = `http://127.0.0.1:${server.address().port}`;
    const { streams } = withAuth({ secretKey: "tr_prod_abcdefghijklmnopqrst", baseURL });
    const requestOptions = { retry: { maxAttempts: 1 } };
    const writing = streams.define({ id: "key" }).append(1, { target: "run_1", requestOptions });
    await assert.rejects(writing, (error) => {
      const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9 })];
      for (const text of shown) assert.ok(!text.includes("token-of-the-store"), text);
      return error.status === status;
    });
  }
});
