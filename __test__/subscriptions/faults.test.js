"use strict";

// What goes wrong with a feed: what the iteration does then, and what the server is asked.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiConnectionError, ApiResponseError } = require("hairtrigger");
const { HEAD, UP_TO_DATE, collect, feed, row, startScript } = require("./world.js");

const json = (status, body, headers) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});
const FINAL = feed(row("COMPLETED", 2));
const BEGUN = feed(row("EXECUTING"));

/** A subscription that leaves out no state: here a server may be faster than whoever looks. */
const watch = (client, options) => client.runs.subscribeToRun("run_1", { updates: "every", ...options });

/** The requests of a feed in short: `-1` for a snapshot, `look` for one that does not wait, `live`. */
const asked = (requests) =>
  requests.map(({ query: { live, offset } }) => (live ? "live" : offset === "-1" ? "-1" : "look"));

for (const [what, answer] of [
  ["401", json(401, { error: "Invalid API key" })],
  ["403", json(403, { error: "Unauthorized" })],
  ["404", json(404, { error: "Not found" }, { "x-should-retry": "false" })],
  ["400", json(400, { error: "Query Error", details: [] })],
  ["422", json(422, { error: "no" })],
  ["redirect to elsewhere", { status: 302, headers: { location: "http://127.0.0.1:9/elsewhere" }, body: "" }],
]) {
  for (const at of ["start", "middle"]) {
    test(`${what} in the ${at} is thrown, and nothing else is asked`, async (t) => {
      const { client, requests } = await startScript(t, ...(at === "start" ? [] : [BEGUN]), answer);
      const states = [];
      await assert.rejects(
        (async () => {
          for await (const { status } of watch(client)) states.push(status);
        })(),
        (error) => {
          assert.equal(error.status, answer.status);
          assert.equal(error.operation, "runs.subscribeToRun");
          assert.match(error.message, /^runs\.subscribeToRun: /);
          assert.match(error.stack, /faults\.test\.js/);
          assert.ok(!error.message.includes("abcdefghijklmnopqrst"));
          return true;
        },
      );
      assert.deepEqual(states, at === "start" ? [] : ["EXECUTING"]);
      assert.equal(requests.length, at === "start" ? 1 : 2);
    });
  }
}

const cut = (bytes) => (request, response) => {
  response.writeHead(200, { ...HEAD, "content-length": 10_000 });
  response.write(bytes);
  setImmediate(() => response.socket.destroy());
};
for (const [what, fault] of Object.entries({
  "a reset before the head": (request) => request.socket.destroy(),
  "a body that is cut": cut("["),
  "a body that is cut within a character": cut(Buffer.from('["\u{1F600}').subarray(0, 4)),
  "a 500": json(500, { error: "Failed to get concurrency limit" }),
  "a 503 in plain text": {
    status: 503,
    headers: { "content-type": "text/plain" },
    body: "Network error occurred",
  },
  "a 429 without a word when": json(429, { error: "Too many concurrent requests" }),
  "a 408": json(408, { error: "slow" }),
  "a page of a proxy": { status: 200, headers: { "content-type": "text/html" }, body: "<html></html>" },
  "broken JSON": { status: 200, headers: HEAD, body: "[{" },
  "no list": { status: 200, headers: HEAD, body: "{}" },
  "no handle": { status: 200, headers: { ...HEAD, "electric-handle": "" }, body: "nope" },
})) {
  test(`after ${what} in the middle it looks what it has missed, and goes on`, async (t) => {
    const { client, requests } = await startScript(t, BEGUN, fault, FINAL);
    const subscription = watch(client);
    assert.deepEqual(await collect(subscription), ["EXECUTING", "COMPLETED"]);
    assert.deepEqual(asked(requests), ["-1", "live", "look"]);
    assert.equal(subscription.stats().reconnects, 1);
  });

  test(`after ${what} at the start it begins again`, async (t) => {
    const { client, requests } = await startScript(t, fault, FINAL);
    assert.deepEqual(await collect(watch(client)), ["COMPLETED"]);
    assert.deepEqual(asked(requests), ["-1", "-1"]);
  });
}

