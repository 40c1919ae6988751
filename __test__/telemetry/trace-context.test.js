"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { openWorld } = require("../support/world.js");

const API = Symbol.for("opentelemetry.js.api.1");
const PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** What an application that has loaded the API of OpenTelemetry leaves in the process. */
function loadTracer(t, inject, active = { name: "active" }) {
  globalThis[API] = { version: "1.9.0", context: { active: () => active }, propagation: { inject } };
  t.after(() => delete globalThis[API]);
}

test("the active trace goes to the server, on every attempt", async (t) => {
  const { server, client } = await openWorld(t);
  const contexts = [];
  loadTracer(t, (context, carrier, setter) => {
    contexts.push(context.name);
    setter.set(carrier, "traceparent", PARENT);
    setter.set(carrier, "tracestate", "vendor=1");
  });
  server.fault({ status: 503, times: 1 });
  await client.runs.list();
  assert.deepEqual(contexts, ["active"]);
  assert.deepEqual(
    server.requests.map(({ headers }) => [headers.traceparent, headers.tracestate]),
    Array(2).fill([PARENT, "vendor=1"]),
  );
});

test("without a tracer no header is added, and the caller's own wins", async (t) => {
  const { server, client } = await openWorld(t);
  await client.runs.list();
  loadTracer(t, (context, carrier, setter) => setter.set(carrier, "traceparent", PARENT));
  await client.runs.list({}, { additionalHeaders: { traceparent: "mine" } });
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.traceparent),
    [undefined, "mine"],
  );
});

test("a tracer that throws, or says what cannot be sent, fails no call", async (t) => {
  const { server, client, config } = await openWorld(t);
  const mistakes = [
    () => {
      throw new Error("a tracer's defect");
    },
    (context, carrier, setter) => setter.set(carrier, "trace\nparent", PARENT),
    (context, carrier, setter) => setter.set(carrier, "traceparent", "a\r\nb: c"),
    (context, carrier, setter) => setter.set(carrier, "authorization", "Bearer other"),
  ];
  for (const inject of mistakes) {
    loadTracer(t, inject);
    await client.runs.list();
  }
  for (const { headers } of server.requests) {
    assert.equal(headers.authorization, `Bearer ${config.secretKey}`);
    assert.equal(headers.traceparent, undefined);
    assert.equal(headers.b, undefined);
  }
});
