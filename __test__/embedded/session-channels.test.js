"use strict";

// The channels of sessions in the embedded API, compared with what a real server was seen to answer.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { start } = require("./feed-client.js");
const { dataOf, openEvents, takeAll } = require("./event-client.js");

async function begin(t, fields = { externalId: "chat-1" }, realtime = { secondInMs: 20 }) {
  const surroundings = await start(t, realtime);
  const { prod, server } = surroundings;
  const session = prod.seedSession(fields);
  const token = prod.createPublicToken({ scopes: ["read:sessions:chat-1", "write:sessions:chat-1"] });
  const key = { authorization: `Bearer ${prod.secretKey}` };
  const root = `${server.url}/realtime/v1/sessions`;
  const send = async (method, rest, { body, ...headers } = {}) => {
    const answer = await fetch(`${root}/${rest}`, { method, body, headers: { ...key, ...headers } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const read = async (rest, headers) => {
    const opened = await openEvents(`${root}/${rest}`, {
      headers: { ...key, "timeout-seconds": "1", ...headers },
    });
    if (!opened.events) return opened;
    const events = await takeAll(opened.events);
    const batches = events.filter((event) => event.startsWith("event: batch"));
    return { ...opened, events, records: batches.flatMap((batch) => dataOf(batch).records) };
  };
  return { ...surroundings, public: { authorization: `Bearer ${token}` }, read, send, session };
}

test("what is appended to a channel is read, by both ids, and each part once", async (t) => {
  const { public: token, read, send, session } = await begin(t);
  const append = async (body, id) =>
    (await send("POST", "chat-1/out/append", { body, "x-part-id": id })).text;
  assert.equal(await append('"one"', "o0"), '{"ok":true,"seq":0}');
  assert.equal(await append('{"type":"text"}', "o1"), '{"ok":true,"seq":1}');
  assert.equal(await append('"one"', "o0"), '{"ok":true}');
  const { events, headers, records } = await read(`${session.id}/out`, token);
  assert.equal(headers.get("x-stream-version"), "v2");
  assert.equal(records[0].body, '{"data":"\\"one\\"","id":"o0"}');
  assert.equal(records.length, 2);
  assert.equal(events.at(-1), "data: [DONE]");
  assert.deepEqual((await read("chat-1/out", { "last-event-id": "0" })).records, records.slice(1));
  const all = await send("GET", "chat-1/out/records");
  assert.equal(
    all.text,
    '{"records":[{"data":"\\"one\\"","id":"o0","seqNum":0},{"data":"{\\"type\\":\\"text\\"}","id":"o1","seqNum":1}]}',
  );
  assert.equal(JSON.parse((await send("GET", "chat-1/out/records?afterEventId=0")).text).records.length, 1);
  assert.equal((await send("GET", "chat-1/out/records?afterEventId=x")).status, 400);
});

test("a session's token writes in and not out", async (t) => {
  const { public: token, send } = await begin(t);
  assert.equal(
    (await send("POST", "chat-1/in/append", { ...token, body: '"x"' })).text,
    '{"ok":true,"seq":0}',
  );
  const out = await send("POST", "chat-1/out/append", { ...token, body: '"x"' });
  assert.deepEqual(
    [out.status, out.text],
    [403, '{"ok":false,"error":"Appending to the out channel requires secret key authentication"}'],
  );
  assert.equal((await send("PUT", "chat-1/in", token)).status, 202);
  const put = await send("PUT", "chat-1/out", token);
  assert.deepEqual(
    [put.status, put.text],
    [403, "Initializing the out channel requires secret key authentication"],
  );
  const created = await send("PUT", "chat-1/out");
  assert.match(created.headers.get("x-s2-stream-name"), /\/sessions\/chat-1\/out$/);
});

test("what is sent to a session that nobody serves starts a run", async (t) => {
  const { prod, send, session } = await begin(t);
  await send("POST", "chat-1/in/append", { body: '"x"' });
  const [run] = prod.runs.sorted;
  assert.equal(prod.sessions.get(session.id).currentRunId, run.id);
  await send("POST", "chat-1/in/append", { body: '"y"' });
  assert.equal(prod.runs.sorted.length, 1, "while that goes on it has one");
  await send("POST", "chat-1/channels/side/in/append", { body: '"z"' });
  assert.equal(prod.sessionChannel("chat-1", "side").in.parts.length, 1);
  assert.equal(prod.sessionChannel("chat-1").in.parts.length, 2);
});

test("a client that only looks is let go when the last turn is complete", async (t) => {
  const { prod, read } = await begin(t);
  const { out } = prod.sessionChannel("chat-1");
  out.append({ text: "hi" });
  const peek = { "x-peek-settled": "1", "timeout-seconds": "1" };
  assert.equal((await read("chat-1/out", peek)).headers.get("x-session-settled"), null);
  out.writeControl("turn-complete", { "public-access-token": "ey.a.b" });
  const settled = await read("chat-1/out", { ...peek, "timeout-seconds": "600" });
  assert.equal(settled.headers.get("x-session-settled"), "true");
  assert.deepEqual(settled.records[1].headers, [
    ["trigger-control", "turn-complete"],
    ["public-access-token", "ey.a.b"],
  ]);
  out.trim(1);
  assert.equal((await read("chat-1/out", peek)).headers.get("x-session-settled"), "true");
});

test("a session that is closed or not there says so", async (t) => {
  const { public: token, read, send, prod } = await begin(t, { externalId: "chat-1", closedAt: 1 });
  const appended = await send("POST", "chat-1/in/append", { body: '"x"' });
  assert.deepEqual(
    [appended.status, appended.text],
    [400, '{"ok":false,"error":"Cannot append to a closed session"}'],
  );
  const put = await send("PUT", "chat-1/out");
  assert.deepEqual([put.status, put.text], [400, "Cannot initialize a channel on a closed session"]);
  assert.equal((await read("chat-1/out")).status, 200);
  const unmade = await read("never-made/out");
  assert.deepEqual(dataOf(unmade.events[0]).tail, { seq_num: 0, timestamp: 0 });
  assert.deepEqual(
    [(await read("session_nope/out")).text, (await send("POST", "nope/in/append", { body: "x" })).text],
    ['{"error":"Not found"}', '{"error":"Resource not found"}'],
  );
  assert.equal((await read("chat-1/side")).status, 400);
  assert.equal((await read("chat-1/out", { "timeout-seconds": "10abc" })).text, "Invalid timeout seconds");
  const other = prod.createPublicToken({ scopes: ["read:sessions:chat-2"] });
  assert.equal((await read("chat-1/out", { authorization: `Bearer ${other}` })).status, 403);
  assert.equal((await read("chat-1/out", token)).status, 200);
});

test("a server without S2 has no channels", async (t) => {
  const { send } = await begin(t, { externalId: "chat-1" }, { streams: "v1" });
  assert.equal((await send("PUT", "chat-1/out")).status, 501);
});
