"use strict";

// Where a request may go: what a customer names as a base URL, and what an answer names as a place of a packet.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError, ConfigurationError, withAuth } = require("hairtrigger");
const { rejection } = require("../support/scopes.js");
const { PAGE, customer, json, keyOf, openServer } = require("./server.js");

const portOf = ({ url }) => new URL(url).port;

for (const host of ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"]) {
  test(`network "public" does not lead to ${host}`, async (t) => {
    const server = await openServer(t, (_, response) => json(response, PAGE));
    const url = `http://${host}:${portOf(server)}`;
    const client = customer("A", { url }, {}, { network: "public" });
    const error = await rejection(client.runs.list());
    assert.equal(error.constructor, ApiConnectionError);
    assert.match(error.message, /is not connected to: it has no public address, and network: "public"/);
    assert.equal(error.attempts, 1);
    assert.equal(server.requests.length, 0);
  });
}

test("network is inherited, also by a config that names another base URL", async (t) => {
  const server = await openServer(t, (_, response) => json(response, PAGE));
  const strict = { secretKey: keyOf("A"), network: "public" };
  const error = await withAuth(strict, () => rejection(withAuth({ baseURL: server.url }).runs.list()));
  assert.match(error.message, /no public address/);
  await withAuth(strict, () => withAuth({ baseURL: server.url, network: "any" }).runs.list());
  assert.equal(server.requests.length, 1);
});

test("network and storageOrigins are checked", () => {
  const config = { secretKey: keyOf("A") };
  for (const more of [
    { network: "private" },
    { network: 1 },
    { storageOrigins: "https://a.example" },
    { storageOrigins: ["https://a.example/path"] },
    { storageOrigins: ["ftp://a.example"] },
    { storageOrigins: [1] },
  ]) {
    assert.throws(() => withAuth({ ...config, ...more }), ConfigurationError);
  }
});

/** A server whose answers name places of packets at another host of this machine. */
async function openPointing(t) {
  const inside = await openServer(t, (_, response) => {
    response.setHeader("content-type", "text/plain");
    response.end("an internal secret");
  });
  // Another host than the API's, and no public one.
  const place = `http://127.0.0.2:${portOf(inside)}`;
  const server = await openServer(t, ({ method }, response) => {
    if (method === "PUT") return json(response, { presignedUrl: `${place}/put`, storagePath: "a/b" });
    return json(response, { id: "run_1", outputPresignedUrl: `${place}/get` });
  });
  return { inside, place, server };
}

test("a packet's place inside this process's network is not asked", async (t) => {
  const { inside, server } = await openPointing(t);
  const client = customer("A", server);
  assert.equal((await client.runs.retrieve("run_1")).output, undefined);
  const error = await rejection(client.tasks.trigger("task", { big: "x".repeat(600_000) }));
  assert.match(error.message, /could not be put into object storage: .* no public address/);
  assert.equal(inside.requests.length, 0);
});

test("storageOrigins says where it may be", { skip: process.platform !== "linux" }, async (t) => {
  const inside = await openServer(t, (_, response) => {
    response.setHeader("content-type", "text/plain");
    response.end("an output");
  });
  const place = `http://localhost:${portOf(inside)}`;
  const server = await openServer(t, (_, response) =>
    json(response, { id: "run_1", outputPresignedUrl: `${place}/get` }),
  );
  assert.equal((await customer("A", server).runs.retrieve("run_1")).output, undefined);
  const client = customer("A", server, {}, { storageOrigins: [place] });
  assert.equal((await client.runs.retrieve("run_1")).output, "an output");
});

test("a store of streams in the own network is written to where storageOrigins names it, and nowhere else", async (t) => {
  const store = await openServer(t, (_, response) =>
    json(response, { start: {}, end: { seq_num: 1 }, tail: {} }),
  );
  // Another host than the API's, and no public one.
  const origin = store.url;
  const token = "a-token-of-the-store";
  const api = await openServer(t, (_, response) => {
    const place = {
      "x-s2-access-token": token,
      "x-s2-basin": "b",
      "x-s2-stream-name": "s",
      "x-s2-endpoint": origin,
    };
    response.writeHead(202, { "content-type": "application/json", ...place }).end('{"version":"v2"}');
  });
  const append = (more) =>
    customer("A", { url: `http://localhost:${portOf(api)}` }, {}, more)
      .streams.define({ id: "tokens" })
      .append(1, { target: "run_1" });
  const error = await rejection(append({}));
  assert.match(error.message, /has no public address/);
  assert.match(error.message, new RegExp(`a store of your own, name ${origin} in storageOrigins`));
  assert.ok(!error.message.includes(token));
  await rejection(append({ storageOrigins: ["http://127.0.0.3:1"] }));
  assert.equal(store.requests.length, 0);
  await append({ storageOrigins: [origin] });
  assert.deepEqual(
    store.requests.map(({ url, headers }) => [url, headers.authorization]),
    [["/streams/s/records", `Bearer ${token}`]],
  );
});
