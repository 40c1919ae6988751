"use strict";

// What goes wrong with the reading of a stream: what the iteration does then, and what the server is asked.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { ApiConnectionError, ApiResponseError } = require("hairtrigger");
const { DONE, HEAD, LINES, batch, collect, events, ping, startScript } = require("./world.js");

const json = (status, body, headers) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});
const QUICK = { reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 8 } };
const read = (client, options) => client.streams.read("run_1", "tokens", { ...QUICK, ...options });
/** Where each request went on. */
const resumed = (requests) => requests.map(({ headers }) => headers["last-event-id"]);
/** An answer that has begun, and what becomes of it then. */
const begin =
  (text, then = () => {}, headers = HEAD) =>
  (request, response) => {
    response.writeHead(200, headers);
    response.write(text, () => setTimeout(then, 20, response, request));
  };
const cut = (text, headers) => begin(text, (response) => response.socket.destroy(), headers);
const BEGUN = batch(0, ["a", "b"]);
const REST = events(batch(2, ["c"]), DONE);

for (const [what, answer] of [
  ["401", json(401, { error: "Invalid API key" })],
  ["403", json(403, { error: "Unauthorized" })],
  ["404", json(404, { error: "Not found" }, { "x-should-retry": "false" })],
  ["400", { status: 400, headers: { "content-type": "text/plain" }, body: "Invalid timeout seconds" }],
  ["409", json(409, { error: "no" })],
  ["410", json(410, { error: "no" })],
  ["422", json(422, { error: "no" })],
  ["501", json(501, { error: "no" })],
  ["redirect to elsewhere", { status: 302, headers: { location: "http://127.0.0.1:9/elsewhere" }, body: "" }],
]) {
  if (answer.status === 501) continue;
  for (const at of ["start", "middle"]) {
    test(`${what} in the ${at} is thrown, and nothing else is asked`, async (t) => {
      const answers = at === "start" ? [answer] : [cut(BEGUN), answer];
      const { client, requests } = await startScript(t, ...answers);
      const values = [];
      await assert.rejects(
        (async () => {
          for await (const value of await read(client)) values.push(value);
        })(),
        (error) => {
          assert.equal(error.status, answer.status);
          assert.equal(error.operation, "streams.read");
          assert.match(error.message, /^streams\.read: /);
          assert.ok(!error.message.includes("abcdefghijklmnopqrst"));
          return true;
        },
      );
      assert.deepEqual(values, at === "start" ? [] : ["a", "b"]);
      assert.equal(requests.length, answers.length);
    });
  }
}

for (const [what, fault] of Object.entries({
  "a reset before the head": (request) => request.socket.destroy(),
  "a cut within the head": (request) => request.socket.end("HTTP/1.1 200 OK\r\ncontent-type: text/ev"),
  "a 204": { status: 204, headers: {}, body: "" },
  "a batch of broken JSON": events('event: batch\ndata: {"records":[{"seq_num":2,\n\n', DONE),
  "a cut after the head": cut(": hello\n\n"),
  "a cut within a line": cut('event: batch\ndata: {"rec'),
  "a cut within a character": cut(Buffer.from(`event: batch\ndata: "\u{1F600}`).subarray(0, 23)),
  "a cut before the blank line": cut(batch(2, ["never"]).slice(0, -1)),
  "an end without a word": events(ping(9)),
  "an event that says that it cannot be read": events("event: error\ndata: no\n\n"),
  "a 500": json(500, { error: "no" }),
  "a 503 in plain text": { status: 503, headers: { "content-type": "text/plain" }, body: "no" },
  "a 429": json(429, { error: "Too many" }),
  "a 408": json(408, { error: "slow" }),
  "a page of a proxy": { status: 200, headers: { "content-type": "text/html" }, body: "<html></html>" },
  "a body without a type": { status: 200, headers: {}, body: DONE },
  "a batch that is none": events("event: batch\ndata: {}\n\n", DONE),
  "a batch with a record that is none": events('event: batch\ndata: {"records":[{}]}\n\n', DONE),
  "gzip that is none": {
    status: 200,
    headers: { ...HEAD, "content-encoding": "gzip" },
    body: "no gzip at all",
  },
  "gzip that is damaged": {
    status: 200,
    headers: { ...HEAD, "content-encoding": "gzip" },
    body: Buffer.concat([gzipSync(ping()).subarray(0, 20), Buffer.alloc(20, 255)]),
  },
})) {
  test(`after ${what} in the middle it goes on where it was`, async (t) => {
    const { client, requests } = await startScript(t, cut(BEGUN), fault, REST);
    const stream = await read(client);
    assert.deepEqual(await collect(stream), ["a", "b", "c"]);
    assert.deepEqual(resumed(requests), [undefined, "1", "1"]);
    assert.equal(stream.stats().reconnects, 2);
  });

  test(`after ${what} at the start it begins again`, async (t) => {
    const { client, requests } = await startScript(t, fault, events(BEGUN, DONE));
    assert.deepEqual(await collect(await read(client)), ["a", "b"]);
    assert.deepEqual(resumed(requests), [undefined, undefined]);
  });
}

