"use strict";

// What a backend writes outside a task: that it arrives, once, or that the reason why it did not is told.

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { createServer } = require("node:http");
const { inspect } = require("node:util");
const { test } = require("node:test");

const { drain, TriggerClient } = require("hairtrigger");
const { start } = require("./feed-client.js");

async function begin(t, realtime) {
  const surroundings = await start(t, realtime);
  const { prod } = surroundings;
  const { id: target } = prod.seedRun({ status: "EXECUTING" });
  prod.seedSession({ externalId: "chat" });
  const client = prod.client();
  const stored = (key) => prod.stream(target, key).parts.map(({ data }) => data);
  return { ...surroundings, streams: client.streams, sessions: client.sessions, stored, target };
}

const isPut = ({ method }) => method === "PUT";
const isRecords = ({ path }) => path.startsWith("/v1/streams/");

test("a text is appended to a stream of a run, and a value through a defined one", async (t) => {
  const { stored, streams, target } = await begin(t);
  await streams.append("plain", { target });
  await streams.append("tokens", "first", { target });
  await streams.define({ id: "tokens" }).append({ a: [1, null] }, { target });
  assert.deepEqual([stored("default"), stored("tokens")], [["plain"], ["first", { a: [1, null] }]]);
});

test("a source is written in batches, to a place that is asked for once", async (t) => {
  const { server, stored, streams, target } = await begin(t);
  async function* count() {
    for (let number = 0; number < 2_500; number += 1) yield { number };
  }
  const { stream, waitUntilComplete } = streams.pipe("tokens", count(), { target });
  const { lastEventId } = await waitUntilComplete();
  assert.equal(lastEventId, "2499");
  assert.deepEqual(
    stored("tokens"),
    Array.from({ length: 2_500 }, (_, number) => ({ number })),
  );
  let seen = 0;
  for await (const { number } of stream) assert.equal(number, seen++);
  assert.equal(seen, 2_500);
  await streams.define({ id: "tokens" }).append("last", { target });
  assert.equal(server.requests.filter(isPut).length, 1);
  assert.ok(server.requests.filter(isRecords).length < 20);
});

test("a writer merges streams, and what its function throws is told", async (t) => {
  const { stored, streams, target } = await begin(t);
  const merged = new ReadableStream({
    start(controller) {
      controller.enqueue("b");
      controller.close();
    },
  });
  const write = streams.writer("tokens", {
    target,
    execute: async ({ write: add, merge }) => {
      add("a");
      merge(merged);
    },
  });
  await write.waitUntilComplete();
  assert.deepEqual(stored("tokens"), ["a", "b"]);
  const failing = streams.writer("tokens", { target, execute: () => Promise.reject(new Error("mine")) });
  await assert.rejects(failing.waitUntilComplete(), /^Error: mine$/);
});

test("a record whose answer is lost is sent again under its id, so that readers drop it", async (t) => {
  const { prod, server, streams, target } = await begin(t);
  server.fault({ path: "/v1/streams/", cut: "before-response", times: 1 });
  await streams.define({ id: "tokens" }).append("one", { target });
  const { parts } = prod.stream(target, "tokens");
  assert.deepEqual(
    parts.map(({ data }) => data),
    ["one", "one"],
  );
  assert.equal(parts[0].id, parts[1].id);
  assert.match(parts[0].id, /^[A-Za-z0-9]{7}$/);
  server.fault({ path: /append$/, cut: "before-response", times: 1 });
  await streams.append("plain", { target });
  assert.equal(prod.stream(target).parts.length, 1, "the API drops it by itself");
});

