"use strict";

// A replay goes out once through a proxy too, wherever the connection behind it breaks.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { once } = require("node:events");
const net = require("node:net");
const { after, before, test } = require("node:test");

const { ca, unfit } = require("../support/certificates.js");
const { rejection } = require("../support/scopes.js");
const { breaks, take } = require("./breaks.js");
const { clientOf } = require("./client.js");

/** The name is the proxy's to look up, which leads every one to itself. */
const HOST = "elsewhere.example";

/** What the proxy does with a request that it has read, and what it has seen. */
let taken;
const seen = { processed: 0, tunnels: 0, refusals: 0 };

/** Connections are kept from test to test. */
const takeNext = (write, raw) => taken(write, raw);

function begin(behaviour, refusals = 0) {
  taken = behaviour;
  Object.assign(seen, { processed: 0, tunnels: 0, refusals });
}

const sockets = new Set();

const proxy = net.createServer((raw) => {
  sockets.add(raw);
  raw.on("error", () => {});
  raw.once("data", (bytes) => {
    if (bytes.toString().startsWith("CONNECT ")) {
      seen.tunnels += 1;
      if (seen.tunnels <= seen.refusals) return raw.resetAndDestroy();
      take(raw, unfit.otherHost, seen, takeNext);
      return raw.write("HTTP/1.1 200 Connection established\r\n\r\n");
    }
    take(raw, undefined, seen, takeNext);
    return raw.emit("data", bytes);
  });
});

// Proxies are read at the first call of the process.
before(async () => {
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const url = `http://127.0.0.1:${proxy.address().port}`;
  Object.assign(process.env, { http_proxy: url, https_proxy: url });
});
after(() => {
  proxy.close();
  for (const socket of sockets) socket.destroy();
});

/** A client of a server that is reached through the proxy alone. */
function clientThrough(isEncrypted) {
  const url = `${isEncrypted ? "https" : "http"}://${HOST}`;
  return clientOf({ url }, isEncrypted ? { ca } : {});
}

for (const isEncrypted of [false, true]) {
  for (const [place, breakOff] of Object.entries(breaks)) {
    const how = isEncrypted ? "in a tunnel" : "in the clear";
    test(`a replay goes out once when it breaks ${place} behind a proxy, ${how}`, async () => {
      begin(breakOff);
      await rejection(clientThrough(isEncrypted).runs.replay("run_1"));
      assert.equal(seen.processed, 1);
    });
  }
}

test("a tunnel that is not opened has carried nothing: the replay goes out again, once", async () => {
  const RUN = JSON.stringify({ id: "run_2" });
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${RUN.length}\r\n\r\n`;
  begin((write) => write(head + RUN), 2);
  assert.equal((await clientThrough(true).runs.replay("run_1")).id, "run_2");
  assert.deepEqual({ processed: seen.processed, tunnels: seen.tunnels }, { processed: 1, tunnels: 3 });
});
