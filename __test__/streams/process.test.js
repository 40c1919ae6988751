"use strict";

// Streams and the life of the process: what a plain script writes arrives, and whoever reads keeps it alive, nobody else does.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { createInterface } = require("node:readline");
const { test } = require("node:test");
const { Worker } = require("node:worker_threads");

const { start, untilHeld, untilQuiet } = require("./world.js");

/** Runs a program that has a client and the id of a run; answers its exit code and what it printed. */
function program({ server, prod, run }, code) {
  const preamble = `
    const { TriggerClient } = require("hairtrigger");
    const { secretKey, baseURL, run } = ${JSON.stringify({ secretKey: prod.secretKey, baseURL: server.url, run })};
    const { streams } = new TriggerClient({ secretKey, baseURL });`;
  const child = spawn(process.execPath, ["-e", `${preamble}\n(async () => { ${code} })();`], {
    cwd: __dirname,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const ended = once(child, "close").then(([code]) => ({ code, output: output.trim() }));
  return { child, ended };
}

for (const version of ["v1", "v2"]) {
  test(`${version}: what a plain script writes arrives, and the script ends by itself`, async (t) => {
    const world = await start(t, { streams: version });
    const code = `
      const target = run;
      streams.append("appended", "text", { target });
      streams.define({ id: "defined" }).append({ a: 1 }, { target });
      streams.pipe("piped", [1, 2], { target });
      streams.writer("written", { target, execute: ({ write }) => write("w") });`;
    assert.deepEqual(await program(world, code).ended, { code: 0, output: "" });
    const partsOf = (key) => world.prod.stream(world.run, key).parts.map(({ data }) => data);
    assert.deepEqual(["appended", "defined", "piped", "written"].map(partsOf), [
      ["text"],
      [{ a: 1 }],
      [1, 2],
      ["w"],
    ]);
  });
}

test("a process that is killed while it reads goes on elsewhere from its cursor: nothing is lost, one part told again", async (t) => {
  const world = await start(t);
  const stream = world.prod.stream(world.run, "tokens");
  for (let number = 0; number < 500; number += 1) stream.append(number);
  const code = (since) => `
    const stream = await streams.read(run, "tokens", ${JSON.stringify({ since, timeoutInSeconds: 60 })});
    for await (const number of stream) {
      require("node:fs").writeSync(1, JSON.stringify([number, stream.cursor]) + "\\n");
    }`;
  const told = [];
  let since;
  while (told.at(-1) !== 499) {
    const { child, ended } = program(world, code(since));
    const stopAt = told.length + 150;
    for await (const line of createInterface({ input: child.stdout })) {
      if (told.length >= stopAt || told.at(-1) === 499) break;
      const [number, cursor] = JSON.parse(line);
      told.push(number);
      since = cursor;
    }
    child.kill("SIGKILL");
    await ended;
  }
  assert.deepEqual(
    [...new Set(told)],
    Array.from({ length: 500 }).map((_, number) => number),
  );
  assert.ok(told.length <= 504, `${told.length} parts were told`);
});

test("a process whose reading was left ends by itself", async (t) => {
  const world = await start(t);
  world.prod.stream(world.run, "tokens").append("a");
  const code = `for await (const part of await streams.read(run, "tokens")) { console.log(part); break; }`;
  assert.deepEqual(await program(world, code).ended, { code: 0, output: "a" });
  await untilQuiet(world.server);
});

test("a reading that nobody holds any more is closed", async (t) => {
  const world = await start(t);
  world.prod.stream(world.run, "tokens").append("a");
  const code = `
    const { setFlagsFromString } = require("node:v8");
    setFlagsFromString("--expose-gc");
    const gc = require("node:vm").runInNewContext("gc");
    await (async () => { await (await streams.read(run, "tokens")).values().next(); })();
    setInterval(gc, 20);
    process.stdin.once("data", () => process.exit(0)).resume();`;
  const { child, ended } = program(world, code);
  await untilHeld(world.server);
  await untilQuiet(world.server);
  child.stdin.write("end\n");
  assert.equal((await ended).code, 0);
});

test("a worker that ends takes its readings with it", async (t) => {
  const { prod, run, server } = await start(t);
  const code = `
    const { workerData } = require("node:worker_threads");
    const { TriggerClient } = require(${JSON.stringify(require.resolve("hairtrigger"))});
    const { streams } = new TriggerClient(workerData.config);
    for (let number = 0; number < 100; number += 1) {
      (async () => { for await (const part of await streams.read(workerData.run, "s" + number)); })();
    }`;
  const workerData = { config: { secretKey: prod.secretKey, baseURL: server.url }, run };
  const worker = new Worker(code, { eval: true, workerData });
  await untilHeld(server, 100);
  await worker.terminate();
  await untilQuiet(server);
});

test("a hundred readings on one signal have one listener", async (t) => {
  const { client, run, server } = await start(t);
  const abort = new AbortController();
  let listeners = 0;
  const { addEventListener } = abort.signal;
  abort.signal.addEventListener = function (...args) {
    listeners += 1;
    return addEventListener.apply(this, args);
  };
  const nexts = [];
  for (let number = 0; number < 100; number += 1) {
    const stream = await client.streams.read(run, `s${number}`, { signal: abort.signal });
    nexts.push(stream.values().next());
  }
  await untilHeld(server, 100);
  abort.abort();
  for (const next of nexts) assert.ok((await next).done);
  assert.equal(listeners, 1);
  await untilQuiet(server);
});
