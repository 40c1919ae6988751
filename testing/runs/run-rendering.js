"use strict";

const { readPacket } = require("./run.js");
const { CURRENT_VERSION, flags, render } = require("./run-status.js");

const DATES = ["createdAt", "updatedAt", "startedAt", "finishedAt", "delayedUntil", "expiredAt"];
const TEXTS_KEPT = 50_000;
const texts = new Map();

/** Formats a time. Lists ask for the same ones over and over, and formatting is half their cost. */
function toText(time) {
  if (time == null) return undefined;
  let text = texts.get(time);
  if (text === undefined) {
    if (texts.size === TEXTS_KEPT) texts.clear();
    text = new Date(time).toISOString();
    texts.set(time, text);
  }
  return text;
}

/**
 * Returns a run as a list shows it.
 *
 * Absent fields are undefined and so disappear when the answer is encoded.
 *
 * @param {import("./run.js").Run} run
 * @param {string} [version] the API version the client asked for
 */
function renderListed(run, version) {
  const status = render(run.status, version);
  const { environment } = run;
  return {
    id: run.id,
    status,
    taskIdentifier: run.taskIdentifier,
    idempotencyKey: run.idempotencyKey,
    version: run.version,
    createdAt: toText(run.createdAt),
    updatedAt: toText(run.updatedAt),
    startedAt: toText(run.startedAt),
    finishedAt: toText(run.finishedAt),
    delayedUntil: toText(run.delayedUntil),
    isTest: run.isTest,
    ttl: run.ttl,
    expiredAt: toText(run.expiredAt),
    env: {
      id: environment.id,
      name: environment.name,
      user: environment.slug === "dev" ? "Alice Example" : undefined,
    },
    tags: run.tags,
    costInCents: run.costInCents,
    baseCostInCents: run.baseCostInCents,
    durationMs: run.durationMs,
    depth: run.depth,
    metadata: run.metadata,
    taskKind: run.taskKind,
    region: run.region,
    ...flags(status),
    ...run.extra,
  };
}

/**
 * Returns a run as retrieving it shows it.
 *
 * @param {import("./run.js").Run} run
 * @param {string | undefined} version the API version the client asked for
 * @param {{ payload?: string, output?: string }} urls where offloaded packets are
 */
function renderRetrieved(run, version, urls) {
  const status = render(run.status, version);
  return {
    id: run.id,
    taskIdentifier: run.taskIdentifier,
    idempotencyKey: run.idempotencyKey,
    version: run.version,
    status,
    createdAt: toText(run.createdAt),
    startedAt: toText(run.startedAt),
    updatedAt: toText(run.updatedAt),
    finishedAt: toText(run.finishedAt),
    delayedUntil: toText(run.delayedUntil),
    ttl: run.ttl,
    expiredAt: toText(run.expiredAt),
    costInCents: run.costInCents,
    baseCostInCents: run.baseCostInCents,
    durationMs: run.durationMs,
    isTest: run.isTest,
    depth: run.depth,
    tags: run.tags,
    ...flags(status),
    triggerFunction: run.triggerFunction,
    batchId: run.batchId,
    metadata: run.metadata,
    region: run.region,
    schedule: run.schedule,
    ...renderPacket("payload", run.payload, urls.payload),
    ...renderPacket("output", run.output, urls.output),
    error: run.error,
    attemptCount: run.attemptCount,
    attempts: [],
    relatedRuns: run.relatedRuns,
    ...run.extra,
  };
}

function renderPacket(name, packet, url) {
  if (!packet) return undefined;
  return packet.offloaded ? { [`${name}PresignedUrl`]: url } : { [name]: readPacket(packet) };
}

/** Returns a run as a client has it that retrieved it, large packets included. */
function showRun(run) {
  const shown = renderRetrieved(run, CURRENT_VERSION, {});
  for (const name of ["payload", "output"]) {
    delete shown[`${name}PresignedUrl`];
    if (run[name]) shown[name] = readPacket(run[name]);
  }
  for (const name of DATES) shown[name] &&= new Date(shown[name]);
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}

module.exports = { renderListed, renderRetrieved, showRun };
