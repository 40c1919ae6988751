"use strict";

// What a backend reads of the streams of runs, from the API that is embedded.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { collect, start, untilHeld } = require("./world.js");

for (const streams of ["v1", "v2"]) {
  test(`${streams}: what was written and what is being written is read, to the end that silence is`, async (t) => {
    const { client, prod, run, server } = await start(t, { streams, secondInMs: 10 });
    const stream = prod.stream(run, "tokens");
    const values = [{ a: [1, null] }, "text", 7, null, "ü €\u{1F600} \ud83d", "", { id: "x", data: 1 }];
    for (const value of values) stream.append(value);
    const read = await client.streams.read(run, "tokens", { timeoutInSeconds: 5 });
    assert.equal(read.state, "connecting");
    assert.equal(server.requests.length, 0, "nothing is asked before somebody reads");
    const seen = [];
    for await (const value of read) {
      seen.push(value);
      if (seen.length === values.length) {
        await untilHeld(server);
        stream.append("later");
      }
    }
    assert.deepEqual(seen, [...values, "later"]);
    assert.equal(read.state, "closed");
    const { requests, reconnects, parts } = read.stats();
    assert.deepEqual([requests, reconnects, parts], [1, 0, 8]);
    const [{ headers, method, path }] = server.requests;
    assert.deepEqual([method, path], ["GET", `/realtime/v1/streams/${run}/tokens`]);
    assert.deepEqual(
      [headers.accept, headers["timeout-seconds"], headers["last-event-id"], headers["accept-encoding"]],
      ["text/event-stream", "5", undefined, "gzip"],
    );
  });

  test(`${streams}: a reading goes on from the cursor of another one, told or not`, async (t) => {
    const { client, prod, run } = await start(t, { streams, secondInMs: 10 });
    const stream = prod.stream(run);
    for (let number = 0; number < 1_000; number += 1) stream.append(number);
    const first = await client.streams.read(run, { timeoutInSeconds: 1 });
    const taken = [];
    for await (const number of first) {
      taken.push(number);
      if (number === 299) break;
    }
    const { cursor } = first;
    assert.match(cursor, /^v1\.[\w-]+$/);
    assert.ok(!Buffer.from(cursor.slice(3), "base64url").toString().includes("tr_"));
    const rest = await collect(await client.streams.read(run, { since: cursor, timeoutInSeconds: 1 }));
    assert.deepEqual(
      [...taken, ...rest],
      Array.from({ length: 1_000 }, (_, number) => number),
    );
    const other = await client.streams.read(run, "other", { since: cursor });
    await assert.rejects(collect(other), /since is of a subscription to something else/);
    const broken = await client.streams.read(run, { since: "v1.e30" });
    await assert.rejects(collect(broken), /since must be what the cursor of a subscription was/);
  });
}

test("the forms of reading, and what goes out for each", async (t) => {
  const { client, prod, run, server } = await start(t, { secondInMs: 5 });
  const stream = prod.stream(run);
  for (const value of ["a", "b", "c"]) stream.append(value);
  const headers = () => {
    const { headers: sent } = server.requests.at(-1);
    return [sent["last-event-id"], sent["timeout-seconds"], sent["x-trigger-stream-start"]];
  };
  const wait = { timeoutInSeconds: 1 };
  assert.deepEqual(await collect(await client.streams.read(run)), ["a", "b", "c"]);
  assert.deepEqual(headers(), [undefined, "60", undefined]);
  assert.deepEqual(await collect(await client.streams.read(run, { startIndex: 2, ...wait })), ["c"]);
  assert.deepEqual(headers(), ["1", "1", undefined]);
  await collect(await client.streams.read(run, "default", { startIndex: 0, from: "latest", ...wait }));
  assert.deepEqual(headers(), [undefined, "1", undefined]);
  await collect(await client.streams.read(run, { from: "latest", ...wait }));
  assert.deepEqual(headers(), [undefined, "1", "latest"]);
  assert.deepEqual(await collect(await client.runs.fetchStream(run, "default")), ["a", "b", "c"]);
  assert.deepEqual(headers(), [undefined, undefined, undefined]);
  const defined = client.streams.define({ id: "default" });
  assert.deepEqual(await collect(await defined.read(run, { startIndex: 1, ...wait })), ["b", "c"]);
});

