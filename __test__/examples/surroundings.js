"use strict";

// What an example has around it beyond the world, by the name it has in its document, and what is to be seen
// when it has run. `surround` returns more variables; `then` looks.

const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const { runs, withAuth } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");
const { ca, tls } = require("../support/certificates.js");
const { setEnvironment } = require("../support/scopes.js");
const { guides } = require("./guides.js");

const compare = createRequire(join(__dirname, "..", "comparison", "package.json"));

/** The methods and paths of what was asked. */
function asked(server) {
  return server.requests.map(({ method, path }) => `${method} ${path}`);
}

/** Answers a path that the embedded API does not have. */
function answer(server, path, body) {
  server.allow({ path });
  server.fault({ path, status: 200, body });
}

/** What is told of the faults of an example that asks nothing. */
const UNMET = /no request met the fault/;

const surroundings = {
  ...guides,
  "many projects": {
    surround({ secretKey }) {
      const routes = new Map();
      return {
        routes,
        app: { get: (path, handler) => routes.set(path, handler) },
        customerOf: async () => ({ secretKey }),
      };
    },
    async then(_, { routes }) {
      const answers = [];
      await routes.get("/runs")({}, { json: (value) => answers.push(value) });
      assert.equal(answers[0].length, 2);
    },
  },
  lambda: {
    surround: () => ({ exports: {}, customerKey: async () => process.env.TRIGGER_SECRET_KEY }),
    async then(_, { exports }) {
      const first = await exports.handler({ customer: "acme" });
      assert.deepEqual([first.statusCode, JSON.parse(first.body).length], [200, 2]);
    },
  },
  "explicit scopes": {
    then({ server, branch, prod, run }) {
      assert.equal(branch.variable("DATABASE_URL").value, "postgres://after");
      assert.equal(prod.run(run.id).status, "CANCELED");
      assert.equal(server.requests.length, 3);
    },
  },
  middleware: {
    surround() {
      const [middlewares, routes] = [[], new Map()];
      const app = {
        use: (handler) => middlewares.push(handler),
        get: (path, handler) => routes.set(path, handler),
      };
      return { app, middlewares, routes };
    },
    async then({ acme, globex }, { middlewares: [middleware], routes }) {
      const ask = (customer) =>
        new Promise((resolve, reject) => {
          const [request, response] = [{ customer }, { json: resolve }];
          const next = (error) => (error ? reject(error) : routes.get("/runs")(request, response));
          middleware(request, response, next);
        });
      const pages = await Promise.all([acme, globex].map(ask));
      assert.deepEqual(
        pages.map(([{ tags }]) => tags),
        [["acme"], ["globex"]],
      );
      await assert.rejects(ask({}), { name: "ConfigurationError" });
    },
  },
  "one limited customer": {
    surround({ acme }, { server }) {
      server.limitRate(acme.secretKey, { limit: 0, windowInMs: 3_000 });
    },
    then({ server }) {
      assert.deepEqual(
        server.requests.map(({ status }) => status),
        [429, 200],
      );
    },
  },
  "self-hosted": {
    async surround(_, { t }) {
      const server = await createTestServer({ tls });
      t.after(() => server.close());
      const { secretKey } = server.createProject().prod;
      return { selfHosted: { secretKey, baseURL: server.url, ca } };
    },
  },
  "preview key": {
    surround(_, { t, preview, branch, server }) {
      branch.seedRun();
      setEnvironment(t, { TRIGGER_PREVIEW_KEY: preview.secretKey });
      server.allow({ path: "/api/v1/runs" });
    },
    then({ printed }) {
      assert.equal(printed.length, 1);
    },
  },
  "an unknown run": {
    surround(_, { server }) {
      server.allow({ path: "/api/v3/runs/run_unknown" });
    },
  },
  "life of a branch": {
    then({ server }) {
      assert.equal(server.requests.length, 4);
      assert.equal(server.requests[1].headers["x-trigger-branch"], "feature/search");
    },
  },
  triggering: {
    surround: () => ({ items: Array.from({ length: 3 }, (_, index) => ({ id: "resize", payload: index })) }),
    then({ printed }) {
      assert.equal(printed.length, 1);
    },
  },
  "public token": {
    surround: ({ runId }) => ({ handle: { id: runId } }),
    then({ server, run }) {
      assert.ok(asked(server).includes(`GET /api/v3/runs/${run.id}`));
    },
  },
  shutdown: {
    surround() {
      const closed = [];
      return { closed, server: { close: () => closed.push("server") } };
    },
    async then({ handlers, exits }, { closed }) {
      await handlers.get("SIGTERM")();
      assert.deepEqual([closed, exits], [["server"], [0]]);
    },
  },
  "other requests": {
    surround(_, { server }) {
      answer(server, "/api/v1/orgs/acme/members", { members: [] });
      answer(server, "/api/v1/projects/proj_1234/default-region", {});
      answer(server, "/api/v1/webhooks/deliveries", { data: [] });
    },
    then({ server }) {
      assert.equal(server.requests.length, 3);
    },
  },
  subscriber: {
    async then({ printed, secretKey }) {
      await withAuth({ secretKey }, () => runs.list());
      assert.equal(printed.at(-1)[0], "runs.list");
    },
  },
  spans: {
    surround() {
      const spans = [];
      const startSpan = (name) => {
        const span = { name, isEnded: false, setAttributes: (attributes) => Object.assign(span, attributes) };
        spans.push(span);
        return Object.assign(span, {
          end: () => (span.isEnded = true),
          setStatus() {},
          recordException() {},
        });
      };
      const { trace } = compare("@opentelemetry/api");
      trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) });
      return { spans, trace };
    },
    async then({ secretKey }, { spans, trace }) {
      await withAuth({ secretKey }, () => runs.list());
      trace.disable();
      const [{ name, isEnded, ...attributes }] = spans;
      assert.deepEqual([name, isEnded, attributes["http.response.status_code"]], ["runs.list", true, 200]);
    },
  },
  "tested code": {
    surround: (_, { prod, run }) => ({
      prod,
      cancelStuckRuns: () => runs.cancel(run.id),
    }),
    then({ prod, run }) {
      assert.equal(prod.run(run.id).status, "CANCELED");
    },
  },
  seeding: {
    surround(_, { server, prod }) {
      const client = prod.client();
      server.allow({ path: /cancel$/ });
      setImmediate(() => client.runs.cancel("run_later").catch(() => undefined));
      return { prod, server };
    },
    then({ prod }) {
      assert.equal(prod.variable("DATABASE_URL").value, "postgres://…");
    },
  },
  faults: {
    surround: (_, { server, prod }) => ({ server, prod }),
    async then({ prod, server }) {
      const controller = new AbortController();
      const call = prod.client().runs.list({}, { signal: controller.signal });
      await server.waitForRequest();
      controller.abort();
      await assert.rejects(call);
      assert.throws(() => server.verify(), UNMET);
    },
  },
  feeds: {
    /** Follows a tag, which the example leaves to its reader. */
    surround(_, { server, prod }) {
      const url = `${server.url}/realtime/v1/runs?tags=order-1&handle=mine&offset=0_0&live=true`;
      const answer = fetch(url, { headers: { authorization: `Bearer ${prod.secretKey}` } });
      return { server, prod, answer };
    },
    async then(_, { answer }) {
      const [{ value }] = await (await answer).json();
      assert.equal(value.status, "EXECUTING");
    },
  },
  streams: { surround: (_, { prod }) => ({ prod }) },
  "feed faults": {
    surround: (_, { server }) => ({ server }),
    then: ({ server }) => assert.throws(() => server.verify(), UNMET),
  },
  "allowed requests": {
    surround: (_, { server }) => ({ server, missing: "run_missing" }),
    async then({ prod }) {
      await assert.rejects(prod.client().runs.retrieve("run_missing"), { status: 404 });
    },
  },
};

/** What `require` and `import` of an example give. */
function modules(t) {
  /** A server that an example leaves open is closed with it. */
  const closing = async (options) => {
    const server = await createTestServer(options);
    t.after(() => server.close());
    return server;
  };
  return (source) => {
    if (source === "hairtrigger/testing") return { createTestServer: closing };
    return source.startsWith("@") ? compare(source) : require(source);
  };
}

module.exports = { modules, surroundings };