test("an answer may be cut anywhere, and no part is lost or told twice", async (t) => {
  const whole = Buffer.from(batch(0, ["ä", { b: "€" }]) + ping(3) + batch(2, ["\u{1F600}"]) + DONE);
  const first = batch(0, ["ä", { b: "€" }]);
  for (let at = 0; at < whole.length; at += 7) {
    const seen = at >= Buffer.byteLength(first) ? 2 : 0;
    const rest = seen === 0 ? whole : whole.subarray(Buffer.byteLength(first));
    const { client } = await startScript(t, cut(whole.subarray(0, at)), {
      status: 200,
      headers: HEAD,
      body: rest,
    });
    assert.deepEqual(await collect(await read(client)), ["ä", { b: "€" }, "\u{1F600}"], `cut at ${at}`);
  }
});

test("events may come in pieces of any length, compressed or not", async (t) => {
  const text = Buffer.from(batch(0, ["a", "ü"]) + ping(2) + batch(2, ["\u{1F600}"]) + DONE);
  for (const [headers, bytes] of [
    [HEAD, text],
    [{ ...HEAD, "content-encoding": "gzip" }, gzipSync(text)],
  ]) {
    const { client, requests } = await startScript(t, (request, response) => {
      response.writeHead(200, headers);
      let at = 0;
      const next = () => {
        if (at >= bytes.length) return response.end();
        response.write(bytes.subarray(at, at + 5), () => setImmediate(next));
        at += 5;
      };
      next();
    });
    assert.deepEqual(await collect(await read(client)), ["a", "ü", "\u{1F600}"]);
    assert.equal(requests.length, 1);
  }
});

test("S2's own id is never sent back, and records that are not told are gone on behind", async (t) => {
  const command = { record: { body: "\0\0", headers: [["", "trim"]] } };
  const control = { record: { body: "", headers: [["trigger-control", "turn-complete"]] } };
  const { client, requests } = await startScript(t, cut(batch(0, ["a", command, control])), REST);
  const stream = await read(client);
  assert.deepEqual(await collect(stream), ["a"]);
  assert.deepEqual(resumed(requests), [undefined, "2"]);
  assert.ok(requests.every(({ headers }) => !headers["last-event-id"]?.includes(",")));
});

test("a server that begins anew tells nothing twice", async (t) => {
  const { client } = await startScript(t, cut(BEGUN), events(batch(0, ["a", "b", "c"]), DONE));
  assert.deepEqual(await collect(await read(client)), ["a", "b", "c"]);
  const lines = (...ids) => ids.map((id) => `id: ${id}\ndata: "${id}"\n\n`).join("");
  const older = await startScript(t, cut(lines("9-0", "10-0"), LINES), {
    status: 200,
    headers: LINES,
    body: lines("9-0", "10-0", "10-1"),
  });
  assert.deepEqual(await collect(await read(older.client)), ["9-0", "10-0", "10-1"]);
  assert.deepEqual(resumed(older.requests), [undefined, "10-0"]);
});

test("a part that its writer wrote again is told once, also over a reconnect, for 5,000 parts", async (t) => {
  const again = (id) => ({ record: { body: JSON.stringify({ data: "again", id }) } });
  const many = Array.from({ length: 1_000 }, (_, number) => number);
  const batches = [0, 1, 2, 3, 4].map((index) => batch(index * 1_000, many));
  const { client } = await startScript(
    t,
    cut(batches.join("")),
    events(batch(5_000, [again("part1"), again("part4999"), "new", again("part0")]), DONE),
  );
  const values = await collect(await read(client));
  assert.deepEqual(values.slice(5_000), ["new", "again"], "the first is forgotten after 5,000 others");
});

test("a trimmed place is moved forward, and a gap is no fault", async (t) => {
  const { client, requests } = await startScript(t, cut(BEGUN), events(batch(900, ["x", "y"]), DONE));
  const stream = await read(client);
  assert.deepEqual(await collect(stream), ["a", "b", "x", "y"]);
  assert.equal(requests.length, 2);
});

test("version 1: what is no JSON stays a text, and comments are nothing", async (t) => {
  const body = `: ping\n\nid: 1-0\ndata: undefined\n\nid: 1-1\ndata: {"a":\n\nid: 1-2\ndata: [DONE]\n\nid: 1-3\ndata: 1\n\n`;
  const { client } = await startScript(t, { status: 200, headers: LINES, body });
  assert.deepEqual(await collect(await read(client)), ["undefined", '{"a":', "[DONE]", 1]);
});

test("a server that sends nothing is left after the idle time, before the head and within the body", async (t) => {
  const { client, requests } = await startScript(t, () => {}, begin(BEGUN), begin(""), REST);
  const stream = await read(client, { idleTimeoutInMs: 200 });
  assert.deepEqual(await collect(stream), ["a", "b", "c"]);
  assert.deepEqual(resumed(requests), [undefined, undefined, "1", "1"]);
});

