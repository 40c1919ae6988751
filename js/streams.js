"use strict";

// The streams of runs, as a backend writes them.

const { randomUUID } = require("node:crypto");

const { refusal, refuseInTask, rejectInTask } = require("./in-task.js");
const { collectParts, pipeParts } = require("./stream-writer.js");

const DEFAULT_KEY = "default";
const IN_TASK_TARGETS = ["self", "parent", "root"];
const APPEND_OPTIONS = ["target", "requestOptions"];
const PIPE_OPTIONS = ["signal", ...APPEND_OPTIONS, "spanName", "collapsed"];

/** Appends one part, a text, to a stream of a run: `append(part, options)` or `append(key, part, options)`. */
async function append(area, ...args) {
  const name = "streams.append";
  const [key, part, options] = typeof args[1] === "string" ? args : [DEFAULT_KEY, ...args];
  const { requestOptions, target } = readOptions(name, options, APPEND_OPTIONS);
  await area.append(target, key, part, requestOptions);
}

/** Writes all parts of a source: `pipe(source, options)` or `pipe(key, source, options)`. */
function pipe(area, ...args) {
  const [key, source, options] = typeof args[0] === "string" ? args : [DEFAULT_KEY, ...args];
  return pipeTo(area, "streams.pipe", key, source, options);
}

/** Writes what a function writes: `writer(options)` or `writer(key, options)`. */
function writer(area, ...args) {
  const [key, options] = typeof args[0] === "string" ? args : [DEFAULT_KEY, ...args];
  return writeTo(area, "streams.writer", key, options);
}

function pipeTo(area, name, key, source, options) {
  const { requestOptions, signal, target } = readOptions(name, options, PIPE_OPTIONS);
  const clientId = randomUUID();
  const send = (parts, first) =>
    area.writer(target, key, clientId, first, parts, { ...requestOptions, ...(signal && { signal }) });
  return pipeParts(source, { send, signal, refuse: (what) => refusal(name, what) });
}

function writeTo(area, name, key, { execute, ...options } = /** @type {any} */ ({})) {
  if (typeof execute !== "function") throw refusal(name, "options.execute must be a function");
  // Nothing is written before it is known where to.
  readOptions(name, options, PIPE_OPTIONS);
  return pipeTo(area, name, key, collectParts(execute), options);
}

/** A stream by its id, for all runs. */
function define(area, { id } = /** @type {any} */ ({})) {
  if (typeof id !== "string" || id === "") throw refusal("streams.define", "id must be a string");
  return {
    id,
    append: async (value, options) => {
      const execute = ({ write }) => write(value);
      await writeTo(area, "streams.append", id, { ...options, execute }).waitUntilComplete();
    },
    pipe: (source, options) => pipeTo(area, "streams.pipe", id, source, options),
    writer: (options) => writeTo(area, "streams.writer", id, options),
  };
}

/** A stream into runs, by its id. */
function input(area, { id } = /** @type {any} */ ({})) {
  if (typeof id !== "string" || id === "") throw refusal("streams.input", "id must be a string");
  const name = (verb) => `streams.input().${verb}`;
  return {
    id,
    send: async (runId, data, requestOptions) => {
      await area.input.send(runId, id, data, requestOptions);
    },
    on: refuseInTask(name("on")),
    once: rejectInTask(name("once")),
    peek: refuseInTask(name("peek")),
    wait: rejectInTask(name("wait")),
    waitWithIdleTimeout: rejectInTask(name("waitWithIdleTimeout")),
  };
}

/** The options of a writer: the run it writes to, and what its requests are made with. */
function readOptions(name, options = /** @type {any} */ ({}), known) {
  if (typeof options !== "object" || options === null) throw refusal(name, "options must be an object");
  const unknown = Object.keys(options).find((each) => !known.includes(each));
  if (unknown !== undefined) {
    throw refusal(name, `options.${unknown} is not known here; known are ${known.join(", ")}`);
  }
  const { requestOptions, signal, target } = options;
  if (target === undefined || IN_TASK_TARGETS.includes(target)) {
    throw refusal(
      name,
      "options.target must be the id of a run; self, parent and root are known inside a task only",
    );
  }
  return { requestOptions, signal, target };
}

module.exports = { append, define, input, pipe, writer };
