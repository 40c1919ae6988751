"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { setTimeout: sleep } = require("node:timers/promises");

const { ApiTimeoutError, ArgumentError, withAuth } = require("hairtrigger");
const { rejection } = require("../support/scopes.js");
const { openWorld } = require("../support/world.js");

const dedupe = { dedupe: true };

/** Each request is a call. */
const once = { retry: { maxAttempts: 1 } };

test("identical reads in flight share one request, and later ones do not", async (t) => {
  const { server, client, run } = await openWorld(t, once);
  server.fault({ delayInMs: 50 });
  const calls = Array.from({ length: 20 }, () => client.runs.retrieve(run.id, dedupe));
  const runs = await Promise.all(calls);
  assert.equal(server.requests.length, 1);
  for (const each of runs) assert.equal(each.id, run.id);
  assert.notEqual(runs[0], runs[1], "what one changes is not changed for others");
  await client.runs.retrieve(run.id, dedupe);
  assert.equal(server.requests.length, 2);
});

test("without dedupe nothing is shared", async (t) => {
  const { server, client, run } = await openWorld(t, once);
  server.fault({ delayInMs: 20 });
  await Promise.all([1, 2, 3].map(() => client.runs.retrieve(run.id)));
  await Promise.all([client.runs.retrieve(run.id, dedupe), client.runs.retrieve(run.id)]);
  assert.equal(server.requests.length, 5);
});

test("never across credentials, branches, headers, parameters or policies", async (t) => {
  const { server, project, config, client, run } = await openWorld(t, once);
  server.fault({ delayInMs: 50 });
  const other = withAuth({ ...config, secretKey: project.environment("prod").secretKey });
  const headers = { ...dedupe, additionalHeaders: { "x-a": "1" } };
  const settled = await Promise.allSettled([
    client.runs.retrieve(run.id, dedupe),
    other.runs.retrieve(run.id, dedupe),
    withAuth({ ...config, previewBranch: "b" }).runs.retrieve(run.id, dedupe),
    client.runs.retrieve(run.id, headers),
    client.runs.retrieve("run_other", dedupe),
    client.runs.retrieve(run.id, { ...dedupe, timeoutInMs: 5_000 }),
    client.runs.list({}, dedupe),
    client.runs.list({ limit: 1 }, dedupe),
  ]);
  assert.equal(server.requests.length, settled.length);
  // The other environment has no such run: it did not get this one's.
  assert.equal(settled[0].status, "fulfilled");
  assert.equal(settled[1].reason.status, 404);
});

test("an abort ends its own call, and the request with the last one", async (t) => {
  const { server, client, run } = await openWorld(t, once);
  const fault = server.fault({ hang: true });
  const controllers = [1, 2].map(() => new AbortController());
  const calls = controllers.map(({ signal }) =>
    rejection(client.runs.retrieve(run.id, { ...dedupe, signal })),
  );
  await server.waitForRequest();
  controllers[0].abort("first");
  assert.equal(await calls[0], "first");
  assert.equal(server.requests[0].aborted, false);
  controllers[1].abort("second");
  assert.equal(await calls[1], "second");
  await server.waitForRequest((request) => request.aborted);
  assert.equal(server.requests.length, 1);
  fault.remove();
  assert.equal((await client.runs.retrieve(run.id, dedupe)).id, run.id);
});

test("failures are shared too, each with a stack of its own caller", async (t) => {
  const { server, client } = await openWorld(t, once);
  server.fault({ delayInMs: 30 });
  const errors = await Promise.all([
    rejection(client.runs.retrieve("run_absent", dedupe)),
    rejection(client.runs.retrieve("run_absent", dedupe)),
  ]);
  assert.equal(server.requests.length, 1);
  assert.notEqual(errors[0], errors[1]);
  for (const error of errors) {
    assert.equal(error.status, 404);
    assert.match(error.stack, /dedupe\.test\.js/);
  }
});

test("the deadline of the first is not that of the others", async (t) => {
  const { server, client, run } = await openWorld(t, once);
  server.fault({ hang: true, times: 1 });
  const options = { ...dedupe, timeoutInMs: 600 };
  const first = rejection(client.runs.retrieve(run.id, options));
  await server.waitForRequest();
  // What is tested is time: the second has some left when the first has none.
  await sleep(300);
  const second = client.runs.retrieve(run.id, options);
  assert.ok((await first) instanceof ApiTimeoutError);
  assert.equal((await second).id, run.id);
  assert.equal(server.requests.length, 2);
});

test("dedupe is refused where a call writes or asks again, and when it is no boolean", async (t) => {
  const { server, client } = await openWorld(t, once);
  for (const [call, message] of [
    [client.runs.cancel("run_1", dedupe), /dedupe is for calls that read once/],
    [client.runs.poll("run_1", {}, dedupe), /dedupe is for calls that read once/],
    [client.runs.retrieve("run_1", { dedupe: "yes" }), /dedupe must be a boolean/],
  ]) {
    const error = await rejection(call);
    assert.ok(error instanceof ArgumentError);
    assert.match(error.message, message);
  }
  assert.equal(server.requests.length, 0);
});

test("servers that are reached or trusted in other ways share no request", async (t) => {
  const { server, config } = await openWorld(t);
  const ways = [{}, { network: "any" }, { storageOrigins: ["https://storage.example"] }];
  const lists = ways.map((way) => withAuth({ ...config, ...way }).runs.list({}, { dedupe: true }));
  await Promise.all(lists);
  assert.equal(server.requests.length, 2, "the default way has a name too");
});
