"use strict";

const { refuse } = require("../answers/forms.js");
const { checkFields, is, refuseInvalid } = require("../answers/checks.js");
const { DAY, parseDelay, parsePeriod } = require("../time/durations.js");
const { createPacket, createRun } = require("./run.js");

const MACHINES = ["micro", "small-1x", "small-2x", "medium-1x", "medium-2x", "large-1x", "large-2x"];
const REGIONS = ["us-east-1", "eu-central-1"];
const MOST_TAGS = 10;
const MOST_METADATA = 262_144;
const KEY_LIFE = 30 * DAY;
const STORED = "application/store";

const isTag = is.atMost(128, "Tags must be less than 128 characters");
const isKey = is.atMost(2048, "idempotencyKey must be 2048 characters or less");

const OPTIONS = {
  queue: is.object,
  concurrency: is.any,
  concurrencyKey: is.string,
  idempotencyKey: isKey,
  idempotencyKeyTTL: is.string,
  idempotencyKeyOptions: is.object,
  delay: is.string,
  ttl: is.either(is.string, is.count),
  tags: is.either(is.string, is.array),
  maxAttempts: is.integer,
  maxDuration: is.number,
  machine: is.oneOf(MACHINES),
  priority: is.number,
  region: is.string,
  lockToVersion: is.string,
  externalDeploymentId: is.string,
  debounce: is.object,
  payloadType: is.string,
  payloadSize: is.count,
  test: is.boolean,
};

/** Refuses options that the API does not take. */
function checkOptions(options, path) {
  if (options === undefined) return;
  checkFields(options, OPTIONS, { path });
  for (const [index, tag] of toList(options.tags).entries()) {
    const wrong = isTag(tag);
    if (wrong) refuseInvalid(wrong, `${path}.tags[${index}]`);
  }
  if (options.queue) checkFields(options.queue, { name: is.string }, { path: `${path}.queue` });
  if (options.debounce) {
    const kinds = { key: is.atMost(512, "Too long"), delay: is.string };
    checkFields(options.debounce, kinds, { path: `${path}.debounce`, required: ["key", "delay"] });
  }
}

function toList(tags) {
  if (tags === undefined) return [];
  return Array.isArray(tags) ? tags : [tags];
}

/** Refuses what is found wrong only once a run is to be made. */
function checkLimits({ tags, metadata, region }) {
  if (toList(tags).length > MOST_TAGS) {
    refuse(422, `Runs can only have ${MOST_TAGS} tags, you're trying to set ${tags.length}.`);
  }
  const written = typeof metadata === "string" ? metadata : JSON.stringify(metadata ?? "");
  if (Buffer.byteLength(written) > MOST_METADATA) {
    refuse(413, `Metadata exceeds maximum size of ${MOST_METADATA} bytes`);
  }
  if (region !== undefined && !REGIONS.includes(region)) {
    refuse(422, `The region you specified doesn't exist ("${region}").`);
  }
}

/** Metadata that is a text is JSON; what is none is kept as it is. */
function readMetadata(metadata) {
  if (typeof metadata !== "string") return metadata;
  try {
    return JSON.parse(metadata);
  } catch {
    return metadata;
  }
}

/** What is no delay is none: the run starts at once. */
function readDelay({ delay }, now) {
  const until = delay === undefined ? undefined : parseDelay(delay, now);
  return until > now ? { status: "DELAYED", delayedUntil: until } : {};
}

function describeRun(task, options, more, now) {
  const { queue, ttl, machine, lockToVersion, region, idempotencyKey, idempotencyKeyTTL, test } = options;
  const fields = {
    taskIdentifier: task,
    queue: queue?.name,
    ttl: typeof ttl === "number" ? `${ttl}s` : ttl,
    machine,
    version: lockToVersion,
    region,
    idempotencyKey,
    idempotencyKeyExpiresAt: idempotencyKey && now + (parsePeriod(idempotencyKeyTTL ?? "") ?? KEY_LIFE),
    isTest: test,
    tags: options.tags && toList(options.tags),
    metadata: readMetadata(options.metadata),
    ...readDelay(options, now),
    ...more,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The run that a key has made, unless its time is over. */
function findEarlier({ runs }, task, { idempotencyKey }, now) {
  const run = idempotencyKey && runs.findIdempotent(task, idempotencyKey);
  return run && !(run.idempotencyKeyExpiresAt <= now) ? run : undefined;
}

/**
 * Triggers a run.
 *
 * @param {any} context what is asked of a request: `storage`, where large payloads are, and `now`
 * @param {InstanceType<typeof import("../project/environment.js").Environment>} environment
 * @param {{ task: string, payload?: unknown, options?: any }} item
 * @param {import("./run.js").RunFields} [more] what the run is besides
 * @returns {{ run: import("./run.js").Run, isCached: boolean }}
 */
function trigger({ storage, now, request }, environment, { task, payload, options = {} }, more) {
  checkLimits(options);
  const earlier = findEarlier(environment, task, options, now());
  if (earlier) return { run: earlier, isCached: true };
  const { lockToVersion } = options;
  if (lockToVersion && !environment.deployments.find(lockToVersion)) refuse(500, "Something went wrong");
  const isOld = request.headers["x-trigger-realtime-streams-version"] !== "v2";
  /** @type {import("./run.js").RunFields} */
  const fields = { ...describeRun(task, options, more, now()), ...(isOld && { streamsVersion: "v1" }) };
  const run = createRun(environment, fields, now());
  run.payload =
    options.payloadType === STORED
      ? storage.find(environment, payload)
      : createPacket(payload, options.payloadType);
  return { run: environment.runs.add(run), isCached: false };
}

module.exports = { checkOptions, isKey, trigger };
