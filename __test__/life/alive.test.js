"use strict";

const { openWorld } = require("../support/world.js");
const { run, start, startNode } = require("./processes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

test("a pending call keeps the process alive", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ delayInMs: 100 });
  const program = "client.runs.list().then((page) => console.log(page.data.length));";
  assert.equal(await run(t, config, program), "1");
});

test("a pending call keeps a module alive that awaits it at its top level", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ delayInMs: 100 });
  const program = `
    import { withAuth } from "hairtrigger";
    const page = await withAuth(${JSON.stringify(config)}).runs.list();
    console.log(page.data.length);`;
  const { ended } = startNode(t, ["--input-type=module", "--eval", program]);
  const { code, stdout } = await ended;
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "1" });
});

test("the wait for a retry keeps the process alive", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ status: 503, times: 1 });
  const program = `
    const retry = { minTimeoutInMs: 200, maxTimeoutInMs: 200 };
    client.runs.list({}, { retry }).then((page) => console.log(page.data.length));`;
  assert.equal(await run(t, config, program), "1");
  assert.equal(server.requests.length, 2);
});

test("a poll keeps the process alive between its requests", async (t) => {
  const { server, dev, config } = await openWorld(t);
  const { id } = dev.seedRun({ status: "COMPLETED" });
  server.fault({ body: { id, isCompleted: false }, times: 2 });
  const program = `
    client.runs.poll("${id}", { pollIntervalMs: 100 }).then((done) => console.log(done.status));`;
  assert.equal(await run(t, config, program), "COMPLETED");
  assert.equal(server.requests.length, 3);
});

test("every page of an iteration keeps the process alive", async (t) => {
  const { server, dev, config } = await openWorld(t);
  dev.seedRuns(5, () => ({ status: "COMPLETED" }));
  server.fault({ delayInMs: 20 });
  const program = `
    (async () => {
      let count = 0;
      for await (const run of client.runs.list({ limit: 1 })) count += 1;
      console.log(count);
    })();`;
  assert.equal(await run(t, config, program), "6");
});

test("an idle client does not keep the process alive", async (t) => {
  const { server, config } = await openWorld(t);
  assert.equal(await run(t, config, "hairtrigger.configure(config); new hairtrigger.TriggerClient();"), "");
  assert.equal(server.requests.length, 0);
});

test("a client that has called does not keep the process alive, its connections neither", async (t) => {
  const { config } = await openWorld(t);
  const program = `
    (async () => {
      globalThis.kept = await Promise.all(Array.from({ length: 20 }, () => client.runs.list()));
      await client.runs.cancel("../x").catch(() => {});
      await client.runs.list({ limit: 0 }).catch(() => {});
      console.log("done");
    })();`;
  assert.equal(await run(t, config, program), "done");
});

test("a call that was aborted does not keep the process alive", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ hang: true });
  const program = `
    const controller = new AbortController();
    const calls = Array.from({ length: 5 }, () => client.runs.list({}, { signal: controller.signal }));
    Promise.allSettled(calls).then((ended) => console.log(ended.length));
    ask(() => {
      process.stdin.destroy();
      controller.abort();
    });`;
  const { ended, tell } = start(t, config, program);
  await server.waitForRequest();
  tell();
  const { code, stdout } = await ended;
  assert.deepEqual({ code, stdout }, { code: 0, stdout: "5" });
});

test("of two calls the longer one decides", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ path: "/api/v3", delayInMs: 200 });
  const program = `
    client.runs.retrieve("run_1", { retry: { maxAttempts: 1 } }).catch((error) => console.log(error.status));
    client.runs.list().then((page) => console.log(page.data.length));`;
  assert.equal(await run(t, config, program), "1\n404");
});

test("calls made in a beforeExit handler are answered", async (t) => {
  const { server, config } = await openWorld(t);
  const program = `
    let rounds = 0;
    process.on("beforeExit", async () => {
      if (rounds === 3) return;
      rounds += 1;
      const pages = await Promise.all([client.runs.list(), client.runs.list()]);
      console.log(rounds, pages.length);
    });
    client.runs.list().then(() => console.log("first"));`;
  assert.equal(await run(t, config, program), "first\n1 2\n2 2\n3 2");
  assert.equal(server.requests.length, 7);
});

test("the exit code that was set is that of a process which a call kept alive", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ delayInMs: 50 });
  const program = "process.exitCode = 5; client.runs.list().then((page) => console.log(page.data.length));";
  const { code, stdout } = await start(t, config, program).ended;
  assert.deepEqual({ code, stdout }, { code: 5, stdout: "1" });
});
