"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { assertFailed, open, start } = require("./world.js");

const CREATED = new Date("2026-11-20T10:20:30Z");
const now = () => CREATED.getTime() + 60_000;

test("runs list prints a table, newest first", async (t) => {
  const { prod, run } = await open(t, { now });
  const first = prod.seedRun({
    id: "run_first",
    status: "COMPLETED",
    createdAt: CREATED,
    durationMs: 1500,
    tags: ["a", "b"],
  });
  prod.seedRun({
    id: "run_second",
    status: "FAILED",
    taskIdentifier: "other",
    createdAt: now() - 1000,
    durationMs: 61_000,
  });
  assert.equal(first.id, "run_first");
  const { code, stdout, stderr } = await run(["runs", "list"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(stdout.split("\n"), [
    "ID          STATUS     TASK         CREATED              DURATION   TAGS",
    "run_second  FAILED     other        2026-11-20 10:21:29  1 min 1 s",
    "run_first   COMPLETED  hello-world  2026-11-20 10:20:30  1.5 s      a, b",
    "",
  ]);
});

test("runs list takes filters, several values of one, and JSON", async (t) => {
  const { prod, run } = await open(t, { now });
  for (const [id, status, taskIdentifier] of [
    ["run_a", "FAILED", "one"],
    ["run_b", "CRASHED", "one"],
    ["run_c", "FAILED", "two"],
    ["run_d", "COMPLETED", "one"],
  ]) {
    prod.seedRun({ id, status, taskIdentifier, tags: ["x"], version: "1", createdAt: CREATED });
  }
  const ids = async (...words) => {
    const { code, stdout } = await run(["runs", "list", "--json", ...words]);
    assert.equal(code, 0);
    return JSON.parse(stdout)
      .map(({ id }) => id)
      .sort();
  };
  assert.deepEqual(await ids("--status", "FAILED", "--status", "CRASHED", "--task", "one"), [
    "run_a",
    "run_b",
  ]);
  assert.deepEqual(await ids("--tag", "x", "--version", "1", "--period", "1h", "--limit", "2"), [
    "run_c",
    "run_d",
  ]);
  assert.deepEqual(await ids("--from", CREATED.toISOString(), "--to", CREATED.toISOString()), [
    "run_a",
    "run_b",
    "run_c",
    "run_d",
  ]);
  assert.deepEqual(await ids("--tag", "y"), []);
});

test("runs list says that there are more, to people", async (t) => {
  const { prod, run } = await open(t, { now });
  prod.seedRuns(3, () => ({ createdAt: CREATED }));
  assert.equal((await run(["runs", "list", "--limit", "2"])).stderr, "2, and there are more: --limit 10\n");
  assert.equal((await run(["runs", "list", "--limit", "3"])).stderr, "");
  assert.equal((await run(["runs", "list", "--limit", "2", "--json"])).stderr, "");
});

test("runs list asks for as many pages as its limit needs, and no more", async (t) => {
  const { server, prod, run } = await open(t);
  prod.seedRuns(250);
  const { stdout } = await run(["runs", "list", "--limit", "120", "--json"]);
  assert.equal(JSON.parse(stdout).length, 120);
  assert.equal(server.requests.length, 2);
});

test("runs list says that it looks back seven days, where that may be why there is nothing", async (t) => {
  const { run } = await open(t);
  const { code, stdout, stderr } = await run(["runs", "list"]);
  assert.deepEqual([code, stdout], [0, ""]);
  assert.match(stderr, /no runs in the last 7 days; --period 30d looks further back/);
  assert.equal((await run(["runs", "list", "--period", "30d"])).stderr, "no runs\n");
  assert.equal((await run(["runs", "list", "--json"])).stdout, "[]\n");
});

test("runs list names project and environment under a personal access token", async (t) => {
  const { staging, personal, run } = await open(t);
  const { id } = staging.seedRun();
  const { stdout } = await run(["runs", "list", "--env", "staging", "--json"], { env: personal });
  assert.equal(JSON.parse(stdout)[0].id, id);
  assertFailed(await run(["runs", "list"], { env: personal }), 2, /no environment: name it with --env/);
  const { TRIGGER_PROJECT_REF: _, ...rest } = personal;
  assertFailed(
    await run(["runs", "list", "--env", "dev"], { env: rest }),
    2,
    /no project: name it with --project/,
  );
});

test("--branch names the branch of a preview key", async (t) => {
  const { project, preview, run } = await open(t);
  const { id } = project.createBranch("feature/x").seedRun();
  const env = preview.processEnvironment;
  const { stdout } = await run(["runs", "list", "--branch", "feature/x", "--json"], { env });
  assert.equal(JSON.parse(stdout)[0].id, id);
  assertFailed(await run(["runs", "list"], { env }), 3, /pass previewBranch/);
});

test("runs get shows a run to people and to scripts", async (t) => {
  const { prod, run } = await open(t, { now });
  const error = { name: "TypeError", message: "boom", stackTrace: "at a\nat b" };
  const { id } = prod.seedRun({
    id: "run_a",
    status: "FAILED",
    createdAt: CREATED,
    payload: { order: 7 },
    error,
  });
  const { code, stdout } = await run(["runs", "get", id]);
  assert.equal(code, 0);
  assert.match(stdout, /^id +run_a\nstatus +FAILED\ntask +hello-world\ncreatedAt +2026-11-20 10:20:30\n/);
  assert.match(stdout, /\nerror\n {2}TypeError: boom\n {2}at a\n {2}at b\n/);
  assert.match(stdout, /\npayload\n {2}\{\n {4}"order": 7\n {2}\}\n$/);
  const shown = JSON.parse((await run(["runs", "get", id, "--json"])).stdout);
  assert.deepEqual([shown.id, shown.payload, shown.createdAt], [id, { order: 7 }, CREATED.toISOString()]);
});

test("nothing that a run holds steers the terminal", async (t) => {
  const { prod, run } = await open(t);
  const hostile = "\u001b[2J\u009b31m\n";
  const { id } = prod.seedRun({
    taskIdentifier: hostile,
    tags: [hostile],
    status: "FAILED",
    error: { message: hostile },
  });
  for (const words of [["list"], ["get", id], ["watch", id]]) {
    const { stdout, stderr } = await run(["runs", ...words]);
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
});

test("runs cancel cancels all it is given, once each, and says which when one fails", async (t) => {
  const { server, prod, run } = await open(t);
  const ids = prod.seedRuns(12).map(({ id }) => id);
  const { code, stdout } = await run(["runs", "cancel", ...ids, ids[0]]);
  assert.equal(code, 0);
  assert.deepEqual(stdout, ids.map((id) => `cancelled ${id}\n`).join(""));
  assert.equal(server.requests.length, 12);
  assert.ok(ids.every((id) => prod.run(id).status === "CANCELED"));
  const { id } = prod.seedRun();
  const failed = await run(["runs", "cancel", "run_gone", id, "--json"]);
  assert.equal(failed.code, 4);
  assert.deepEqual(JSON.parse(failed.stdout), [{ id }]);
  assert.match(failed.stderr, /^hairtrigger: runs\.cancel: 404 .*Is the id right, and the secret key one of/);
});

test("runs replay starts a run again, changed as it is told", async (t) => {
  const { prod, run } = await open(t);
  const { id } = prod.seedRun({ status: "FAILED", payload: { a: 1 }, tags: ["old"] });
  const { stdout } = await run(["runs", "replay", id]);
  const [, again] = /^replayed \S+ as (run_\w+)\n$/.exec(stdout);
  assert.deepEqual(prod.run(again).payload, { a: 1 });
  const words = [
    "--payload",
    '{"b":2}',
    "--tag",
    "new",
    "--idempotency-key",
    "once",
    "--delay",
    "1h",
    "--json",
  ];
  const changed = JSON.parse((await run(["runs", "replay", id, ...words])).stdout);
  const { payload, tags, status } = prod.run(changed.id);
  assert.deepEqual([payload, tags, status], [{ b: 2 }, ["new"], "DELAYED"]);
});

test("runs watch follows a run to its end", async (t) => {
  const { server, prod, run } = await open(t);
  const { id } = prod.seedRun();
  const watching = run(["runs", "watch", id, "--interval", "0.01"]);
  const answered = () => server.requests.filter(({ status }) => status === 200).length;
  await server.waitForRequest(() => answered() > 0);
  prod.updateRun(id, { status: "EXECUTING" });
  const before = answered();
  await server.waitForRequest(() => answered() > before + 1);
  prod.updateRun(id, { status: "COMPLETED" });
  const { code, stdout, stderr } = await watching;
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^[\d: -]+QUEUED\n[\d: -]+EXECUTING\n[\d: -]+COMPLETED\n$/);
});

test("runs watch is told of a run, and looks again where the server cannot tell", async (t) => {
  const { server, prod, run } = await open(t);
  const { id } = prod.seedRun({ status: "EXECUTING" });
  const watching = run(["runs", "watch", id]);
  await server.waitForRequest(() => server.requests.some(({ held }) => held));
  prod.updateRun(id, { status: "COMPLETED" });
  const { code, stdout, stderr } = await watching;
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^[\d: -]+EXECUTING\n[\d: -]+COMPLETED\n$/);
  // Two requests of the feed, and one for the run as a whole.
  assert.equal(server.requests.length, 3);

  server.fault({ path: /realtime/, html: true, status: 404 });
  const told = await run(["runs", "watch", id]);
  assert.deepEqual([told.code, told.stderr], [0, ""]);
  assert.match(told.stdout, /COMPLETED\n$/);
  const late = await run(["runs", "watch", prod.seedRun().id, "--timeout", "1"]);
  assert.equal(late.code, 5);
});

test("runs watch ends with 6 where the run failed, and 5 where it was not over in time", async (t) => {
  const { prod, run } = await open(t);
  const failed = prod.seedRun({ status: "FAILED", error: { message: "boom" } });
  const { code, stdout, stderr } = await run(["runs", "watch", failed.id, "--json"]);
  assert.equal(code, 6);
  assert.equal(JSON.parse(stdout).status, "FAILED");
  assert.equal(
    stderr,
    `hairtrigger: ${failed.id} ended as FAILED: boom; hairtrigger runs get ${failed.id} says more\n`,
  );
  for (const status of ["EXPIRED", "TIMED_OUT", "CANCELED", "CRASHED"]) {
    assert.equal((await run(["runs", "watch", prod.seedRun({ status }).id])).code, 6);
  }
  const queued = prod.seedRun();
  const late = await run(["runs", "watch", queued.id, "--timeout", "1", "--interval", "0.5"]);
  assert.equal(late.code, 5);
  assert.match(late.stderr, /is still QUEUED after 1 s; a longer --timeout waits on/);
});

test("failures have the codes that are documented", async (t) => {
  const { server, project, prod, personal, run } = await open(t);
  const list = (env) => run(["runs", "list"], { env });
  const base = prod.processEnvironment;
  assertFailed(
    await list({}),
    3,
    /no credential: set TRIGGER_SECRET_KEY.*in the dashboard under API keys.*TRIGGER_ACCESS_TOKEN/,
  );
  assertFailed(await list({ ...base, TRIGGER_SECRET_KEY: "tr_prod_unknownunknownunknown00" }), 3, /401/);
  const weak = { ...base, TRIGGER_SECRET_KEY: prod.createAdditionalKey({ scopes: ["read:runs"] }) };
  assertFailed(await run(["envvars", "list", "--project", project.ref], { env: weak }), 3, /403/);
  assertFailed(await run(["whoami"], { env: {} }), 3, /no credential/);
  assertFailed(await run(["envvars", "list"], { env: {} }), 3, /no credential/);
  const sent = server.requests.length;
  for (const verb of ["get", "cancel", "replay", "watch"]) {
    assertFailed(
      await run(["runs", verb, "run_a"], { env: personal }),
      3,
      /under a secret key of their environment/,
    );
  }
  assert.equal(server.requests.length, sent);
  assertFailed(await run(["runs", "get", "run_gone"]), 4, /404 Not found.*Is the id right/);
  assertFailed(
    await run(["runs", "list", "--status", "NOPE"]),
    1,
    /400 filter\[status\]: Invalid status values: NOPE\. The status of a run is one of .*QUEUED/,
  );
  assertFailed(await list({ ...base, TRIGGER_API_URL: "http://127.0.0.1:1" }), 5, /could not connect/);
  server.limitRate(prod.secretKey, { limit: 1, windowInMs: 3_600_000 });
  await run(["runs", "list"]);
  assertFailed(await run(["runs", "list"]), 5, /429|rate limit/i);
});

test("a token in the wrong place is not repeated", async (t) => {
  const { dev, prod, run } = await open(t);
  const { stderr } = await run(["runs", dev.secretKey]);
  assert.match(stderr, /has no command "tr_dev_…"/);
  await run(["runs", "list", prod.secretKey]);
  await run(["runs", "get", prod.secretKey]);
  await run([prod.secretKey]);
});

test("whoever reads the first line only is not told off", async (t) => {
  const { prod } = await open(t);
  prod.seedRuns(2000, () => ({ tags: ["a tag that takes some room in the pipe".repeat(2)] }));
  const { child, result } = start(["runs", "list", "--limit", "2000"], { env: prod.processEnvironment });
  child.stdout.once("data", () => child.stdout.destroy());
  const { code, stderr } = await result.catch(async () => ({ code: 0, stderr: "" }));
  assert.deepEqual([code, stderr], [0, ""]);
});
