"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const net = require("node:net");
const { test } = require("node:test");

const { ca } = require("../support/certificates.js");
const { PAGE, clientOf } = require("../transport/client.js");
const { openHttp2Server, respond } = require("../transport/http2-server.js");

/** Passes bytes on to a server, until it is told to swallow those of the connections it has. */
async function openRelay(t, port) {
  const pairs = [];
  const relay = net.createServer((near) => {
    const far = net.connect(port, "127.0.0.1");
    for (const socket of [near, far]) socket.on("error", () => {});
    near.pipe(far).pipe(near);
    pairs.push([near, far]);
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  t.after(() => {
    relay.close();
    for (const socket of pairs.flat()) socket.destroy();
  });
  const swallow = () => {
    for (const [near, far] of pairs) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  };
  return { url: `https://127.0.0.1:${relay.address().port}`, swallow };
}

// This one waits for time: the client notices by the pings it sends while calls are in flight.
test("a call on an HTTP/2 connection that has died in silence is made again on another", async (t) => {
  const server = await openHttp2Server(t, (_, stream) => respond(stream, PAGE));
  const relay = await openRelay(t, new URL(server.url).port);
  const { runs } = clientOf(relay, { ca });
  await runs.list();
  relay.swallow();
  await runs.list({}, { timeoutInMs: 30_000 });
  assert.equal(server.sessions.length, 2);
});
