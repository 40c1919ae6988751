"use strict";

// S2, as far as writers of streams ask it: records that are appended.

const { json, Refusal } = require("../answers/forms.js");
const { metered } = require("../realtime/event-stream.js");

const MOST_RECORDS = 1_000;
const MOST_BYTES = 1024 * 1024;
const FORMATS = { raw: (value) => value, base64: (value) => Buffer.from(value, "base64").toString("latin1") };
const isText = (value) => typeof value === "string";

function refuse(status, code, message) {
  throw new Refusal(json(status, { code, message }));
}

/** Reads the records of a body, in the format its header names. */
function readRecords(context) {
  const decode = FORMATS[context.request.headers["s2-format"] ?? "raw"];
  if (!decode) refuse(400, "bad_header", "S2-Format is raw or base64");
  const body = context.readJson(() => refuse(400, "bad_json", "the body is no JSON"));
  const { records, ...unknown } = body ?? {};
  if (Object.keys(unknown).length > 0) refuse(422, "invalid", `${Object.keys(unknown)} is not supported`);
  if (!Array.isArray(records) || records.length === 0 || records.length > MOST_RECORDS) {
    refuse(422, "invalid", `a batch has 1 to ${MOST_RECORDS} records`);
  }
  const read = records.map((record) => readRecord(record, decode));
  const size = read.reduce((sum, record) => sum + metered(record), 0);
  if (size > MOST_BYTES) refuse(422, "invalid", "a batch has at most 1 MiB");
  return read;
}

function readRecord({ body = "", headers = [] }, decode) {
  const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText);
  if (!isText(body) || !Array.isArray(headers) || !headers.every(isPair)) {
    refuse(422, "invalid", "a record has a body and pairs of texts as headers");
  }
  return { body: decodeBody(body, headers, decode), headers: headers.map((pair) => pair.map(decode)) };
}

/** Records are text, commands are bytes. */
function decodeBody(body, headers, decode) {
  const decoded = decode(body);
  const isCommand = headers[0]?.[0] === "";
  return isCommand || decode === FORMATS.raw ? decoded : Buffer.from(decoded, "latin1").toString();
}

function append(context) {
  if (context.request.method !== "POST") refuse(405, "method_not_allowed", "Method not allowed");
  const { credential, environments, params } = context;
  if (!credential) refuse(401, "authn", "no access token");
  const streams = environments.map((environment) => environment.streams);
  const found = streams.map((each) => each.findByToken(credential.token, params.name)).find(Boolean);
  const stream = found ?? refuse(403, "permission_denied", "the access token is none for this stream");
  const records = readRecords(context);
  const start = showTail(stream.log.tail);
  stream.appendRecords(records);
  const end = showTail(stream.log.tail);
  return json(200, { start: { ...start, timestamp: end.timestamp }, end, tail: end });
}

function showTail({ seqNum, timestamp }) {
  return { seq_num: seqNum, timestamp };
}

module.exports = [{ path: "/v1/streams/:name/records", action: append }];