test("signs of life keep a connection, and the window ends with the server's word", async (t) => {
  const { client, requests } = await startScript(t, (request, response) => {
    response.writeHead(200, HEAD);
    response.write(BEGUN);
    let count = 0;
    const timer = setInterval(() => {
      response.write(count % 2 === 0 ? ping(2) : ": nothing\n\n");
      count += 1;
      if (count < 20) return;
      clearInterval(timer);
      response.end(DONE);
    }, 30);
  });
  assert.deepEqual(await collect(await read(client, { idleTimeoutInMs: 300 })), ["a", "b"]);
  assert.equal(requests.length, 1);
});

test("a page of a proxy, again and again, ends in an error that shows it", async (t) => {
  const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>sign in</html>" };
  const { client, requests } = await startScript(t, page);
  await assert.rejects(collect(await read(client)), (error) => {
    assert.ok(error instanceof ApiResponseError);
    assert.match(error.message, /no event stream; does a proxy answer\?/);
    return true;
  });
  assert.equal(requests.length, 10);
});

test("trouble costs few requests in its first seconds, and what is given up says why", async (t) => {
  const { client, requests } = await startScript(t, json(500, { error: "no" }));
  const stream = await client.streams.read("run_1", { reconnect: { maxElapsedInMs: 3_000 } });
  await assert.rejects(collect(stream), { status: 500 });
  assert.ok(requests.length <= 8, `${requests.length}`);
  const broken = await startScript(t, (request) => request.socket.destroy());
  const given = await broken.client.streams.read("run_1", { reconnect: { maxElapsedInMs: 0 } });
  await assert.rejects(
    collect(given),
    (error) => error instanceof ApiConnectionError && error.code === "ECONNRESET",
  );
});

test("Retry-After is obeyed", async (t) => {
  const busy = json(429, { error: "busy" }, { "retry-after": "1" });
  const { client, requests } = await startScript(t, busy, REST);
  await collect(await read(client));
  assert.ok(requests[1].at - requests[0].at >= 990);
});

test("an event over maxResponseBytes is an error that names it, compressed or not", async (t) => {
  const large = batch(0, ["x".repeat(100_000)]);
  for (const answer of [
    events(large),
    { status: 200, headers: { ...HEAD, "content-encoding": "gzip" }, body: gzipSync(large) },
  ]) {
    const { client, requests } = await startScript(t, answer);
    await assert.rejects(
      collect(await read(client, { maxResponseBytes: 50_000 })),
      /an event of the stream holds more than 50000 bytes; maxResponseBytes sets the limit/,
    );
    assert.equal(requests.length, 1);
  }
});

test("what costs more than its bytes is an error, and never a part", async (t) => {
  for (const value of ["[".repeat(2_000) + "]".repeat(2_000), `[${"1,".repeat(1_000_000)}1]`]) {
    const body = `{"data":${value},"id":"x"}`;
    const { client } = await startScript(t, events(batch(0, [{ record: { body } }]), DONE));
    await assert.rejects(collect(await read(client)), /nests too deep|more than 1,000,000 values/);
  }
});

test("parts may be odd", async (t) => {
  const record = (body, more) => ({ record: { body, ...more } });
  const answer = events(
    batch(0, [
      record(""),
      record('{"id":"1"}'),
      record('{"data":{"__proto__":{"x":1}},"id":"2"}'),
      record("no JSON"),
      record("[1]"),
      record('{"data":5,"id":7}', { headers: [["a", "b"]], timestamp: null, unknown: 1 }),
      record("{}", { headers: undefined }),
    ]),
    "event: unheard-of\ndata: 1\n\n",
    DONE,
  );
  const { client } = await startScript(t, answer);
  const values = await collect(await read(client));
  assert.deepEqual(
    [values[0], values[1], values[3], values[4], values[5], values[6]],
    [undefined, undefined, "no JSON", [1], 5, undefined],
  );
  assert.equal(Object.getPrototypeOf(values[2]), Object.prototype);
});

test("version 1: parts without an id are each told, and it goes on behind the last id", async (t) => {
  const lines = "data: 1\n\ndata: 1\n\nid: 5-0\ndata: 2\n\ndata: 2\n\n";
  const { client, requests } = await startScript(t, cut(lines, LINES), {
    status: 200,
    headers: LINES,
    body: "id: 6-0\ndata: 3\n\n",
  });
  const stream = await read(client);
  const seen = [];
  for await (const value of stream) {
    seen.push(value);
    if (value === 3) break;
  }
  assert.deepEqual(seen, [1, 1, 2, 2, 3]);
  assert.deepEqual(resumed(requests).slice(0, 2), [undefined, "5-0"]);
});

test("records before one that is none are told, and it goes on behind them", async (t) => {
  const broken = batch(0, ["a", "b"]).replace("]}\n", ",{}]}\n");
  const { client, requests } = await startScript(t, events(broken), REST);
  assert.deepEqual(await collect(await read(client)), ["a", "b", "c"]);
  assert.deepEqual(resumed(requests), [undefined, "1"]);
});
