"use strict";

const { createInternalId } = require("../ids.js");
const { hasFinished, hasStarted, normalize } = require("./run-status.js");

/** Packets above this many bytes are kept in object storage. */
const OFFLOAD_THRESHOLD = 512 * 1024;

/**
 * What a run may be seeded with. A date that is null is absent where it would have a default.
 *
 * @typedef {object} RunFields
 * @property {string} [id] `run_…`; made up if absent
 * @property {string} [status] as the API or the database names it; default `QUEUED`. Names the API
 *   does not have pass through.
 * @property {string} [taskIdentifier] default `hello-world`
 * @property {string} [version]
 * @property {string} [idempotencyKey]
 * @property {Date | number | string} [idempotencyKeyExpiresAt] default never
 * @property {Date | number | string} [createdAt] default now
 * @property {Date | number | string} [updatedAt] default the latest of the other dates
 * @property {Date | number | string | null} [startedAt] default the creation, if it began
 * @property {Date | number | string | null} [finishedAt] default the start, if it is over
 * @property {Date | number | string} [delayedUntil]
 * @property {Date | number | string | null} [expiredAt]
 * @property {string} [ttl]
 * @property {string[]} [tags]
 * @property {boolean} [isTest]
 * @property {unknown} [payload] the value, or the encoded text under another `payloadType`
 * @property {string} [payloadType] default `application/json`
 * @property {boolean} [payloadOffloaded] default: whether it is over 512 kB
 * @property {unknown} [output] like the payload
 * @property {string} [outputType]
 * @property {boolean} [outputOffloaded]
 * @property {unknown} [metadata]
 * @property {{ message: string, name?: string, stackTrace?: string }} [error]
 * @property {string} [errorId] what `filter[error]` selects by
 * @property {number} [costInCents]
 * @property {number} [baseCostInCents]
 * @property {number} [durationMs]
 * @property {number} [depth]
 * @property {number} [attemptCount]
 * @property {string} [region] default `us-east-1`; dev runs have their environment's id
 * @property {string} [queue] default `task/<taskIdentifier>`
 * @property {string} [machine] default `small-1x`
 * @property {string} [taskKind] default `STANDARD`
 * @property {string} [triggerFunction] default `trigger`, in a batch `batchTrigger`
 * @property {string} [batchId] `batch_…`
 * @property {string} [bulkActionId] `bulk_…`
 * @property {object} [schedule] as retrieving shows it; its `id` is what filters select by
 * @property {object} [relatedRuns] as retrieving shows it; default no children
 * @property {import("./spans.js").SpanFields[]} [spans] what its trace has below the root span
 * @property {"v1" | "v2"} [streamsVersion] how its streams are kept; default as the server does
 * @property {object} [extra] fields no documentation knows, shown as they are
 */

/**
 * A run as the server keeps it: the seeded fields with dates in epoch milliseconds, the status as
 * the database names it, and both packets encoded.
 *
 * @typedef {RunFields & { id: string, internalId: string, environment: any, realtimeStreams: string[],
 *   payload?: Packet, output?: Packet }} Run
 */

/** @typedef {{ data: string, type: string, offloaded: boolean, signature?: string }} Packet */

const DATES = [
  "updatedAt",
  "startedAt",
  "finishedAt",
  "delayedUntil",
  "expiredAt",
  "idempotencyKeyExpiresAt",
];
const PACKETS = ["payload", "output"];
const DEFAULTS = {
  taskIdentifier: "hello-world",
  tags: [],
  isTest: false,
  costInCents: 0,
  baseCostInCents: 0,
  durationMs: 0,
  depth: 0,
  machine: "small-1x",
  taskKind: "STANDARD",
  relatedRuns: { children: [] },
};
const FIELDS = new Set([
  "id",
  "status",
  "version",
  "idempotencyKey",
  "createdAt",
  ...DATES,
  "ttl",
  ...PACKETS.flatMap((name) => [name, `${name}Type`, `${name}Offloaded`]),
  "metadata",
  "error",
  "errorId",
  "attemptCount",
  "region",
  "queue",
  "triggerFunction",
  "batchId",
  "bulkActionId",
  "schedule",
  "spans",
  "streamsVersion",
  "extra",
  ...Object.keys(DEFAULTS),
]);

