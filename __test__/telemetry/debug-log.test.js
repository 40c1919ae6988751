"use strict";

const { start } = require("../life/processes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { openWorld } = require("../support/world.js");

test("NODE_DEBUG=hairtrigger writes a line for each call, and no secret", async (t) => {
  const { config } = await openWorld(t);
  // Node reads it once, when a process begins: it is for the program below.
  process.env.NODE_DEBUG = "hairtrigger";
  t.after(() => delete process.env.NODE_DEBUG);
  const program = `
    process.env.TRIGGER_SECRET_KEY = config.secretKey;
    process.env.TRIGGER_API_URL = config.baseURL;
    (async () => {
      await client.runs.list();
      await hairtrigger.runs.cancel("run_absent").catch(() => {});
    })();`;
  const { code, stderr } = await start(t, config, program).ended;
  assert.equal(code, 0, stderr);
  const lines = stderr.trim().split("\n");
  assert.equal(lines.length, 2, stderr);
  assert.match(lines[0], /^HAIRTRIGGER \d+: runs\.list http:\S+ \[tr_dev_…\w+ #\w+\] 200 \(/);
  assert.match(lines[1], /runs\.cancel .*, the environment's\] 404 .* failed: runs\.cancel: 404/);
  assert.ok(!stderr.includes(config.secretKey));
});
