"use strict";

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const LONGEST = 7 * UNITS.d;
const POINTS = 12;
const NOTHING = {
  waitMs: { p50: null, p95: null },
  peakQueued: 0,
  startedCount: 0,
  throttledCount: 0,
  depth: 0,
};

function lengthOf(period) {
  return Number(period.slice(0, -1)) * UNITS[period.slice(-1)];
}

/** Lists what is wrong with a period. */
function findPeriodIssues(period) {
  const path = ["period"];
  const issues = [];
  if (!/^[1-9]\d*[smhdw]$/.test(period)) {
    const message = "period must be a shorthand like '15m', '1h', or '24h'";
    issues.push({ validation: "regex", code: "invalid_string", message, path });
  }
  if (!(lengthOf(period) <= LONGEST)) {
    issues.push({ code: "custom", message: "period is too large (max 7d)", path });
  }
  return issues;
}

/** Returns what a client sees of a queue's metrics; of no queue all of it is 0. */
function renderMetrics(queue, metrics = NOTHING, { period, now }) {
  const length = lengthOf(period);
  const bucketIntervalMs = Math.max(60, Math.round(length / 1_000 / POINTS)) * 1_000;
  // Both ends stand on the grid of the points, so that calls one after the other answer alike.
  const to = Math.ceil(now / bucketIntervalMs) * bucketIntervalMs;
  const from = to - length;
  const points = Math.round((to - Math.floor(from / bucketIntervalMs) * bucketIntervalMs) / bucketIntervalMs);
  const { waitMs, peakQueued, startedCount, throttledCount, depth } = metrics;
  return {
    queue,
    period,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    waitMs,
    peakQueued,
    startedCount,
    startedPerMin: Number((startedCount / (length / UNITS.m)).toFixed(2)),
    throttledCount,
    bucketIntervalMs,
    depthTrend: Array(points).fill(depth),
  };
}

module.exports = { findPeriodIssues, renderMetrics };
