"use strict";

// Writing a stream part by part, from whatever yields them.

const { ForkedSource } = require("./forked-source.js");
const { PartBatch } = require("./part-batch.js");

/**
 * Writes everything that a source yields.
 *
 * @param {AsyncIterable<unknown> | ReadableStream<unknown>} source
 * @param {object} options
 * @param {(parts: string[], first: number) => Promise<any>} options.send sends parts, as JSON, the first of which has
 *   this number
 * @param {AbortSignal} [options.signal] ends the writing
 * @param {(what: string) => unknown} options.refuse makes the error of what cannot be written
 * @returns {{ stream: ReadableStream<unknown>, waitUntilComplete: () => Promise<any> }}
 */
function pipeParts(source, { send, signal, refuse }) {
  const forked = new ForkedSource(toReadableStream(source, refuse), refuse);
  const complete = writeAll(forked, { send, signal });
  // Whoever does not wait for it is not told either.
  complete.catch(() => {});
  return { stream: forked.values, waitUntilComplete: () => complete };
}

async function writeAll(forked, { send, signal }) {
  const batch = new PartBatch(send);
  const sink = new WritableStream({
    // A source that pauses must not keep to itself that a batch has failed.
    start: (controller) => batch.onFailure((error) => controller.error(error)),
    async write(part) {
      batch.add(part.json);
      if (batch.isFull) await batch.flush();
    },
    close: async () => void (await batch.flush()),
    abort: () => batch.drop(),
  });
  await forked.parts.pipeTo(sink, { signal });
  // What it gave before it threw is written.
  if (forked.failure !== undefined) throw forked.failure.error;
  return batch.flush();
}

function toReadableStream(source, refuse) {
  if (source instanceof ReadableStream) return source;
  const iterator = source?.[Symbol.asyncIterator]?.() ?? source?.[Symbol.iterator]?.();
  if (iterator === undefined || typeof source === "string") {
    throw refuse("value must be an async iterable or a ReadableStream");
  }
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        await iterator.return?.(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

module.exports = { pipeParts };
