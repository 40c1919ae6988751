"use strict";

// A byte order mark before a body is no part of it, as it is none to `fetch`.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { feed, row, startScript } = require("../subscriptions/world.js");

const marked = (answer, headers) => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
  body: `\ufeff${answer.body}`,
});
const JSON_TYPE = { "content-type": "application/json" };

test("a page, an error and a feed are read behind a byte order mark", async (t) => {
  const page = { status: 200, headers: JSON_TYPE, body: JSON.stringify({ data: [], pagination: {} }) };
  const first = await startScript(t, marked(page));
  assert.deepEqual((await first.client.runs.list()).data, []);
  const packed = {
    ...page,
    headers: { ...JSON_TYPE, "content-encoding": "gzip" },
    body: gzipSync(`\ufeff${page.body}`),
  };
  const second = await startScript(t, packed);
  assert.deepEqual((await second.client.runs.list()).data, []);
  const third = await startScript(
    t,
    marked({ status: 400, headers: JSON_TYPE, body: '{"error":"no such filter"}' }),
  );
  await assert.rejects(third.client.runs.list(), { error: "no such filter" });
  const fourth = await startScript(t, marked(feed(row("COMPLETED_SUCCESSFULLY"))));
  assert.equal((await fourth.client.runs.subscribeToRun("run_1").next()).value.status, "COMPLETED");
});
