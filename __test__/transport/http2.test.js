"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { constants } = require("node:http2");
const { test } = require("node:test");

const { ApiConnectionError, ApiResponseError, ApiTimeoutError } = require("hairtrigger");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN } = require("./client.js");
const { breakOff, openHttp2Server, resetCode, respond } = require("./http2-server.js");

const {
  NGHTTP2_CANCEL,
  NGHTTP2_ENHANCE_YOUR_CALM,
  NGHTTP2_INTERNAL_ERROR,
  NGHTTP2_NO_ERROR,
  NGHTTP2_REFUSED_STREAM,
} = constants;

/** The sessions the requests came over, in order. */
function sessionsOf({ requests }) {
  return requests.map(({ session }) => session);
}

function assertAmbiguous(error) {
  assert.equal(error.constructor, ApiConnectionError);
  assert.equal(error.attempts, 1);
  assert.match(
    error.message,
    /^runs\.replay: (the connection to|the answer of) https:\/\/127\.0\.0\.1:\d+ (broke|is cut short or damaged) \(.+\)/,
  );
  assert.match(error.message, /not known whether the server has processed the call.*look for the new run/);
}

test("many calls at once share one connection", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => respond(stream, PAGE));
  await server.client.runs.list();
  await Promise.all(Array.from({ length: 90 }, () => server.client.runs.list()));
  assert.equal(server.sessions.length, 1);
});

test("beyond what common peers take at once another connection is made", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => respond(stream, PAGE));
  await server.client.runs.list();
  await Promise.all(Array.from({ length: 100 }, () => server.client.runs.list()));
  assert.equal(server.sessions.length, 2);
});

test("many calls at once make one connection, although none was there to share", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => respond(stream, PAGE));
  await Promise.all(Array.from({ length: 64 }, () => server.client.runs.list()));
  assert.equal(server.connections.length, 1);
});

test("a server that takes one request at a time gets all of them", async (t) => {
  const settings = { maxConcurrentStreams: 1 };
  const server = await openHttp2Server(t, (_, stream) => respond(stream, RUN), { settings });
  await server.client.runs.cancel("run_1");
  const calls = Array.from({ length: 20 }, () => server.client.runs.replay("run_1"));
  for (const run of await Promise.all(calls)) assert.deepEqual(run, RUN);
  assert.equal(server.requests.length, 21);
});

test("after a GOAWAY calls go over a new connection", async (t) => {
  const server = await openHttp2Server(t, ({ number }, stream) => {
    respond(stream, { ...PAGE, ...RUN });
    if (number === 1) stream.session.goaway(NGHTTP2_NO_ERROR);
  });
  await server.client.runs.list();
  await server.client.runs.replay("run_1");
  assert.deepEqual(sessionsOf(server), [1, 2]);
});

test("a request that was on its way when the server said GOAWAY is still answered", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => {
    stream.session.goaway(NGHTTP2_NO_ERROR, stream.id);
    respond(stream, RUN);
  });
  assert.deepEqual(await server.client.runs.replay("run_1"), RUN);
  assert.deepEqual(await server.client.runs.replay("run_1"), RUN);
  assert.deepEqual(sessionsOf(server), [1, 2]);
});

test("a replay that a GOAWAY says was not looked at goes out again", async (t) => {
  const server = await openHttp2Server(t, ({ number, session }, stream) => {
    if (number === 1) respond(stream, PAGE);
    else if (session === 1) stream.session.goaway(NGHTTP2_NO_ERROR, server.requests[0].stream.id);
    else respond(stream, RUN);
  });
  await server.client.runs.list();
  assert.deepEqual(await server.client.runs.replay("run_1"), RUN);
  assert.deepEqual(sessionsOf(server), [1, 1, 2]);
});

for (const [what, end] of [
  ["a GOAWAY that includes it", (stream) => stream.session.goaway(NGHTTP2_NO_ERROR, stream.id)],
  ["no GOAWAY", () => {}],
]) {
  test(`a replay whose connection breaks after ${what} does not go out again`, async (t) => {
    const server = await openHttp2Server(t, (_, stream) => {
      end(stream);
      // The frames before it have left when the next turn comes.
      setImmediate(() => stream.session.socket.destroySoon());
    });
    assertAmbiguous(await rejection(server.client.runs.replay("run_1")));
    assert.equal(server.requests.length, 1);
  });
}

test("a list whose connection breaks goes out again over a new one", async (t) => {
  const server = await openHttp2Server(t, ({ session }, stream) =>
    session === 1 ? stream.session.destroy() : respond(stream, PAGE),
  );
  const calls = Array.from({ length: 5 }, () => server.client.runs.list());
  for (const page of await Promise.all(calls)) assert.deepEqual(page.data, []);
});

test("a refused stream was not looked at, so that even a replay goes out again", async (t) => {
  const server = await openHttp2Server(t, ({ number }, stream) =>
    number === 1 ? stream.close(NGHTTP2_REFUSED_STREAM) : respond(stream, RUN),
  );
  assert.deepEqual(await server.client.runs.replay("run_1"), RUN);
  assert.deepEqual(sessionsOf(server), [1, 1]);
});