test("a session is spoken to, and says what it has", async (t) => {
  const { prod, server, sessions } = await begin(t);
  const { in: input, out, channel } = sessions.open("chat");
  server.fault({ path: /append$/, cut: "before-response", times: 1 });
  await input.send({ kind: "message" });
  assert.deepEqual(
    prod.sessionChannel("chat").in.parts.map(({ data }) => data),
    ['{"kind":"message"}'],
  );
  await out.append({ text: "hi" });
  assert.deepEqual(await out.writeControl("turn-complete", [["last-event-id", "3"]]), { lastEventId: "1" });
  const [, control] = await out.records();
  assert.deepEqual(control.headers, [
    ["trigger-control", "turn-complete"],
    ["last-event-id", "3"],
  ]);
  await out.trimTo(1);
  assert.deepEqual(prod.sessionChannel("chat").out.parts, []);
  assert.equal((await out.records({ afterEventId: "0" }))[0].seqNum, 1);
  await channel(sessions.defineChannel("side")).out.pipe(["a", "b"]).waitUntilComplete();
  assert.equal(prod.sessionChannel("chat", "side").out.parts.length, 2);
});

test("input is sent into a run once, and an answer that is lost is told", async (t) => {
  const { prod, server, streams, target } = await begin(t);
  const approval = streams.input({ id: "approval" });
  await approval.send(target, { ok: true });
  server.fault({ path: /input/, cut: "before-response", times: 1 });
  await assert.rejects(approval.send(target, { ok: false }), ({ attempts, message, operation }) => {
    assert.deepEqual([attempts, operation], [1, "streams.input.send"]);
    return /the run may have received it/.test(message);
  });
  assert.equal(prod.inputStream(target, "approval").parts.length, 2);
});

test("a server without S2 gets lines, in their order", async (t) => {
  const { stored, streams, sessions, target } = await begin(t, { streams: "v1" });
  async function* count() {
    for (let number = 0; number < 2_500; number += 1) yield number;
  }
  await streams.pipe("tokens", count(), { target }).waitUntilComplete();
  const last = stored("tokens");
  assert.equal(last.length, 1_000, "it keeps so many");
  assert.equal(last.at(-1), 2_499);
  await assert.rejects(sessions.open("chat").out.append("x"), { status: 501 });
});

/** Writes so many parts to a server without S2, whose writers try again at once. */
async function writeLines(t, faults, count = 2_500) {
  const { prod, server, target } = await begin(t, { streams: "v1" });
  for (const fault of faults) server.fault(fault);
  const { streams } = prod.client({ requestOptions: { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 2 } } });
  const parts = Array.from({ length: count }, (_, number) => number);
  const written = streams.pipe("tokens", parts, { target }).waitUntilComplete();
  const outcome = await written.then(
    () => "written",
    (error) => error,
  );
  const asked = server.requests.filter(({ method }) => method !== "PUT");
  return { outcome, asked, kept: prod.stream(target, "tokens").parts.map(({ data }) => data) };
}

const LAST_THOUSAND = Array.from({ length: 1_000 }, (_, number) => 1_500 + number);
const formOf = ({ method, headers }) => [method, headers["x-resume-from-chunk"]];

test("a server without S2 whose answer is lost is asked which lines it has, and they are not sent again", async (t) => {
  const faults = [{ method: "POST", cut: "before-response", times: 2 }];
  const { outcome, asked, kept } = await writeLines(t, faults);
  assert.equal(outcome, "written");
  assert.deepEqual(kept, LAST_THOUSAND);
  assert.deepEqual(asked.map(formOf), [
    ["POST", "0"],
    ["HEAD", undefined],
    ["POST", "1000"],
    ["HEAD", undefined],
    ["POST", "2000"],
  ]);
  assert.equal(new Set(asked.map(({ headers }) => headers["x-client-id"])).size, 1);
  assert.ok(asked.every(({ headers }) => headers["x-stream-version"] === "v1"));
});

