"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError, ApiError } = require("hairtrigger");
const certificate = require("../support/certificates.js");
const { answerOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN, clientOf } = require("./client.js");

const variables = { variables: { A: "1" } };

function redirectTo(location, status = 307) {
  return headOf(status, { location, "content-length": 0 });
}

/** What arrived: method, path and body of each request. */
function arrivals({ requests }) {
  return requests.map(({ method, path, body }) => [method, path, body]);
}

/** Sends every first request elsewhere on the same origin, and answers the second. */
function moved(status, location = "/moved?page=2") {
  return ({ number, connection }) =>
    connection.send(number % 2 ? redirectTo(location, status) : answerOf({ ...PAGE, ...RUN, success: true }));
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a list follows a ${status} on its origin, with its headers`, async (t) => {
    const server = await openRawServer(t, moved(status));
    const page = await clientOf(server).runs.list();
    assert.deepEqual(page.data, []);
    assert.deepEqual(arrivals(server), [
      ["GET", "/api/v1/runs", ""],
      ["GET", "/moved?page=2", ""],
    ]);
    const [first, second] = server.requests.map(({ headers }) => headers);
    assert.equal(second.authorization, "Bearer tr_dev_transport");
    assert.equal(second["x-trigger-request-idempotency-key"], first["x-trigger-request-idempotency-key"]);
  });
}

for (const status of [301, 302, 303]) {
  test(`a POST or DELETE does not follow a ${status} and never becomes a GET`, async (t) => {
    const server = await openRawServer(t, ({ connection }) =>
      connection.send(redirectTo("/moved?page=2", status)),
    );
    const { runs, envvars } = clientOf(server);
    const calls = [runs.replay("run_1"), runs.cancel("run_1"), envvars.del("proj_1", "dev", "A")];
    for (const error of await Promise.all(calls.map(rejection))) {
      assert.ok(error instanceof ApiError);
      assert.equal(error.status, status);
      assert.equal(error.attempts, 1);
      assert.match(error.message, new RegExp(`${status} redirects to http://127\\.0\\.0\\.1:\\d+/moved`));
    }
    const methods = server.requests.map(({ method }) => method).sort();
    assert.deepEqual(methods, ["DELETE", "POST", "POST"]);
  });
}

for (const status of [307, 308]) {
  test(`a ${status} on the origin repeats method and body`, async (t) => {
    const server = await openRawServer(t, moved(status, "/elsewhere"));
    await clientOf(server).envvars.upload("proj_1", "dev", variables);
    await clientOf(server).runs.replay("run_1");
    const body = JSON.stringify(variables);
    assert.deepEqual(arrivals(server), [
      ["POST", "/api/v1/projects/proj_1/envvars/dev/import", body],
      ["POST", "/elsewhere", body],
      ["POST", "/api/v1/runs/run_1/replay", server.requests[2].body],
      ["POST", "/elsewhere", server.requests[2].body],
    ]);
  });
}

