"use strict";

// The same call through @trigger.dev/sdk and through hairtrigger: the same requests, the same result.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const official = require("@trigger.dev/sdk");
const hairtrigger = require("../..");
const { rows } = require("./calls.js");
const { differences } = require("./differences.js");
const { observe } = require("./observe.js");

// The official SDK has withAuth in auth only.
const sides = { ours: hairtrigger, theirs: { ...official, withAuth: official.auth.withAuth } };
const shown = new Set();

function compareRequests(ours, theirs, row) {
  const lines = (requests) => requests.map(({ method, status }) => `${method} ${status}`);
  assert.deepEqual(lines(ours), lines(theirs));
  for (const [index, mine] of ours.entries()) {
    const pair = { ours: mine, theirs: theirs[index], row };
    for (const difference of differences) {
      if (difference.take(pair)) shown.add(difference.name);
    }
    assert.deepEqual(mine, theirs[index]);
  }
}

/** Everything the official SDK returns is there and equal; what it drops may be there too. */
function assertCovers(ours, theirs, path = "result") {
  const leaf = typeof theirs !== "object" || theirs === null;
  if (leaf || (Object.getPrototypeOf(theirs) !== Object.prototype && !Array.isArray(theirs))) {
    assert.deepEqual(ours, theirs, path);
    return;
  }
  assert.ok(typeof ours === "object" && ours !== null, `${path} is there`);
  assert.equal(Array.isArray(ours), Array.isArray(theirs), path);
  if (Array.isArray(theirs)) assert.equal(ours.length, theirs.length, `${path}.length`);
  for (const [name, value] of Object.entries(theirs)) assertCovers(ours?.[name], value, `${path}.${name}`);
}

/** Errors are alike, but for what the row says that ours tells and theirs does not. */
function compareErrors(ours, theirs, { tells = {} }) {
  for (const [name, value] of Object.entries(tells)) {
    assert.deepEqual([ours[name], theirs[name]], [value, undefined], name);
  }
  assert.deepEqual(
    ours && { ...ours, ...Object.fromEntries(Object.keys(tells).map((name) => [name])) },
    theirs,
  );
}

/** Where the official SDK fails, what is asked of us is written in the row. */
function checkAlone(ours, theirs, row) {
  assert.equal(theirs.error?.class, row.officialThrows);
  assert.equal(ours.error, undefined);
  if (theirs.requests.length > 0) compareRequests(ours.requests, theirs.requests, row);
  else assertCovers(ours.requests, row.requests, "requests");
  assertCovers(ours.value, row.value);
}

for (const row of rows) {
  test(row.name, async () => {
    const theirs = await observe(sides.theirs, row);
    const ours = await observe(sides.ours, row);
    if (row.officialThrows !== undefined) {
      checkAlone(ours, theirs, row);
      return;
    }
    compareRequests(ours.requests, theirs.requests, row);
    assert.deepEqual(ours.downloads, theirs.downloads);
    compareErrors(ours.error, theirs.error, row);
    assert.equal(theirs.error !== undefined, row.fails ?? false, "the row says whether the call fails");
    assertCovers(ours.value, theirs.value);
  });
}

test("no two rows have one name", () => {
  const names = rows.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test("every known difference shows", () => {
  const names = differences.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !shown.has(name)),
    [],
  );
});
