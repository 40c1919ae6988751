"use strict";

// Clocks: a process that stood still, and a wall clock that jumps. What was missed is asked for, and nobody loops.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFileSync, spawn } = require("node:child_process");
const { once } = require("node:events");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { createInterface } = require("node:readline");
const { test } = require("node:test");

const { start, untilHeld } = require("./world.js");

const PROGRAM = `
  const { TriggerClient } = require("hairtrigger");
  const { config, id, fresh } = JSON.parse(process.argv[1]);
  const say = (line) => process.stdout.write(JSON.stringify(line) + "\\n");
  const refreshAccessToken = () => { say({ asked: true }); return fresh; };
  const subscription = new TriggerClient(config).runs.subscribeToRun(id, { refreshAccessToken });
  (async () => {
    for await (const { status, metadata } of subscription) say({ status, step: metadata?.step });
    say(subscription.stats());
  })();`;

/** Watches a run in a process of its own; `line` resolves with the next thing that it says. */
function watchElsewhere(t, facts, env = {}) {
  const child = spawn(process.execPath, ["-e", PROGRAM, JSON.stringify(facts)], {
    cwd: __dirname,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, line: async () => JSON.parse((await lines.next()).value) };
}

const isUnix = process.platform !== "win32";

test(
  "a process that stood still asks what it has missed before it waits again",
  { skip: !isUnix },
  async (t) => {
    // The server tells one who comes back of nothing that was earlier.
    const { server, prod } = await start(t, { holdInMs: 60_000, replayWindowInMs: 1 });
    const { id } = prod.seedRun({ status: "EXECUTING", metadata: { step: 0 } });
    const config = { secretKey: prod.secretKey, baseURL: server.url };
    const { child, line } = watchElsewhere(t, { config, id });
    assert.deepEqual(await line(), { status: "EXECUTING", step: 0 });
    await untilHeld(server);
    child.kill("SIGSTOP");
    prod.updateRun(id, { metadata: { step: 1 } });
    await server.waitForRequest(() => server.requests.at(-1).status === 200);
    prod.updateRun(id, { status: "COMPLETED", metadata: { step: 2 } });
    // As long as it takes that what was answered is too old to go on from.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    child.kill("SIGCONT");
    let told = await line();
    // The answer that came while it stood still may have been read before.
    if (told.step === 1) told = await line();
    assert.deepEqual(told, { status: "COMPLETED", step: 2 });
    assert.ok((await line()).requests <= 6);
  },
);

/** A wall clock that is ahead of the true one by the milliseconds in a file; undefined where none can be made. */
function makeClock(t) {
  if (process.platform !== "linux") return undefined;
  const folder = mkdtempSync(join(tmpdir(), "hairtrigger-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [source, library, file] = ["clock.c", "clock.so", "ahead"].map((name) => join(folder, name));
  writeFileSync(
    source,
    `#define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>
    static long long ahead(void) {
      char text[32] = {0};
      int file = open("${file}", O_RDONLY);
      if (file < 0) return 0;
      if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
      close(file);
      return atoll(text);
    }
    int clock_gettime(clockid_t clock, struct timespec *time) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
      int result = real(clock, time);
      if (clock == CLOCK_REALTIME && result == 0) time->tv_sec += ahead() / 1000;
      return result;
    }
    int gettimeofday(struct timeval *restrict time, void *restrict zone) {
      struct timespec now;
      (void) zone;
      clock_gettime(CLOCK_REALTIME, &now);
      time->tv_sec = now.tv_sec;
      time->tv_usec = now.tv_nsec / 1000;
      return 0;
    }`,
  );
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const set = (milliseconds) => writeFileSync(file, String(milliseconds));
  set(0);
  return { set, env: { LD_PRELOAD: library } };
}

for (const minutes of [10, -10]) {
  test(`a wall clock that jumps ${minutes} minutes breaks nothing`, async (t) => {
    const clock = makeClock(t);
    if (clock === undefined) return t.skip("no clock of one's own can be made here");
    const { server, prod, client } = await start(t, { holdInMs: 300 });
    const { id } = prod.seedRun({ status: "EXECUTING", metadata: { step: 0 } });
    const mint = (expirationTime) =>
      client.auth.createPublicToken({ scopes: { read: { runs: [id] } }, expirationTime });
    const [accessToken, fresh] = [await mint("5m"), await mint("1h")];
    const facts = { config: { accessToken, baseURL: server.url }, id, fresh };
    const { line } = watchElsewhere(t, facts, clock.env);
    assert.deepEqual(await line(), { status: "EXECUTING", step: 0 });
    server.requests.length = 0;
    clock.set(minutes * 60_000);
    // By the new clock the token expires soon, or later than it did.
    if (minutes > 0) assert.deepEqual(await line(), { asked: true });
    await server.waitForRequest(() => server.requests.filter(({ held }) => held === false).length >= 3);
    const first = server.requests[0];
    const polls = server.requests.filter(({ path }) => path === first.path).length;
    // Each poll was held: nothing was asked in a hurry.
    assert.ok(polls <= 10, `${polls}`);
    prod.updateRun(id, { status: "COMPLETED", metadata: { step: 1 } });
    assert.deepEqual(await line(), { status: "COMPLETED", step: 1 });
    const stats = await line();
    assert.equal(stats.reconnects, 0);
    const bearers = new Set(server.requests.map(({ headers }) => headers.authorization));
    assert.equal(bearers.has(`Bearer ${fresh}`), minutes > 0);
  });
}
