"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { withAuth } = require("hairtrigger");
const { createTestServer } = require("../../testing");

const now = Date.parse("2026-03-01T12:00:00.000Z");
let server;
let client;

before(async () => {
  server = await createTestServer({ now: () => now });
  const { prod } = server.createProject().environments;
  for (let index = 1; index <= 6; index += 1) {
    const id = `session_s${index}`;
    prod.seedSession({ id, createdAt: now + index, closedAt: index % 2 ? now : null, metadata: { index } });
  }
  client = withAuth({ secretKey: prod.secretKey, baseURL: server.url });
});
after(() => server.close());

const idsOf = ({ data }) => data.map(({ id }) => id.slice(-1)).join("");

test("pages of sessions are turned in both directions", async () => {
  const first = await client.sessions.list({ limit: 2 });
  const second = await first.getNextPage();
  const third = await second.getNextPage();
  assert.deepEqual([first, second, third].map(idsOf), ["65", "43", "21"]);
  assert.equal(third.hasNextPage(), false);
  const back = await third.getPreviousPage();
  assert.equal(idsOf(back), "43");
  assert.equal(idsOf(await back.getPreviousPage()), "65");
});

test("a session is the same in a list and alone, dates and all", async () => {
  const page = await client.sessions.list();
  assert.equal(page.data.length, 6);
  for (const listed of page.data) {
    const { triggerConfig, ...session } = await client.sessions.retrieve(listed.id);
    assert.deepEqual(triggerConfig, { basePayload: {} });
    assert.deepEqual(listed, session);
    assert.deepEqual(session.createdAt, new Date(now + session.metadata.index));
    assert.deepEqual(session.closedAt, session.metadata.index % 2 ? new Date(now) : null);
    assert.equal(session.expiresAt, null);
  }
});
