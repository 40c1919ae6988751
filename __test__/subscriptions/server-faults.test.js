"use strict";

// What a server does to a feed over HTTP/2, by redirects, and when it is stopped: what the iteration does, and how many requests go out.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { constants } = require("node:http2");
const { test } = require("node:test");

const { TriggerClient } = require("hairtrigger");
const { openHttp2Server } = require("../transport/http2-server.js");
const { HEAD, collect, feed, row, startScript } = require("./world.js");

const BEGUN = feed(row("EXECUTING"));
const FINAL = feed(row("COMPLETED", 2));
const watch = (client) => client.runs.subscribeToRun("run_1", { updates: "every" });

function respond(stream, { body }) {
  stream.respond({ ":status": 200, ...HEAD });
  stream.end(body);
}

for (const [what, fault] of Object.entries({
  "a GOAWAY": (stream) => stream.session.goaway(constants.NGHTTP2_NO_ERROR, stream.id - 2),
  "a GOAWAY that breaks what is held": (stream) => stream.session.destroy(),
  REFUSED_STREAM: (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM),
  "a stream that is reset": (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
})) {
  test(`after ${what} it looks what it has missed, and goes on`, async (t) => {
    const server = await openHttp2Server(t, ({ number, path }, stream) => {
      if (number === 1) respond(stream, BEGUN);
      else if (number === 2) fault(stream);
      else respond(stream, path.includes("live") ? BEGUN : FINAL);
    });
    const subscription = watch(server.client);
    assert.deepEqual(await collect(subscription), ["EXECUTING", "COMPLETED"]);
    assert.equal(server.requests.length, 3);
    assert.equal(subscription.stats().reconnects, 1);
  });
}

test("a redirect within the origin is followed, as that of any call is", async (t) => {
  const { client, requests } = await startScript(
    t,
    { status: 307, headers: { location: "/elsewhere?offset=-1" }, body: "" },
    FINAL,
  );
  assert.deepEqual(await collect(watch(client)), ["COMPLETED"]);
  assert.equal(requests.length, 2);
});

test("a server that is stopped is left after the idle time, and asked again when it goes on", async (t) => {
  const answers = JSON.stringify([BEGUN, FINAL]);
  const script = `
    const [begun, final] = ${answers};
    const server = require("node:http").createServer(({ url }, response) => {
      const isLive = url.includes("live");
      if (isLive) process.send("held");
      else response.writeHead(200, begun.headers).end((url.includes("handle") ? final : begun).body);
    });
    server.listen(0, "127.0.0.1", () => process.send(server.address().port));`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  t.after(() => child.kill("SIGKILL"));
  const [port] = await once(child, "message");
  const client = new TriggerClient({
    secretKey: "tr_prod_abcdefghijklmnopqrst",
    baseURL: `http://127.0.0.1:${port}`,
  });
  const subscription = client.runs.subscribeToRun("run_1", { updates: "every", idleTimeoutInMs: 300 });
  await subscription.next();
  const next = subscription.next();
  await once(child, "message");
  child.kill("SIGSTOP");
  while (subscription.state !== "waiting") await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGCONT");
  assert.equal((await next).value.status, "COMPLETED");
  assert.ok(subscription.stats().requests <= 5);
});
