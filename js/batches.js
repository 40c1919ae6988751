"use strict";

const { onAbort, reasonOf } = require("./abort.js");
const { BatchTriggerError, toError } = require("./errors.js");
const { readOptions } = require("./fields.js");
const { countIn } = require("./realm.js");

/** The items of an async iterable, unless the signal is aborted before there are all of them. */
async function collect(iterable, signal) {
  // What is no signal is refused with the other arguments, once they are read.
  if (typeof signal?.addEventListener !== "function") return gather(iterable[Symbol.asyncIterator]());
  if (signal.aborted) throw reasonOf(signal);
  const iterator = iterable[Symbol.asyncIterator]();
  const abandoned = { is: false };
  return new Promise((resolve, reject) => {
    const release = onAbort(signal, () => {
      abandoned.is = true;
      reject(reasonOf(signal));
      // It is told, and not waited for: it may never answer, or throw.
      (async () => iterator.return?.())().catch(() => {});
    });
    gather(iterator, abandoned).then(resolve, reject).finally(release);
  });
}

/** Options and request options that stand behind the items of a batch, as they are now. */
function readBehindItems(operation, [given, behind, ...surplus]) {
  const refuse = (what) => toError({ cause: "argument", message: `${operation}: ${what}`, operation });
  const [options, requestOptions] = readOptions(given, behind, OPTIONS, refuse);
  // A list is the one value in them that could change.
  for (const name of Object.keys(options)) {
    if (Array.isArray(options[name])) options[name] = [...options[name]];
  }
  return { options, requestOptions, surplus };
}

async function gather(iterator, abandoned) {
  const items = [];
  while (!abandoned?.is) {
    const { done, value } = await iterator.next();
    if (done) break;
    items.push(value);
  }
  return items;
}

/** What a batch takes besides its items. */
const OPTIONS = ["idempotencyKey", "idempotencyKeyTTL"];

/** Two batches are held at once: one that is on its way, and one that is being filled. */
const OPERATION = "batch.triggerAll";
const BATCH_SIZE = 500;
const LARGEST_BATCH = 1_000;

/**
 * Triggers any number of items, a batch at a time; yields the handle of each. What it is given besides the items is read
 * at once, and what is wrong with that is thrown when the first handle is taken.
 */
function triggerAll(areas, items, options, requestOptions) {
  try {
    const [read, ofRequests] = readOptions(
      options ?? undefined,
      requestOptions,
      ["batchSize", ...OPTIONS],
      refusal,
    );
    const { batchSize = BATCH_SIZE, ...shared } = read;
    check(items, batchSize);
    const { areas: scoped, signal } = areas.under(ofRequests, OPERATION);
    const trigger = (batch, ofBatch) => scoped.batch.trigger(batch, ofBatch, { signal });
    return triggerInBatches(trigger, items, batchSize, shared);
  } catch (error) {
    return failing(error);
  }
}

async function* failing(error) {
  throw error;
}

async function* triggerInBatches(trigger, items, batchSize, { idempotencyKey, ...shared }) {
  const handles = [];
  let first = 0;
  let onItsWay;
  const settle = async () => {
    const { promise, count } = onItsWay;
    onItsWay = undefined;
    try {
      handles.push(await promise);
    } catch (cause) {
      throw new BatchTriggerError(cause, handles, first);
    }
    first += count;
    return handles.at(-1);
  };
  let number = 0;
  try {
    for await (const batch of inBatches(items, batchSize)) {
      if (onItsWay !== undefined) yield await settle();
      // The items of every batch are numbered from 0: its own number keeps their keys apart.
      const key = idempotencyKey === undefined ? undefined : [idempotencyKey, String(number)].flat();
      number += 1;
      const promise = trigger(batch, { ...shared, idempotencyKey: key });
      // Whoever stops iterating does not look at it any more.
      promise.catch(() => {});
      onItsWay = { promise, count: batch.length };
    }
  } catch (error) {
    if (error instanceof BatchTriggerError) throw error;
    // The items ended with an error: what is on its way is told first.
    if (onItsWay !== undefined) yield await settle();
    throw new BatchTriggerError(error, handles, first);
  }
  if (onItsWay !== undefined) yield await settle();
}

function check(items, batchSize) {
  const isIterable = items?.[Symbol.asyncIterator] ?? items?.[Symbol.iterator];
  if (typeof items !== "object" || !isIterable)
    throw refusal("items must be an iterable or an async iterable");
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > LARGEST_BATCH) {
    throw refusal(`options.batchSize must be an integer from 1 to ${LARGEST_BATCH}`);
  }
}

function refusal(what) {
  return toError({ cause: "argument", message: `${OPERATION}: ${what}`, operation: OPERATION });
}

/** While the items of a batch are read it is in flight, as far as `drain` is concerned. */
async function* inBatches(items, size) {
  let batch = [];
  let sent = countIn();
  try {
    for await (const item of items) {
      batch.push(item);
      if (batch.length === size) {
        sent();
        yield batch;
        batch = [];
        sent = countIn();
      }
    }
  } finally {
    sent();
  }
  if (batch.length > 0) yield batch;
}

module.exports = { collect, readBehindItems, triggerAll };
