"use strict";

const { reasonOf } = require("./abort.js");

/**
 * Triggers a run and watches it to its end: what came of it, good or bad. An abort cancels the run, unless that is not
 * wanted, and rejects with its reason.
 */
async function triggerAndSubscribe(
  { tasks: { trigger }, runs: { cancel, subscribeToRun } },
  taskId,
  payload,
  options,
  requestOptions,
) {
  const { signal = requestOptions?.signal, cancelOnAbort = true, ...triggerOptions } = options ?? {};
  const own = requestOptions === undefined ? {} : { ...requestOptions };
  if (signal !== undefined) own.signal = signal;
  const handle = await trigger(taskId, payload, triggerOptions, own);
  const { clientConfig, additionalHeaders } = own;
  const watching = { skipColumns: ["payload"], throwOnAbort: true };
  if (signal !== undefined) watching.signal = signal;
  if (clientConfig !== undefined) watching.clientConfig = clientConfig;
  if (additionalHeaders !== undefined) watching.additionalHeaders = additionalHeaders;
  try {
    return outcomeOf(await subscribeToRun(handle.id, watching).finished(), taskId);
  } catch (error) {
    if (cancelOnAbort && signal?.aborted && error === reasonOf(signal)) {
      // Whoever aborted waits for nothing more; what the cancel meets is not theirs to mend.
      const scope = clientConfig === undefined ? undefined : { clientConfig };
      cancel(handle.id, scope).catch(() => {});
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