for (const [what, body] of Object.entries({
  "a list": JSON.stringify([{ headers: { control: "must-refetch" } }]),
  "an object": "{}",
  "a text": "gone",
  nothing: "",
})) {
  test(`a 409 with ${what} begins anew under the handle it names`, async (t) => {
    const gone = { status: 409, headers: { "electric-handle": "h-2" }, body };
    const { client, requests } = await startScript(t, BEGUN, gone, FINAL);
    assert.deepEqual(await collect(watch(client)), ["EXECUTING", "COMPLETED"]);
    assert.deepEqual(
      requests.map(({ query: { handle, offset } }) => [handle, offset]),
      [
        [undefined, "-1"],
        ["h-1", "1_0"],
        ["h-2", "-1"],
      ],
    );
  });
}

test("a 400 that says that an offset is out of bounds is a 409 in disguise", async (t) => {
  const gone = json(400, { errors: { offset: ["out of bounds for this shape"] } });
  const { client, requests } = await startScript(t, BEGUN, gone, FINAL);
  assert.deepEqual(await collect(watch(client)), ["EXECUTING", "COMPLETED"]);
  assert.deepEqual(asked(requests), ["-1", "live", "-1"]);
});

for (const [what, answers] of Object.entries({
  "a live answer that comes at once and says nothing": [BEGUN, feed()],
  "a 409": [{ status: 409, headers: { "electric-handle": "h-1" }, body: "[]" }],
  "a page of a proxy": [{ status: 200, headers: { "content-type": "text/html" }, body: "<html></html>" }],
})) {
  test(`${what}, again and again, is waited for longer and longer, and ends in an error`, async (t) => {
    const { client, requests } = await startScript(t, ...answers);
    const subscription = watch(client, {
      reconnect: { minTimeoutInMs: 1, maxTimeoutInMs: 8 },
    });
    await assert.rejects(collect(subscription), (error) => {
      assert.ok(error instanceof ApiResponseError, error.message);
      assert.match(error.message, /proxy/);
      return true;
    });
    assert.ok(requests.length <= 12, `${requests.length}`);
  });
}

test("trouble costs few requests in its first seconds", async (t) => {
  const { client, requests } = await startScript(t, BEGUN, json(500, { error: "no" }));
  const subscription = watch(client, { reconnect: { maxElapsedInMs: 3_000 } });
  await assert.rejects(collect(subscription), { status: 500 });
  assert.ok(requests.length <= 8, `${requests.length}`);
  const waits = requests.slice(2).map(({ at }, index) => at - requests[index + 1].at);
  assert.ok(
    waits.every((wait, index) => wait >= 125 * 2 ** index - 5),
    `${waits}`,
  );
});

test("Retry-After is obeyed", async (t) => {
  const busy = json(429, { error: "busy" }, { "retry-after": "1" });
  const { client, requests } = await startScript(t, BEGUN, busy, FINAL);
  assert.deepEqual(await collect(watch(client)), ["EXECUTING", "COMPLETED"]);
  assert.ok(requests[2].at - requests[1].at >= 990);
});

test("a server that sends nothing is left after the idle time, before the head and within the body", async (t) => {
  const silent = () => {};
  const stalled = (request, response) => response.writeHead(200, HEAD).write("[");
  const { client, requests } = await startScript(t, BEGUN, silent, stalled, FINAL);
  const subscription = watch(client, { idleTimeoutInMs: 300 });
  assert.deepEqual(await collect(subscription), ["EXECUTING", "COMPLETED"]);
  assert.deepEqual(asked(requests), ["-1", "live", "look", "look"]);
});

test("what is given up after a while says why", async (t) => {
  const { client } = await startScript(t, (request) => request.socket.destroy());
  const subscription = watch(client, { reconnect: { maxElapsedInMs: 0 } });
  await assert.rejects(
    collect(subscription),
    (error) => error instanceof ApiConnectionError && error.code === "ECONNRESET",
  );
});

test("interim answers are skipped, and older names of headers are known", async (t) => {
  const { "electric-handle": handle, "electric-offset": offset, ...others } = HEAD;
  const older = { ...others, "electric-shape-id": handle, "electric-chunk-last-offset": offset };
  const { client } = await startScript(t, (request, response) => {
    response.writeProcessing();
    response.writeProcessing();
    response.writeHead(200, older).end(FINAL.body);
  });
  assert.deepEqual(await collect(watch(client)), ["COMPLETED"]);
});

