"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { cpSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { makePublished } = require("../../scripts/release/published.js");
const { openWorld } = require("../support/world.js");

const root = join(__dirname, "..", "..");

/** Makes a call, loses its folder as in a deployment in place, and goes on. */
const PROGRAM = `
  const { drain, withAuth } = require(process.argv[1]);
  const { rmSync } = require("node:fs");
  const client = withAuth(JSON.parse(process.argv[2]));
  (async () => {
    await client.runs.list();
    rmSync(process.argv[1], { recursive: true });
    const handle = await client.tasks.trigger("hello-world", { a: 1 });
    const response = await client.runs.retrieve(handle.id).asResponse();
    const failure = await client.runs.retrieve("run_unknown").catch((error) => error.status);
    await client.tasks.trigger("hello-world", { at: new Date(0), map: new Map() });
    const fault = await client.tasks.trigger("hello-world", { a: 1n ** 2n, b: () => {} }).then(() => "sent");
    const aborted = await client.runs.list({}, { signal: AbortSignal.abort("gone") }).catch((reason) => reason);
    await drain();
    console.log(JSON.stringify([response.status, failure, fault, aborted]));
  })();`;

test("a process whose folder was replaced goes on", async (t) => {
  const { config } = await openWorld(t);
  const folder = mkdtempSync(join(tmpdir(), "hairtrigger-replaced-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const installed = join(folder, "node_modules", "hairtrigger");
  await makePublished(installed, []);
  cpSync(join(root, "hairtrigger.node"), join(installed, "hairtrigger.node"));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    "--eval",
    PROGRAM,
    installed,
    JSON.stringify(config),
  ]);
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), [200, 404, "sent", "gone"]);
});