test("it is a ReadableStream, for whoever takes one", async (t) => {
  const { client, prod, run } = await start(t, { secondInMs: 5 });
  const stream = prod.stream(run);
  for (const value of ["a", "b"]) stream.append(value);
  const read = () => client.streams.read(run, { timeoutInSeconds: 1 });
  const reader = (await read()).getReader();
  assert.deepEqual(await reader.read(), { done: false, value: "a" });
  assert.deepEqual(await reader.read(), { done: false, value: "b" });
  assert.deepEqual(await reader.read(), { done: true, value: undefined });
  const whole = await read();
  assert.ok(whole instanceof ReadableStream);
  assert.equal(await new Response(whole.pipeThrough(new TextEncoderStream())).text(), "ab");
  const [one, other] = (await read()).tee();
  assert.deepEqual(
    [await collect(one), await collect(other)],
    [
      ["a", "b"],
      ["a", "b"],
    ],
  );
  const canceled = await read();
  await canceled.cancel();
  assert.equal(canceled.state, "closed");
  const twice = await read();
  const iteration = twice[Symbol.asyncIterator]();
  assert.deepEqual(await iteration.next(), { done: false, value: "a" });
  assert.throws(() => twice.getReader(), /an iteration has this stream already/);
  assert.throws(() => twice[Symbol.asyncIterator](), /an iteration has this stream already/);
  await assert.rejects(new Response(twice.pipeThrough(new TextEncoderStream())).text(), /an iteration/);
  const locked = await read();
  locked.getReader();
  assert.throws(() => locked[Symbol.asyncIterator](), /a reader has this stream already/);
});

test("many may ask for the next part at once, and get one each in its order", async (t) => {
  const { client, prod, run } = await start(t);
  for (let number = 0; number < 500; number += 1) prod.stream(run).append(number);
  const iteration = (await client.streams.read(run)).values();
  const taken = await Promise.all(Array.from({ length: 500 }, () => iteration.next()));
  assert.deepEqual(
    taken.map(({ value }) => value),
    Array.from({ length: 500 }, (_, number) => number),
  );
  await iteration.return();
});

test("until the run completes, a writer may pause for as long as it likes", async (t) => {
  for (const streams of ["v1", "v2"]) {
    const { client, prod, run, server } = await start(t, { streams, secondInMs: 5 });
    const stream = prod.stream(run);
    stream.append("a");
    const read = await client.streams.read(run, { until: "run-completes", timeoutInSeconds: 20 });
    const seen = [];
    const windows = () => server.requests.filter(({ path }) => path.includes("/streams/")).length;
    for await (const value of read) {
      seen.push(value);
      if (value === "a") {
        // The server has given up waiting twice.
        await server.waitForRequest(() => windows() === 3);
        stream.append("b");
      }
      if (value === "b") {
        stream.append("c");
        prod.updateRun(run, { status: "COMPLETED", output: 1 });
      }
    }
    assert.deepEqual(seen, ["a", "b", "c"], streams);
    const last = server.requests.filter(({ path }) => path.includes("/streams/")).at(-1);
    assert.equal(last.headers["timeout-seconds"], "1");
  }
});

test("a run that has completed is read to its end, in two requests for the stream", async (t) => {
  const { client, prod, run, server } = await start(t);
  for (let number = 0; number < 3_000; number += 1) prod.stream(run).append(number);
  prod.updateRun(run, { status: "COMPLETED", output: 1 });
  const read = await client.streams.read(run, { until: "run-completes" });
  assert.equal((await collect(read)).length, 3_000);
  const windows = server.requests.filter(({ path }) => path.includes("/streams/")).length;
  assert.ok(windows <= 2, `${windows}`);
});

test("what is wrong with the arguments is told at once", async (t) => {
  const { client, run, server } = await start(t);
  const refused = (promise, message) => assert.rejects(promise, { name: "ArgumentError", message });
  const { streams, runs, sessions } = client;
  await refused(streams.read(), /streams\.read: runId must be a string/);
  await refused(streams.read(""), /runId must not be empty/);
  await refused(streams.read("batch_1"), /is the id of a batch/);
  await refused(streams.read(run, ".."), /key must be one path segment/);
  await refused(streams.read(run, 7), /options must be an object/);
  await refused(streams.read(run, { nope: 1 }), /options\.nope is not known here/);
  await refused(
    streams.read(run, { startIndex: -1 }),
    /options\.startIndex must be a whole number, 0 or more/,
  );
  await refused(streams.read(run, { startIndex: 1.5 }), /startIndex/);
  await refused(streams.read(run, { timeoutInSeconds: 601 }), /from 1 to 600/);
  await refused(streams.read(run, { timeoutInSeconds: 0 }), /from 1 to 600/);
  await refused(streams.read(run, { from: "end" }), /one of beginning, latest/);
  await refused(streams.read(run, { until: "never" }), /one of timeout, run-completes/);
  await refused(streams.read(run, { since: "x", startIndex: 1 }), /since and options\.startIndex both say/);
  await refused(streams.read(run, { refreshAccessToken: 1 }), /a function that answers a token/);
  await refused(streams.read(run, {}, 1), /takes at most 3 arguments/);
  await refused(runs.fetchStream(run), /streamKey|key must be a string/);
  const { out } = sessions.open("chat");
  await refused(out.read({ lastEventId: "x" }), /the number of a record/);
  await refused(out.read({ lastEventId: -1 }), /the number of a record/);
  await refused(out.read({ onPart: 1 }), /options\.onPart must be a function/);
  await refused(out.read({ startIndex: 1 }), /startIndex is not known here/);
  assert.deepEqual(server.requests, []);
});
