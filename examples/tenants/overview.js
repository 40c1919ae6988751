"use strict";

// What a customer sees of their project. No credential in sight: the scope it is called in has it.

const { once } = require("node:events");

const { envvars, request, runs } = require("hairtrigger");

const HOUR = 3_600_000;
/** How many bars a period has, and how long each is. */
const PERIODS = {
  "24h": { bars: 24, length: HOUR },
  "7d": { bars: 28, length: 6 * HOUR },
  "30d": { bars: 30, length: 24 * HOUR },
};
const MOST_RUNS = 2_000;
const MOST_LISTED = 8;
/** Runs that are watched at once, the newest that have not ended. */
const MOST_WATCHED = 100;
const LIST_AGAIN_IN_MS = 15_000;
/** What a run carries and nobody here looks at. */
const HEAVY = ["payload", "output", "metadata", "error"];

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
async function showRuns(connection, period, requestOptions) {
  return summarize(await listRuns(connection, period, requestOptions), period);
}

/** Where the first bar of a period begins. */
function startOf(period, now) {
  const { bars, length } = PERIODS[period];
  return Math.floor(now / length) * length + length - bars * length;
}

/** The newest runs of a period, by their ids; one more than are shown says that there are more. */
async function listRuns({ config, ref, environment }, period, requestOptions, now = Date.now()) {
  const window = { from: startOf(period, now), limit: 100 };
  const listing = config.accessToken
    ? runs.list(ref, { env: environment, ...window }, requestOptions)
    : runs.list(window, requestOptions);

  const listed = new Map();
  for await (const run of listing) {
    listed.set(run.id, run);
    if (listed.size > MOST_RUNS) break;
  }
  return listed;
}

/** Counts the runs of a list. */
function summarize(listed, period, now = Date.now()) {
  const { bars, length } = PERIODS[period];
  const start = startOf(period, now);
  const counts = Array.from({ length: bars }, (_, index) => ({ from: new Date(start + index * length) }));
  const shown = [...listed.values()].slice(0, MOST_RUNS);
  for (const run of shown) {
    // A clock that is ahead of ours is no reason to lose a run.
    const index = Math.min(Math.floor((run.createdAt - start) / length), bars - 1);
    const group = groupOf[run.status] ?? OTHER;
    const bar = counts[Math.max(index, 0)];
    bar[group] = (bar[group] ?? 0) + 1;
  }
  const newest = shown.slice(0, MOST_LISTED).map(summary);
  return { newest, counts, total: shown.length, isCut: listed.size > MOST_RUNS };
}

/**
 * The same again whenever a run of it changes, which the server tells at once. What is new is listed now and then: a
 * subscription names its runs.
 */
async function* watchRuns(connection, period, signal) {
  const watching = connection.config.accessToken && (await watchWithToken(connection));
  while (!signal.aborted) {
    const listed = await listRuns(connection, period, { signal });
    yield summarize(listed, period);
    const open = [...listed.values()].filter(({ isCompleted, isCancelled }) => !isCompleted && !isCancelled);
    const ids = open.slice(0, MOST_WATCHED).map(({ id }) => id);
    const enough = AbortSignal.any([signal, AbortSignal.timeout(LIST_AGAIN_IN_MS)]);
    if (ids.length > 0) {
      for await (const run of runs.subscribeToRuns(ids, {
        signal: enough,
        skipColumns: HEAVY,
        ...watching,
      })) {
        if (listed.get(run.id).status === run.status) continue;
        listed.set(run.id, run);
        yield summarize(listed, period);
      }
    }
    // All have ended before it is time to list again.
    if (!enough.aborted) await once(enough, "abort");
  }
}

/**
 * The token of a person lists runs and may not watch them. It opens the environment, though, which gives a token for an
 * hour that may do that and nothing else.
 */
async function watchWithToken({ ref, environment }) {
  const path = `/api/v1/projects/${encodeURIComponent(ref)}/${encodeURIComponent(environment)}/jwt`;
  const body = { claims: { scopes: ["read:runs"] }, expirationTime: "1h" };
  const refreshAccessToken = async () => (await request("POST", path, { body, repeatable: true })).token;
  return { clientConfig: { accessToken: await refreshAccessToken() }, refreshAccessToken };
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

module.exports = { PERIODS, showRuns, showVariables, watchRuns };
