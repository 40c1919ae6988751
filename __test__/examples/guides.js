"use strict";

// What the examples of the guides have around them, as surroundings.js has it for the other documents.

const assert = require("node:assert/strict");
const { createHmac } = require("node:crypto");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const { drain } = require("hairtrigger");
const { setEnvironment } = require("../support/scopes.js");

/** An event as the server posts it: its body, and the header that signs it. */
function signedEvent(secret) {
  const run = { id: "run_1", error: { type: "STRING_ERROR", raw: "no" } };
  const payload = JSON.stringify({ id: "evt_1", type: "alert.run.failed", object: { run } });
  const signature = createHmac("sha256", secret).update(payload).digest("hex");
  return { payload: Buffer.from(payload), headers: { "x-trigger-signature-hmacsha256": signature } };
}

/** An app with a customer of three runs. */
function runsOf(secretKey, prod) {
  prod.seedRun({ status: "COMPLETED" });
  const routes = new Map();
  const app = {
    get: (path, handler) => routes.set(path, handler),
    use: (handler) => routes.set("an error", handler),
  };
  return { app, routes, customerOf: async () => ({ secretKey }) };
}

/** A route gives three runs on two pages. */
async function readPages(ask) {
  const first = await ask(undefined);
  const second = await ask(first.next);
  assert.deepEqual([first.runs.length, second.runs.length, second.next], [2, 1, undefined]);
}

