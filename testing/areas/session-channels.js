"use strict";

const { json, refuse, Refusal, text } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { followStream, readTimeout } = require("../realtime/event-stream.js");
const { nameOfChannel } = require("../streams/streams.js");
const { ensureRun, statusOf } = require("../project/sessions.js");

const SIDES = ["out", "in"];
const MOST_BYTES = 1024 * 1024;
const CHANNEL = /^[A-Za-z0-9._-]{1,128}$/;
const FINAL = { "x-should-retry": "false" };

function refuseParams(detail) {
  throw new Refusal(json(400, { error: "Params Error", details: [detail] }));
}

/** Returns the channel a request is about, for a credential that has not been asked yet what it may. */
function open(context) {
  const { channel, id, io } = context.params;
  if (!SIDES.includes(io)) {
    const message = `Invalid enum value. Expected 'out' | 'in', received '${io}'`;
    refuseParams({ received: io, code: "invalid_enum_value", options: SIDES, path: ["io"], message });
  }
  if (channel !== undefined && !CHANNEL.test(channel)) {
    refuseParams({ validation: "regex", code: "invalid_string", message: "Invalid", path: ["name"] });
  }
  if (!context.credential) refuse(401, "Invalid or Missing API key");
  const environment = authenticateKey(context, { publicTokens: true });
  if (environment.streams.version === "v1") {
    throw new Refusal(text(501, "Session channels are only supported on v2 realtime streams"));
  }
  const session = environment.sessions.get(id);
  const address = session ? (session.externalId ?? session.id) : id;
  return {
    address,
    channel,
    environment,
    ids: session ? [session.id, session.externalId].filter(Boolean) : [id],
    io,
    session,
    stream: () => environment.streams.ofSession(address, io, channel),
  };
}

/** Returns the channel that a request reads. A user's own id is one before there is a session of it. */
function openReadable(context) {
  const opened = open(context);
  if (!opened.session && context.params.id.startsWith("session_")) refuse(404, "Not found", FINAL);
  authorize(context.credential, "read", { sessions: opened.ids });
  return opened;
}

function read(context) {
  const { io, stream } = openReadable(context);
  if (context.request.method === "HEAD") {
    return { status: 200, headers: { "x-last-chunk-index": "0" }, body: "" };
  }
  const timeoutInSeconds = readTimeout(context);
  const isPeek = io === "out" && context.request.headers["x-peek-settled"] === "1";
  return followStream(stream(), context, { timeoutInSeconds, isPeek });
}

function listRecords(context) {
  const { stream } = openReadable(context);
  const [, after] = context.request.query.find(([name]) => name === "afterEventId") ?? [];
  if (after !== undefined && !/^\d+$/.test(after)) {
    const detail = {
      validation: "regex",
      code: "invalid_string",
      message: "Invalid",
      path: ["afterEventId"],
    };
    throw new Refusal(json(400, { error: "Query Error", details: [detail] }));
  }
  const records = stream().log.read(after === undefined ? 0 : Number(after) + 1);
  return json(200, { records: records.map(showRecord) });
}

function showRecord({ seqNum, body, headers }) {
  if (headers.length > 0) return { data: "", id: "", seqNum, headers };
  const { data, id } = JSON.parse(body);
  return { data, id, seqNum };
}

function isSecret({ kind }) {
  return kind !== "public-token";
}

function initialize(context) {
  if (context.request.method !== "PUT") return text(405, "Method Not Allowed");
  const { address, channel, environment, ids, io, session, stream } = open(context);
  authorize(context.credential, "write", { sessions: ids });
  if (io === "out" && !isSecret(context.credential)) {
    return text(403, "Initializing the out channel requires secret key authentication");
  }
  if (!session) refuse(404, "Resource not found");
  const status = statusOf(session, context.now());
  if (status !== "ACTIVE") {
    return text(
      400,
      `Cannot initialize a channel on ${status === "CLOSED" ? "a closed" : "an expired"} session`,
    );
  }
  stream();
  const headers = environment.streams.describe(nameOfChannel(address, io, channel), context.origin);
  return json(202, { version: "v2" }, headers);
}

function append(context) {
  if (context.request.method !== "POST") return text(405, "Method Not Allowed");
  const { channel, environment, ids, io, session, stream } = open(context);
  authorize(context.credential, "write", { sessions: ids });
  if (io === "out" && !isSecret(context.credential)) {
    const error = "Appending to the out channel requires secret key authentication";
    return json(403, { ok: false, error });
  }
  if (!session) refuse(404, "Resource not found");
  const status = statusOf(session, context.now());
  if (status !== "ACTIVE") {
    const error = `Cannot append to ${status === "CLOSED" ? "a closed" : "an expired"} session`;
    return json(400, { ok: false, error });
  }
  if (Buffer.byteLength(context.text) > MOST_BYTES) refuse(413, "Request body too large");
  const seq = stream().appendOnce(context.text, context.request.headers["x-part-id"]);
  if (io === "in" && channel === undefined) ensureRun(environment, session);
  return json(200, { ok: true, seq });
}

const PATHS = ["/realtime/v1/sessions/:id", "/realtime/v1/sessions/:id/channels/:channel"];

module.exports = PATHS.flatMap((path) => [
  { path: `${path}/:io`, loader: read, action: initialize },
  { path: `${path}/:io/append`, action: append },
  { path: `${path}/:io/records`, loader: listRecords },
]);
