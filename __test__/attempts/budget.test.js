"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { withAuth } = require("hairtrigger");
const { openWorld } = require("../support/world.js");

/** What a credential saves up on a host, and what all of them together do. */
const OF_CREDENTIAL = 100;
const OF_HOST = 500;

/** Makes so many calls at once; their errors. */
async function fail(client, count) {
  const calls = Array.from({ length: count }, () => client.runs.list());
  return (await Promise.allSettled(calls)).map(({ reason }) => reason);
}

test("an outage costs a credential its savings and no retry more", async (t) => {
  const { server, client } = await openWorld(t);
  server.fault({ status: 503 });
  const errors = await fail(client, 300);
  assert.equal(server.requests.length, 300 + OF_CREDENTIAL);
  const unpaid = errors.find(({ attempts }) => attempts === 1);
  assert.match(unpaid.message, /It was not tried again: this credential has used up its retries for http:/);
  await fail(client, 50);
  assert.equal(server.requests.length, 350 + OF_CREDENTIAL, "once they are spent a call is a request");
});

test("five successes buy one retry", async (t) => {
  const { server, client } = await openWorld(t);
  const outage = server.fault({ status: 503 });
  await fail(client, 100);
  outage.remove();
  for (let call = 0; call < 5; call += 1) await client.runs.list();
  server.fault({ status: 503, times: 1 });
  await client.runs.list();
  // The call that was repeated has succeeded too, but it takes five to pay for a retry.
  server.fault({ status: 503, times: 1 });
  await assert.rejects(client.runs.list(), { attempts: 1 });
});

test("one customer's failing calls cost nobody else a retry", async (t) => {
  const { server, client, config, dev } = await openWorld(t);
  const outage = server.fault({ status: 503, token: dev.secretKey });
  await fail(client, 200);
  outage.remove();
  const other = withAuth({ ...config, secretKey: server.createProject().environment("dev").secretKey });
  server.fault({ status: 503, times: 2 });
  await other.runs.list();
});

test("all customers together cost a host its savings, and each its own two retries", async (t) => {
  const { server, config } = await openWorld(t);
  server.fault({ status: 503 });
  const clients = Array.from({ length: 8 }, () => {
    const { secretKey } = server.createProject().environment("dev");
    return withAuth({ ...config, secretKey });
  });
  const errors = (await Promise.all(clients.map((client) => fail(client, 60)))).flat();
  const retries = server.requests.length - 480;
  assert.ok(retries >= OF_HOST && retries <= OF_HOST + 8 * 2, `${retries} retries`);
  assert.ok(errors.some(({ message }) => /this process has used up its retries for http:/.test(message)));
});

test("a customer whose calls have not failed may repeat one although others have spent the host's retries", async (t) => {
  const { server, config } = await openWorld(t);
  const outage = server.fault({ status: 503 });
  const keys = Array.from({ length: 8 }, () => server.createProject().environment("dev").secretKey);
  await Promise.all(keys.map((secretKey) => fail(withAuth({ ...config, secretKey }), 60)));
  outage.remove();
  const { secretKey } = server.createProject().environment("dev");
  server.fault({ status: 503, times: 1 });
  const { data } = await withAuth({ ...config, secretKey }).runs.list();
  assert.deepEqual(data, []);
});

test("the budget is a host's: another one is still asked again", async (t) => {
  const down = await openWorld(t);
  const up = await openWorld(t);
  const { secretKey } = down.dev;
  down.server.fault({ status: 503 });
  await fail(down.client, 150);
  up.server.fault({ status: 503, times: 1 });
  // The other server does not know the key, and says so at the second attempt.
  await assert.rejects(withAuth({ ...up.config, secretKey }).runs.list(), { status: 401, attempts: 2 });
});

test("connections that cannot be made are paid for too", async () => {
  const config = { secretKey: "tr_dev_budget", baseURL: "http://127.0.0.1:1" };
  const client = withAuth({ ...config, requestOptions: { retry: { minTimeoutInMs: 1 } } });
  const errors = await fail(client, 200);
  const attempts = errors.reduce((sum, error) => sum + error.attempts, 0);
  assert.equal(attempts, 200 + OF_CREDENTIAL);
});
