"use strict";

// The parts that a function writes, and of the streams that it merges, as one stream.

const { Part } = require("./part.js");

/** With so much ahead of the server, a function that asks is told to wait. */
const MAX_AHEAD = 512 * 1024;
/** So much, from a function that does not ask, is too much. */
const MAX_WAITING = 64 * 1024 * 1024;

/**
 * Runs a function that writes parts and merges streams, and answers what they come to.
 *
 * @param {(tools: {
 *   write(part: unknown): void,
 *   merge(stream: ReadableStream<unknown>): void,
 *   ready(): Promise<void>,
 * }) => unknown} execute
 * @param {(what: string) => unknown} refuse makes the error of what cannot be written
 */
function collectParts(execute, refuse) {
  let size = 0;
  let isOver = false;
  /** Those who wait for room share a promise. */
  let room;
  const tellRoom = () => {
    room?.resolve();
    room = undefined;
  };
  const begin = (controller) => {
    const merged = [];
    const write = (value) => {
      // Nobody wants it any more; whoever waits for the writing is told why.
      if (isOver) return;
      if (MAX_AHEAD - controller.desiredSize >= MAX_WAITING) {
        throw refuse("64 MiB of parts wait to be sent; await ready() before you write more");
      }
      const part = new Part(value, refuse);
      size = part.size;
      controller.enqueue(part);
    };
    const ready = async () => {
      if (isOver || controller.desiredSize > 0) return;
      if (room === undefined) {
        const promise = new Promise((resolve) => (room = { resolve }));
        room.promise = promise;
      }
      await room.promise;
    };
    const merge = (stream) => {
      const forwarded = forward(stream, { write, ready, isOver: () => isOver });
      // It may have failed before it is waited for.
      forwarded.catch(() => {});
      merged.push(forwarded);
    };
    run(execute, { write, merge, ready }, merged).then(
      () => isOver || controller.close(),
      (error) => isOver || controller.error(error),
    );
  };
  const cancel = () => {
    isOver = true;
    tellRoom();
  };
  return new ReadableStream(
    { start: begin, pull: tellRoom, cancel },
    { highWaterMark: MAX_AHEAD, size: () => size },
  );
}

async function run(execute, tools, merged) {
  await execute(tools);
  // What is merged may merge more.
  while (merged.length > 0) await merged.shift();
}

async function forward(stream, { write, ready, isOver }) {
  for await (const part of stream) {
    if (isOver()) return;
    write(part);
    await ready();
  }
}

module.exports = { collectParts };
