"use strict";

// The streams of runs in the embedded API, compared with what a real server was seen to answer.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { start } = require("./feed-client.js");
const { dataOf, openEvents, take, takeAll } = require("./event-client.js");

const SECOND = { secondInMs: 20 };

async function begin(t, realtime = SECOND) {
  const surroundings = await start(t, realtime);
  const { prod, server } = surroundings;
  const { id } = prod.seedRun({ id: "run_1", status: "EXECUTING" });
  const path = `${server.url}/realtime/v1/streams/${id}`;
  const authorization = `Bearer ${prod.secretKey}`;
  const send = (method, rest, { body, ...headers } = {}) =>
    fetch(`${path}/${rest}`, { method, body, headers: { authorization, ...headers } });
  const open = (rest, headers, signal) =>
    openEvents(`${path}/${rest}`, { headers: { authorization, ...headers }, signal });
  return { ...surroundings, id, send, open };
}

const V1 = { ...SECOND, streams: "v1" };

test("a stream of version 1 has an event for each line, and ends without a word", async (t) => {
  const { open, send } = await begin(t, V1);
  const created = await send("PUT", "self/out");
  assert.equal(created.status, 202);
  assert.equal(await created.text(), '{"version":"v1"}');
  assert.equal(created.headers.get("x-s2-access-token"), null);
  for (const [index, body] of ["one", '{"two":2}', "three\nlines"].entries()) {
    const appended = await send("POST", "self/out/append", { body, "x-part-id": `p${index}` });
    assert.equal(await appended.text(), '{"ok":true}');
  }
  await send("POST", "self/out/append", { body: "again", "x-part-id": "p0" });

  const { events, headers } = await open("out", { "timeout-seconds": "5" });
  assert.equal(headers.get("content-type"), "text/event-stream; charset=utf-8");
  assert.equal(headers.get("x-stream-version"), null);
  const all = await takeAll(events);
  assert.deepEqual(
    all.map((event) => /^data: (.*)$/m.exec(event)[1]),
    ['"one"', '"{\\"two\\":2}"', '"three\\nlines"', '"again"'],
  );
  for (const event of all) assert.match(event, /^id: \d+-\d+\ndata: /);

  const second = /^id: (.*)$/m.exec(all[1])[1];
  const resumed = await open("out", { "timeout-seconds": "3", "last-event-id": second });
  assert.deepEqual(await takeAll(resumed.events), all.slice(2));
  const index = await open("out", { "timeout-seconds": "3", "last-event-id": "2" });
  assert.equal((await takeAll(index.events)).length, 4, "a place means nothing to version 1");
});

test("version 1 says that it is there, and breaks off at an id that Redis does not take", async (t) => {
  const { open, prod, id } = await begin(t, V1);
  const { events } = await open("out", { "timeout-seconds": "60" });
  assert.deepEqual(await take(events, 1), [": ping"]);
  prod.stream(id, "out").append({ live: true });
  assert.deepEqual(dataOf((await take(events, 1))[0]), { live: true });
  await events.return();
  const garbage = await open("out", { "last-event-id": "garbage" });
  await assert.rejects(takeAll(garbage.events));
});

test("lines are ingested as they are, each once, whoever sends them again", async (t) => {
  const { open, send } = await begin(t, V1);
  const unsent = await send("HEAD", "self/ing", { "x-client-id": "c1" });
  assert.equal(unsent.headers.get("x-last-chunk-index"), "-1");
  await send("POST", "self/ing", { body: '"a"\n"b"\n', "x-client-id": "c1" });
  const sent = await send("HEAD", "self/ing", { "x-client-id": "c1" });
  assert.equal(sent.headers.get("x-last-chunk-index"), "1");
  await send("POST", "self/ing", { body: '"b"\n"c"\n', "x-client-id": "c1", "x-resume-from-chunk": "1" });
  const { events } = await open("ing", { "timeout-seconds": "2" });
  assert.deepEqual((await takeAll(events)).map(dataOf), ["a", "b", "c"]);
  const got = await send("GET", "self/ing");
  assert.equal(got.status, 405);
  assert.equal(await got.text(), "Only HEAD requests are allowed for this endpoint");
});

