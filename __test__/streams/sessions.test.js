"use strict";

// What a backend reads on the channels of a session.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiTimeoutError, TriggerClient, runs, withAuth } = require("hairtrigger");
const { json, openServer } = require("../hostile/server.js");
const { DONE, batch, collect, events, start, startScript, untilHeld } = require("./world.js");

async function begin(t, options) {
  const world = await start(t, { secondInMs: 5, ...options });
  world.prod.seedSession({ externalId: "chat" });
  const { in: input, out: output } = world.prod.sessionChannel("chat");
  return { ...world, input, output, session: world.client.sessions.open("chat") };
}

const WAIT = { timeoutInSeconds: 1 };

test("data is read, and control records in their place among it are told apart", async (t) => {
  const { output, server, session } = await begin(t);
  output.append({ text: "a" }, { id: "one" });
  output.writeControl("turn-complete", { "last-event-id": "1" });
  output.append("b", { id: "two" });
  output.trim(0);
  const told = [];
  const stream = await session.out.read({
    ...WAIT,
    onPart: (part) => told.push(part),
    onControl: (control) => told.push(control),
    onComplete: () => told.push("complete"),
    onError: () => told.push("error"),
  });
  for await (const value of stream) told.push(value);
  const headers = [
    ["trigger-control", "turn-complete"],
    ["last-event-id", "1"],
  ];
  const [first, , part, control, second] = told;
  assert.deepEqual(
    [first.id, first.recordId, first.chunk, first.headers, typeof first.timestamp],
    ["0", "one", { text: "a" }, [], "number"],
  );
  assert.deepEqual([part.id, part.chunk, part.headers], ["1", undefined, headers]);
  assert.deepEqual(control, { subtype: "turn-complete", headers, seqNum: 1, timestamp: part.timestamp });
  assert.equal(second.recordId, "two");
  assert.deepEqual(
    told.map((each) => each?.chunk ?? each?.subtype ?? each?.id ?? each),
    [{ text: "a" }, { text: "a" }, "1", "turn-complete", "b", "b", "complete"],
  );
  assert.equal(stream.lastEventId, "3", "what is not told is gone on behind");
  assert.deepEqual(await collect(await session.out.read(WAIT)), [{ text: "a" }, "b"]);
  assert.deepEqual(await collect(await session.out.read({ ...WAIT, lastEventId: 0 })), ["b"]);
  const named = await session.channel("side").out.read({ ...WAIT, lastEventId: "41" });
  assert.deepEqual(await collect(named), []);
  const { headers: sent, path } = server.requests.at(-1);
  assert.deepEqual([path, sent["last-event-id"]], ["/realtime/v1/sessions/chat/channels/side/out", "41"]);
});

test("a session whose turn is complete ends at once for whoever peeks", async (t) => {
  const { output, server, session } = await begin(t, { secondInMs: 1_000 });
  output.append("a");
  output.writeControl("turn-complete");
  assert.deepEqual(await collect(await session.out.read({ peekSettled: true })), ["a"]);
  assert.equal(server.requests.at(-1).headers["x-peek-settled"], "1");
});

test("the end is told once: complete, or with the error that it is", async (t) => {
  const { output, session } = await begin(t);
  output.append("a");
  const told = [];
  const callbacks = { onComplete: () => told.push("complete"), onError: (error) => told.push(error.message) };
  const left = await session.out.read(callbacks);
  for await (const value of left) if (value === "a") break;
  left.unsubscribe();
  assert.deepEqual(told.splice(0), ["complete"]);
  const controller = new AbortController();
  const options = { ...callbacks, signal: controller.signal, throwOnAbort: true };
  const iteration = (await session.out.read(options)).values();
  await iteration.next();
  const waiting = iteration.next();
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /^Error: enough$/);
  assert.deepEqual(told.splice(0), ["enough"]);
  const gone = session.out.read({ ...callbacks, clientConfig: { secretKey: "tr_prod_unknown" } });
  await assert.rejects(collect(await gone), { status: 401 });
  assert.equal(told.length, 1);
  assert.match(told[0], /sessions\.out\.read: 401/);
});

test("what a callback throws ends the reading, and is told", async (t) => {
  const { output, session } = await begin(t);
  output.append("a");
  const stream = await session.out.read({
    onPart: () => {
      throw new Error("mine");
    },
  });
  await assert.rejects(collect(stream), /^Error: mine$/);
  assert.equal(stream.state, "closed");
});