test("a row may be odd", async (t) => {
  const odd = row("FROM_THE_FUTURE", 1, {
    number: null,
    usageDurationMs: null,
    runTags: "{a",
    unknown: "x",
    __proto__: null,
    error: JSON.stringify({ type: "NEW_KIND", message: "odd" }),
  });
  odd.value["__proto__x"] = "y";
  const body = JSON.stringify([{ headers: { control: "unheard-of" } }, odd, UP_TO_DATE]).replace(
    "__proto__x",
    "__proto__",
  );
  const { client } = await startScript(t, { status: 200, headers: HEAD, body }, FINAL);
  const [run] = await collect(watch(client), (run) => run);
  assert.deepEqual(
    [run.status, run.isQueued, run.durationMs, run.tags, run.error],
    ["FROM_THE_FUTURE", false, 0, [], { message: "odd" }],
  );
  assert.equal(Object.getPrototypeOf(run), Object.prototype);
});

test("older versions and copies are not told", async (t) => {
  const { client } = await startScript(
    t,
    feed(row("EXECUTING", 5)),
    feed(row("EXECUTING", 5), row("EXECUTING", 5)),
    feed(row("QUEUED", 4)),
    feed(row("COMPLETED", 6)),
  );
  assert.deepEqual(await collect(watch(client)), ["EXECUTING", "COMPLETED"]);
});

test("a row over maxRowBytes names its largest column", async (t) => {
  const large = feed(row("EXECUTING", 1, { payload: "x".repeat(2_000), payloadType: "text/plain" }));
  const { client } = await startScript(t, large);
  const subscription = watch(client, { maxRowBytes: 1_000 });
  await assert.rejects(
    collect(subscription),
    /a row holds 2\d\d\d bytes and maxRowBytes is 1000; .* column "payload": leave that out with skipColumns/,
  );
});

test("a payload that costs more than its bytes is an error of its subscription", async (t) => {
  const payload = JSON.stringify({
    json: { a: [] },
    meta: { values: { a: [["typed-array", "Uint8Array"]], b: 1 } },
  });
  const costly = feed(
    row("EXECUTING", 1, { payload, payloadType: "application/super+json" }),
    row("COMPLETED", 2),
  );
  const { client } = await startScript(t, costly);
  const states = await collect(watch(client)).catch((error) => error.name);
  assert.ok(states === "ApiResponseError" || Array.isArray(states));
});

test("a fresh token is asked for when the server refuses the old one, once for all who ask the same", async (t) => {
  const token = (sub, more = {}) => {
    const claims = Buffer.from(JSON.stringify({ sub, pub: true, scopes: ["read:runs"], ...more })).toString(
      "base64url",
    );
    return `eyJhbGciOiJIUzI1NiJ9.${claims}.c2lnbmF0dXJl${sub}`;
  };
  const refused = json(401, { error: "Public Access Token is invalid" });
  for (const [fresh, expected] of [
    [() => token("env_1", { fresh: true }), ["EXECUTING", "COMPLETED"]],
    [() => token("env_2"), /a token of another environment; the subscription keeps its scope/],
    [() => "tr_prod_abcdefghijklmnopqrst", /a secret key, and it began with a public/],
    [() => Promise.reject(new Error("no")), /401/],
  ]) {
    let calls = 0;
    const { client, requests } = await startScript(
      t,
      BEGUN,
      refused,
      fresh.length === 0 && expected instanceof RegExp ? refused : FINAL,
    );
    const subscription = watch(client, {
      refreshAccessToken: () => {
        calls += 1;
        return fresh();
      },
      clientConfig: { accessToken: token("env_1"), baseURL: undefined },
    });
    if (Array.isArray(expected)) {
      assert.deepEqual(await collect(subscription), expected);
      const bearers = requests.map(({ headers }) => headers.authorization);
      assert.equal(bearers[0], bearers[1]);
      assert.notEqual(bearers[1], bearers[2]);
    } else await assert.rejects(collect(subscription), expected);
    assert.equal(calls, 1);
  }
});
