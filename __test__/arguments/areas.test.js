"use strict";

// What the areas refuse before anything is sent.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { withAuth } = require("hairtrigger");
const { createTestServer } = require("../../testing");
const { rejection } = require("../support/scopes.js");
const { refuses } = require("./refusals.js");

/** Rows of a call's arguments, and what of the message follows the call's name. */
function refusesAll(name, rows) {
  const [area, verb] = name.split(".");
  for (const [args, message] of rows) {
    const title = `${name}: ${message.source.slice(0, 80)} (${args.length})`;
    const whole = new RegExp(`^${name.replace(".", "\\.")}: .*(?:${message.source})`, message.flags);
    refuses(title, (api) => api[area][verb](...args), whole);
  }
}

const unknown = { nope: 1 };
const asId = [
  [[], /must be a string.*, got undefined/],
  [[7], /must be a string.*, got the number 7/],
  [[null], /must be a string.*, got null/],
  [[""], /must not be empty/],
  [["."], /must be one path segment/],
  [[".."], /must be one path segment/],
];

refusesAll("wait.createToken", [
  [[unknown], /nope is not known here; known are idempotencyKey, idempotencyKeyTTL, timeout, tags/],
  [[7], /options must be an object/],
  [[{ idempotencyKey: "" }], /idempotencyKey must not be empty/],
  [[{ idempotencyKeyTTL: "zzz" }], /idempotencyKeyTTL must be a whole number of s, m, h or d.*got "zzz"/],
  [[{ idempotencyKeyTTL: "1h30m" }], /idempotencyKeyTTL must be/],
  [[{ idempotencyKeyTTL: 60 }], /idempotencyKeyTTL must be/],
  [[{ timeout: "soon" }], /timeout must be a duration such as "1h30m", .* got "soon"/],
  [[{ timeout: "" }], /timeout must be a duration/],
  [[{ timeout: 60 }], /timeout must be a duration .* got the number 60/],
  [[{ timeout: new Date(0) }], /timeout must be .* in the future, got a Date/],
  [[{ timeout: new Date("x") }], /timeout must be .* got an invalid Date/],
  [[{ timeout: "2001-01-01T00:00:00.000Z" }], /timeout must be .* in the future/],
  [[{ tags: [1] }], /tags\[0\] must be a string/],
  [[{ tags: "a", timeoutInMs: 5 }], /tags is a parameter and timeoutInMs a request option/],
  [[{}, {}, {}], /takes at most 2 arguments, got 3/],
]);
refusesAll("wait.listTokens", [
  [[unknown], /nope is not known here; known are status, /],
  [[{ after: "a", before: "b" }], /after and before cannot be combined/],
  [[{ period: "yesterday" }], /period must be a duration such as "24h" or "30d", got "yesterday"/],
  [[{ status: [] }], /status must not be an empty array/],
  [[{ tags: ["a,b"] }], /tags\[0\] must not contain a comma/],
  [[{ from: "2026-01-01" }], /from must be a Date/],
  [[{ limit: 0 }], /limit must be a positive integer/],
]);
refusesAll("wait.retrieveToken", [
  ...asId,
  [[{}], /token\.id must be a string, got undefined/],
  [[{ id: ".." }], /token must be one path segment/],
]);
refusesAll("wait.completeToken", [
  ...asId,
  [[{ id: 7 }, 1], /token\.id must be a string, got the number 7/],
  [["a", () => {}], /data must be a value that JSON can hold, got a function/],
  [["a", Symbol("a")], /data must be a value that JSON can hold, got a symbol/],
  [["a", 1, { nope: 1 }], /requestOptions\.nope is not known/],
]);

