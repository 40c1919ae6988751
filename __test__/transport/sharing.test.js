"use strict";

// Connections are shared out among those who ask a host: nobody who asks a lot holds up those who ask little.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiTimeoutError, withAuth } = require("hairtrigger");
const { customer, json, nameOf, openServer } = require("../hostile/server.js");
const { ca } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");
const { PAGE } = require("./client.js");
const { openHttp2Server, respond } = require("./http2-server.js");

/** Calls that are never answered; they end with the test. */
function hang(t, client, count) {
  const controller = new AbortController();
  t.after(() => controller.abort());
  const options = { signal: controller.signal, timeoutInMs: 600_000 };
  for (let index = 0; index < count; index += 1)
    client.runs.list({ limit: 1 + (index % 100) }, options).catch(() => {});
}

test("over HTTP/1.1 any number of calls that hang leaves room for another customer's", async (t) => {
  const server = await openServer(t, (request, response) => {
    if (nameOf(request) === "GOOD") json(response, PAGE);
  });
  hang(t, customer("EVIL", server), 300);
  await server.requestsArrived(64);
  for (let index = 0; index < 20; index += 1)
    await customer("GOOD", server, { timeoutInMs: 60_000 }).runs.list();
  assert.equal(server.requests.filter((request) => nameOf(request) === "EVIL").length, 64);
});

test("ten customers whose calls hang leave room for an eleventh", async (t) => {
  const server = await openServer(t, (request, response) => {
    if (nameOf(request) === "GOOD") json(response, PAGE);
  });
  for (let index = 0; index < 10; index += 1) hang(t, customer(`EVIL${index}`, server), 100);
  await server.requestsArrived(100);
  await customer("GOOD", server, { timeoutInMs: 60_000 }).runs.list();
});

test("over HTTP/2 calls that take all streams of a connection leave another customer's a connection", async (t) => {
  const isGood = ({ headers }) => headers.authorization.endsWith("GOOD");
  const server = await openHttp2Server(
    t,
    (request, stream) => {
      if (isGood(request)) respond(stream, PAGE);
    },
    { settings: { maxConcurrentStreams: 100 } },
  );
  const of = (name) => customer(name, server, { timeoutInMs: 60_000 }, { ca });
  await of("GOOD").runs.list();
  hang(t, of("EVIL"), 300);
  await server.requestsArrived(301);
  await of("GOOD").runs.list();
  // Four can carry all of them; where connecting takes long others are opened, up to the bound of a host.
  assert.ok(server.sessions.length <= 16, `${server.sessions.length} sessions`);
});

test("a connection that answers nothing any more is left for new calls", async (t) => {
  let isStuck = false;
  const server = await openHttp2Server(t, ({ session }, stream) => {
    if (!(isStuck && session === 1)) respond(stream, PAGE);
  });
  const client = customer("A", server, { timeoutInMs: 1_200, retry: { maxAttempts: 1 } }, { ca });
  await client.runs.list();
  isStuck = true;
  assert.equal((await rejection(client.runs.list())).constructor, ApiTimeoutError);
  const patient = customer("A", server, { timeoutInMs: 60_000 }, { ca });
  await patient.runs.list();
  assert.equal(server.sessions.length, 2);
});

test("a call whose turn never comes ends at its deadline, and its place goes to the next", async (t) => {
  const held = [];
  const server = await openServer(t, (_, response) => held.push(response));
  const client = customer("A", server, { timeoutInMs: 600_000 });
  const first = Array.from({ length: 64 }, () => client.runs.list());
  await server.requestsArrived(64);
  const error = await rejection(client.runs.list({}, { timeoutInMs: 100 }));
  assert.equal(error.constructor, ApiTimeoutError);
  assert.equal(error.attempts, 1);
  const next = client.runs.list();
  for (const response of held.splice(0)) json(response, PAGE);
  await Promise.all(first);
  await server.requestsArrived(65);
  json(held[0], PAGE);
  await next;
});

test("a URL that cannot be sent is refused with the call", async (t) => {
  const server = await openServer(t, (_, response) => json(response, PAGE));
  const error = await rejection(
    withAuth({ secretKey: "tr_dev_long", baseURL: server.url }).runs.retrieve("x".repeat(70_000)),
  );
  assert.equal(error.name, "ArgumentError");
  assert.match(error.message, /the URL of the call would have 70035 characters|would have \d+ characters/);
  assert.equal(server.requests.length, 0);
});
