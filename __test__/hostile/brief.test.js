"use strict";

// Answers that name a place, a number or an owner, and are far longer than any of them: nobody reads them to their end.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const http = require("node:http");
const { once } = require("node:events");
const { test } = require("node:test");

const { TriggerClient } = require("../../index.js");

const LONG = "x".repeat(40_000);
const TOO_LONG = /the answer is larger than 32768 bytes, which none of its kind is/;

/** A server whose answers a test makes: `[status, headers, body]` of a method and a path. */
async function serverOf(t, answer) {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => {
      const [status, headers, body] = answer(request.method, request.url, `http://${request.headers.host}`);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close().closeAllConnections());
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  const requestOptions = { retry: { maxAttempts: 1 } };
  return { asked, client: new TriggerClient({ secretKey: "tr_prod_brief", baseURL, requestOptions }) };
}

test("what a store says of the records it took is short", async (t) => {
  let padding = LONG;
  const { client, asked } = await serverOf(t, (method, url, origin) =>
    url.endsWith("/records")
      ? [200, {}, { padding, end: { seq_num: 7 } }]
      : [
          200,
          {
            "x-s2-access-token": "token",
            "x-s2-basin": "basin",
            "x-s2-stream-name": "name",
            "x-s2-endpoint": origin,
          },
          { version: "v2" },
        ],
  );
  const write = () => client.streams.pipe("key", ["part"], { target: "run_1" }).waitUntilComplete();
  await assert.rejects(write(), TOO_LONG);
  padding = "";
  await write();
  assert.equal(asked.filter((line) => line.endsWith("/records")).length, 2);
});

test("the names of a batch and of the place of a payload are short, and reasons of a refusal are not", async (t) => {
  let refuses = false;
  const { client } = await serverOf(t, () =>
    refuses ? [422, {}, { error: LONG }] : [200, {}, { id: "batch_1", runCount: 1, padding: LONG }],
  );
  const batch = () => client.tasks.batchTrigger("task", [{ payload: {} }]);
  await assert.rejects(batch(), TOO_LONG);
  await assert.rejects(client.tasks.trigger("task", LONG.repeat(20)), TOO_LONG);
  refuses = true;
  await assert.rejects(batch(), (error) => error.status === 422 && JSON.stringify(error.body).includes(LONG));
});

test("a payload and an output hold together what one answer may", async (t) => {
  const { client } = await serverOf(t, (method, url, origin) =>
    url.startsWith("/stored")
      ? [200, {}, JSON.stringify("é".repeat(Number(url.slice(8))))]
      : [
          200,
          {},
          {
            id: "run_1",
            status: "COMPLETED",
            payloadPresignedUrl: `${origin}/stored/40000`,
            outputPresignedUrl: `${origin}/stored/30000`,
          },
        ],
  );
  const whole = await client.runs.retrieve("run_1");
  assert.deepEqual([whole.payload?.length, whole.output?.length], [40_000, 30_000]);
  const reduced = await client.runs.retrieve("run_1", { maxResponseBytes: 100_000 });
  assert.deepEqual([reduced.payload?.length, reduced.output?.length], [undefined, 30_000]);
});
