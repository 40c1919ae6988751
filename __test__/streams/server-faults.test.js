"use strict";

// What a server does to the reading of a stream over HTTP/2 and by redirects, and when it is stopped.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { constants } = require("node:http2");
const { test } = require("node:test");

const { ApiResponseError, TriggerClient } = require("hairtrigger");
const { openHttp2Server } = require("../transport/http2-server.js");
const { DONE, HEAD, batch, collect, events, ping, start, startScript } = require("./world.js");

const BEGUN = batch(0, ["a", "b"]);
const QUICK = { reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 8 } };

for (const [what, fault] of Object.entries({
  "a GOAWAY": (stream) => stream.session.goaway(constants.NGHTTP2_NO_ERROR, stream.id - 2),
  "a session that is destroyed": (stream) => stream.session.destroy(),
  REFUSED_STREAM: (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM),
  "a stream that is reset": (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  "a stream that is reset within its body": (stream) => {
    stream.respond({ ":status": 200, ...HEAD });
    stream.write(batch(2, ["c"]).slice(0, -1), () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  },
})) {
  test(`after ${what} it goes on where it was`, async (t) => {
    const { client, requests } = await openHttp2Server(t, ({ number }, stream) => {
      if (number === 2) return fault(stream);
      stream.respond({ ":status": 200, ...HEAD });
      if (number === 1) stream.write(BEGUN, () => stream.close(constants.NGHTTP2_CANCEL));
      else stream.end(batch(2, ["c"]) + DONE);
    });
    const stream = await client.streams.read("run_1", "tokens", QUICK);
    assert.deepEqual(await collect(stream), ["a", "b", "c"]);
    assert.deepEqual(
      requests.map(({ headers }) => headers["last-event-id"]),
      [undefined, "1", "1"],
    );
  });
}

test("a redirect within the origin is followed", async (t) => {
  const { client, requests } = await startScript(
    t,
    { status: 307, headers: { location: "/elsewhere" }, body: "" },
    events(BEGUN, DONE),
  );
  assert.deepEqual(await collect(await client.streams.read("run_1", "tokens", QUICK)), ["a", "b"]);
  assert.equal(requests.length, 2);
});

test("answers of status 102 are nothing", async (t) => {
  const { client, requests } = await startScript(t, (_request, response) => {
    for (let times = 0; times < 3; times += 1) response.writeProcessing();
    response.writeHead(200, HEAD).end(BEGUN + DONE);
  });
  assert.deepEqual(await collect(await client.streams.read("run_1", "tokens", QUICK)), ["a", "b"]);
  assert.equal(requests.length, 1);
});

test("answers that end as they begin, for ever, end in an error after few requests", async (t) => {
  const world = await start(t);
  world.server.fault({ path: `/realtime/v1/streams/${world.run}/tokens`, ...events(DONE) });
  const stream = await world.client.streams.read(world.run, "tokens", { ...QUICK, until: "run-completes" });
  await assert.rejects(collect(stream), {
    constructor: ApiResponseError,
    message: /14 answers in a row ended as they began; a cache or a proxy answers/,
  });
  assert.equal(world.server.requests.filter(({ path }) => path.endsWith("/tokens")).length, 14);
});

test("a server that is stopped is left after the idle time, and gone on with when it goes on", async (t) => {
  const answers = JSON.stringify([BEGUN + ping(2), batch(2, ["c"]) + DONE, HEAD]);
  const script = `
    const [begun, rest, head] = ${answers};
    const server = require("node:http").createServer(({ headers }, response) => {
      response.writeHead(200, head);
      if (headers["last-event-id"] !== undefined) response.end(rest);
      else response.write(begun, () => process.send("held"));
    });
    server.listen(0, "127.0.0.1", () => process.send(server.address().port));`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  t.after(() => child.kill("SIGKILL"));
  const [port] = await once(child, "message");
  const client = new TriggerClient({ secretKey: "tr_prod_a", baseURL: `http://127.0.0.1:${port}` });
  const stream = await client.streams.read("run_1", "tokens", { ...QUICK, idleTimeoutInMs: 300 });
  const iteration = stream.values();
  const held = once(child, "message");
  assert.equal((await iteration.next()).value, "a");
  await held;
  child.kill("SIGSTOP");
  assert.equal((await iteration.next()).value, "b");
  const next = iteration.next();
  while (stream.state !== "waiting") await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGCONT");
  assert.equal((await next).value, "c");
  assert.ok((await iteration.next()).done);
});