for (const [what, code] of [
  ["CANCEL", NGHTTP2_CANCEL],
  ["INTERNAL_ERROR", NGHTTP2_INTERNAL_ERROR],
  ["ENHANCE_YOUR_CALM", NGHTTP2_ENHANCE_YOUR_CALM],
]) {
  test(`${what} before the answer or within it is a broken connection`, async (t) => {
    const server = await openHttp2Server(t, ({ number }, stream) => {
      if (number === 1) stream.close(code);
      else if (number === 2) breakOff(stream, code);
      else respond(stream, RUN);
    });
    assert.deepEqual(await server.client.runs.cancel("run_1"), RUN);
    assert.equal(server.requests.length, 3);
  });

  test(`${what} leaves open what has become of a replay`, async (t) => {
    const server = await openHttp2Server(t, ({ number }, stream) =>
      number === 1 ? stream.close(code) : breakOff(stream, code),
    );
    assertAmbiguous(await rejection(server.client.runs.replay("run_1")));
    assertAmbiguous(await rejection(server.client.runs.replay("run_1")));
    assert.equal(server.requests.length, 2);
  });
}

test("an answer shorter than its content-length is a broken connection", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => {
    stream.respond({ ":status": 200, "content-type": "application/json", "content-length": 100 });
    stream.end(JSON.stringify(RUN));
  });
  assertAmbiguous(await rejection(server.client.runs.replay("run_1")));
  assert.equal(server.requests.length, 1);
});

test("103 before the answer is not the answer, and an answer without a body is not JSON", async (t) => {
  const server = await openHttp2Server(t, ({ number }, stream) => {
    stream.additionalHeaders({ ":status": 103, link: "</style.css>; rel=preload" });
    if (number === 1) respond(stream, RUN);
    else stream.respond({ ":status": 200 }, { endStream: true });
  });
  assert.deepEqual(await server.client.runs.cancel("run_1"), RUN);
  const error = await rejection(server.client.runs.cancel("run_1"));
  assert.ok(error instanceof ApiResponseError);
  assert.equal(error.status, 200);
});

test("an abort cancels its stream, and the others of the connection go on", async (t) => {
  const server = await openHttp2Server(t, () => {});
  const controller = new AbortController();
  const aborted = rejection(server.client.runs.list({}, { signal: controller.signal }));
  await server.requestsArrived(1);
  const others = [server.client.runs.list(), server.client.runs.list()];
  await server.requestsArrived(3);
  const [mine, ...theirs] = server.requests.map(({ stream }) => stream);
  controller.abort("enough");
  assert.equal(await aborted, "enough");
  assert.equal(await resetCode(mine), NGHTTP2_CANCEL);
  for (const stream of theirs) respond(stream, PAGE);
  for (const page of await Promise.all(others)) assert.deepEqual(page.data, []);
  assert.deepEqual(sessionsOf(server), [1, 1, 1]);
});

test("timeoutInMs cancels a stream whose body does not end, and the connection serves the next", async (t) => {
  const server = await openHttp2Server(t, ({ number }, stream) => {
    if (number === 2) breakAfterHalf(stream);
    else respond(stream, PAGE);
  });
  await server.client.runs.list();
  const error = await rejection(server.client.runs.list({}, { timeoutInMs: 500 }));
  assert.ok(error instanceof ApiTimeoutError);
  assert.equal(await resetCode(server.requests[1].stream), NGHTTP2_CANCEL);
  await server.client.runs.list();
  assert.deepEqual(sessionsOf(server), [1, 1, 1]);
});

function breakAfterHalf(stream) {
  stream.respond({ ":status": 200, "content-type": "application/json" });
  stream.write('{"data":');
}

test("an answer over the limit cancels its stream alone", async (t) => {
  const piece = Buffer.alloc(4 * 1024 * 1024, 0x20);
  const server = await openHttp2Server(t, ({ number }, stream) => {
    if (number > 1) return respond(stream, PAGE);
    stream.respond({ ":status": 200, "content-type": "application/json" });
    const more = (error) => !error && stream.writable && stream.write(piece, more);
    return more();
  });
  const error = await rejection(server.client.runs.list());
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /larger than 16777216 bytes/);
  assert.equal(await resetCode(server.requests[0].stream), NGHTTP2_CANCEL);
  await server.client.runs.list();
  assert.deepEqual(sessionsOf(server), [1, 1]);
});

test("NO_ERROR within an answer is never taken for its end", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => breakOff(stream, NGHTTP2_NO_ERROR));
  const error = await rejection(server.client.runs.cancel("run_1"));
  assert.ok(error instanceof ApiResponseError);
  assert.match(error.message, /200 but the body is not JSON: \{"id":/);
});

test("a replay refused again and again is tried maxAttempts times, and was never looked at", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => stream.close(NGHTTP2_REFUSED_STREAM));
  const error = await rejection(server.client.runs.replay("run_1"));
  assert.equal(error.constructor, ApiConnectionError);
  assert.equal(error.attempts, 5);
  assert.equal(server.requests.length, error.attempts);
  assert.doesNotMatch(error.message, /not known whether/);
});

test("maxAttempts 1 sends a request once, refused or not", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => stream.close(NGHTTP2_REFUSED_STREAM));
  const error = await rejection(server.client.runs.list({}, { retry: { maxAttempts: 1 } }));
  assert.equal(error.attempts, 1);
  assert.equal(server.requests.length, 1);
});
