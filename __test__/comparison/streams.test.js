"use strict";

// The same streams read by both: the same requests, the same parts.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiClient } = require("@trigger.dev/core/v3");
const { auth, runs, sessions, streams } = require("@trigger.dev/sdk");
const { TriggerClient } = require("../..");
const { createTestServer } = require("../../testing");

/** What each names itself by, and what the client library of one adds. */
const OWN = [
  "user-agent",
  "trigger-version",
  "accept-language",
  "sec-fetch-mode",
  "accept-encoding",
  "host",
  "connection",
  "content-type",
  "x-trigger-client",
  // An id of its own for each request.
  "x-trigger-request-idempotency-key",
];

function headersOf({ headers }) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.includes(name)));
}

const official = { auth, runs, sessions, streams };

/** Reads what a server has that both ask; answers the requests and what was told. */
async function readWith(t, version, read) {
  const server = await createTestServer({ realtime: { streams: version, secondInMs: 5 } });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const { id: run } = prod.seedRun({ status: "EXECUTING" });
  prod.seedSession({ externalId: "chat" });
  const values = [{ a: [1, null] }, "text", 7, null, "ü €", { id: "x", data: 1 }];
  for (const value of values) prod.stream(run, "tokens").append(value);
  if (version === "v2") {
    const stream = prod.stream(run, "tokens");
    stream.append("once", { id: "again" });
    stream.append("twice", { id: "again" });
    stream.trim(1);
    const { out } = prod.sessionChannel("chat");
    out.append({ text: "hi" }, { id: "first" });
    out.writeControl("turn-complete", { "last-event-id": "0" });
    out.append("more", { id: "second" });
  }
  const of = async (api) => {
    const before = server.requests.length;
    const told = await read(api, run);
    const asked = server.requests.slice(before);
    return { told, asked: asked.map((each) => ({ path: each.path, headers: headersOf(each) })) };
  };
  const theirs = await auth.withAuth({ baseURL: server.url, accessToken: prod.secretKey }, () =>
    of(official),
  );
  const own = await of(new TriggerClient({ baseURL: server.url, secretKey: prod.secretKey }));
  return { own, theirs };
}

async function collect(stream) {
  const values = [];
  for await (const value of await stream) values.push(value);
  return values;
}

/** Everything that a session's reading tells, in its order. */
async function told({ sessions: area }, options) {
  const events = [];
  const isGiven = ([, value]) => value !== undefined;
  const timeless = ({ timestamp, ...event }) => [
    typeof timestamp,
    ...Object.entries(event).filter(isGiven).sort(),
  ];
  const stream = await area.open("chat").out.read({
    timeoutInSeconds: 1,
    onPart: (part) => events.push("part", timeless(part)),
    onControl: (control) => events.push("control", timeless(control)),
    onComplete: () => events.push("complete"),
    ...options,
  });
  for await (const value of stream) events.push(value);
  // The official SDK reads ahead of whoever takes.
  return events.map((event) => JSON.stringify(event)).sort();
}

const forms = {
  "streams.read": (api, run) => collect(api.streams.read(run, "tokens")),
  "streams.read, with its options": (api, run) =>
    collect(api.streams.read(run, "tokens", { startIndex: 2, timeoutInSeconds: 1 })),
  "streams.read, from its first part": (api, run) =>
    collect(api.streams.read(run, "tokens", { startIndex: 0, from: "latest", timeoutInSeconds: 1 })),
  "streams.read, what comes from then on": (api, run) =>
    collect(api.streams.read(run, "tokens", { from: "latest", timeoutInSeconds: 1 })),
  "streams.read, without a key": (api, run) => collect(api.streams.read(run, { timeoutInSeconds: 1 })),
  "a defined stream": (api, run) =>
    collect(api.streams.define({ id: "tokens" }).read(run, { startIndex: 1 })),
  "runs.fetchStream": (api, run) => collect(api.runs.fetchStream(run, "tokens")),
  "a reader": async (api, run) => {
    const reader = (await api.streams.read(run, "tokens", { timeoutInSeconds: 1 })).getReader();
    return [await reader.read(), await reader.read(), await reader.cancel()];
  },
};
const ofSessions = {
  "a session": (api) => told(api),
  "a session, behind a record": (api) => told(api, { lastEventId: 0 }),
  "a session, behind a record by its text": (api) => told(api, { lastEventId: "1" }),
};

for (const [version, more] of [
  ["v1", {}],
  ["v2", ofSessions],
]) {
  for (const [name, read] of Object.entries({ ...forms, ...more })) {
    test(`${version}: the same is asked and told: ${name}`, async (t) => {
      const { own, theirs } = await readWith(t, version, read);
      assert.deepEqual(own.told, theirs.told);
      assert.deepEqual(own.asked, theirs.asked);
      assert.equal(own.asked.length, 1);
    });
  }
}

// Outside a task the official `streams.append` sends nothing: what it sends inside one is its client's.
const encoder = new TextEncoder();
const bodies = {
  "a text": () => "text ü \u{1F600}",
  "an empty text": () => "",
  "a text with half of a character": () => "a\ud83d",
  "an Uint8Array": () => encoder.encode("bytes ü"),
  "a part of a buffer": () => encoder.encode("abcdef").subarray(2, 4),
  "a DataView": () => new DataView(encoder.encode("abcdef").buffer, 1, 3),
  "an ArrayBuffer": () => encoder.encode("\ufeffbytes").buffer,
  "a Buffer": () => Buffer.from("bytes ü"),
  "a Blob": () => new Blob(["blob ", encoder.encode("ü")], { type: "text/plain" }),
  "a File": () => new File(["file"], "name.txt"),
  URLSearchParams: () => new URLSearchParams({ a: "b c", ü: "€" }),
};

for (const [name, create] of Object.entries(bodies)) {
  test(`append: the same bytes go out: ${name}`, async (t) => {
    const server = await createTestServer();
    t.after(() => server.close());
    const { prod } = server.createProject();
    const { id: target } = prod.seedRun({ status: "EXECUTING" });
    await new ApiClient(server.url, prod.secretKey).appendToStream(target, "self", "tokens", create());
    const client = new TriggerClient({ baseURL: server.url, secretKey: prod.secretKey });
    await client.streams.append("tokens", create(), { target });
    const [theirs, own] = server.requests;
    assert.deepEqual([own.method, own.path], [theirs.method, theirs.path]);
    assert.equal(own.headers["content-type"], theirs.headers["content-type"]);
    assert.equal(own.headers["content-length"], theirs.headers["content-length"]);
    const [first, second] = prod.stream(target, "tokens").parts;
    assert.deepEqual(second.data, first.data);
  });
}
