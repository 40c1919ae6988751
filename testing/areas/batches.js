"use strict";

const { failure, json, refuse, Refusal } = require("../answers/forms.js");
const {
  authenticateWholeKey,
  authenticateKey,
  authorize,
  authorizeTasks,
} = require("../access/authentication.js");
const { checkFields, is, readBody } = require("../answers/checks.js");
const { hasFinished } = require("../runs/run-status.js");
const { checkOptions, isKey, trigger } = require("../runs/triggering.js");

const MOST_RUNS = 1000;
const LARGEST_BODY = 131_072;
const LARGEST_ITEM = 3 * 1024 * 1024;
const LIFE_IN_SECONDS = 3600;
const MAY_NOT_BE_REPLICATED = { "x-should-retry": "true" };

const CREATION = {
  runCount: is.positive,
  taskIdentifiers: is.array,
  idempotencyKey: isKey,
};

function burn(credential, environment) {
  if (!credential.isForOneUse) return;
  if (environment.oneTimeTokensAreBurnt) {
    refuse(422, "Cannot create batch with a one-time use token as it has already been used.");
  }
  environment.oneTimeTokensAreBurnt = true;
}

/** The public token that comes with a batch, and what it claims. */
function describeToken(environment, { id }) {
  const scopes = [`read:batch:${id}`, `write:batch:${id}`];
  return {
    "access-control-expose-headers": "x-trigger-jwt,x-trigger-jwt-claims",
    "x-trigger-jwt-claims": JSON.stringify({ sub: environment.id, pub: true }),
    "x-trigger-jwt": environment.createPublicToken({ scopes, expiresInSeconds: LIFE_IN_SECONDS }),
  };
}

function create(context) {
  const { credential, now } = context;
  const environment = authenticateKey(context, { publicTokens: true });
  const body = readBody(context, LARGEST_BODY);
  checkFields(body, CREATION, { required: ["runCount"] });
  authorizeTasks(credential, "batchTrigger", body.taskIdentifiers ?? []);
  const { runCount, idempotencyKey } = body;
  if (runCount > MOST_RUNS) {
    refuse(400, `Batch runCount of ${runCount} exceeds maximum allowed of ${MOST_RUNS}.`);
  }
  burn(credential, environment);
  const batch = environment.batches.create(body, now());
  if (!batch) {
    refuse(422, "Cannot create batch as it has already been created with the same idempotency key.");
  }
  const said = { id: batch.id, runCount, isCached: false, idempotencyKey };
  return json(202, said, describeToken(environment, batch));
}

/** Reads lines of JSON, of which empty ones say nothing. */
function readLines(text) {
  const items = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const size = Buffer.byteLength(line);
    if (size > LARGEST_ITEM) {
      const what = `exceeds maximum size of ${LARGEST_ITEM} bytes (actual: ${size})`;
      refuse(500, `Item at line ${index + 1} ${what}`, { "x-should-retry": "false" });
    }
    try {
      items.push(JSON.parse(line));
    } catch (error) {
      refuse(400, `Invalid JSON at line ${index + 1}: ${error.message}`);
    }
  }
  return items;
}

function checkItem(item, number, { runCount }) {
  try {
    checkFields(item, { index: is.count, task: is.string }, { required: ["index", "task"] });
    checkOptions(item.options, "options");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(422, `Invalid item at index ${number}: ${JSON.parse(error.answer.body).error}`);
  }
  if (item.index >= runCount) {
    refuse(422, `Item index ${item.index} exceeds batch runCount ${runCount}`);
  }
}

function receive(context) {
  const { params, request, now } = context;
  const kind = request.headers["content-type"] ?? "";
  if (!/application\/(x-)?ndjson/.test(kind)) {
    refuse(415, "Content-Type must be application/x-ndjson or application/ndjson");
  }
  if (!context.credential) refuse(401, "Invalid API key");
  const environment = authenticateKey(context, { publicTokens: true });
  if (!context.hasBody()) refuse(400, "Request body is required");
  const batch = environment.batches.get(params.id) ?? refuse(422, `Batch ${params.id} not found`);
  const { id, runCount } = batch;
  if (batch.isSealed) {
    return json(200, { id, itemsAccepted: 0, itemsDeduplicated: 0, sealed: true, runCount });
  }
  const counts = { itemsAccepted: 0, itemsDeduplicated: 0 };
  for (const [number, item] of readLines(context.text).entries()) {
    checkItem(item, number, batch);
    counts[batch.accept(item) ? "itemsAccepted" : "itemsDeduplicated"] += 1;
  }
  batch.updatedAt = now();
  const { size } = batch.items;
  if (size !== runCount) {
    return json(200, {
      id,
      ...counts,
      sealed: false,
      enqueuedCount: size,
      expectedCount: runCount,
      runCount,
    });
  }
  batch.seal((item) => makeRun(context, environment, batch, item), now());
  return json(200, { id, ...counts, sealed: true, runCount });
}

function makeRun(context, environment, { id }, item) {
  try {
    return trigger(context, environment, item, { batchId: id });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { error: JSON.parse(error.answer.body).error };
  }
}

function find(context) {
  const environment = authenticateKey(context, { publicTokens: true });
  const batch = environment.batches.get(context.params.id);
  if (!batch) refuse(404, "Not found", MAY_NOT_BE_REPLICATED);
  authorize(context.credential, "read", { batch: [batch.id], runs: [] });
  return batch;
}

function render({ id, status, idempotencyKey, createdAt, updatedAt, completedAt, runCount, runs }) {
  return {
    id,
    status,
    idempotencyKey,
    createdAt: toText(createdAt),
    updatedAt: toText(updatedAt),
    processingCompletedAt: toText(completedAt),
    runCount,
    runs: runs.map((run) => run.id),
  };
}

const toText = (time) => (time === undefined ? undefined : new Date(time).toISOString());

function retrieve(context) {
  const batch = find(context);
  const processing = { completedAt: toText(batch.completedAt), errors: batch.errors };
  return json(200, { ...render(batch), processing });
}

function renderResult({ id, taskIdentifier, status, output, error }) {
  if (status === "COMPLETED_SUCCESSFULLY") {
    return {
      ok: true,
      id,
      taskIdentifier,
      output: output?.data,
      outputType: output?.type ?? "application/json",
    };
  }
  const { name = "Error", message = status, stackTrace = "" } = error ?? {};
  return { ok: false, id, taskIdentifier, error: { type: "BUILT_IN_ERROR", name, message, stackTrace } };
}

function listResults(context) {
  const environment = authenticateWholeKey(context, "Invalid or Missing API Key");
  const batch = environment.batches.get(context.params.id);
  if (!batch) return failure(404, "Batch not found");
  const ended = batch.runs.filter(({ status }) => hasFinished(status));
  return json(200, { id: batch.id, items: ended.map(renderResult) });
}

const refuseMethod = () => ({ status: 405, headers: {}, body: "" });
const refuseReading = () => failure(405, "Method not allowed. Use POST to stream batch items.");

module.exports = [
  { path: "/api/v3/batches", loader: refuseMethod, action: create },
  { path: "/api/v3/batches/:id/items", loader: refuseReading, action: receive, isOpen: true },
  { path: "/api/v2/batches/:id", loader: retrieve },
  { path: "/api/v1/batches/:id", loader: (context) => json(200, render(find(context))) },
  { path: "/api/v1/batches/:id/results", loader: listResults },
];
