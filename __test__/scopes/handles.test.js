"use strict";

// Handles of streams and sessions may be made where there is no scope: each use of one runs in the scope it is used in.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { TriggerClient, configure, sessions, streams, withAuth } = require("hairtrigger");
const { json, openServer } = require("../hostile/server.js");
const { resetConfiguration } = require("../support/scopes.js");

const keyOf = ({ headers }) => headers.authorization?.slice("Bearer ".length);

/** A server that accepts what is written, and answers nothing to what is read; `seen` lists keys and paths. */
async function openCounting(t) {
  const seen = [];
  const server = await openServer(t, (request, response) => {
    seen.push(`${keyOf(request)} ${request.method} ${request.url}`);
    if (request.method === "GET") return json(response, { error: "none" }, 404);
    return json(response, { ok: true, version: "v1", key: "k" });
  });
  const scopeOf = (name) => ({ secretKey: `tr_prod_${name}`, baseURL: server.url });
  return { seen, scopeOf };
}

const made = {
  stream: streams.define({ id: "tokens" }),
  input: streams.input({ id: "questions" }),
  session: sessions.open("chat"),
};

const USES = {
  "define().append": () => made.stream.append("part", { target: "run_1" }),
  "define().pipe": () => made.stream.pipe(["part"], { target: "run_1" }).waitUntilComplete(),
  "define().read": async () => (await made.stream.read("run_1")).getReader().read(),
  "input().send": () => made.input.send("run_1", { text: "?" }),
  "open().in.send": () => made.session.in.send({ text: "?" }),
  "open().out.append": () => made.session.out.append("part"),
  "open().out.read": async () => (await made.session.out.read()).getReader().read(),
  "open().out.trimTo": () => made.session.out.trimTo(3),
  "open().in.once": () => made.session.in.once({ timeoutInSeconds: 1 }),
  "open().channel().in.send": () => made.session.channel("side").in.send("?"),
};

for (const [name, use] of Object.entries(USES)) {
  test(`${name}: a handle of the whole program has the key of whoever uses it`, async (t) => {
    resetConfiguration(t);
    const { seen, scopeOf } = await openCounting(t);
    configure(scopeOf("process"));
    // What the server makes of it is not what this is about.
    const useIn = (tenant) => withAuth(scopeOf(tenant), () => use().catch(() => {}));
    await Promise.all([useIn("acme"), useIn("globex")]);
    const keys = new Set(seen.map((line) => line.split(" ")[0]));
    assert.deepEqual([...keys].sort(), ["tr_prod_acme", "tr_prod_globex"]);
  });
}

test("a handle that is made and first used by one customer is no other's", async (t) => {
  resetConfiguration(t);
  const { seen, scopeOf } = await openCounting(t);
  configure({ ambient: false });
  let cached;
  const send = () => (cached ??= streams.input({ id: "lazy" })).send("run_1", 1);
  await withAuth(scopeOf("acme"), send);
  await withAuth(scopeOf("globex"), send);
  assert.deepEqual(
    seen.map((line) => line.split(" ")[0]),
    ["tr_prod_acme", "tr_prod_globex"],
  );
  await assert.rejects(cached.send("run_1", 1), { name: "ConfigurationError" });
  assert.equal(seen.length, 2);
});

test("all parts of one writing have the scope that it began in", async (t) => {
  resetConfiguration(t);
  const { seen, scopeOf } = await openCounting(t);
  configure(scopeOf("process"));
  let goOn;
  const began = new Promise((resolve) => (goOn = resolve));
  async function* source() {
    yield "first";
    await began;
    yield "second";
  }
  const writing = await withAuth(scopeOf("acme"), () => ({
    wait: made.stream.pipe(source(), { target: "run_1" }).waitUntilComplete,
  }));
  await withAuth(scopeOf("globex"), async () => goOn());
  await writing.wait().catch(() => {});
  assert.deepEqual([...new Set(seen.map((line) => line.split(" ")[0]))], ["tr_prod_acme"]);
});

test("a client's handle has the client's key, in whatever scope it is used", async (t) => {
  const { seen, scopeOf } = await openCounting(t);
  const handle = new TriggerClient(scopeOf("acme")).streams.input({ id: "questions" });
  await withAuth(scopeOf("globex"), () => handle.send("run_1", 1));
  assert.match(seen[0], /^tr_prod_acme POST/);
});
