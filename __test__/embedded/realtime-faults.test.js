"use strict";

// What can go wrong with a feed on its way.

const assert = require("node:assert/strict");
const { EventEmitter, once } = require("node:events");
const http = require("node:http");
const http2 = require("node:http2");
const { test } = require("node:test");
const { ca, tls } = require("../support/certificates.js");
const { createFollower, start } = require("./feed-client.js");

async function follow(t, realtime) {
  const { server, prod } = await start(t, realtime);
  const { id } = prod.seedRun({ payload: { x: 1 } });
  return { server, prod, id, ask: createFollower(server, prod.secretKey) };
}

/** Sends a request with Node's own client and collects what comes, as it comes. */
function listen({ server, prod, id }) {
  const { hostname, port } = new URL(server.url);
  const path = `/realtime/v1/runs/${id}?offset=-1`;
  const headers = { authorization: `Bearer ${prod.secretKey}`, "x-trigger-electric-version": "1.0.14" };
  const request = http.get({ hostname, port, path, headers });
  const seen = { informed: [], status: undefined, text: "", ended: undefined };
  const looks = new EventEmitter();
  const see = (changes) => looks.emit("news", Object.assign(seen, changes));
  request.on("information", ({ statusCode }) => see({ informed: [...seen.informed, statusCode] }));
  request.on("error", () => see({ ended: "reset" }));
  request.on("response", (response) => {
    see({ status: response.statusCode });
    response.on("data", (bytes) => see({ text: seen.text + bytes }));
    response.on("error", () => {});
    response.on("close", () => see({ ended: response.complete ? "complete" : "cut" }));
  });
  const until = async (predicate) => {
    while (!predicate(seen)) await once(looks, "news");
    return seen;
  };
  return { request, until };
}

const hasEnded = ({ ended }) => ended !== undefined;

test("an answer is cut in its head", async (t) => {
  const world = await follow(t);
  world.server.fault({ path: "/realtime/", cut: "mid-head", times: 1 });
  const { until } = listen(world);
  assert.deepEqual(await until(hasEnded), { informed: [], status: undefined, text: "", ended: "reset" });
  assert.equal((await world.ask(`runs/${world.id}`)).status, 200);
});

test("an answer is cut in its body, or after its first message", async (t) => {
  const world = await follow(t);
  for (const cut of ["mid-body", "mid-event"]) {
    world.server.fault({ path: "/realtime/", cut, times: 1 });
    const seen = await listen(world).until(hasEnded);
    assert.deepEqual([seen.status, seen.ended], [200, "cut"]);
    assert.throws(() => JSON.parse(seen.text), SyntaxError);
    const hasFirst = seen.text.includes('"operation":"insert"}}');
    assert.equal(hasFirst, cut === "mid-event");
    assert.equal(seen.text.includes("up-to-date"), false);
  }
});

test("an answer falls silent after its head, or within its body", async (t) => {
  const world = await follow(t);
  for (const silent of ["after-head", "mid-body"]) {
    world.server.fault({ path: "/realtime/", silent, times: 1 });
    const { request, until } = listen(world);
    const hasPart = ({ text }) => text.length > 0 || silent === "after-head";
    const seen = await until((each) => each.status === 200 && hasPart(each));
    assert.deepEqual([seen.ended, seen.text.length > 0], [undefined, silent === "mid-body"]);
    assert.equal(world.server.inFlight, 1);
    request.destroy();
    await world.server.waitForRequest(({ aborted }) => aborted);
    world.server.clearRequests();
  }
});

test("answers of status 102 come first", async (t) => {
  const world = await follow(t);
  world.server.fault({ path: "/realtime/", informational: 3 });
  const seen = await listen(world).until(hasEnded);
  assert.deepEqual([seen.informed, seen.status, seen.ended], [[102, 102, 102], 200, "complete"]);
});

test("over HTTP/2 it is the same, and a connection takes so many requests at once", async (t) => {
  const { server, prod } = await start(t, {}, { tls, http2: { maxConcurrentStreams: 7 } });
  const { id } = prod.seedRun();
  const session = http2.connect(server.url, { ca });
  t.after(() => session.destroy());
  session.on("error", () => {});
  const [{ maxConcurrentStreams }] = await once(session, "remoteSettings");
  assert.equal(maxConcurrentStreams, 7);
  const path = `/realtime/v1/runs/${id}`;
  const ask = () => session.request({ ":path": path, authorization: `Bearer ${prod.secretKey}` });
  server.fault({ path, informational: 2, times: 1 });
  const informed = ask();
  const statuses = [];
  informed.on("headers", (headers) => statuses.push(headers[":status"]));
  const [head] = await once(informed.resume(), "response");
  assert.deepEqual([statuses, head[":status"]], [[102, 102], 200]);
  server.fault({ path, cut: "mid-head", times: 1 });
  ask().on("error", () => {});
  await new Promise((resolve) => session.on("close", resolve));
});

test("a proxy answers a page", async (t) => {
  const { server, prod, id } = await follow(t);
  server.fault({ path: "/realtime/", html: true, times: 1 });
  server.fault({ path: "/realtime/", html: true, status: 502, times: 1 });
  for (const status of [200, 502]) {
    const headers = { authorization: `Bearer ${prod.secretKey}` };
    const answer = await fetch(`${server.url}/realtime/v1/runs/${id}`, { headers });
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [status, "text/html"]);
    assert.match(await answer.text(), /^<!doctype html>/);
  }
});

test("a cache answers with a handle that is none any more", async (t) => {
  const { server, id, ask } = await follow(t, "electric");
  const fault = server.fault({ path: "/realtime/", stale: true });
  const { next, live } = await ask(`runs/${id}`);
  server.rotateFeeds();
  assert.equal((await ask(`runs/${id}`, live)).status, 409);
  const stale = await ask(`runs/${id}`, { expired_handle: next.handle });
  assert.deepEqual([stale.status, stale.next], [200, next]);
  fault.remove();
  assert.notEqual((await ask(`runs/${id}`)).next.handle, next.handle);
});

test("live polls are answered at once, for ever, that there is nothing", async (t) => {
  const { server, id, ask } = await follow(t);
  const fault = server.fault({ path: "/realtime/", loop: true });
  const first = await ask(`runs/${id}`);
  assert.equal(first.changes.length, 1);
  let last = first;
  for (let count = 0; count < 3; count += 1) last = await ask(`runs/${id}`, last.live);
  assert.deepEqual([last.changes, last.isUpToDate, last.next], [[], true, first.next]);
  assert.equal(fault.hits, 4);
});

test("every change is said twice", async (t) => {
  const { server, id, ask } = await follow(t);
  server.fault({ path: "/realtime/", duplicate: true });
  const { changes, messages } = await ask(`runs/${id}`);
  assert.deepEqual([messages.length, changes.length], [3, 2]);
  assert.deepEqual(changes[0], changes[1]);
});

test("a fault that is none is refused", async (t) => {
  const { server } = await follow(t);
  assert.throws(() => server.fault({ cut: "somewhere" }), {
    name: "TypeError",
    message: "fault: cut is one of before-response, mid-head, mid-body, mid-event",
  });
  assert.throws(() => server.fault({ silent: true }), {
    name: "TypeError",
    message: "fault: silent is one of after-head, mid-body",
  });
});