for (const [what, locationOf] of [
  ["relative to the path", () => "other"],
  ["absolute", ({ url }) => `${url}/api/v1/other`],
  ["without a scheme", ({ url }) => `${url.replace("http:", "")}/api/v1/other`],
]) {
  test(`a location ${what} is understood`, async (t) => {
    const server = await openRawServer(t, ({ number, connection }) =>
      connection.send(number === 1 ? redirectTo(locationOf(server)) : answerOf(PAGE)),
    );
    await clientOf(server).runs.list();
    assert.equal(server.requests[1].path, "/api/v1/other");
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a ${status} to another origin is not followed, and the token stays`, async (t) => {
    const other = await openRawServer(t, ({ connection }) => connection.send(answerOf({ ...PAGE, ...RUN })));
    const server = await openRawServer(t, ({ connection }) =>
      connection.send(redirectTo(`${other.url}/api/v1/runs`, status)),
    );
    const client = clientOf(server);
    const calls = [client.runs.list(), client.runs.replay("run_1")];
    for (const error of await Promise.all(calls.map(rejection))) {
      assert.equal(error.status, status);
      assert.equal(error.attempts, 1);
      assert.ok(
        error.message.includes(`${status} redirects to ${other.url}/api/v1/runs, which is not followed`),
      );
      assert.match(error.message, /configure (baseURL: "http|the baseURL)/);
    }
    assert.equal(server.requests.length, 2);
    assert.equal(other.connections.length, 0, "nobody even connects there");
  });
}

for (const location of [
  "http://localhost:%/",
  "http://127.0.0.1:%@127.0.0.2:%/",
  "//127.0.0.2:%/",
  "\\\\127.0.0.2:%/",
]) {
  test(`${location} is another origin too`, async (t) => {
    const server = await openRawServer(t, ({ connection }) =>
      connection.send(redirectTo(location.replaceAll("%", server.port))),
    );
    const error = await rejection(clientOf(server).runs.list());
    assert.equal(error.status, 307);
    assert.equal(server.requests.length, 1);
  });
}

test("a redirect from http to https names the URL to configure", async (t) => {
  const secure = await openRawServer(t, ({ connection }) => connection.send(answerOf(PAGE)), certificate);
  const server = await openRawServer(t, ({ path, connection }) =>
    connection.send(redirectTo(`${secure.url}${path}`, 301)),
  );
  const error = await rejection(clientOf(server, { ca: certificate.ca }).runs.list());
  assert.equal(error.status, 301);
  assert.ok(
    error.message.startsWith(`runs.list: 301 redirects to ${secure.url}/api/v1/runs, which is not followed`),
  );
  assert.equal(secure.requests.length, 0);
});

test("a redirect back from https to http is not followed either", async (t) => {
  const plain = await openRawServer(t, ({ connection }) => connection.send(answerOf(PAGE)));
  const server = await openRawServer(
    t,
    ({ path, connection }) => connection.send(redirectTo(`${plain.url}${path}`, 308)),
    certificate,
  );
  const error = await rejection(clientOf(server, { ca: certificate.ca }).runs.list());
  assert.equal(error.status, 308);
  assert.equal(plain.connections.length, 0);
});

for (const [what, locationOf] of [
  ["to itself", ({ path }) => path],
  ["to one more each time", ({ number }) => `/step/${number}`],
]) {
  test(`a redirect ${what} ends after five, and is not begun again`, async (t) => {
    const server = await openRawServer(t, (request) =>
      request.connection.send(redirectTo(locationOf(request))),
    );
    const error = await rejection(clientOf(server).runs.list());
    assert.ok(error instanceof ApiError);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /redirects more than 5 times, at last to http/);
    assert.equal(server.requests.length, 6);
  });
}

for (const [what, headers] of [
  ["no location", {}],
  ["an empty location", { location: "" }],
  ["a location that is no URL", { location: "http://[" }],
  ["a location that is no HTTP", { location: "file:///etc/passwd" }],
]) {
  test(`a redirect with ${what} is reported by its status`, async (t) => {
    const server = await openRawServer(t, ({ number, connection }) =>
      connection.send(number > 1 ? answerOf(PAGE) : headOf(302, { ...headers, "content-length": 0 })),
    );
    const outcome = await clientOf(server)
      .runs.list()
      .catch((error) => error);
    if (what === "an empty location") {
      // It names the page itself, as in a browser.
      assert.deepEqual(outcome.data, []);
    } else {
      assert.equal(outcome.status, 302);
      assert.match(outcome.message, /^runs\.list: 302/);
      assert.equal(server.requests.length, 1);
    }
  });
}

test("a name and password in a location do not replace the token", async (t) => {
  const server = await openRawServer(t, ({ number, connection }) =>
    connection.send(
      number === 1 ? redirectTo(`http://user:pass@127.0.0.1:${server.port}/next`) : answerOf(PAGE),
    ),
  );
  await clientOf(server).runs.list();
  assert.equal(server.requests[1].headers.authorization, "Bearer tr_dev_transport");
});

test("a redirect whose body does not end does not hold up the call", async (t) => {
  const server = await openRawServer(t, ({ number, connection }) => {
    if (number > 1) return connection.send(answerOf(PAGE));
    return connection.send(headOf(307, { location: "/next", "content-length": 1_000_000 }));
  });
  assert.deepEqual((await clientOf(server).runs.list()).data, []);
  await server.connectionClosed(1);
});

test("a connection that breaks after a redirect is reported, and a replay not repeated", async (t) => {
  const server = await openRawServer(t, ({ number, connection }) =>
    number === 1 ? connection.send(redirectTo("/next")) : connection.reset(),
  );
  const error = await rejection(clientOf(server).runs.replay("run_1"));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(error.message, /not known whether the server has processed/);
  assert.equal(server.requests.length, 2);
});
