"use strict";

// The example of docs/telemetry.md, with the OpenTelemetry that the official SDK brings.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { after, test } = require("node:test");

const { trace, context, propagation } = require("@opentelemetry/api");
const { NodeTracerProvider } = require("@opentelemetry/sdk-trace-node");
const { InMemorySpanExporter, SimpleSpanProcessor } = require("@opentelemetry/sdk-trace-base");

const hairtrigger = require("../..");
const { createTestServer } = require("../../testing");

const document = readFileSync(join(__dirname, "..", "..", "docs", "telemetry.md"), "utf8");
const [example] = [...document.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code).filter(isOfSpans);

function isOfSpans(code) {
  return code.includes("SpanKind");
}

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
new Function("require", example)(require);
after(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

test("calls are spans under the active one, and the server is told the trace", async (t) => {
  const server = await createTestServer({ strict: false });
  t.after(() => server.close());
  const dev = server.createProject().environment("dev");
  const client = hairtrigger.withAuth({ secretKey: dev.secretKey, baseURL: server.url });
  const tracer = trace.getTracer("test");
  server.fault({ status: 503, times: 1, headers: { "retry-after": "0" } });
  await tracer.startActiveSpan("request", async (parent) => {
    await client.runs.list();
    await client.runs.cancel("run_absent").catch(() => {});
    parent.end();
  });
  const spans = exporter.getFinishedSpans();
  const [list, cancel, parent] = spans;
  assert.deepEqual(
    spans.map(({ name }) => name),
    ["runs.list", "runs.cancel", "request"],
  );
  const { traceId, spanId } = parent.spanContext();
  for (const span of [list, cancel]) {
    assert.equal(span.spanContext().traceId, traceId);
    assert.equal((span.parentSpanContext ?? { spanId: span.parentSpanId }).spanId, spanId);
  }
  assert.equal(list.attributes["http.request.resend_count"], 1);
  assert.equal(cancel.attributes["http.response.status_code"], 404);
  assert.equal(cancel.events[0].name, "exception");
  for (const { headers } of server.requests) assert.match(headers.traceparent, new RegExp(`^00-${traceId}-`));
});
