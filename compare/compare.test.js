"use strict";

// The same call through @trigger.dev/sdk and through hairtrigger: the same request, the same result.

require("../__test__/support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const official = require("@trigger.dev/sdk");
const hairtrigger = require("..");
const { rows } = require("./calls.js");
const { differences } = require("./differences.js");
const { openWorld } = require("./world.js");

const sides = { ours: hairtrigger, theirs: { ...official, withAuth: official.auth.withAuth } };
const exercised = new Set();
let world;

before(async () => {
  world = await openWorld();
});
after(() => world.server.close());

/** Makes a row's call through one side: its requests, and its result or error. */
async function observe(api, row) {
  row.prepare?.(world);
  world.server.clearRequests();
  api.configure(world.config(row.as));
  const outcome = await Promise.resolve()
    .then(() => row.call(api, world))
    .then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
  const requests = world.server.requests.map(({ method, path, query, body, headers }) => ({
    method,
    path,
    query,
    body,
    headers: { ...headers },
  }));
  // Calls that go out together may arrive in any order.
  if (row.unordered) requests.sort((a, b) => a.path.localeCompare(b.path));
  return { ...outcome, requests };
}

function compareRequests(ours, theirs, row) {
  assert.equal(ours.length, theirs.length, "as many requests");
  for (const [index, mine] of ours.entries()) {
    const pair = { ours: mine, theirs: theirs[index], row };
    for (const difference of differences) {
      if (difference.take(pair)) exercised.add(difference.name);
    }
    assert.deepEqual(mine, theirs[index]);
  }
}

/** Everything the official SDK returns is there and equal; what it drops may be there too. */
function assertCovers(ours, theirs, row, path = "result") {
  if (theirs instanceof Date || typeof theirs !== "object" || theirs === null) {
    assert.deepEqual(ours, theirs, path);
  } else if (Array.isArray(theirs)) {
    assert.equal(ours.length, theirs.length, path);
    for (const [index, value] of theirs.entries()) assertCovers(ours[index], value, row, `${path}[${index}]`);
  } else {
    for (const [name, value] of Object.entries(theirs)) {
      if (row.ignores?.includes(name)) assert.equal(typeof ours[name], typeof value, `${path}.${name}`);
      else if (row.newRun && name === "id") assert.match(ours[name], /^run_/);
      else assertCovers(ours[name], value, row, `${path}.${name}`);
    }
  }
}

function describeError(error) {
  if (error === undefined) return undefined;
  return { class: error.constructor.name, name: error.name, status: error.status, error: error.error };
}

for (const row of rows) {
  test(row.name, async () => {
    const theirs = await observe(sides.theirs, row);
    const ours = await observe(sides.ours, row);
    if (row.officialThrows !== undefined) {
      assert.equal(theirs.error?.name, row.officialThrows);
      assert.equal(ours.error, undefined);
      const [{ method, body, headers }] = ours.requests;
      assert.deepEqual({ method, body, branch: headers["x-trigger-branch"] }, row.request);
      return;
    }
    compareRequests(ours.requests, theirs.requests, row);
    assert.deepEqual(describeError(ours.error), describeError(theirs.error));
    assertCovers(ours.value, theirs.value, row);
  });
}

test("every known difference shows", () => {
  const names = differences.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !exercised.has(name)),
    [],
  );
});
