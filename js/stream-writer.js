"use strict";

// Writing a stream part by part: parts are gathered for a moment and sent together, one batch after the other.

const { clearTimeout, setTimeout } = require("./clock.js");
const { faultOf } = require("./unserializable.js");

const BATCH_IN_MS = 100;
const BATCH_LENGTH = 512 * 1024;
/** The most parts that the server's store takes at once. */
const BATCH_PARTS = 1_000;

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
  const [kept, stream] = toReadableStream(source, refuse).tee();
  const complete = writeAll(kept, { send, signal, refuse });
  // Whoever does not wait for it is not told either.
  complete.catch(() => {});
  return { stream, waitUntilComplete: () => complete };
}

async function writeAll(stream, { send, signal, refuse }) {
  const batch = new Batch(send);
  const sink = new WritableStream({
    // A source that pauses must not keep to itself that a batch has failed.
    start: (controller) => batch.onFailure((error) => controller.error(error)),
    async write(value) {
      const json = jsonOf(value, "a part", refuse);
      if (json === undefined) throw refuse("a part must be a value that JSON can hold");
      batch.add(json);
      if (batch.isFull) await batch.flush();
    },
    close: async () => void (await batch.flush()),
    abort: () => batch.drop(),
  });
  try {
    // To end one branch of a tee would wait for the other one.
    await stream.pipeTo(sink, { signal, preventCancel: true });
  } catch (error) {
    stream[Symbol.asyncIterator]()
      .return?.(error)
      .catch(() => {});
    throw error;
  }
  return batch.flush();
}

/** The batches that have parts which are not sent yet. */
const waiting = new Set();

/** Sends what waits for more to be sent with it: the process is about to end. */
function flushParts() {
  for (const batch of waiting) batch.flush().catch(() => {});
}

/** Parts that wait to be sent together. */
class Batch {
  #count = 0;
  #length = 0;
  #parts = [];
  #send;
  #sent = Promise.resolve({});
  #timer;
  #fail = (_error) => {};

  constructor(send) {
    this.#send = send;
  }

  /** Calls back when a batch could not be sent. */
  onFailure(fail) {
    this.#fail = fail;
  }

  get isFull() {
    return this.#length >= BATCH_LENGTH || this.#parts.length >= BATCH_PARTS;
  }

  add(json) {
    this.#parts.push(json);
    this.#length += json.length;
    waiting.add(this);
    this.#timer ??= setTimeout(() => this.flush().catch(() => {}), BATCH_IN_MS);
  }

  /** Sends what waits, after what is on its way; answers what is known of the last batch. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    waiting.delete(this);
    if (this.#parts.length === 0) return this.#sent;
    const [parts, first] = [this.#parts, this.#count];
    this.#count += parts.length;
    this.#parts = [];
    this.#length = 0;
    this.#sent = this.#sent.then(() => this.#send(parts, first));
    this.#sent.catch((error) => this.#fail(error));
    return this.#sent;
  }

  drop() {
    clearTimeout(this.#timer);
    waiting.delete(this);
    this.#parts = [];
  }
}

/** A value as JSON; one that JSON cannot hold is refused by its place. */
function jsonOf(value, place, refuse) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    const [what, ...steps] = faultOf(value, error) ?? [];
    if (what === undefined) throw error;
    throw refuse(`${place}${steps.join("")} must be a value that JSON can hold, got ${what}`);
  }
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

/**
 * Runs a function that writes parts and merges streams, and answers what they come to.
 *
 * @param {(tools: { write(part: unknown): void, merge(stream: ReadableStream<unknown>): void }) => unknown} execute
 */
function collectParts(execute) {
  return new ReadableStream({
    async start(controller) {
      const merged = [];
      const write = (part) => controller.enqueue(part);
      const merge = (stream) => merged.push(forward(stream, write));
      run(execute, { write, merge }, merged).then(
        () => controller.close(),
        (error) => controller.error(error),
      );
    },
  });
}

async function run(execute, tools, merged) {
  await execute(tools);
  // What is merged may merge more.
  while (merged.length > 0) await merged.shift();
}

async function forward(stream, write) {
  for await (const part of stream) write(part);
}

module.exports = { collectParts, flushParts, jsonOf, pipeParts };
