"use strict";

// The same runs watched by both: the same requests but for those that the official SDK makes in vain, the same states.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { auth, runs } = require("@trigger.dev/sdk");
const { TriggerClient } = require("../..");
const { createTestServer } = require("../../testing");

/** What each names itself by, and what the client library of one adds. */
const OWN = [
  "user-agent",
  "trigger-version",
  "accept",
  "accept-language",
  "sec-fetch-mode",
  "accept-encoding",
  "host",
  "connection",
];

function headersOf({ headers }) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.includes(name)));
}

/** Watches a run of a server of its own, which goes through these steps; answers what was asked and what was told. */
async function watch(t, backend, seed, steps, subscribe) {
  const server = await createTestServer({ realtime: backend });
  t.after(() => server.close());
  const { prod } = server.createProject();
  const { id } = prod.seedRun(seed);
  const states = [];
  const rest = [...steps];
  await subscribe({ server, prod, id }, async (subscription) => {
    for await (const run of subscription) {
      states.push(run);
      const step = rest.shift();
      if (step === undefined) continue;
      server
        .waitForRequest(() => server.requests.some(({ held }) => held))
        .then(() => prod.updateRun(id, step));
    }
  });
  return { requests: [...server.requests], states, id };
}

const official = (start) => (world, follow) =>
  auth.withAuth({ baseURL: world.server.url, accessToken: world.prod.secretKey }, () =>
    follow(start(runs, world.id)),
  );
const ours = (start) => (world, follow) => {
  const client = new TriggerClient({ baseURL: world.server.url, secretKey: world.prod.secretKey });
  return follow(start(client.runs, world.id));
};

const DATES = ["createdAt", "updatedAt", "startedAt", "queuedAt", "expiredAt", "delayedUntil", "finishedAt"];

/** A state without what differs between two servers: the id and the times. */
function comparable(run, id) {
  const entries = Object.entries(run).filter(([, value]) => value !== undefined);
  const told = Object.fromEntries(
    entries.map(([name, value]) => [name, DATES.includes(name) ? "date" : value]),
  );
  return JSON.parse(JSON.stringify(told).replaceAll(id, "id"));
}

for (const backend of ["native", "electric"]) {
  for (const [what, options] of [
    ["without options", undefined],
    ["with columns left out", { skipColumns: ["payload", "metadata"] }],
  ]) {
    test(`a run is asked for and told in the same words, ${what}: ${backend}`, async (t) => {
      const seed = {
        payload: { at: 1 },
        tags: ["a b"],
        costInCents: 0.5,
        metadata: { step: 0 },
        isTest: true,
      };
      const steps = [
        { status: "EXECUTING", metadata: { step: 1 } },
        { status: "FAILED", error: { name: "Error", message: "boom", stackTrace: "at x" } },
      ];
      const start = (api, id) => api.subscribeToRun(id, options);
      const theirs = await watch(t, backend, seed, steps, official(start));
      const own = await watch(t, backend, seed, steps, ours(start));
      const first = (requests) => {
        const [request] = requests;
        const { authorization, ...headers } = headersOf(request);
        assert.match(authorization, /^Bearer tr_prod_/);
        return { method: request.method, headers, query: request.query.filter(([, value]) => value !== "") };
      };
      assert.deepEqual(first(own.requests), first(theirs.requests));
      // Parameters that are not in both differ by what each server calls its rows.
      const names = ({ query }) => query.map(([name]) => name).join();
      const live = ({ requests }) =>
        requests.find((request) => Object.fromEntries(request.query).live === "true");
      assert.equal(names(live(own)), names(live(theirs)));
      assert.ok(own.requests.length <= theirs.requests.length, `${own.requests.length}`);
      const mine = own.states.map((run) => comparable(run, own.id));
      for (const [index, run] of theirs.states.entries()) {
        const expected = comparable(run, theirs.id);
        // Those that the official SDK returns; ours has two more.
        const { ttl, number, ...state } = mine[index];
        assert.deepEqual(state, expected);
      }
      assert.equal(mine.length, theirs.states.length);
    });
  }
}
