"use strict";

const { failure, json, refuse, Refusal } = require("../answers/forms.js");
const { authenticateKey, authenticateWholeKey, authorize } = require("../access/authentication.js");
const { applyOperations, isObject, isOperation } = require("../runs/metadata.js");
const { findReadable } = require("../access/run-access.js");
const { renderEvents, renderSpan, renderTrace } = require("../runs/spans.js");

const NO_KEY = "Invalid or Missing API Key";
const MOST_TAGS = 10;
const LONGEST_TAG = 128;
const HOUR = 3_600_000;

/** Runs of the present engine have no attempts to take a result from, so only a cancelled one has any. */
function retrieveResult(context) {
  const environment = authenticateWholeKey(context, NO_KEY);
  const run = environment.runs.get(context.params.id);
  if (run?.status !== "CANCELED") return failure(404, "Run either doesn't exist or is not finished");
  const error = { type: "INTERNAL_ERROR", code: "TASK_RUN_CANCELLED" };
  return json(200, { ok: false, id: run.id, taskIdentifier: run.taskIdentifier, error });
}

function retrieveSpan(context) {
  const span = renderSpan(findReadable(context), context.params.span);
  return span ? json(200, span) : failure(404, "Span not found");
}

/** What is wrong with tags that are neither a text nor a list of texts. */
function findTagIssue(tags) {
  const received = tags === undefined ? "undefined" : Array.isArray(tags) ? "array" : typeof tags;
  const message = (expected) =>
    tags === undefined ? "Required" : `Expected ${expected}, received ${received}`;
  const union = (expected) => {
    const issue = { code: "invalid_type", expected, received, path: ["tags"], message: message(expected) };
    return { issues: [issue], name: "ZodError" };
  };
  const unionErrors = [union("string"), union("array")];
  return { code: "invalid_union", unionErrors, path: ["tags"], message: "Invalid input" };
}

/** @param {{ tags?: unknown }} [body] */
function readTags({ tags } = {}) {
  const list = typeof tags === "string" ? [tags] : tags;
  const fits =
    Array.isArray(list) && list.every((tag) => typeof tag === "string" && tag.length <= LONGEST_TAG);
  if (fits) return list;
  throw new Refusal(json(400, { error: "Invalid request body", issues: [findTagIssue(tags)] }));
}

function addTags(context) {
  const environment = authenticateWholeKey(context, NO_KEY);
  if (context.request.method !== "POST") return failure(405, "Method Not Allowed");
  const body = context.readJson(() => refuse(500, "Something went wrong, please try again."));
  const tags = readTags(body ?? {}).filter((tag) => tag.trim() !== "");
  if (tags.length === 0) return json(200, { message: "No new tags to add" });
  const run = environment.runs.get(context.params.id) ?? refuse(404, "Run not found");
  const fresh = tags.filter((tag) => !run.tags.includes(tag));
  const count = run.tags.length + fresh.length;
  if (count > MOST_TAGS) {
    const unset = fresh.map((tag) => `'${tag}'`).join(", ");
    const limit = `Runs can only have ${MOST_TAGS} tags, you're trying to set ${count}.`;
    return failure(422, `${limit} These tags have not been set: ${unset}.`);
  }
  if (fresh.length === 0) return json(200, { message: "No new tags to add" });
  run.tags.push(...fresh);
  run.updatedAt = context.now();
  environment.runs.changes.announce(run);
  return json(200, { message: `Successfully set ${fresh.length} new tags.` });
}

function readChange(context) {
  if (!context.hasBody()) refuse(400, "Request body is empty");
  const body = context.readJson(() => refuse(400, "Invalid JSON"));
  const { metadata, operations } = isObject(body) ? body : refuse(400, "Validation error: Expected object");
  if (metadata !== undefined && !isObject(metadata)) {
    refuse(400, 'Validation error: Expected object at "metadata"');
  }
  if (operations !== undefined && !(Array.isArray(operations) && operations.every(isOperation))) {
    refuse(400, 'Validation error: Invalid input at "operations"');
  }
  return { metadata, operations };
}

/** Changes metadata; of both ways at once the operations count. */
function updateMetadata(context) {
  const environment = authenticateKey(context);
  const { metadata, operations } = readChange(context);
  authorize(context.credential, "write", { runs: [context.params.id] });
  if (context.request.method !== "PUT") return failure(405, "Method not allowed");
  const run = environment.runs.get(context.params.id) ?? refuse(404, "Task Run not found");
  if (run.finishedAt != null && run.finishedAt <= context.now() - HOUR) {
    return failure(422, "Cannot update metadata for a completed run");
  }
  if (operations === undefined && metadata === undefined) return failure(422, "Invalid metadata");
  run.metadata = operations ? applyOperations(run.metadata, operations) : metadata;
  run.updatedAt = context.now();
  environment.runs.changes.announce(run);
  return json(200, { metadata: run.metadata });
}

function retrieveMetadata(context) {
  const environment = authenticateWholeKey(context, NO_KEY);
  const { metadata } = environment.runs.get(context.params.id) ?? refuse(404, "Run not found");
  const text = metadata === undefined ? null : JSON.stringify(metadata);
  return json(200, { metadata: text, metadataType: "application/json" });
}

module.exports = [
  { path: "/api/v1/runs/:id/result", loader: retrieveResult },
  { path: "/api/v1/runs/:id/events", loader: (context) => json(200, renderEvents(findReadable(context))) },
  { path: "/api/v1/runs/:id/trace", loader: (context) => json(200, renderTrace(findReadable(context))) },
  { path: "/api/v1/runs/:id/spans/:span", loader: retrieveSpan },
  { path: "/api/v1/runs/:id/tags", action: addTags },
  { path: "/api/v1/runs/:id/metadata", loader: retrieveMetadata, action: updateMetadata },
];
