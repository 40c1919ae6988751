"use strict";

const { failure, Refusal } = require("../answers/forms.js");
const { parseDelay } = require("../time/durations.js");
const { createPacket, createRun } = require("./run.js");

const SUPER_JSON = "application/super+json";
const PAYLOAD_TYPES = ["application/json", SUPER_JSON];

const isString = (value) => typeof value === "string";
const isCount = (value) => Number.isInteger(value) && value >= 0;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isTags = (value) => isString(value) || (Array.isArray(value) && value.every(isString));

// What a body may contain. `priority` and the like decide when and how a run executes, which
// nothing does here, so being valid is all that is asked of them.
const CHECKS = {
  payload: () => true,
  payloadType: (value) => PAYLOAD_TYPES.includes(value),
  metadata: isObject,
  tags: isTags,
  queue: isString,
  concurrencyKey: isString,
  machine: isString,
  version: isString,
  region: isString,
  delay: (value) => isString(value) || typeof value === "number",
  ttl: (value) => isString(value) || isCount(value),
  idempotencyKey: (value) => isString(value) && value.length <= 2048,
  idempotencyKeyTTL: isString,
  maxAttempts: (value) => isCount(value) && value > 0,
  maxDuration: (value) => typeof value === "number" && value >= 0,
  priority: (value) => typeof value === "number",
};

// What a replay takes over from its original unless the body says otherwise.
const INHERITED = ["taskIdentifier", "isTest", "metadata", "tags", "queue", "machine", "region", "ttl"];

function invalid(message) {
  return new Refusal(failure(400, `Validation error: ${message}`));
}

/** Refuses a body that the API does not take. */
function checkBody(body) {
  if (!isObject(body)) throw invalid("Expected object");
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(CHECKS, name));
  if (unknown.length > 0) {
    throw invalid(`Unrecognized key(s) in object: ${unknown.map((name) => `'${name}'`).join(", ")}`);
  }
  for (const [name, value] of Object.entries(body)) {
    if (!CHECKS[name](value)) throw invalid(`Invalid value at "${name}"`);
  }
  if (body.payloadType === SUPER_JSON && !isString(body.payload)) {
    throw invalid(`payload must be a SuperJSON string when payloadType is ${SUPER_JSON}`);
  }
}

function readDelay({ delay }, now) {
  if (delay === undefined) return {};
  const delayedUntil = parseDelay(delay, now);
  if (delayedUntil === undefined) throw invalid(`Invalid delay: ${delay}`);
  return { status: "DELAYED", delayedUntil };
}

function readOverrides({ metadata, tags, queue, machine, version, region, ttl, idempotencyKey }) {
  const overrides = {
    metadata,
    queue,
    machine,
    version,
    region,
    idempotencyKey,
    tags: isString(tags) ? [tags] : tags,
    // A number of seconds.
    ttl: typeof ttl === "number" ? `${ttl}s` : ttl,
  };
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

/**
 * Runs a run again and returns the new run.
 *
 * An idempotency key of the body that the task has seen returns the run that has it.
 *
 * @param {import("./run.js").Run} original
 * @param {any} body the request's, `{}` if it had none
 * @param {number} now epoch milliseconds
 */
function replay(original, body, now) {
  checkBody(body);
  const { environment } = original;
  const { runs } = environment;
  const earlier = body.idempotencyKey && runs.findIdempotent(original.taskIdentifier, body.idempotencyKey);
  if (earlier) return earlier;
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, original[name]]));
  const fields = { ...inherited, ...readOverrides(body), ...readDelay(body, now) };
  const run = createRun(environment, fields, now);
  run.payload = body.payload === undefined ? original.payload : createPacket(body.payload, body.payloadType);
  return runs.add(run);
}

module.exports = { replay };
