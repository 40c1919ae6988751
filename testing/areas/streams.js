"use strict";

const { failure, json, refuse, Refusal, text } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { followStream, metered, readTimeout } = require("../realtime/event-stream.js");
const { nameOfStream } = require("../streams/streams.js");

const TARGETS = ["self", "parent", "root"];
const MOST_PART_BYTES = 512 * 1024;
const MOST_INPUT_BYTES = 1024 * 1024;
const MOST_RECORD_BYTES = 1024 * 1024;
const FINAL = { "x-should-retry": "false" };

function refuseText(status, message) {
  throw new Refusal(text(status, message));
}

function authenticateReader(context) {
  if (!context.credential) refuse(401, "Invalid or Missing API key");
  return authenticateKey(context, { publicTokens: true });
}

/** Streams are written under keys alone. */
function authenticateWriter(context) {
  if (!context.credential) refuse(401, "Invalid or Missing API key");
  return authenticateKey(context);
}

/** Returns the run whose streams a request reads, if it may. */
function findReadable(context) {
  const environment = authenticateReader(context);
  const run = environment.runs.get(context.params.run) ?? refuse(404, "Not found", FINAL);
  authorize(context.credential, "read", {
    runs: [run.id],
    tags: run.tags,
    tasks: [run.taskIdentifier],
    batch: run.batchId ? [run.batchId] : [],
  });
  return { run, streams: environment.streams };
}

function read(context) {
  const { run, streams } = findReadable(context);
  const timeoutInSeconds = readTimeout(context, { isLenient: true });
  return followStream(streams.ofRun(run, context.params.key), context, { timeoutInSeconds });
}

function readInput(context) {
  const { run, streams } = findReadable(context);
  const timeoutInSeconds = readTimeout(context);
  return followStream(streams.intoRun(run, context.params.id), context, { timeoutInSeconds });
}

/** Returns the run that a writer means: the one of the path, or one that it descends from. */
function findTarget(context) {
  const { run: id, target } = context.params;
  if (!TARGETS.includes(target)) refuseTarget(target);
  const { runs, streams } = authenticateWriter(context);
  const run = runs.get(id) ?? refuseText(404, "Run not found");
  const related = target === "self" ? run : runs.get(run.relatedRuns[target]?.id);
  return { run: related ?? refuseText(404, "Target not found"), streams };
}

function refuseTarget(received) {
  const message = `Invalid enum value. Expected ${TARGETS.map((name) => `'${name}'`).join(" | ")}, received '${received}'`;
  const detail = { received, code: "invalid_enum_value", options: TARGETS, path: ["target"], message };
  throw new Refusal(json(400, { error: "Params Error", details: [detail] }));
}

/** Lists a stream with its run. */
function announce(run, key, now) {
  if (run.realtimeStreams.includes(key)) return;
  run.realtimeStreams.push(key);
  run.updatedAt = now;
  run.environment.runs.changes.announce(run);
}

function create(context, { run, streams }) {
  const { key } = context.params;
  if (run.finishedAt != null) refuseText(400, "Cannot create a realtime stream on a completed run");
  const stream = streams.ofRun(run, key);
  announce(run, key, context.now());
  const { version } = stream;
  const headers = version === "v2" ? streams.describe(nameOfStream(run, key), context.origin) : {};
  return json(202, { version }, headers);
}

function append(context) {
  if (context.request.method !== "POST") return text(405, "Method Not Allowed");
  const { run, streams } = findTarget(context);
  const { key } = context.params;
  const part = context.text;
  if (Buffer.byteLength(part) > MOST_PART_BYTES) refuse(413, "Request body too large");
  if (run.finishedAt != null) {
    return json(400, { ok: false, error: "Cannot append to a realtime stream on a completed run" });
  }
  const stream = streams.ofRun(run, key);
  const id = context.request.headers["x-part-id"];
  if (stream.version === "v2") refuseLarge(part, id);
  announce(run, key, context.now());
  stream.appendOnce(part, id);
  return json(200, { ok: true });
}

function refuseLarge(data, id = "1234567") {
  const size = metered({ body: JSON.stringify({ data, id }), headers: [] });
  if (size > MOST_RECORD_BYTES) throw new Refusal(json(413, { ok: false, error: "Record too large" }));
}

/** Takes the lines of a client that has a number for each, so that it can go on where it was interrupted. */
function ingest(context, { run, streams }) {
  const { key } = context.params;
  const { "x-client-id": clientId = "default", "x-resume-from-chunk": from = "0" } = context.request.headers;
  const lines = context.text.split("\n").filter((line) => line.trim() !== "");
  announce(run, key, context.now());
  streams.ofRun(run, key).appendLines(lines, { clientId, from: Number(from) || 0 });
  return { status: 200, headers: {}, body: "" };
}

function write(context) {
  const found = findTarget(context);
  const { method } = context.request;
  if (method === "PUT") return create(context, found);
  return method === "POST" ? ingest(context, found) : text(405, "Method Not Allowed");
}

function countChunks(context) {
  if (context.request.method !== "HEAD") {
    return text(405, "Only HEAD requests are allowed for this endpoint");
  }
  const { run, streams } = findTarget(context);
  const stream = streams.ofRun(run, context.params.key);
  const clientId = context.request.headers["x-client-id"] ?? "default";
  const headers = { "x-last-chunk-index": String(stream.lastChunkOf(clientId)) };
  return { status: 200, headers, body: "" };
}

function send(context) {
  if (context.request.method !== "POST") return failure(405, "Method not allowed");
  const environment = authenticateReader(context);
  const { run: runId, id } = context.params;
  authorize(context.credential, "write", { inputStreams: [runId] });
  if (Buffer.byteLength(context.text) > MOST_INPUT_BYTES) refuse(413, "Request body too large");
  const body = context.readJson(() => refuse(500, "Internal Server Error"));
  const run = environment.runs.get(runId);
  if (!run) return json(404, { ok: false, error: "Run not found" });
  if (run.finishedAt != null) {
    return json(400, { ok: false, error: "Cannot send to input stream on a completed run" });
  }
  const data = JSON.stringify(body?.data);
  environment.streams.intoRun(run, id).appendOnce(data);
  return json(200, { ok: true });
}

module.exports = [
  { path: "/realtime/v1/streams/:run/input/:id", loader: readInput, action: send },
  { path: "/realtime/v1/streams/:run/:target/:key/append", action: append },
  { path: "/realtime/v1/streams/:run/:target/:key", loader: countChunks, action: write },
  { path: "/realtime/v1/streams/:run/:key", loader: read },
];
