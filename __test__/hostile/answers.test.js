"use strict";

// Answers whose values are of other kinds than the API's: what is unknown passes, and nothing of ours breaks on it.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { openWorld } = require("../support/world.js");

test("items that are no objects pass where a function knows dates of objects", async (t) => {
  const { server, client } = await openWorld(t);
  const body = { data: [null, "text", 7, { createdAt: "2026-11-20T10:00:00.000Z" }] };
  server.fault({ status: 200, body });
  const { data } = await client.runs.retrieve("run_1");
  assert.deepEqual(data, [null, "text", 7, { createdAt: new Date("2026-11-20T10:00:00.000Z") }]);
});
