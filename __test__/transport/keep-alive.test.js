"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError } = require("hairtrigger");
const { answerOf, headOf, openRawServer } = require("../support/raw-server.js");
const { rejection } = require("../support/scopes.js");
const { PAGE, RUN, clientOf } = require("./client.js");

const ROUNDS = 40;

/** Answers every request but the second, which it leaves to `second`. */
function exceptSecond(second) {
  return (request) =>
    request.number === 2
      ? second(request.connection)
      : request.connection.send(answerOf({ ...PAGE, ...RUN }));
}

const LOSSES = [
  ["ended", (connection) => connection.end()],
  ["reset", (connection) => connection.reset()],
];

for (const [how, lose] of LOSSES) {
  test(`a list goes out again when its kept-alive connection is ${how} under it`, async (t) => {
    const server = await openRawServer(t, exceptSecond(lose));
    const client = clientOf(server);
    await client.runs.list();
    await client.runs.list();
    assert.deepEqual(
      server.requests.map(({ connection }) => connection.number),
      [1, 1, 2],
    );
  });

  test(`a replay does not when its kept-alive connection is ${how} under it`, async (t) => {
    const server = await openRawServer(t, exceptSecond(lose));
    const client = clientOf(server);
    await client.runs.list();
    const error = await rejection(client.runs.replay("run_1"));
    assert.ok(error instanceof ApiConnectionError);
    assert.equal(error.attempts, 1);
    assert.match(error.message, /^runs\.replay: the connection to http:\/\/127\.0\.0\.1:\d+ broke/);
    assert.match(error.message, /not known whether the server has processed/);
    assert.equal(server.requests.length, 2);
  });

  test(`a replay takes a new connection when the idle one has been ${how}`, async (t) => {
    const server = await openRawServer(
      t,
      exceptSecond((connection) => connection.send(answerOf(RUN))),
    );
    const client = clientOf(server);
    await client.runs.list();
    lose(server.connections[0]);
    await server.connectionClosed(1);
    assert.equal((await client.runs.replay("run_1")).id, RUN.id);
    assert.equal(server.requests.length, 2);
    assert.equal(server.connections.length, 2);
  });
}

test("an idle connection that ends while the request goes out loses no list", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(PAGE)));
  const client = clientOf(server);
  await client.runs.list();
  for (let round = 0; round < ROUNDS; round += 1) {
    // FIN and request cross: which is first is for the kernel to say, and must not matter.
    server.connections.at(-1)[round % 2 ? "end" : "reset"]();
    assert.deepEqual((await client.runs.list()).data, []);
  }
});

test("an idle connection that ends while the request goes out makes no replay happen twice", async (t) => {
  const arrived = new Map();
  const server = await openRawServer(t, ({ path, connection }) => {
    arrived.set(path, (arrived.get(path) ?? 0) + 1);
    connection.send(answerOf(RUN));
  });
  const client = clientOf(server);
  await client.runs.cancel("run_0");
  for (let round = 0; round < ROUNDS; round += 1) {
    server.connections.at(-1)[round % 2 ? "end" : "reset"]();
    const outcome = await client.runs.replay(`run_${round}`).catch((error) => error);
    if (outcome instanceof Error) assert.match(outcome.message, /not known whether the server has processed/);
    else assert.equal(arrived.get(`/api/v1/runs/run_${round}/replay`), 1);
  }
  for (const [path, times] of arrived) assert.equal(times, 1, path);
});

test("a connection marked close is not used again", async (t) => {
  const server = await openRawServer(t, ({ connection }) =>
    connection.send(answerOf(RUN, { headers: { connection: "close" } })),
  );
  const client = clientOf(server);
  for (let round = 1; round <= 3; round += 1) {
    await client.runs.replay("run_1");
    await server.connectionClosed(round);
  }
  assert.equal(server.connections.length, 3);
});

test("what a server says on an idle connection answers no later call", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(RUN)));
  const client = clientOf(server);
  await client.runs.cancel("run_1");
  // Some proxies say so when a connection has been idle for too long.
  server.connections[0].end(headOf(408, { "content-length": 0, connection: "close" }));
  await server.connectionClosed(1);
  assert.equal((await client.runs.replay("run_1")).id, RUN.id);
  assert.equal(server.requests.length, 2);
});

test("an answer too many is not taken for that of the next call", async (t) => {
  const server = await openRawServer(t, ({ path, connection }) => {
    const id = path.split("/").at(-2);
    connection.send(Buffer.concat([answerOf({ id }), answerOf({ id: "of somebody else" })]));
  });
  const names = ["one", "two", "three"];
  const clients = names.map((name) => clientOf(server, { secretKey: `tr_dev_${name}` }));
  for (let round = 0; round < ROUNDS; round += 1) {
    const calls = clients.map((client, index) => client.runs.cancel(`run_${round}_${names[index]}`));
    const ids = (await Promise.all(calls)).map(({ id }) => id);
    assert.deepEqual(
      ids,
      names.map((name) => `run_${round}_${name}`),
    );
  }
});

test("the rest of an answer nobody waits for is not taken for that of the next call", async (t) => {
  const server = await openRawServer(t, ({ number, connection }) => {
    if (number > 1) return connection.send(answerOf(RUN));
    const whole = answerOf({ id: "of the aborted call" });
    return connection.send(whole.subarray(0, whole.length - 5));
  });
  const client = clientOf(server);
  const controller = new AbortController();
  const aborted = rejection(client.runs.cancel("run_1", { signal: controller.signal }));
  await server.requestArrived(1);
  controller.abort("enough");
  assert.equal(await aborted, "enough");
  server.connections[0].send('call"}');
  assert.equal((await client.runs.cancel("run_1")).id, RUN.id);
  await server.connectionClosed(1);
  assert.equal(server.requests[1].connection.number, 2);
});

test("many calls at once take turns on some dozens of connections", async (t) => {
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(PAGE)));
  const { runs } = clientOf(server);
  await Promise.all(Array.from({ length: 300 }, () => runs.list()));
  assert.equal(server.requests.length, 300);
  // 64 and a few: a connection may be idle a moment later than the next call looks for it.
  assert.ok(server.connections.length < 100, `${server.connections.length} connections`);
});