refusesAll("deployments.list", [
  [[unknown], /nope is not known here; known are status, period, from, to, limit, cursor/],
  [[{ to: "2026-01-01" }], /to needs a from/],
  [[{ from: 7 }], /from must be a Date or an ISO 8601 date/],
  [[{ cursor: "" }], /cursor must not be empty/],
]);
refusesAll("deployments.retrieveCurrent", [[["x"], /requestOptions must be an object/]]);
refusesAll("deployments.retrieveLatest", [[[unknown], /requestOptions\.nope is not known/]]);
refusesAll("deployments.retrieve", asId);
refusesAll("deployments.promote", [
  ...asId,
  [["1", { allowRollbacks: "true" }], /allowRollbacks must be a boolean/],
  [["1", unknown], /nope is not known here; known are allowRollbacks/],
]);
refusesAll("deployments.cancel", [
  ...asId,
  [["a", { reason: 1 }], /reason must be a string/],
  [["a", unknown], /nope is not known here; known are reason/],
]);

refusesAll("errors.list", [
  [[unknown], /nope is not known here; known are taskIdentifier, /],
  [[{ after: "a", before: "b" }], /after and before cannot be combined/],
  [[{ search: "" }], /search must not be empty/],
]);
refusesAll("errors.retrieve", asId);
refusesAll("errors.resolve", [
  ...asId,
  [["a", { resolvedInVersion: 1 }], /resolvedInVersion must be a string/],
]);
refusesAll("errors.ignore", [
  ...asId,
  [["a", { duration: 0 }], /duration must be a positive number of milliseconds/],
  [["a", { occurrenceRate: -1 }], /occurrenceRate must be a number, 0 or more/],
  [["a", { totalOccurrences: 1.5 }], /totalOccurrences must be a positive integer/],
  [["a", unknown], /nope is not known here; known are duration, /],
]);
refusesAll("errors.unresolve", asId);

refusesAll("idempotencyKeys.create", [
  [[], /key must be a string or an array of strings, got undefined/],
  [[7], /key must be a string or an array of strings, got the number 7/],
  [[""], /key must not be empty/],
  [[[]], /key must not be an empty array/],
  [[["a", undefined]], /key\[1\] must be a string, got undefined/],
  [["a", { scope: "run" }], /scope must be "global", got "run"/],
  [["a", { scope: "attempt" }], /scope must be "global", got "attempt"/],
  [["a", { scope: "nope" }], /scope must be one of run, attempt, global, got "nope"/],
  [["a", unknown], /nope is not known here; known are scope/],
  [["a", {}, {}], /takes at most 2 arguments, got 3/],
]);
refusesAll("idempotencyKeys.reset", [
  [[], /taskIdentifier must be a string, got undefined/],
  [["", "a"], /taskIdentifier must not be empty/],
  [["t"], /idempotencyKey must be a string or an array of strings, got undefined/],
  [["t", ""], /idempotencyKey must not be empty/],
  [["t", "a"], /the scope "run" needs parentRunId/],
  [["t", "a", { scope: "run" }], /the scope "run" needs parentRunId/],
  [["t", "a", { scope: "attempt", parentRunId: "r" }], /the scope "attempt" needs parentRunId and/],
  [["t", "a", { scope: "nope" }], /scope must be one of run, attempt, global/],
  [["t", "a", { scope: "attempt", parentRunId: "r", attemptNumber: 0 }], /attemptNumber must be a positive/],
  [["t", "a", unknown], /nope is not known here; known are scope, parentRunId, attemptNumber/],
]);

test("a key of 64 characters that no run has is explained where it may not be a hash", async (t) => {
  const server = await createTestServer();
  t.after(() => server.close());
  const { idempotencyKeys } = server.createProject().prod.client();
  const key = "k".repeat(64);
  server.allow({ path: `/api/v1/idempotencyKeys/${key}` });
  const explained = await rejection(idempotencyKeys.reset("t", key, { scope: "global" }));
  assert.equal(explained.status, 404);
  assert.match(explained.message, /taken for one that idempotencyKeys\.create has made/);
  const plain = await rejection(idempotencyKeys.reset("t", key));
  assert.equal(plain.status, 404);
  assert.doesNotMatch(plain.message, /idempotencyKeys\.create/);
  assert.equal(server.requests.length, 2);
});
