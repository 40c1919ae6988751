"use strict";

const { BrokenStream, sendEvents } = require("../answers/events.js");
const { text, Refusal } = require("../answers/forms.js");

const MOST_RECORDS = 1_000;
const MOST_SECONDS = 600;
const DEFAULT_SECONDS = 60;
const PING_SECONDS = 5;
/** Version 1 looks so often whether it is time for something. */
const LOOK_SECONDS = 5;
const SILENT_SECONDS = 10;
const BREAK_SECONDS = 3;
/** What S2 says of its own answers, and the server passes on. */
const PROXIED = {
  "x-stream-version": "v2",
  "access-control-expose-headers": "*, x-trigger-jwt,x-trigger-jwt-claims",
};
const PLACE = /^\d+$/;
const ENTRY = /^(\d+)(?:-(\d+))?$/;

const metered = ({ body, headers }) =>
  8 +
  Buffer.byteLength(body) +
  headers.reduce((sum, [name, value]) => sum + 2 + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
const showTail = ({ seqNum, timestamp }) => ({ seq_num: seqNum, timestamp });
const showRecord = ({ seqNum, timestamp, body, headers }) => ({
  seq_num: seqNum,
  timestamp,
  body,
  ...(headers.length > 0 && { headers }),
});

/**
 * Answers with what a stream has and what comes, until nothing has come for as long as the client said.
 *
 * @param {InstanceType<typeof import("../streams/stream.js").Stream>} stream
 * @param {any} context of the request
 * @param {{ timeoutInSeconds: number, isPeek?: boolean }} options
 */
function followStream(stream, context, { timeoutInSeconds, isPeek = false }) {
  const second = context.streams.secondInMs;
  const { "last-event-id": lastEventId } = context.request.headers;
  const more = { stream, context, second, timeoutInMs: timeoutInSeconds * second, lastEventId };
  if (stream.version === "v1") return sendEvents(writeLines(more));
  const isSettled = isPeek && stream.isSettled;
  const headers = { ...PROXIED, ...(isSettled && { "x-session-settled": "true" }) };
  return sendEvents(writeBatches({ ...more, isSettled }), headers);
}

/** Version 2, as S2 has it: batches, pings with the tail, and a word at the end. */
async function* writeBatches({ stream, context, second, timeoutInMs, lastEventId, isSettled }) {
  const { log } = stream;
  // What is no place is the start, and what is past the end is the end.
  let place = PLACE.test(lastEventId ?? "") ? Math.min(Number(lastEventId) + 1, log.tail.seqNum) : 0;
  let count = 0;
  let bytes = 0;
  let heardAt = performance.now();
  let pingAt = -Infinity;
  for (;;) {
    const records = log.read(place, MOST_RECORDS);
    if (records.length > 0) {
      place = records.at(-1).seqNum + 1;
      count += records.length;
      bytes += records.reduce((sum, record) => sum + metered(record), 0);
      const data = { records: records.map(showRecord), tail: showTail(log.tail) };
      yield `event: batch\nid: ${place - 1},${count},${bytes}\ndata: ${JSON.stringify(data)}\n\n`;
      heardAt = performance.now();
      if (pingAt > 0) pingAt = heardAt + PING_SECONDS * second;
      continue;
    }
    if (performance.now() >= pingAt) {
      yield `event: ping\ndata: ${JSON.stringify({ timestamp: Date.now(), tail: showTail(log.tail) })}\n\n`;
      pingAt = performance.now() + PING_SECONDS * second;
    }
    const endsAt = heardAt + timeoutInMs;
    if (isSettled || performance.now() >= endsAt) break;
    if (await waitForNews(log, place, context, Math.min(endsAt, pingAt) - performance.now())) return;
  }
  yield "data: [DONE]\n\n";
}

/** Version 1, as it is read from Redis: an event for each line, a comment when there is none, and no word at the end. */
async function* writeLines({ stream, context, second, timeoutInMs, lastEventId }) {
  const { log } = stream;
  const after = readEntry(lastEventId);
  if (after === undefined) {
    await waitForNews(log, Infinity, context, BREAK_SECONDS * second);
    throw new BrokenStream();
  }
  let place = 0;
  let heardAt = performance.now();
  let saidAt = heardAt;
  let lookAt = heardAt + LOOK_SECONDS * second;
  for (;;) {
    const records = log.read(place, MOST_RECORDS);
    for (const record of records) {
      const { timestamp, count, body } = record;
      if (!isAfter([timestamp, count], after)) continue;
      yield `id: ${timestamp}-${count}\ndata: ${body}\n\n`;
      heardAt = saidAt = performance.now();
    }
    if (records.length > 0) place = records.at(-1).seqNum + 1;
    if (log.tail.seqNum > place) continue;
    if (performance.now() >= lookAt) {
      lookAt += LOOK_SECONDS * second;
      if (performance.now() - heardAt >= timeoutInMs) return;
      if (performance.now() - saidAt >= SILENT_SECONDS * second) {
        yield ": ping\n\n";
        saidAt = performance.now();
      }
    }
    if (await waitForNews(log, place, context, lookAt - performance.now())) return;
  }
}

/**
 * Reads where version 1 is to go on; undefined for what Redis does not take.
 *
 * @returns {[number, number] | undefined}
 */
function readEntry(lastEventId) {
  if (!lastEventId) return [-1, 0];
  const [, time, count = "0"] = ENTRY.exec(lastEventId) ?? [];
  return time === undefined ? undefined : [Number(time), Number(count)];
}

function isAfter([time, count], [earliest, least]) {
  return time > earliest || (time === earliest && count > least);
}

/** Waits for a record at a place, not longer than so long; answers whether nobody waits any more. */
async function waitForNews(log, place, { announce, over, request }, forMs) {
  if (log.tail.seqNum > place) return false;
  let timer;
  let unwatch;
  const news = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(forMs, 0), false);
    unwatch = log.watch(() => log.tail.seqNum > place && resolve(false));
  });
  request.held = true;
  announce();
  const isOver = await Promise.race([news, over.then(() => true)]);
  clearTimeout(timer);
  unwatch();
  request.held = false;
  return isOver;
}

/** Reads for how many seconds of nothing a client waits. Some routes take what is no number, and 0, for the default. */
function readTimeout({ request }, { isLenient = false } = {}) {
  const { "timeout-seconds": given } = request.headers;
  if (given === undefined) return DEFAULT_SECONDS;
  const seconds = isLenient ? parseInt(given, 10) : Number(given);
  if (isLenient && !seconds) return DEFAULT_SECONDS;
  if (Number.isNaN(seconds)) refuseTimeout("Invalid timeout seconds");
  if (seconds < 1) refuseTimeout("Timeout seconds must be greater than 0");
  if (seconds > MOST_SECONDS) refuseTimeout("Timeout seconds must be less than 600");
  return seconds;
}

function refuseTimeout(message) {
  throw new Refusal(text(400, message));
}

module.exports = { followStream, metered, readTimeout };
