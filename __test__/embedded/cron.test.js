"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { Cron } = require("../../testing/time/cron.js");

const START = Date.parse("2026-02-27T12:34:56.789Z");

/** When an expression is due next, and after that. */
function due(expression, timezone = "UTC", start = START) {
  const cron = new Cron(expression);
  const first = cron.next(start, timezone);
  return [first, cron.next(first, timezone)].map((time) => new Date(time).toISOString());
}

const DUE = {
  "* * * * *": ["2026-02-27T12:35:00.000Z", "2026-02-27T12:36:00.000Z"],
  "34 12 * * *": ["2026-02-28T12:34:00.000Z", "2026-03-01T12:34:00.000Z"],
  "*/20 0-1 * * *": ["2026-02-28T00:00:00.000Z", "2026-02-28T00:20:00.000Z"],
  "0 0 L * *": ["2026-02-28T00:00:00.000Z", "2026-03-31T00:00:00.000Z"],
  "0 9 * * MON-fri": ["2026-03-02T09:00:00.000Z", "2026-03-03T09:00:00.000Z"],
  "0 9 * * 7": ["2026-03-01T09:00:00.000Z", "2026-03-08T09:00:00.000Z"],
  "0 9 * * 5L": ["2026-03-27T09:00:00.000Z", "2026-04-24T09:00:00.000Z"],
  "0 9 13 * 5": ["2026-03-06T09:00:00.000Z", "2026-03-13T09:00:00.000Z"],
  "0 0 29 2 *": ["2028-02-29T00:00:00.000Z", "2032-02-29T00:00:00.000Z"],
  "5,3 1 1 Jan *": ["2027-01-01T01:03:00.000Z", "2027-01-01T01:05:00.000Z"],
};

for (const [expression, times] of Object.entries(DUE)) {
  test(`${expression} is due`, () => assert.deepEqual(due(expression), times));
}

test("an expression follows the clocks of its timezone", () => {
  assert.deepEqual(due("0 0 * * *", "America/New_York"), [
    "2026-02-28T05:00:00.000Z",
    "2026-03-01T05:00:00.000Z",
  ]);
  // The clocks go from 2 to 3 on March 8.
  const before = Date.parse("2026-03-07T12:00:00.000Z");
  assert.deepEqual(due("0 0 * * *", "America/New_York", before), [
    "2026-03-08T05:00:00.000Z",
    "2026-03-09T04:00:00.000Z",
  ]);
  assert.deepEqual(due("30 2 * * *", "America/New_York", before)[0], "2026-03-09T06:30:00.000Z");
  assert.deepEqual(due("0 9 * * *", "Asia/Kolkata")[0], "2026-02-28T03:30:00.000Z");
});

const DESCRIBED = {
  "0 0 * * *": "At 12:00 AM",
  "5 5 * * 1": "At 05:05 AM, only on Monday",
  "0 14 * * *": "At 02:00 PM",
  "0 0 L * *": "At 12:00 AM, on the last day of the month",
  "*/5 * * * *": "Every 5 minutes",
  "1-5 * * * *": "1-5 * * * *",
};

for (const [expression, words] of Object.entries(DESCRIBED)) {
  test(`${expression} in words`, () => assert.equal(new Cron(expression).description, words));
}
