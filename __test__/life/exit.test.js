"use strict";

const { openWorld } = require("../support/world.js");
const { arrived, start } = require("./processes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

/** Opens a world whose server never answers a listing. */
async function openHangingWorld(t) {
  const world = await openWorld(t);
  world.server.fault({ path: "/api/v1/runs", hang: true });
  return world;
}

/** Asserts how a program ended, and that nothing complained. */
function assertEnded(outcome, code, signal = null) {
  assert.deepEqual(outcome, { code, signal, stdout: "", stderr: "" });
}

const MANY = "const many = Array.from({ length: 60 }, () => client.runs.list());";

/** Runs a program that is told to end when 60 of its calls are in flight; how it ended. */
async function endInFlight(t, program) {
  const { server, run, config } = await openHangingWorld(t);
  const { ended, tell } = start(t, config, `${MANY} const runId = "${run.id}"; ${program}`);
  await arrived(server, 60);
  tell();
  const outcome = await ended;
  await server.waitForRequest((request) => request.aborted);
  return outcome;
}

const EXITS = {
  "at once": "ask(() => process.exit(7));",
  "in the callback of a call": "ask(() => client.runs.retrieve(runId).then(() => process.exit(7)));",
  "in the callback of a call that failed": `
    ask(() => client.runs.cancel("run_absent").catch(() => process.exit(7)));`,
  "in the callback of an abort": `
    const controller = new AbortController();
    client.runs.list({}, { signal: controller.signal }).catch(() => process.exit(7));
    ask(() => controller.abort());`,
  "although an exit handler makes calls": `
    process.on("exit", () => {
      for (let index = 0; index < 50; index += 1) client.runs.retrieve("run_1").catch(() => {});
      for (let index = 0; index < 50; index += 1) hairtrigger.runs.list().catch(() => {});
      hairtrigger.withAuth(config, () => hairtrigger.runs.list());
      new hairtrigger.TriggerClient(config).runs.poll("run_1");
    });
    ask(() => process.exit(7));`,
};

for (const [how, program] of Object.entries(EXITS)) {
  test(`process.exit with 60 calls in flight keeps its code, ${how}`, async (t) => {
    assertEnded(await endInFlight(t, program), 7);
  });
}

test("process.exit in the tick of the call keeps its code", async (t) => {
  const { config } = await openHangingWorld(t);
  const { ended } = start(t, config, `${MANY} process.exit(7);`);
  assertEnded(await ended, 7);
});

test("process.exit while a call waits for its retry keeps its code", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ status: 503 });
  const program = `
    const retry = { minTimeoutInMs: 60_000, maxTimeoutInMs: 60_000 };
    client.runs.list({}, { timeoutInMs: 200_000, retry });
    ask(() => process.exit(7));`;
  const { ended, tell } = start(t, config, program);
  await server.waitForRequest((request) => request.status === 503);
  tell();
  assertEnded(await ended, 7);
});

test("process.exit while a poll waits keeps its code", async (t) => {
  const { server, run, config } = await openWorld(t);
  const program = `client.runs.poll("${run.id}", { pollIntervalMs: 60_000 }); ask(() => process.exit(7));`;
  const { ended, tell } = start(t, config, program);
  await server.waitForRequest((request) => request.status === 200);
  tell();
  assertEnded(await ended, 7);
});

test("a first call made in an exit handler does no harm", async (t) => {
  const { config } = await openHangingWorld(t);
  const program = `process.on("exit", () => void client.runs.list()); process.exitCode = 6;`;
  assertEnded(await start(t, config, program).ended, 6);
});

test("a package first loaded in an exit handler does no harm", async (t) => {
  const { server } = await openWorld(t);
  const program = `
    process.on("exit", () => {
      for (const name of Object.keys(require.cache)) delete require.cache[name];
      const again = require("hairtrigger");
      again.withAuth({ secretKey: "tr_dev_x", baseURL: "${server.url}" }).runs.list();
      process.exitCode = 6;
    });`;
  assertEnded(await start(t, { secretKey: "tr_dev_y" }, program).ended, 6);
});

const THROWS = {
  "in flight": "ask(() => { throw new Error('mine'); });",
  "in the callback of a call": `
    const fail = () => { throw new Error("mine"); };
    ask(() => client.runs.retrieve(runId).then(() => setImmediate(fail)));`,
};

for (const [where, program] of Object.entries(THROWS)) {
  test(`an uncaught exception ${where} ends the process with code 1 and is shown`, async (t) => {
    const { code, signal, stderr } = await endInFlight(t, program);
    assert.deepEqual([code, signal], [1, null]);
    assert.match(stderr, /Error: mine/);
  });
}

test("an exception that is caught for the whole process leaves calls as they are", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ delayInMs: 50 });
  const program = `
    process.on("uncaughtException", (error) => console.log(error.message));
    client.runs.list().then((page) => console.log(page.data.length));
    throw new Error("mine");`;
  const { code, stdout } = await start(t, config, program).ended;
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "mine\n1" });
});

const onWindows = process.platform === "win32" && "signals are not sent on Windows";

test("SIGTERM ends a process with calls in flight", { skip: onWindows }, async (t) => {
  const { server, config } = await openHangingWorld(t);
  const { child, ended } = start(t, config, MANY);
  await arrived(server, 60);
  child.kill("SIGTERM");
  assertEnded(await ended, null, "SIGTERM");
});

test("a SIGTERM handler has calls answered before the process ends", { skip: onWindows }, async (t) => {
  const { server, run, config } = await openHangingWorld(t);
  const program = `
    ${MANY}
    process.on("SIGTERM", async () => {
      const { id } = await client.runs.retrieve("${run.id}");
      console.log(id);
      process.exit(3);
    });`;
  const { child, ended } = start(t, config, program);
  await arrived(server, 60);
  child.kill("SIGTERM");
  assert.deepEqual(await ended, { code: 3, signal: null, stdout: run.id, stderr: "" });
});

test("a process may end at any moment of its calls", async (t) => {
  const { config } = await openWorld(t);
  for (let round = 0; round < 30; round += 1) {
    const program = `
      const loop = () => client.runs.list().then(loop);
      for (let index = 0; index < 50; index += 1) loop();
      setTimeout(() => process.exit(7), ${round});`;
    assertEnded(await start(t, config, program).ended, 7);
  }
});
