"use strict";

const { createHash } = require("node:crypto");
const { hasFinished } = require("./run-status.js");

/**
 * What a run may be seeded with as `spans`: those below its root span.
 *
 * @typedef {object} SpanFields
 * @property {string} [id] sixteen hexadecimal digits; made up if absent
 * @property {string} message
 * @property {Date | number | string} [startTime] default the run's creation
 * @property {number} [durationInMs] default 0
 * @property {string} [level] default `TRACE`
 * @property {boolean} [isError]
 * @property {object} [properties]
 * @property {object[]} [events]
 * @property {object} [ai] as the API shows it
 * @property {object[]} [triggeredRuns] as the API shows them
 * @property {SpanFields[]} [children]
 */

function digits(text, length) {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Returns the spans of a run as a tree. */
function rootSpan(run) {
  const { startedAt, finishedAt } = run;
  const durationInMs = startedAt != null && finishedAt != null ? finishedAt - startedAt : 0;
  const root = { message: run.taskIdentifier, startTime: run.createdAt, durationInMs, children: run.spans };
  return span(run, root, undefined, "0");
}

function span(run, fields, parentId, place) {
  const id = fields.id ?? digits(`${run.id}/${place}`, 16);
  const isRoot = parentId === undefined;
  return {
    ...fields,
    id,
    parentId,
    startTime: +new Date(fields.startTime ?? run.createdAt),
    duration: (fields.durationInMs ?? 0) * 1_000_000,
    level: fields.level ?? "TRACE",
    isError: fields.isError ?? (isRoot && run.error !== undefined && run.status !== "CANCELED"),
    isPartial: isRoot && !hasFinished(run.status),
    isCancelled: isRoot && run.status === "CANCELED",
    children: (fields.children ?? []).map((child, index) => span(run, child, id, `${place}.${index}`)),
  };
}

function flatten(root) {
  return [root, ...root.children.flatMap(flatten)];
}

function renderTree(run, each) {
  const { id, parentId, message, startTime, duration, level, isError, isPartial, isCancelled } = each;
  const { properties, events = [] } = each;
  const data = { message, duration, isError, isPartial, isCancelled };
  Object.assign(data, { startTime: new Date(startTime).toISOString(), level, events, properties });
  return {
    id,
    parentId,
    runId: run.id,
    data,
    children: each.children.map((child) => renderTree(run, child)),
  };
}

/** Returns a run's trace as the API shows it. */
function renderTrace(run) {
  const trace = { traceId: digits(run.id, 32), rootSpan: renderTree(run, rootSpan(run)), isTruncated: false };
  return { trace };
}

/** Returns one span of a run as the API shows it, or undefined. */
function renderSpan(run, spanId) {
  const found = flatten(rootSpan(run)).find(({ id }) => id === spanId);
  if (!found) return undefined;
  const { message, isError, isPartial, isCancelled, level, properties, events, ai, triggeredRuns } = found;
  return {
    spanId,
    parentId: found.parentId ?? null,
    runId: run.id,
    message,
    isError,
    isPartial,
    isCancelled,
    level,
    startTime: new Date(found.startTime).toISOString(),
    durationMs: found.duration / 1_000_000,
    properties,
    events: events?.length ? events : undefined,
    ai,
    triggeredRuns,
  };
}

/** Returns what was recorded of a run as the API shows it. */
function renderEvents(run) {
  const events = flatten(rootSpan(run)).map((each) => ({
    spanId: each.id,
    parentId: each.parentId ?? null,
    runId: run.id,
    message: each.message,
    style: each.parentId === undefined ? { icon: "task", variant: "primary" } : {},
    events: each.events ?? [],
    startTime: `${each.startTime}000000`,
    duration: each.duration,
    isError: each.isError,
    isPartial: each.isPartial,
    isCancelled: each.isCancelled,
    kind: "UNSPECIFIED",
    attemptNumber: null,
    level: each.level,
  }));
  return { events };
}

module.exports = { renderEvents, renderSpan, renderTrace };
