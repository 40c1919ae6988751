"use strict";

// Sessions as a backend talks on their channels.

const { refusal, refuseInTask, rejectInTask } = require("./in-task.js");
const { collectParts, pipeParts } = require("./stream-writer.js");

const OPTIONS = ["signal", "requestOptions", "spanName", "collapsed"];
const RECORDS_OPTIONS = ["afterEventId", "requestOptions"];
const NAMES_OF_CHANNELS = /^[A-Za-z0-9._-]{1,128}$/;

/** Opens the channels of a session, which asks nothing of the server. */
function open(area, id) {
  if (typeof id !== "string" || id === "")
    throw refusal("sessions.open", "sessionIdOrExternalId must be a string");
  return {
    id,
    ...createChannels(area, id, undefined),
    channel: (channel) => {
      const name = nameOf("sessions.open().channel", channel);
      return { name, ...createChannels(area, id, name) };
    },
  };
}

/** Names a channel, whose records have types of their own. */
function defineChannel(_area, name) {
  return { name: nameOf("sessions.defineChannel", name) };
}

function nameOf(operation, channel) {
  const name = typeof channel === "string" ? channel : channel?.name;
  if (typeof name === "string" && NAMES_OF_CHANNELS.test(name)) return name;
  throw refusal(operation, "a channel's name is 1 to 128 letters, digits, dots, hyphens or underscores");
}

function createChannels(area, id, channel) {
  return { in: createInput(area.in, id, channel), out: createOutput(area.out, id, channel) };
}

function createInput(area, sessionId, channel) {
  const name = (verb) => `sessions.open().in.${verb}`;
  return {
    sessionId,
    channel,
    send: async (value, requestOptions) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      await area.send(sessionId, channel, text, requestOptions);
    },
    records: (options) => readRecords(area, name("records"), sessionId, channel, options),
    on: refuseInTask(name("on")),
    once: rejectInTask(name("once")),
    peek: refuseInTask(name("peek")),
    lastDispatchedSeqNum: refuseInTask(name("lastDispatchedSeqNum")),
    wait: rejectInTask(name("wait")),
    waitWithIdleTimeout: rejectInTask(name("waitWithIdleTimeout")),
  };
}

function createOutput(area, sessionId, channel) {
  const name = (verb) => `sessions.open().out.${verb}`;
  const pipe = (operation, source, options) => {
    const { requestOptions, signal } = readOptions(operation, options, OPTIONS);
    const send = (parts) =>
      area.append(sessionId, channel, parts, { ...requestOptions, ...(signal && { signal }) });
    return pipeParts(source, { send, signal, refuse: (what) => refusal(operation, what) });
  };
  const write = (operation, { execute, ...options } = /** @type {any} */ ({})) => {
    if (typeof execute !== "function") throw refusal(operation, "options.execute must be a function");
    return pipe(operation, collectParts(execute), options);
  };
  return {
    sessionId,
    channel,
    append: async (value, options) => {
      const execute = (/** @type {any} */ { write: add }) => add(value);
      await write(name("append"), { ...options, execute }).waitUntilComplete();
    },
    pipe: (source, options) => pipe(name("pipe"), source, options),
    writer: (options) => write(name("writer"), options),
    records: (options) => readRecords(area, name("records"), sessionId, channel, options),
    writeControl: (subtype, extraHeaders = []) =>
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

function readOptions(name, options = /** @type {any} */ ({}), known) {
  if (typeof options !== "object" || options === null) throw refusal(name, "options must be an object");
  const unknown = Object.keys(options).find((each) => !known.includes(each));
  if (unknown === undefined) return options;
  throw refusal(name, `options.${unknown} is not known here; known are ${known.join(", ")}`);
}

module.exports = { defineChannel, open };
