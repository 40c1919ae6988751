"use strict";

// A payload of 128 KiB or more goes to object storage, which is another party: it gets neither the token nor
// our headers.

const { CREATE, ITEMS, TRIGGER, linesOf, openWorld, rejection, requestsTo } = require("./world.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ApiConnectionError, withAuth } = require("hairtrigger");

const LARGE = "x".repeat(131_072);
const PACKETS = /\/v2\/packets\//;

test("a large payload is stored, and the run reads it from there", async (t) => {
  const { server, client } = await openWorld(t);
  const payload = { text: LARGE, at: new Date(0) };
  const handle = await client.tasks.trigger("t", payload);
  const [upload] = server.storage.requests;
  assert.equal(upload.method, "PUT");
  assert.equal(upload.headers["content-type"], "application/super+json");
  const { body } = requestsTo(server, TRIGGER)[0];
  assert.equal(body.options.payloadType, "application/store");
  assert.equal(body.options.payloadSize, Buffer.byteLength(upload.body));
  assert.match(body.payload, /^trigger\/packet_[0-9a-f]{32}\/payload\.json$/);
  assert.deepEqual((await client.runs.retrieve(handle)).payload, payload);
});

test("the limit is one of bytes, from 131,072 on", async (t) => {
  const { server, client } = await openWorld(t);
  await client.tasks.trigger("t", LARGE.slice(1));
  await client.tasks.trigger("t", "é".repeat(65_535));
  assert.equal(server.storage.requests.length, 0);
  await client.tasks.trigger("t", LARGE);
  await client.tasks.trigger("t", "é".repeat(65_536));
  assert.equal(server.storage.requests.length, 2);
  assert.equal(server.storage.requests[1].headers["content-length"], "131072");
});

test("storage sees neither token, branch nor any header of ours", async (t) => {
  const { server, dev } = await openWorld(t);
  const client = withAuth({
    secretKey: dev.secretKey,
    baseURL: server.url,
    requestOptions: { additionalHeaders: { "x-tenant": "secret tenant" } },
  });
  await client.tasks.trigger("t", LARGE, {}, { additionalHeaders: { "x-mine": "secret call" } });
  await client.batch.trigger([{ id: "t", payload: LARGE }]);
  assert.equal(server.storage.requests.length, 2);
  for (const { headers } of server.storage.requests) {
    assert.deepEqual(Object.keys(headers).sort(), [
      "accept",
      "accept-encoding",
      "content-length",
      "content-type",
      "host",
    ]);
    assert.ok(!JSON.stringify(headers).includes("secret"));
    assert.ok(!JSON.stringify(headers).includes(dev.secretKey.slice(8)));
  }
  const [asked] = requestsTo(server, PACKETS);
  assert.equal(asked.headers["x-mine"], "secret call");
});

for (const status of [500, 503, 429, undefined]) {
  test(`an upload is repeated after ${status ?? "a cut connection"}`, async (t) => {
    const { server, client, dev } = await openWorld(t);
    // Storage listens from the first payload on.
    await client.tasks.trigger("t", LARGE);
    server.storage.fault({ status, times: 2 });
    await client.tasks.trigger("t", LARGE);
    assert.equal(server.storage.requests.length, 4);
    assert.equal(dev.runs.sorted.length, 2);
    assert.equal(requestsTo(server, PACKETS).length, 2, "the place stays the same");
  });
}

test("an upload that is refused triggers nothing, and says what could not be done", async (t) => {
  const { server, client, dev } = await openWorld(t);
  server.storage.fault({ status: 403 });
  const error = await rejection(client.tasks.trigger("t", LARGE, { idempotencyKey: "k" }));
  assert.ok(error instanceof ApiConnectionError);
  assert.match(
    error.message,
    /^tasks\.trigger: the payload could not be put into object storage: it answered 403/,
  );
  assert.equal(server.storage.requests.length, 1);
  assert.equal(requestsTo(server, TRIGGER).length, 0);
  assert.equal(dev.runs.sorted.length, 0);
  assert.ok(!error.message.includes("Signature"), "the URL is a secret of its own");
});

test("an upload that fails for good is given up after maxAttempts", async (t) => {
  const { server, client } = await openWorld(t);
  server.storage.fault({ status: 503, times: 9 });
  const error = await rejection(client.tasks.trigger("t", LARGE, {}, { retry: { maxAttempts: 3 } }));
  assert.match(error.message, /it answered 503/);
  assert.equal(server.storage.requests.length, 3);
});

test("a batch is not created before its large payloads are stored", async (t) => {
  const { server, client } = await openWorld(t);
  server.storage.fault({ status: 403 });
  const items = [{ payload: "small" }, { payload: LARGE }, { payload: { text: LARGE } }];
  const error = await rejection(client.tasks.batchTrigger("t", items));
  assert.match(error.message, /^tasks\.batchTrigger: the payload could not be put into object storage/);
  assert.equal(requestsTo(server, CREATE).length, 0);
  await client.tasks.batchTrigger("t", items);
  const lines = linesOf(requestsTo(server, ITEMS)[0]);
  assert.deepEqual(
    lines.map(({ options: { payloadType } }) => payloadType),
    ["text/plain", "application/store", "application/store"],
  );
  assert.deepEqual(
    lines.map(({ options: { payloadSize } }) => payloadSize),
    [5, 131_072, 131_072 + '{"json":{"text":""}}'.length],
  );
});

test("a server that stores no payloads says so", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ path: PACKETS, body: {}, times: 1 });
  const error = await rejection(client.tasks.trigger("t", LARGE));
  assert.match(error.message, /does not say where to put a large payload; it may be too old for them/);
  server.fault({ path: PACKETS, body: { presignedUrl: "not a URL", storagePath: "a" }, times: 1 });
  assert.match((await rejection(client.tasks.trigger("t", LARGE))).message, /its URL cannot be read/);
  server.fault({ path: PACKETS, status: 404, body: { error: "Not found" } });
  assert.equal((await rejection(client.tasks.trigger("t", LARGE))).status, 404);
  assert.equal(requestsTo(server, TRIGGER).length, 0);
});

test("a signal ends an upload", async (t) => {
  const { server, client } = await openWorld(t);
  const controller = new AbortController();
  server.fault({ path: PACKETS, hang: true });
  const promise = client.tasks.trigger("t", LARGE, {}, { signal: controller.signal });
  await server.waitForRequest(({ path }) => PACKETS.test(path));
  controller.abort(new Error("enough"));
  assert.equal((await rejection(promise)).message, "enough");
  assert.equal(requestsTo(server, TRIGGER).length, 0);
});

test("what payloads were like when the call was made is what goes out", async (t) => {
  const { server, client } = await openWorld(t);
  const payload = { text: LARGE };
  const promise = client.tasks.trigger("t", payload);
  payload.text = "changed";
  await promise;
  assert.equal(JSON.parse(server.storage.requests[0].body).json.text.length, LARGE.length);
});