const guides = {
  "watching a run": {
    surround(_, { server, prod, run }) {
      const isHeld = () => server.requests.some(({ held }) => held);
      server.waitForRequest(isHeld).then(() => prod.updateRun(run.id, { status: "COMPLETED" }));
      return {};
    },
    then({ printed }) {
      assert.deepEqual(printed.at(-1)[0], "COMPLETED");
    },
  },
  "watching subscriptions": {
    async then({ printed, prod, run }) {
      prod.updateRun(run.id, { status: "COMPLETED" });
      await prod.client().runs.subscribeToRun(run.id).finished();
      // What the channel tells comes with a wake of its own.
      while (printed.at(-1)?.[2] !== "end") await new Promise(setImmediate);
      assert.deepEqual([printed[0][0], printed[0][2]], ["runs.subscribeToRun", "open"]);
    },
  },
  "reading a stream": {
    surround(_, { server, prod, run }) {
      prod.stream(run.id, "tokens").append("Hello");
      const isHeld = () => server.requests.some(({ held }) => held);
      server.waitForRequest(isHeld).then(() => prod.updateRun(run.id, { status: "COMPLETED" }));
      return {};
    },
    then({ printed }) {
      assert.deepEqual(printed, [["Hello"]]);
    },
  },
  "reading a session": {
    surround(_, { prod }) {
      prod.seedSession({ externalId: "chat-1" });
      const { out } = prod.sessionChannel("chat-1");
      out.append("hi");
      out.writeControl("turn-complete");
      return {};
    },
    then({ printed }) {
      assert.deepEqual(printed, [["hi"], ["turn-complete", 1]]);
    },
  },
  "the last state of a run": {
    surround: (_, { prod }) => ({ finishedRunId: prod.seedRun({ status: "COMPLETED" }).id }),
  },
  "a fresh token": {
    surround: (_, { prod }) => ({ publicToken: prod.createPublicToken({ scopes: ["read:runs"] }) }),
  },
  "going on after a restart": {
    surround(_, { prod }) {
      const { id } = prod.seedRun({ status: "EXECUTING", tags: ["import"] });
      const stored = new Map();
      const handled = [];
      const storage = {
        get: async (key) => stored.get(key),
        async set(key, value) {
          stored.set(key, value);
          setImmediate(drain);
        },
      };
      return { id, handled, storage, stored, handle: async (run) => handled.push(run.id) };
    },
    then(_, { id, handled, stored }) {
      assert.deepEqual(handled, [id]);
      assert.match(stored.get("cursor"), /^v1\./);
    },
  },
  express: {
    surround: ({ secretKey }, { prod }) => runsOf(secretKey, prod),
    async then(_, { routes }) {
      const ask = (query) =>
        new Promise((resolve, reject) => {
          const response = { on() {}, json: resolve, status: (status) => ({ json: () => resolve(status) }) };
          const refuse = (error) => routes.get("an error")(error, {}, response, reject);
          routes.get("/api/runs")({ query }, response).catch(refuse);
        });
      await readPages((after) => ask({ after }));
      assert.equal(await ask({ after: ["a", "b"] }), 400);
    },
  },
  fastify: {
    surround: ({ secretKey }, { prod }) => runsOf(secretKey, prod),
    async then(_, { routes }) {
      const raw = { on() {} };
      await readPages((after) => routes.get("/api/runs")({ query: { after } }, { raw }));
    },
  },
  browser: {
    surround() {
      const pages = { "/api/runs": { runs: [1], next: "a&b" }, "/api/runs?after=a%26b": { runs: [2] } };
      const rendered = [];
      return {
        fetch: async (url) => ({ json: async () => pages[url] }),
        render: (runs, links) => rendered.push({ runs, ...links }),
        rendered,
      };
    },
    async then(_, { rendered }) {
      await rendered.at(-1).older();
      assert.equal(rendered.at(-1).older, undefined);
      await rendered.at(-1).newer();
      assert.deepEqual(
        rendered.map(({ runs }) => runs),
        [[1], [2], [1]],
      );
    },
  },
  "a failing server": {
    surround: (_, { server, prod }) => ({ server, prod }),
  },
  "whose credential": {
    surround(_, { server }) {
      server.allow({ path: "/api/v1/whoami" });
      return {};
    },
  },
  resuming: {
    surround(_, { server }) {
      // The second of three batches fails; the runs of the first are there already when all are sent again.
      let made = 0;
      const isSecond = ({ path }) => path === "/api/v3/batches" && ++made === 2;
      server.fault({ match: isSecond, status: 400 });
      return { invoices: Array.from({ length: 5 }, (__, index) => ({ number: String(index) })) };
    },
    async then({ prod }) {
      const { data } = await prod.client().runs.list({ taskIdentifier: "send-invoice" });
      assert.equal(data.length, 5);
    },
  },
  "an env file": {
    surround(_, { t }) {
      const folder = mkdtempSync(join(tmpdir(), "hairtrigger-"));
      const before = process.cwd();
      t.after(() => {
        process.chdir(before);
        rmSync(folder, { recursive: true });
      });
      process.chdir(folder);
      writeFileSync(".env.production", "DATABASE_URL=postgres://after\n");
      return {};
    },
    then({ prod }) {
      assert.equal(prod.variable("DATABASE_URL").value, "postgres://after");
    },
  },
  "an interrupted sync": {
    surround(_, { server }) {
      server.fault({ path: /import$/, match: ({ method }) => method === "POST", status: 400, times: 1 });
      return {};
    },
  },
  "express webhook": {
    surround(_, { t }) {
      setEnvironment(t, { ALERT_SECRET: "secret" });
      const routes = new Map();
      const app = { post: (path, ...handlers) => routes.set(path, handlers) };
      const raw = ({ type }) => type;
      return { app, express: { raw }, routes };
    },
    async then({ printed }, { routes }) {
      const [type, handler] = routes.get("/webhooks/trigger");
      assert.equal(type, "application/json");
      const ask = (secret) =>
        new Promise((resolve, reject) => {
          const { payload: body, headers } = signedEvent(secret);
          const response = {
            sendStatus: resolve,
            status: (status) => ({ send: () => resolve(status) }),
          };
          handler({ body, headers }, response).catch(reject);
        });
      assert.deepEqual([await ask("secret"), await ask("another")], [204, 400]);
      assert.equal(printed[0][0], "run_1");
    },
  },
  "fastify webhook": {
    surround(_, { t }) {
      setEnvironment(t, { ALERT_SECRET: "secret" });
      const routes = new Map();
      const scope = {
        addContentTypeParser: (type, options, parse) => routes.set(type, { options, parse }),
        post: (path, handler) => routes.set(path, handler),
      };
      return { app: { register: (plugin) => plugin(scope) }, routes };
    },
    async then({ printed }, { routes }) {
      const { options, parse } = routes.get("application/json");
      assert.deepEqual(options, { parseAs: "buffer" });
      const { payload, headers } = signedEvent("secret");
      const body = await new Promise((resolve) =>
        parse({}, payload, (error, parsed) => resolve(error ?? parsed)),
      );
      const reply = { code: (status) => ({ send: () => status }) };
      assert.equal(await routes.get("/webhooks/trigger")({ body, headers }, reply), 204);
      assert.deepEqual(printed, [["alert.run.failed"]]);
    },
  },
};

module.exports = { guides };
