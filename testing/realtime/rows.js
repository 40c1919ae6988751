"use strict";

const { isObject } = require("../runs/metadata.js");

const DATES = {
  createdAt: "createdAt",
  updatedAt: "updatedAt",
  startedAt: "startedAt",
  delayUntil: "delayedUntil",
  queuedAt: "queuedAt",
  expiredAt: "expiredAt",
  completedAt: "finishedAt",
};
const NEVER_SKIPPED = new Set(["id", "taskIdentifier", "friendlyId", "status", "createdAt"]);
const JSON_TYPE = "application/json";
const STORED = "application/store";

const timestamp = (name) => ({
  type: "timestamp",
  read: (run, { timestamp }) => (run[DATES[name]] == null ? null : timestamp(run[DATES[name]])),
});
const text = (read) => ({ type: "text", read });
const number = (type, read) => ({ type, read: (run) => String(read(run)) });

/** Of a large packet a row has where it is kept. */
function packet(name) {
  const data = (run) => {
    if (!run[name]) return null;
    return run[name].offloaded ? `${run.id}/${name}.json` : run[name].data;
  };
  const type = (run) => (run[name]?.offloaded ? STORED : (run[name]?.type ?? JSON_TYPE));
  return { [name]: text(data), [`${name}Type`]: text(type) };
}

/** Returns an error as the database keeps it: one without a name was a text. */
function writeError({ error }) {
  if (error === undefined) return null;
  if (!isObject(error) || error.type !== undefined) return JSON.stringify(error);
  const { name, message, stackTrace } = error;
  const kept =
    name === undefined
      ? { raw: message, type: "STRING_ERROR" }
      : { name, type: "BUILT_IN_ERROR", message, stackTrace: stackTrace ?? "" };
  return JSON.stringify(kept);
}

/** The columns of a row, in their order, each with its type and what a run has there. */
const COLUMNS = {
  id: text((run) => run.internalId),
  taskIdentifier: text((run) => run.taskIdentifier),
  createdAt: timestamp("createdAt"),
  updatedAt: timestamp("updatedAt"),
  startedAt: timestamp("startedAt"),
  delayUntil: timestamp("delayUntil"),
  queuedAt: {
    type: "timestamp",
    // A run that waits for its time is in no queue yet.
    read: (run, { timestamp }) => (run.status === "DELAYED" ? null : timestamp(run.createdAt)),
  },
  expiredAt: timestamp("expiredAt"),
  completedAt: timestamp("completedAt"),
  friendlyId: text((run) => run.id),
  number: number("int4", () => 0),
  isTest: { type: "bool", read: (run, { bool }) => bool(run.isTest) },
  status: text((run) => run.status),
  usageDurationMs: number("int4", (run) => run.durationMs),
  costInCents: number("float8", (run) => run.costInCents),
  baseCostInCents: number("float8", (run) => run.baseCostInCents),
  ttl: text((run) => run.ttl ?? null),
  ...packet("payload"),
  metadata: text((run) => (run.metadata === undefined ? null : JSON.stringify(run.metadata))),
  metadataType: text(() => JSON_TYPE),
  ...packet("output"),
  runTags: {
    type: "text",
    dims: 1,
    read: (run, { list, noTags }) => (run.tags.length === 0 ? noTags : list(run.tags)),
  },
  error: { type: "jsonb", read: writeError },
  realtimeStreams: { type: "text", dims: 1, read: (run, { list }) => list(run.realtimeStreams) },
};

/** Returns the names of the columns that are left when these are skipped. Some stay, whatever is asked. */
function chooseColumns(skipped) {
  return Object.keys(COLUMNS).filter((name) => NEVER_SKIPPED.has(name) || !skipped.includes(name));
}

/** Returns the schema of these columns, as its header has it. */
function describeColumns(names, spelling) {
  const describe = (name) => {
    const { type, dims } = COLUMNS[name];
    return { type, ...(dims && { dims }), ...spelling.types[type], ...spelling.columns[name] };
  };
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, describe(name)])));
}

/** Returns the row of a run: texts and nulls. */
function writeRow(run, names, spelling) {
  return Object.fromEntries(names.map((name) => [name, COLUMNS[name].read(run, spelling)]));
}

/** Returns the key that messages call a row by. */
function keyOf({ internalId }) {
  return `"public"."TaskRun"/"${internalId}"`;
}

module.exports = { chooseColumns, describeColumns, keyOf, writeRow };