const token = (sub, more = {}) => {
  const claims = { sub, pub: true, scopes: ["read:sessions:chat"], ...more };
  const text = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `eyJhbGciOiJIUzI1NiJ9.${text}.c2lnbmF0dXJl${sub}`;
};

test("a session's fresh token takes the place of the old one, of the same environment alone", async (t) => {
  for (const [fresh, isTaken] of [
    [token("env_1", { fresh: true }), true],
    [token("env_2"), false],
    ["tr_prod_abcdefghijklmnopqrst", false],
    ["nonsense\n", false],
  ]) {
    const record = {
      record: {
        body: "",
        headers: [
          ["trigger-control", "turn-complete"],
          ["public-access-token", fresh],
        ],
      },
    };
    const cut = (request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "x-stream-version": "v2" });
      response.write(batch(0, ["a", record]), () => setTimeout(() => response.socket.destroy(), 20));
    };
    const { client, requests } = await startScript(t, cut, events(batch(2, ["b"]), DONE));
    const stream = await client.sessions.open("chat").out.read({
      clientConfig: { accessToken: token("env_1") },
      reconnect: { minTimeoutInMs: 1 },
    });
    assert.deepEqual(await collect(stream), ["a", "b"]);
    const bearers = requests.map(({ headers }) => headers.authorization);
    assert.equal(bearers[1], `Bearer ${isTaken ? fresh : token("env_1")}`);
  }
});

test("a fresh token is asked for after a 401 or 403, once", async (t) => {
  for (const status of [401, 403]) {
    const refused = { status, headers: { "content-type": "application/json" }, body: "{}" };
    let calls = 0;
    const { client, requests } = await startScript(t, refused, events(batch(0, ["a"]), DONE));
    const read = (fresh) =>
      client.sessions.open("chat").out.read({
        clientConfig: { accessToken: token("env_1") },
        refreshAccessToken: () => {
          calls += 1;
          return fresh;
        },
      });
    assert.deepEqual(await collect(await read(token("env_1", { fresh: true }))), ["a"]);
    assert.equal(calls, 1);
    assert.equal(requests.length, 2);
    const other = await startScript(t, refused);
    const foreign = await other.client.sessions.open("chat").out.read({
      clientConfig: { accessToken: token("env_1") },
      refreshAccessToken: () => token("env_2"),
    });
    await assert.rejects(collect(foreign), /a token of another environment/);
  }
});

test("a handler is called with what is sent, and once with the next record", async (t) => {
  const { input, server, session } = await begin(t);
  input.append('{"kind":"message"}');
  const handled = [];
  let seen;
  const both = new Promise((resolve) => (seen = resolve));
  const following = session.in.on((data) => handled.push(data) === 2 && seen());
  await untilHeld(server);
  await session.in.send("plain");
  await both;
  assert.deepEqual(handled, [{ kind: "message" }, "plain"]);
  assert.equal(session.in.lastDispatchedSeqNum(), 1);
  following.off();
  await following.closed;
  input.append('"third"');
  assert.deepEqual(await session.in.once(), { ok: true, output: "third" });
  const late = await session.in.once({ timeoutMs: 5 });
  assert.equal(late.ok, false);
  assert.match(late.error.message, /sessions\.open\(\)\.in\.once: no record within 5 ms/);
  await assert.rejects(session.in.once({ timeoutMs: 0 }).unwrap(), ApiTimeoutError);
  input.append("7");
  assert.equal(await session.in.once({ timeoutMs: 10_000 }).unwrap(), 7);
  const aborted = AbortSignal.abort(new Error("mine"));
  await assert.rejects(session.in.once({ signal: aborted, throwOnAbort: true }), /^Error: mine$/);
  assert.throws(() => session.in.on(), /handler must be a function/);
  await assert.rejects(session.in.once({ nope: 1 }), /nope is not known here/);
  await assert.rejects(session.in.once({ timeoutMs: "1" }), /timeoutMs must be a number/);
  const failing = session.in.on(
    () => {
      throw new Error("mine");
    },
    { lastEventId: 0 },
  );
  await assert.rejects(failing.closed, /^Error: mine$/);
});

