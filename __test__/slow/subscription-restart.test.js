"use strict";

// A process that is killed in the middle of its subscriptions, and one that goes on from the cursors it has stored: every
// final state is seen, none is older than one seen before, and the last state of a run at most twice.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { appendFileSync, mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { test } = require("node:test");

const { createTestServer } = require("hairtrigger/testing");
const { ca, tls } = require("../support/certificates.js");

const COUNT = Number(process.env.SUBSCRIPTIONS ?? 1_000);

/** Watches the runs, and writes down each state it has dealt with, and the cursor behind it. */
const PROGRAM = `
  const { appendFileSync, readFileSync } = require("node:fs");
  const { TriggerClient } = require(${JSON.stringify(require.resolve("hairtrigger"))});
  const { config, ids, file } = JSON.parse(readFileSync(0, "utf8"));
  const client = new TriggerClient(config);
  const lines = readFileSync(file, "utf8").split("\\n").filter(Boolean).map((line) => JSON.parse(line));
  const known = new Map(lines.map((line) => [line.id, line]));
  Promise.all(ids.map(async (id) => {
    if (known.get(id)?.isCompleted) return;
    const subscription = client.runs.subscribeToRun(id, { since: known.get(id)?.cursor });
    for await (const run of subscription) {
      const { updatedAt, isCompleted, metadata: { step } } = run;
      appendFileSync(file, JSON.stringify({ id, step, isCompleted, updatedAt: +updatedAt, cursor: subscription.cursor }) + "\\n");
    }
  }));`;

test(`${COUNT} subscriptions go on after their process was killed`, async (t) => {
  const server = await createTestServer({
    strict: false,
    tls,
    http2: true,
    realtime: { holdInMs: 5_000 },
  });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const ids = prod
    .seedRuns(COUNT, () => ({ status: "EXECUTING", metadata: { step: 0 } }))
    .map(({ id }) => id);
  const folder = mkdtempSync(join(tmpdir(), "hairtrigger-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "states");
  appendFileSync(file, "");
  const start = () => {
    const child = spawn(process.execPath, ["-e", PROGRAM], { stdio: ["pipe", "inherit", "inherit"] });
    const config = { secretKey: prod.secretKey, baseURL: server.url, ca };
    t.after(() => child.kill("SIGKILL"));
    child.stdin.end(JSON.stringify({ config, ids, file }));
    return child;
  };
  const statesOf = () =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  const first = start();
  await server.waitForRequest(() => server.requests.filter(({ held }) => held).length >= COUNT / 2, {
    timeoutInMs: 60_000,
  });
  for (const [index, id] of ids.entries()) {
    prod.updateRun(
      id,
      index % 2 === 0 ? { metadata: { step: 1 } } : { status: "COMPLETED", metadata: { step: 2 } },
    );
    if (index === COUNT / 2) {
      while (statesOf().length < COUNT * 0.75) await new Promise(setImmediate);
      first.kill("SIGKILL");
    }
  }
  await once(first, "exit");
  const told = statesOf().length;
  for (const id of ids) prod.updateRun(id, { status: "COMPLETED", metadata: { step: 2 } });
  const second = start();
  const [code] = await once(second, "exit");
  assert.equal(code, 0);

  const states = statesOf();
  assert.ok(told > 0 && states.length > told);
  for (const id of ids) {
    const own = states.filter((state) => state.id === id);
    assert.equal(own.at(-1).isCompleted, true, id);
    for (const [index, state] of own.entries()) {
      assert.ok(index === 0 || state.updatedAt >= own[index - 1].updatedAt, id);
    }
    assert.ok(
      own.length - new Set(own.map(({ step, isCompleted }) => `${step} ${isCompleted}`)).size <= 1,
      id,
    );
  }
});
