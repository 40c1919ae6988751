"use strict";

const { json, Refusal } = require("../answers/forms.js");
const { Shape } = require("./shape.js");

const HOLD_IN_MS = 20_000;
const ROWS_PER_CHUNK = 100;

/**
 * Electric, which follows the database: a snapshot in parts, then what changed of a row, rows that go included,
 * under a handle that is good until the shape is rebuilt.
 */
class ElectricFeeds {
  #holdInMs;
  #rowsPerChunk;
  #byHandle = new Map();
  #byDefinition = new Map();

  /** @param {import("./options.js").RealtimeOptions} options */
  constructor({ holdInMs = HOLD_IN_MS, rowsPerChunk = ROWS_PER_CHUNK }) {
    this.#holdInMs = holdInMs;
    this.#rowsPerChunk = rowsPerChunk;
  }

  /**
   * Answers a request of a feed.
   *
   * @param {import("./feeds.js").Feed} feed
   * @param {any} asked
   * @param {{ wait?: (limits: any) => Promise<void> }} [live] of a poll that waits for news
   */
  async answer(feed, asked, { wait } = {}) {
    const { handle, offset } = asked;
    if (handle === undefined && offset !== "-1") refuse("handle", "can't be blank when offset != -1");
    const shape = this.#findShape(feed, asked);
    if (handle !== undefined && handle !== shape.handle) return asked.refetch(shape.handle);
    if (offset !== "-1" && !shape.knows(offset)) {
      const isOffset = /^\d+_(\d+|inf)$/.test(offset);
      refuse("offset", isOffset ? "out of bounds for this shape" : "has invalid format");
    }
    if (wait && offset !== "-1" && !shape.hasMoreThan(offset)) {
      const concerns = () => shape.hasMoreThan(offset);
      await wait({ forMs: this.#holdInMs, watchEnd: shape.watchEnd, concerns });
      if (shape.isGone) return asked.refetch(this.#findShape(feed, asked).handle);
    }
    return answerFrom(shape, asked, this.#rowsPerChunk);
  }

  /** Makes every handle one that is none any more, as when shapes are rebuilt. */
  rotate() {
    for (const shape of this.#byHandle.values()) shape.end();
    this.#byHandle.clear();
    this.#byDefinition.clear();
  }

  #findShape(feed, { skipped }) {
    const definition = [feed.environment.id, feed.key, ...[...skipped].sort()].join(" ");
    const known = this.#byDefinition.get(definition);
    if (known) return known;
    const shape = new Shape(feed, skipped);
    this.#byDefinition.set(definition, shape);
    this.#byHandle.set(shape.handle, shape);
    return shape;
  }
}

function answerFrom(shape, asked, rowsPerChunk) {
  const { messages, offset, isUpToDate } = shape.read(asked.offset, rowsPerChunk);
  const control = { headers: { control: "up-to-date", global_last_seen_lsn: "0" } };
  const headers = {
    handle: shape.handle,
    offset,
    ...(isUpToDate && { "electric-up-to-date": "" }),
    ...(asked.isLive
      ? { "electric-cursor": String(Math.floor(Date.now() / 20_000)) }
      : { "electric-schema": shape.schema }),
  };
  return asked.answer(headers, isUpToDate ? [...messages, control] : messages);
}

function refuse(name, message) {
  throw new Refusal(json(400, { message: "Invalid request", errors: { [name]: [message] } }));
}

module.exports = { ElectricFeeds };
