"use strict";

// What a customer sees of their project. No credential in sight: the scope it is called in has it.

const { envvars, runs } = require("hairtrigger");

const HOUR = 3_600_000;
/** How many bars a period has, and how long each is. */
const PERIODS = {
  "24h": { bars: 24, length: HOUR },
  "7d": { bars: 28, length: 6 * HOUR },
  "30d": { bars: 30, length: 24 * HOUR },
};
const MOST_RUNS = 2_000;
const MOST_LISTED = 8;

const GROUPS = {
  completed: ["COMPLETED"],
  failed: ["FAILED", "CRASHED", "SYSTEM_FAILURE", "TIMED_OUT"],
  running: ["EXECUTING", "DEQUEUED", "WAITING"],
  queued: ["QUEUED", "DELAYED", "PENDING_VERSION"],
};
/** Canceled and expired, and what the API may have tomorrow. */
const OTHER = "other";
const groupOf = Object.fromEntries(
  Object.entries(GROUPS).flatMap(([group, statuses]) => statuses.map((status) => [status, group])),
);

/** The newest runs, and how many of each group began within each bar. */
async function showRuns({ config, ref, environment }, period, requestOptions, now = Date.now()) {
  const { bars, length } = PERIODS[period];
  const end = Math.floor(now / length) * length + length;
  const start = end - bars * length;
  const counts = Array.from({ length: bars }, (_, index) => ({ from: new Date(start + index * length) }));
  const window = { from: start, limit: 100 };
  const listing = config.accessToken
    ? runs.list(ref, { env: environment, ...window }, requestOptions)
    : runs.list(window, requestOptions);

  const newest = [];
  let total = 0;
  for await (const run of listing) {
    if (total === MOST_RUNS) return { newest, counts, total, isCut: true };
    total += 1;
    if (newest.length < MOST_LISTED) newest.push(summary(run));
    // A clock that is ahead of ours is no reason to lose a run.
    const index = Math.min(Math.floor((run.createdAt - start) / length), bars - 1);
    const group = groupOf[run.status] ?? OTHER;
    const bar = counts[Math.max(index, 0)];
    bar[group] = (bar[group] ?? 0) + 1;
  }
  return { newest, counts, total, isCut: false };
}

function summary({ id, status, taskIdentifier, createdAt, startedAt, finishedAt }) {
  const durationInMs = startedAt && finishedAt ? finishedAt - startedAt : undefined;
  return { id, status, group: groupOf[status] ?? OTHER, taskIdentifier, createdAt, durationInMs };
}

/** The variables, without the value of any secret. */
async function showVariables({ ref, environment }, requestOptions) {
  const variables = await envvars.list(ref, environment, requestOptions);
  return variables.map(({ name, value, isSecret }) =>
    isSecret ? { name, isSecret } : { name, value, isSecret },
  );
}

module.exports = { PERIODS, showRuns, showVariables };