test("a stream of version 2 has batches, a ping with the tail, and a word at the end", async (t) => {
  const { open, send } = await begin(t);
  const appended = await send("POST", "self/out/append", { body: "v2-one", "x-part-id": "p1" });
  assert.equal(await appended.text(), '{"ok":true}');
  await send("POST", "self/out/append", { body: "v2-one", "x-part-id": "p1" });
  const { events, headers } = await open("out", { "timeout-seconds": "3" });
  assert.equal(headers.get("x-stream-version"), "v2");
  const [batch, ping, done, ...more] = await takeAll(events);
  assert.match(batch, /^event: batch\nid: 0,1,35\ndata: /);
  const { records, tail } = dataOf(batch);
  const { timestamp, ...record } = records[0];
  assert.equal(records.length, 1, "the same id is the same part");
  assert.deepEqual(record, { seq_num: 0, body: '{"data":"v2-one","id":"p1"}' });
  assert.deepEqual(tail, { seq_num: 1, timestamp });
  assert.match(ping, /^event: ping\ndata: /);
  assert.deepEqual(dataOf(ping).tail, tail);
  assert.equal(done, "data: [DONE]");
  assert.deepEqual(more, []);
});

test("version 2 goes on after a number, from the start after anything else, and past what was trimmed", async (t) => {
  const { id, open, prod } = await begin(t);
  const stream = prod.stream(id, "out");
  for (const part of ["a", "b", "c"]) stream.append(part);
  const numbers = async (lastEventId) => {
    const { events } = await open("out", {
      "timeout-seconds": "1",
      ...(lastEventId && { "last-event-id": lastEventId }),
    });
    const batches = (await takeAll(events)).filter((event) => event.startsWith("event: batch"));
    return batches.flatMap((batch) => dataOf(batch).records.map(({ seq_num: number }) => number));
  };
  assert.deepEqual(await numbers(), [0, 1, 2]);
  assert.deepEqual(await numbers("0"), [1, 2]);
  assert.deepEqual(await numbers("0,1,33"), [0, 1, 2]);
  assert.deepEqual(await numbers("garbage"), [0, 1, 2]);
  assert.deepEqual(await numbers("900"), []);
  stream.trim(2);
  assert.deepEqual(await numbers("0"), [2, 3], "the last one is the command");
  assert.deepEqual(
    stream.parts.map(({ data }) => data),
    ["c"],
  );
});

test("what comes while a stream is read is read at once, and the client that goes is noticed", async (t) => {
  const { id, open, prod, server } = await begin(t);
  const abort = new AbortController();
  const { events } = await open("out", { "timeout-seconds": "600" }, abort.signal);
  await take(events, 1);
  await server.waitForRequest(({ held }) => held);
  prod.stream(id, "out").append({ step: 1 }, { id: "abcdefg" });
  prod.stream(id, "out").writeControl("turn-complete", { "last-event-id": "3" });
  const [batch] = await take(events, 1);
  const [part] = dataOf(batch).records;
  assert.equal(part.body, '{"data":{"step":1},"id":"abcdefg"}');
  abort.abort();
  await server.waitForRequest(({ aborted }) => aborted);
  const again = await open("out", { "timeout-seconds": "1" });
  const [, control] = dataOf((await takeAll(again.events))[0]).records;
  assert.deepEqual(control.headers, [
    ["trigger-control", "turn-complete"],
    ["last-event-id", "3"],
  ]);
  assert.equal(control.body, "");
});

test("how long a stream waits is bounded", async (t) => {
  const { open } = await begin(t);
  const answer = async (seconds) => (await open("out", { "timeout-seconds": seconds })).text;
  assert.equal(await answer("-1"), "Timeout seconds must be greater than 0");
  assert.equal(await answer("601"), "Timeout seconds must be less than 600");
  for (const seconds of ["0", "abc"]) {
    const { events, status } = await open("out", { "timeout-seconds": seconds });
    assert.equal(status, 200);
    await events.return();
  }
  const input = await open("input/chat", { "timeout-seconds": "0" });
  assert.equal(input.text, "Timeout seconds must be greater than 0");
});

