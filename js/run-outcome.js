"use strict";

const { reasonOf } = require("./abort.js");
const { readOptions } = require("./fields.js");
const { refusal } = require("./in-task.js");
const native = require("./native.js");

const NAME = "tasks.triggerAndSubscribe";
const OPTIONS = ["signal", "cancelOnAbort"];

/**
 * Triggers a run and watches it to its end: what came of it, good or bad. An abort cancels the run, unless that is not
 * wanted, and rejects with its reason.
 */
async function triggerAndSubscribe(areas, taskId, payload, options, requestOptions) {
  const known = [...OPTIONS, ...native.optionNames("trigger")];
  const refuse = (what) => refusal(NAME, what);
  const [read, ofRequests] = readOptions(options ?? undefined, requestOptions, known, refuse);
  const { areas: scoped, signal: ofCalls } = areas.under(ofRequests, NAME);
  const { signal = ofCalls, cancelOnAbort = true, ...triggerOptions } = read;
  const {
    tasks: { trigger },
    runs: { cancel, subscribeToRun },
  } = scoped;
  const handle = await trigger(taskId, payload, triggerOptions, { signal });
  const watching = { skipColumns: ["payload"], throwOnAbort: true, signal };
  try {
    return outcomeOf(await subscribeToRun(handle.id, watching).finished(), taskId);
  } catch (error) {
    if (cancelOnAbort && signal?.aborted && error === reasonOf(signal)) {
      // Whoever aborted waits for nothing more; what the cancel meets is not theirs to mend.
      cancel(handle.id).catch(() => {});
    }
    throw error;
  }
}

function outcomeOf(run, taskIdentifier) {
  const { id, isSuccess, output, error } = run;
  if (isSuccess) return { ok: true, id, taskIdentifier, output };
  const failure = errorOf(error ?? { message: `the run ended as ${run.status}` }, error?.causes ?? []);
  return { ok: false, id, taskIdentifier, error: failure };
}

/** An error as the run had it, with what caused it, and what caused that. */
function errorOf({ name, message }, causes) {
  const [cause, ...others] = causes;
  const options = cause === undefined ? undefined : { cause: errorOf(cause, others) };
  const error = new Error(message, options);
  if (name !== undefined) error.name = name;
  return error;
}

module.exports = { triggerAndSubscribe };
