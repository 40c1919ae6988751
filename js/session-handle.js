"use strict";

// Sessions as a backend talks on their channels.

const { readKnown } = require("./fields.js");
const { refusal, refuseInTask, rejectInTask } = require("./in-task.js");
const { jsonOf } = require("./part.js");
const { collectParts } = require("./part-collection.js");
const { followInput } = require("./session-input.js");
const { pipeParts } = require("./stream-writer.js");

const OPTIONS = ["signal", "requestOptions", "spanName", "collapsed"];
const WRITER_OPTIONS = ["execute", ...OPTIONS];
const RECORDS_OPTIONS = ["afterEventId", "requestOptions"];
const NAMES_OF_CHANNELS = /^[A-Za-z0-9._-]{1,128}$/;

/** Opens the channels of a session, which asks nothing of the server. */
function open(areas, id) {
  if (typeof id !== "string" || id === "")
    throw refusal("sessions.open", "sessionIdOrExternalId must be a string");
  return {
    id,
    ...createChannels(areas, id, undefined),
    channel: (channel) => {
      const name = nameOf("sessions.open().channel", channel);
      return { name, ...createChannels(areas, id, name) };
    },
  };
}

/** Names a channel, whose records have types of their own. */
function defineChannel(_areas, name) {
  return { name: nameOf("sessions.defineChannel", name) };
}

function nameOf(operation, channel) {
  const name = typeof channel === "string" ? channel : channel?.name;
  if (typeof name === "string" && NAMES_OF_CHANNELS.test(name)) return name;
  throw refusal(operation, "a channel's name is 1 to 128 letters, digits, dots, hyphens or underscores");
}

function createChannels(areas, id, channel) {
  return { in: createInput(areas, id, channel), out: createOutput(areas, id, channel) };
}

function createInput(areas, sessionId, channel) {
  const { in: area } = areas.sessions;
  const name = (verb) => `sessions.open().in.${verb}`;
  return {
    sessionId,
    channel,
    send: async (value, requestOptions) => {
      const refuse = (what) => refusal(name("send"), what);
      const text = typeof value === "string" ? value : jsonOf(value, "value", refuse);
      await area.send(sessionId, channel, text, requestOptions);
    },
    records: (options) => readRecords(area, name("records"), sessionId, channel, options),
    ...followInput(areas, name, sessionId, channel),
    peek: refuseInTask(name("peek")),
    wait: rejectInTask(name("wait")),
    waitWithIdleTimeout: rejectInTask(name("waitWithIdleTimeout")),
  };
}

function createOutput(areas, sessionId, channel) {
  const { out: area } = areas.sessions;
  const name = (verb) => `sessions.open().out.${verb}`;
  /** What parts are written with, all of them in one scope. */
  const openStream = (operation, { requestOptions, signal }) => {
    const { areas: scoped, signal: ofCalls } = areas.under(requestOptions, operation);
    const forEach = { signal: signal ?? ofCalls };
    return {
      signal,
      send: (parts) => scoped.sessions.out.append(sessionId, channel, parts, { ...forEach }),
      refuse: (what) => refusal(operation, what),
    };
  };
  const pipe = (operation, source, options) =>
    pipeParts(source, openStream(operation, readOptions(operation, options, OPTIONS)));
  const write = (operation, options) => {
    const read = readOptions(operation, options, WRITER_OPTIONS);
    const { execute } = read;
    if (typeof execute !== "function") throw refusal(operation, "options.execute must be a function");
    const stream = openStream(operation, read);
    return pipeParts(collectParts(execute, stream.refuse), stream);
  };
  return {
    sessionId,
    channel,
    append: async (value, options) => {
      await pipe(name("append"), [value], options).waitUntilComplete();
    },
    pipe: (source, options) => pipe(name("pipe"), source, options),
    writer: (options) => write(name("writer"), options),
    read: async (...options) => area.read(sessionId, channel, ...options),
    records: (options) => readRecords(area, name("records"), sessionId, channel, options),
    writeControl: async (subtype, extraHeaders = []) =>
      area.writeControl(sessionId, channel, [subtype, ...extraHeaders.flat()]),
    trimTo: async (earliestSeqNum) => {
      await area.trimTo(sessionId, channel, earliestSeqNum);
    },
  };
}

/** Reads what a channel has now. */
async function readRecords(area, name, sessionId, channel, options) {
  const { afterEventId, requestOptions } = readOptions(name, options, RECORDS_OPTIONS);
  const after = afterEventId === undefined ? undefined : String(afterEventId);
  const { records } = await area.records(sessionId, channel, after, requestOptions);
  return records;
}

function readOptions(name, options, known) {
  return readKnown(options, "options", known, (what) => refusal(name, what));
}

module.exports = { defineChannel, open };