test("who may read a stream may not write it, and what is not there is said", async (t) => {
  const { id, open, prod, project, send } = await begin(t);
  const token = (scope) => ({ authorization: `Bearer ${prod.createPublicToken({ scopes: [scope] })}` });
  const mine = await open("out", { ...token(`read:runs:${id}`), "timeout-seconds": "1" });
  assert.equal((await takeAll(mine.events)).at(-1), "data: [DONE]");
  assert.equal((await open("out", token("read:runs:run_2"))).status, 403);
  const written = await send("POST", "self/out/append", { body: "x", ...token(`write:runs:${id}`) });
  assert.deepEqual([written.status, await written.text()], [401, '{"error":"Invalid API key"}']);
  const foreign = await open("out", { authorization: `Bearer ${project.dev.secretKey}` });
  assert.deepEqual([foreign.status, foreign.text], [404, '{"error":"Not found"}']);
  assert.equal(foreign.headers.get("x-should-retry"), "false");
  const parent = await send("POST", "parent/out/append", { body: "x" });
  assert.deepEqual([parent.status, await parent.text()], [404, "Target not found"]);
  const bogus = await send("POST", "bogus/out/append", { body: "x" });
  assert.equal(
    (await bogus.json()).details[0].message,
    "Invalid enum value. Expected 'self' | 'parent' | 'root', received 'bogus'",
  );
  const large = await send("POST", "self/out/append", { body: "x".repeat(600_000) });
  assert.deepEqual([large.status, await large.text()], [413, '{"error":"Request body too large"}']);
  const escaped = await send("POST", "self/out/append", { body: "\u0001".repeat(200_000) });
  assert.equal(escaped.status, 413, "a record of S2 has 1 MiB, whatever it is written as");
});

test("a finished run takes no more parts, and a stream is listed with its run", async (t) => {
  const { id, prod, send } = await begin(t);
  await send("PUT", "self/out");
  await send("POST", "self/log/append", { body: "x" });
  assert.deepEqual(prod.runs.get(id).realtimeStreams, ["out", "log"]);
  prod.updateRun(id, { status: "COMPLETED" });
  for (const [method, rest] of [
    ["PUT", "self/out"],
    ["POST", "self/out/append"],
    ["POST", "input/chat"],
  ]) {
    assert.equal((await send(method, rest, { body: "{}" })).status, 400, rest);
  }
});

test("what is sent into a run is read as text", async (t) => {
  const { id, open, prod, send } = await begin(t, V1);
  const sent = await send("POST", "input/chat", { body: '{"data":{"hello":1}}' });
  assert.equal(await sent.text(), '{"ok":true}');
  await send("POST", "input/chat", { body: "{}" });
  const broken = await send("POST", "input/chat", { body: "{" });
  assert.deepEqual([broken.status, await broken.text()], [500, '{"error":"Internal Server Error"}']);
  const scoped = prod.createPublicToken({ scopes: [`write:inputStreams:${id}`] });
  assert.equal(
    (await send("POST", "input/chat", { body: '{"data":1}', authorization: `Bearer ${scoped}` })).status,
    200,
  );
  const { events } = await open("input/chat", { "timeout-seconds": "2" });
  const lines = (await takeAll(events)).map((event) => /^data: (.*)$/m.exec(event)[1]);
  assert.deepEqual(lines, ['"{\\"hello\\":1}"', "undefined", '"1"']);
});

test("an answer of events is compressed event by event for who takes that", async (t) => {
  const { id, prod, server, open } = await begin(t);
  const { events, headers } = await open("out", { "accept-encoding": "gzip", "timeout-seconds": "600" });
  assert.equal(headers.get("content-encoding"), "gzip");
  await take(events, 1);
  await server.waitForRequest(({ held }) => held);
  prod.stream(id, "out").append("x".repeat(5_000));
  assert.equal(JSON.parse(dataOf((await take(events, 1))[0]).records[0].body).data.length, 5_000);
  await events.return();
});

test("streams break off and fall silent as feeds do", async (t) => {
  const { id, open, prod, server } = await begin(t);
  prod.stream(id, "out").append("a");
  const fault = (options) => server.fault({ path: "/realtime/v1/streams", times: 1, ...options });
  fault({ cut: "mid-event" });
  const cut = await open("out");
  assert.match((await take(cut.events, 1))[0], /^event: batch/);
  await assert.rejects(takeAll(cut.events));
  fault({ silent: "mid-body" });
  const abort = new AbortController();
  const silent = await open("out", {}, abort.signal);
  const next = silent.events.next();
  const late = new Promise((resolve) => setTimeout(resolve, 150, "nothing"));
  assert.equal(await Promise.race([next.catch(() => "ended"), late]), "nothing");
  abort.abort();
  await assert.rejects(next);
  fault({ duplicate: true });
  const twice = await open("out", { "timeout-seconds": "1" });
  const all = await takeAll(twice.events);
  assert.equal(all[0], all[1]);
});