test("a server without S2 that took nothing gets the lines again, however often it has to be asked", async (t) => {
  const faults = [
    { method: "POST", status: 503, times: 1 },
    { method: "HEAD", status: 503, times: 1 },
    { method: "HEAD", cut: "before-response", times: 1 },
  ];
  const { outcome, asked, kept } = await writeLines(t, faults, 10);
  assert.equal(outcome, "written");
  assert.deepEqual(kept, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(
    asked.map(({ method }) => method),
    ["POST", "HEAD", "HEAD", "HEAD", "POST"],
  );
});

test("where a server without S2 does not say which lines it has, nothing is sent again, and that is told", async (t) => {
  for (const head of [
    { method: "HEAD", status: 404 },
    { method: "HEAD", status: 200, body: "" },
    { method: "HEAD", status: 503 },
  ]) {
    const { outcome, asked, kept } = await writeLines(
      t,
      [{ method: "POST", cut: "before-response" }, head],
      10,
    );
    assert.match(outcome.message, /may have the parts already; read the stream to see/);
    assert.equal(kept.length, 10);
    assert.equal(asked.filter(({ method }) => method === "POST").length, 1);
  }
});

test("lines of which a server without S2 has got some are gone on with where it is, each once", async (t) => {
  const kept = [];
  const froms = [];
  const server = createServer((request, response) => {
    if (request.method === "PUT") return response.writeHead(202).end('{"version":"v1"}');
    if (request.method === "HEAD") {
      return response.writeHead(200, { "x-last-chunk-index": String(kept.length - 1) }).end();
    }
    const from = Number(request.headers["x-resume-from-chunk"]);
    froms.push(from);
    assert.equal(from, kept.length, "as the real one it keeps whatever it gets");
    let text = "";
    request.on("data", (piece) => (text += piece));
    request.on("end", () => {
      const lines = text.trimEnd().split("\n").map(Number);
      // Three at a time, until the connection breaks.
      kept.push(...(lines.length > 3 ? lines.slice(0, 3) : lines));
      if (lines.length > 3) request.socket.destroy();
      else response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { streams } = new TriggerClient({
    secretKey: "tr_prod_a",
    baseURL: `http://127.0.0.1:${server.address().port}`,
    requestOptions: { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 2, maxAttempts: 8 } },
  });
  const parts = Array.from({ length: 10 }, (_, number) => number);
  await streams.pipe("tokens", parts, { target: "run_1" }).waitUntilComplete();
  assert.deepEqual(kept, parts);
  assert.deepEqual(froms, [0, 3, 6, 9]);
});

test("a token of the store that ends is replaced, and nobody sees it", async (t) => {
  const { server, stored, streams, target } = await begin(t);
  const stream = streams.define({ id: "tokens" });
  await stream.append(1, { target });
  server.fault({ path: "/v1/streams/", status: 403, times: 1 });
  await stream.append(2, { target });
  assert.deepEqual(stored("tokens"), [1, 2]);
  assert.equal(server.requests.filter(isPut).length, 2);
  const token = server.requests.find(isRecords).headers.authorization.slice("Bearer ".length);
  server.fault({ path: "/v1/streams/", status: 403, body: token });
  const error = await stream.append(3, { target }).catch((failure) => failure);
  assert.match(
    error.message,
    /^streams.writer: the stream could not be written: the store refuses its token \[.*, 1 attempt\]$/,
  );
  assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(token));
});

test("two scopes ask for a place each", async (t) => {
  const { prod, server, target, streams } = await begin(t);
  await streams.define({ id: "tokens" }).append(1, { target });
  const other = prod.client({ secretKey: prod.createAdditionalKey({ scopes: ["admin"] }) });
  await other.streams.define({ id: "tokens" }).append(2, { target });
  assert.equal(server.requests.filter(isPut).length, 2);
});

test("what a stream does not take is refused before it is sent", async (t) => {
  const { server, streams, sessions, target } = await begin(t);
  const stream = streams.define({ id: "tokens" });
  const refused = async (promise, pattern) => {
    await assert.rejects(promise, { name: "ArgumentError", message: pattern });
    assert.deepEqual(server.requests, []);
  };
  await refused(
    stream.append("x".repeat(1_047_552), { target }),
    /more than a stream takes, which is 1047552/,
  );
  await refused(stream.append(undefined, { target }), /a value that JSON can hold/);
  await refused(streams.append("x".repeat(524_289), { target }), /524289 bytes, and the server takes 524288/);
  await refused(
    streams.append(new Blob(["x".repeat(524_289)]), { target }),
    /524289 bytes, and the server takes/,
  );
  await refused(streams.append(new Uint8Array([0xff]), { target }), /no UTF-8.*in base64/);
  await refused(streams.append("k", new Blob([new Uint8Array([0xff])]), { target }), /no UTF-8.*in base64/);
  await refused(
    streams.append("k", { a: 1 }, { target }),
    /got object; for values there is define\(\).append/,
  );
  await refused(streams.append("k", undefined, { target }), /got undefined/);
  await refused(streams.append("k", new ReadableStream(), { target }), /write it with streams.pipe/);
  await refused(streams.append(new FormData(), { target }), /define\(\).append/);
  await refused(streams.append("x", { target: "batch_1" }), /is the id of a batch/);
  await refused(streams.append("x", { target: "parent" }), /inside a task only/);
  await refused(streams.append("x", { target, nope: 1 }), /options.nope is not known here/);
  await refused(streams.append("x"), /target must be the id of a run/);
  await refused(streams.input({ id: "a" }).send("run_1", "x".repeat(1_048_576)), /the server takes/);
  await refused(sessions.open("chat").out.trimTo(-1), /whole number that is not negative/);
  await refused(sessions.open("chat").out.records({ afterEventId: "x" }), /whole number/);
  assert.throws(() => sessions.open("chat").channel("a/b"), { name: "ArgumentError" });
  assert.throws(() => streams.pipe("x", "no source", { target }), /async iterable/);
  assert.throws(() => streams.define({}), /id must be a string/);
});

test("what works inside a task only says so", async (t) => {
  const { streams, sessions } = await begin(t);
  const input = streams.input({ id: "a" });
  const channel = sessions.open("chat").in;
  for (const verb of ["wait", "waitWithIdleTimeout"]) {
    await assert.rejects(input[verb](), /inside a running task only/);
    await assert.rejects(channel[verb](), /inside a running task only/);
  }
  await assert.rejects(input.once(), /inside a running task only/);
  for (const verb of ["on", "peek"]) assert.throws(() => input[verb](), /inside a running task only/);
  assert.throws(() => channel.peek(), /inside a running task only/);
});

test("a signal ends the writing", async (t) => {
  const { streams, target } = await begin(t);
  const abort = new AbortController();
  let returned = false;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => {}),
      return: async () => ({ done: (returned = true) }),
    }),
  };
  const { stream, waitUntilComplete } = streams.pipe("tokens", source, { target, signal: abort.signal });
  abort.abort(new Error("mine"));
  await assert.rejects(waitUntilComplete(), /^Error: mine$/);
  await stream.cancel();
  assert.ok(returned);
});