test("callbacks are called in the scope they were given in, whoever reads and whoever ends it", async (t) => {
  const { output, prod, server } = await begin(t);
  output.append("a");
  const keys = [];
  const lists = await openServer(t, ({ headers }, response) => {
    keys.push(headers.authorization);
    return json(response, { data: [], pagination: {} });
  });
  const calls = [];
  const list = () => calls.push(runs.list());
  const { sessions } = withAuth({ secretKey: prod.secretKey, baseURL: server.url });
  const scopeOf = (name) => ({ secretKey: `tr_prod_${name}`, baseURL: lists.url });
  const reading = await withAuth(scopeOf("acme"), () =>
    sessions.open("chat").out.read({ ...WAIT, onPart: list, onComplete: list }),
  );
  await withAuth(scopeOf("globex"), () => collect(reading));
  await Promise.all(calls);
  assert.deepEqual(keys, ["Bearer tr_prod_acme", "Bearer tr_prod_acme"]);
});

test("what a callback throws at the end is told to whoever takes next, and whoever waits is told of the end", async (t) => {
  const { output, server, session } = await begin(t);
  output.append("a");
  const fail = () => {
    throw new Error("mine");
  };
  const stop = new AbortController();
  const options = { signal: stop.signal, throwOnAbort: true, onError: fail, onComplete: fail };
  const reading = (await session.out.read(options)).values();
  await reading.next();
  const waiting = reading.next();
  await untilHeld(server);
  stop.abort(new Error("enough"));
  await assert.rejects(waiting, { message: "enough" });
  await assert.rejects(reading.next(), { message: "mine" });
  assert.deepEqual(await reading.next(), { done: true, value: undefined });
});

test("whoever takes records by a function is told in `closed` what ended it, and need not look", async (t) => {
  const { server } = await begin(t);
  const stranger = new TriggerClient({ secretKey: "tr_prod_nobody", baseURL: server.url });
  const handler = () => assert.fail("there is nothing");
  stranger.sessions.open("chat").in.on(handler);
  const { closed } = stranger.sessions.open("chat").in.on(handler);
  await assert.rejects(closed, { status: 401 });
});

/** A server on which each customer's session has two records of numbers of its own. */
async function startCustomers(t) {
  const numbers = { A: [40, 41], B: [3, 4, 5] };
  const server = await openServer(t, (request, response) => {
    const [, name] = /_(.)$/.exec(request.headers.authorization);
    const after = Number(request.headers["last-event-id"] ?? -1);
    const left = numbers[name].filter((number) => number > after);
    const records = left.map((number) => ({
      seq_num: number,
      timestamp: 0,
      headers: [],
      body: `{"data":"${name}${number}"}`,
    }));
    response.writeHead(200, { "content-type": "text/event-stream", "x-stream-version": "v2" });
    response.write(`event: batch\ndata: ${JSON.stringify({ records })}\n\n`);
  });
  const configOf = (name) => ({ secretKey: `tr_prod_customer_${name}`, baseURL: server.url });
  const placesAsked = () =>
    server.requests.map(({ headers }) => [headers.authorization.at(-1), headers["last-event-id"]]);
  return { configOf, placesAsked };
}

test("a handle keeps the place of each caller and server, however they are named", async (t) => {
  const { configOf, placesAsked } = await startCustomers(t);
  const [A, B] = [configOf("A"), configOf("B")];
  const { sessions } = require("hairtrigger");
  const { in: input } = sessions.open("chat");
  await input.once({ clientConfig: A }).unwrap();
  await input.once({ clientConfig: B }).unwrap();
  await withAuth(B, () => input.once().unwrap());
  await withAuth(A, () => input.once({ clientConfig: B }).unwrap());
  await withAuth(A, () => input.once().unwrap());
  assert.deepEqual(placesAsked(), [
    ["A", undefined],
    ["B", undefined],
    ["B", "3"],
    ["B", "4"],
    ["A", "40"],
  ]);
  const known = await Promise.all(
    [A, B].map((config) => withAuth(config, () => input.lastDispatchedSeqNum())),
  );
  assert.deepEqual(known, [41, 5]);
  const elsewhere = { ...A, baseURL: A.baseURL.replace("127.0.0.1", "localhost") };
  assert.equal(await withAuth(elsewhere, () => input.lastDispatchedSeqNum()), undefined);
  const branch = { ...A, previewBranch: "other" };
  assert.equal(await withAuth(branch, () => input.lastDispatchedSeqNum()), undefined);
});
