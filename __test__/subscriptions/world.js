"use strict";

const http = require("node:http");

const { TriggerClient } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

/** Starts the embedded API with one project, and a client of its prod environment. */
async function start(t, realtime = "native", more) {
  const server = await createTestServer({ strict: false, realtime, ...more });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const client = new TriggerClient({ secretKey: prod.secretKey, baseURL: server.url });
  return { server, prod, client };
}

/** Resolves when so many live polls wait for news. */
function untilHeld(server, count = 1) {
  return server.waitForRequest(() => server.requests.filter(({ held }) => held).length === count);
}

/** All states until the end, in the words of `tell`. */
async function collect(subscription, tell = (run) => run.status) {
  const states = [];
  for await (const run of subscription) states.push(tell(run));
  return states;
}

const HEAD = {
  "content-type": "application/json",
  "electric-handle": "h-1",
  "electric-offset": "1_0",
  "electric-schema": "{}",
  "electric-cursor": "1",
};
const UP_TO_DATE = { headers: { control: "up-to-date" } };

/** The row of a run as a feed has it. */
function row(status, second = 1, more = {}) {
  const updatedAt = `2026-03-01T10:00:${String(second).padStart(2, "0")}.000`;
  const value = { friendlyId: "run_1", status, updatedAt, createdAt: "2026-03-01T10:00:00.000", ...more };
  return { key: "k1", value, headers: { operation: "insert" } };
}

/** An answer of a feed that says these changes, and that this is all. */
function feed(...changes) {
  return { status: 200, headers: HEAD, body: JSON.stringify([...changes, UP_TO_DATE]) };
}

/**
 * A server that answers the requests of a feed in turn, the last answer again and again: each is an answer, or a
 * function that is given request and response. It records what was asked, and when.
 */
async function startScript(t, ...answers) {
  const requests = [];
  const server = http.createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url, "http://localhost");
    const query = Object.fromEntries(searchParams);
    requests.push({ path: pathname, query, headers: request.headers, at: performance.now() });
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (typeof answer === "function") answer(request, response);
    else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  const client = new TriggerClient({ secretKey: "tr_prod_abcdefghijklmnopqrst", baseURL });
  return { requests, client, server };
}

/** A public token of an environment, whose claims name it. */
function tokenOf(name, sub = "env_1", more = {}) {
  const claims = JSON.stringify({ sub, pub: true, scopes: ["read:runs"], name, ...more });
  return `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(claims).toString("base64url")}.c2lnbmF0dXJl${name}`;
}

module.exports = { HEAD, UP_TO_DATE, collect, feed, row, start, startScript, tokenOf, untilHeld };