function toTime(date) {
  const time = typeof date === "number" ? date : new Date(date).getTime();
  if (Number.isNaN(time)) throw new TypeError(`seedRun: ${date} is not a date`);
  return time;
}

/** Encodes a value as a packet. A string under a type other than JSON is encoded already. */
function createPacket(value, type = "application/json", offloaded) {
  if (value === undefined) return undefined;
  const encoded = typeof value === "string" && type !== "application/json";
  const data = encoded ? value : JSON.stringify(value);
  return { data, type, offloaded: offloaded ?? Buffer.byteLength(data) > OFFLOAD_THRESHOLD };
}

/** Returns the value of a packet as the API shows it: types that JSON lacks are lost. */
function readPacket({ data, type }) {
  if (type === "application/super+json") return JSON.parse(data).json;
  return type === "application/json" ? JSON.parse(data) : data;
}

function checkFields(call, fields, refused = []) {
  const unknown = Object.keys(fields).filter((name) => !FIELDS.has(name));
  if (unknown.length > 0) throw new TypeError(`${call}: unknown field ${unknown.join(", ")}`);
  const fixed = refused.filter((name) => fields[name] !== undefined);
  if (fixed.length > 0) throw new TypeError(`${call}: ${fixed.join(", ")} cannot change`);
}

/** Takes over dates and packets from what a user gave. */
function readFields(run, fields) {
  for (const name of DATES) if (fields[name] != null) run[name] = toTime(fields[name]);
  for (const name of PACKETS) {
    if (fields[name] === undefined) continue;
    run[name] = createPacket(fields[name], fields[`${name}Type`], fields[`${name}Offloaded`]);
  }
}

/** Sets the dates that go with the status, if nobody did. */
function fillDates(run, now) {
  const started = hasStarted(run.status);
  const finished = hasFinished(run.status);
  if (started && run.startedAt === undefined) run.startedAt = now;
  if (finished && run.finishedAt === undefined) run.finishedAt = run.startedAt ?? now;
  if (run.status === "EXPIRED" && run.expiredAt === undefined) run.expiredAt = run.finishedAt;
  run.updatedAt ??= run.finishedAt ?? run.startedAt ?? now;
  run.attemptCount ??= started ? 1 : 0;
}

/**
 * Makes a run of an environment.
 *
 * @param {InstanceType<typeof import("../project/environment.js").Environment>} environment
 * @param {RunFields} fields
 * @param {number} now epoch milliseconds
 * @returns {Run}
 */
function createRun(environment, fields, now) {
  checkFields("seedRun", fields);
  const createdAt = fields.createdAt === undefined ? now : toTime(fields.createdAt);
  const internalId = fields.id?.replace(/^run_/, "") ?? createInternalId(createdAt);
  /** @type {any} */
  const run = { ...DEFAULTS, ...fields, id: `run_${internalId}`, internalId, createdAt };
  run.environment = environment;
  run.tags = [...run.tags];
  run.realtimeStreams = [];
  run.streamsVersion ??= environment.streams.version;
  run.status = normalize(fields.status ?? "QUEUED");
  run.queue ??= `task/${run.taskIdentifier}`;
  run.region ??= environment.slug === "dev" ? environment.id : "us-east-1";
  run.triggerFunction ??= run.batchId ? "batchTrigger" : "trigger";
  readFields(run, fields);
  fillDates(run, run.createdAt);
  return run;
}

/**
 * Changes a run, as its task or its worker does.
 *
 * @param {Run} run
 * @param {RunFields} fields all but those that tell it from other runs
 * @param {number} now epoch milliseconds
 */
function updateRun(run, fields, now) {
  checkFields("updateRun", fields, ["id", "createdAt", "idempotencyKey", "streamsVersion"]);
  const { payload, output } = run;
  Object.assign(run, { updatedAt: now }, fields, { payload, output });
  if (fields.tags) run.tags = [...fields.tags];
  run.status = normalize(run.status);
  if (hasFinished(run.status) && run.finishedAt === undefined) run.finishedAt = now;
  if (hasStarted(run.status) && fields.attemptCount === undefined) run.attemptCount ||= 1;
  readFields(run, fields);
  fillDates(run, now);
  run.environment.runs.changes.announce(run);
}

module.exports = { createPacket, createRun, readPacket, updateRun };