test("drain sends what waits for more to be sent with it", async (t) => {
  const { stored, streams, target } = await begin(t);
  const source = new TransformStream();
  const writer = source.writable.getWriter();
  const { waitUntilComplete } = streams.pipe("tokens", source.readable, { target });
  await writer.write("first");
  await drain();
  assert.deepEqual(stored("tokens"), ["first"]);
  await writer.close();
  await waitUntilComplete();
});

test("a writer and a part that has to be read keep the scope they were begun in", async (t) => {
  const { prod, project, server, target } = await begin(t);
  const { configure, streams } = require("hairtrigger");
  t.after(() => configure({}));
  configure({ secretKey: prod.secretKey, baseURL: server.url });
  const source = new TransformStream();
  const writer = source.writable.getWriter();
  const { waitUntilComplete } = streams.pipe("tokens", source.readable, { target });
  const appended = streams.append("blobs", new Blob(["one"]), { target });
  configure({ secretKey: project.dev.secretKey, baseURL: server.url });
  await writer.write("first");
  await writer.close();
  await waitUntilComplete();
  await appended;
  const keys = new Set(
    server.requests.filter(({ path }) => !path.startsWith("/v1/")).map((each) => each.headers.authorization),
  );
  assert.deepEqual([...keys], [`Bearer ${prod.secretKey}`]);
});
