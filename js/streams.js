"use strict";

// The streams of runs, as a backend writes and reads them.

const { randomUUID } = require("node:crypto");

const { readKnown } = require("./fields.js");
const { refusal, refuseInTask, rejectInTask } = require("./in-task.js");
const { collectParts } = require("./part-collection.js");
const { isBody, textOf } = require("./part-text.js");
const { pipeParts } = require("./stream-writer.js");

const DEFAULT_KEY = "default";
const IN_TASK_TARGETS = ["self", "parent", "root"];
const APPEND_OPTIONS = ["target", "requestOptions"];
const PIPE_OPTIONS = ["signal", ...APPEND_OPTIONS, "spanName", "collapsed"];
const WRITER_OPTIONS = ["execute", ...PIPE_OPTIONS];

/** Appends one part as it is to a stream of a run: `append(part, options)` or `append(key, part, options)`. */
async function append(areas, ...args) {
  const name = "streams.append";
  const hasKey = typeof args[0] === "string" && (args.length > 2 || isBody(args[1]));
  const [key, part, options] = hasKey ? args : [DEFAULT_KEY, ...args];
  const { requestOptions, target } = readOptions(name, options, APPEND_OPTIONS);
  const text = textOf(part, (what) => refusal(name, what));
  if (typeof text === "string") {
    await areas.streams.append(target, key, text, requestOptions);
    return;
  }
  // The scope is that of the call, however long the part is read.
  const { areas: scoped, signal } = areas.under(requestOptions, name);
  await scoped.streams.append(target, key, await text, { signal });
}

/** Writes all parts of a source: `pipe(source, options)` or `pipe(key, source, options)`. */
function pipe(areas, ...args) {
  const [key, source, options] = typeof args[0] === "string" ? args : [DEFAULT_KEY, ...args];
  return pipeTo(areas, "streams.pipe", key, source, options);
}

/** Writes what a function writes: `writer(options)` or `writer(key, options)`. */
function writer(areas, ...args) {
  const [key, options] = typeof args[0] === "string" ? args : [DEFAULT_KEY, ...args];
  return writeTo(areas, "streams.writer", key, options);
}

/** Reads a stream of a run: `read(runId, options)` or `read(runId, key, options)`. */
async function read(areas, runId, ...args) {
  const [key, ...options] = typeof args[0] === "string" ? args : [DEFAULT_KEY, ...args];
  return areas.streams.read(runId, key, ...options);
}

function pipeTo(areas, name, key, source, options) {
  return pipeParts(source, openStream(areas, name, key, readOptions(name, options, PIPE_OPTIONS)));
}

function writeTo(areas, name, key, options) {
  const read = readKnown(options, "options", WRITER_OPTIONS, (what) => refusal(name, what));
  const { execute } = read;
  if (typeof execute !== "function") throw refusal(name, "options.execute must be a function");
  // Nothing is written before it is known where to.
  const stream = openStream(areas, name, key, checkTarget(name, read));
  return pipeParts(collectParts(execute, stream.refuse), stream);
}

/** What parts are written with, all of them in one scope. */
function openStream(areas, name, key, { requestOptions, signal, target }) {
  const clientId = randomUUID();
  const { areas: scoped, signal: ofCalls } = areas.under(requestOptions, name);
  const forEach = { signal: signal ?? ofCalls };
  return {
    signal,
    send: (parts, first) => scoped.streams.writer(target, key, clientId, first, parts, { ...forEach }),
    refuse: (what) => refusal(name, what),
  };
}

/** A stream by its id, for all runs. */
function define(areas, { id } = /** @type {any} */ ({})) {
  if (typeof id !== "string" || id === "") throw refusal("streams.define", "id must be a string");
  return {
    id,
    append: async (value, options) => {
      await pipeTo(areas, "streams.append", id, [value], options).waitUntilComplete();
    },
    pipe: (source, options) => pipeTo(areas, "streams.pipe", id, source, options),
    read: async (runId, ...options) => areas.streams.read(runId, id, ...options),
    writer: (options) => writeTo(areas, "streams.writer", id, options),
  };
}

/** A stream into runs, by its id. */
function input(areas, { id } = /** @type {any} */ ({})) {
  if (typeof id !== "string" || id === "") throw refusal("streams.input", "id must be a string");
  const name = (verb) => `streams.input().${verb}`;
  return {
    id,
    send: async (runId, data, requestOptions) => {
      await areas.streams.input.send(runId, id, data, requestOptions);
    },
    on: refuseInTask(name("on")),
    once: rejectInTask(name("once")),
    peek: refuseInTask(name("peek")),
    wait: rejectInTask(name("wait")),
    waitWithIdleTimeout: rejectInTask(name("waitWithIdleTimeout")),
  };
}

/** The options of a writer: the run it writes to, and what its requests are made with. */
function readOptions(name, options, known) {
  return checkTarget(
    name,
    readKnown(options, "options", known, (what) => refusal(name, what)),
  );
}

function checkTarget(name, options) {
  const { target } = options;
  if (target !== undefined && !IN_TASK_TARGETS.includes(target)) return options;
  const where = "self, parent and root are known inside a task only";
  throw refusal(name, `options.target must be the id of a run; ${where}`);
}

module.exports = { append, define, input, pipe, read, writer };
