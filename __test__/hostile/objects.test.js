"use strict";

// Whose call it is, whatever objects a caller passes.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const hairtrigger = require("hairtrigger");
const { rejection, resetConfiguration } = require("../support/scopes.js");
const { disguises } = require("./disguises.js");
const { PAGE, json, keyOf, nameOf, openServer } = require("./server.js");

for (const [name, disguise] of Object.entries(disguises)) {
  test(`a config that is ${name} never runs under the surrounding customer's key`, async (t) => {
    resetConfiguration(t);
    const server = await openServer(t, (_, response) => json(response, PAGE));
    const outer = { secretKey: keyOf("OUTER"), baseURL: server.url };
    const inner = disguise({ secretKey: keyOf("INNER") });
    await hairtrigger.withAuth(outer, async (client) => {
      await hairtrigger.withAuth(inner, () => hairtrigger.runs.list());
      await hairtrigger.runs.list({}, { clientConfig: inner });
      await client.runs.list({}, disguise({ clientConfig: inner }));
      await hairtrigger.withAuth(inner).runs.list();
    });
    assert.deepEqual(server.requests.map(nameOf), ["INNER", "INNER", "INNER", "INNER"]);
  });

  test(`a key that reads undefined in ${name} fails closed`, async (t) => {
    resetConfiguration(t);
    const server = await openServer(t, (_, response) => json(response, PAGE));
    const outer = { secretKey: keyOf("OUTER"), baseURL: server.url };
    const unset = disguise({ secretKey: undefined });
    // A name that is neither in an object nor reads as anything is not there.
    if (!("secretKey" in unset)) return;
    const error = await hairtrigger.withAuth(outer, () =>
      rejection(hairtrigger.withAuth(unset, () => hairtrigger.runs.list())),
    );
    assert.equal(error.constructor, hairtrigger.ConfigurationError);
    assert.equal(server.requests.length, 0);
  });

  test(`a filter that is ${name} goes out whole`, async (t) => {
    const server = await openServer(t, (_, response) => json(response, { id: "bulk_1" }));
    const client = hairtrigger.withAuth({ secretKey: keyOf("A"), baseURL: server.url });
    const filter = { status: "QUEUED", taskIdentifier: "send-invoice" };
    await client.runs.bulk.cancel({ filter: disguise(filter) });
    await client.runs.list(disguise({ status: "FAILED", limit: 5 })).catch(() => {});
    assert.deepEqual(JSON.parse(server.requests[0].body).filter, filter);
    assert.match(
      server.requests[1].url,
      /page%5Bsize%5D=5.*filter%5Bstatus%5D=FAILED|filter%5Bstatus%5D=FAILED/,
    );
  });
}

test("names that a program puts on Object.prototype count too", async (t) => {
  const server = await openServer(t, (_, response) => json(response, PAGE));
  const config = { baseURL: server.url };
  Object.defineProperty(Object.prototype, "secretKey", { value: keyOf("PROTO"), configurable: true });
  t.after(() => delete Object.prototype.secretKey);
  await hairtrigger.withAuth(config).runs.list();
  assert.deepEqual(server.requests.map(nameOf), ["PROTO"]);
});

test("what the callback of withAuth returns is awaited in the scope, lazy thenables too", async (t) => {
  resetConfiguration(t);
  const server = await openServer(t, (_, response) => json(response, PAGE));
  const of = (name) => ({ secretKey: keyOf(name), baseURL: server.url });
  hairtrigger.configure(of("CONFIGURED"));
  const lazy = () => ({ then: (done, failed) => hairtrigger.runs.list().then(() => done("done"), failed) });
  assert.equal(await hairtrigger.withAuth(of("A"), lazy), "done");
  await hairtrigger.withAuth(of("OUTER"), () => hairtrigger.withAuth(of("B"), lazy));
  await hairtrigger.withAuth(of("C"), async () => lazy());
  assert.deepEqual(server.requests.map(nameOf), ["A", "B", "C"]);
});

test("what a key was made from is told to the one who made it alone", async (t) => {
  const server = await openServer(t, (_, response) => json(response, { id: "run_1" }));
  const of = (name) => hairtrigger.withAuth({ secretKey: keyOf(name), baseURL: server.url });
  const key = await of("A").idempotencyKeys.create("order-of-a", { scope: "global" });
  await of("B").tasks.trigger("task", 1, { idempotencyKey: key });
  await of("B")
    .batch.trigger([{ id: "task", payload: 1, options: { idempotencyKey: key } }])
    .catch(() => {});
  await of("A").tasks.trigger("task", 1, { idempotencyKey: key });
  const told = server.requests.filter(({ body }) => body.includes("order-of-a"));
  assert.deepEqual(told.map(nameOf), ["A"]);
});

for (const [name, value] of [
  ["content-length", "3"],
  ["x-trigger-branch", "other"],
  ["host", "internal.example"],
  ["user-agent", "other"],
  ["authorization", "Bearer other"],
]) {
  test(`a tracer's carrier does not set ${name}`, async (t) => {
    const server = await openServer(t, (_, response) => json(response, { id: "run_1" }));
    const key = Symbol.for("opentelemetry.js.api.1");
    const inject = (_, headers, setter) => {
      setter.set(headers, name, value);
      setter.set(headers, "traceparent", "00-1-1-01");
    };
    globalThis[key] = { propagation: { inject } };
    t.after(() => delete globalThis[key]);
    const client = hairtrigger.withAuth({ secretKey: keyOf("A"), baseURL: server.url });
    await client.runs.addTags("run_1", "a");
    const [{ headers, body }] = server.requests;
    assert.notEqual(headers[name], value);
    assert.equal(headers.traceparent, "00-1-1-01");
    assert.deepEqual(JSON.parse(body), { tags: "a" });
  });
}
