"use strict";

const { scramble } = require("../ids.js");
const { countUp } = require("../runs/changes.js");
const { chooseColumns, describeColumns, keyOf, writeRow } = require("./rows.js");
const { NATIVE } = require("./spellings.js");

const UP_TO_DATE = { headers: { control: "up-to-date" } };
const MOST_ROWS = 1000;
const HOLD_IN_MS = 20_000;
const HOLD_SPREAD = 0.15;
const REPLAY_WINDOW_IN_MS = 2_000;
/** Where nobody has listened for so long, who comes is told of what he missed. */
const QUIET_IN_MS = 5_000;
const MEMORY_IN_MS = 300_000;

/**
 * The server that asks the database itself: whole rows, one answer for a snapshot, and no word of rows that go.
 */
class NativeFeeds {
  #holdInMs;
  #replayWindowInMs;
  /** What the clients of a list have seen, by handle: the number of the latest change of each run. */
  #memories = new Map();

  /** @param {import("./options.js").RealtimeOptions} options */
  constructor({ holdInMs, replayWindowInMs = REPLAY_WINDOW_IN_MS }) {
    this.#holdInMs = holdInMs;
    this.#replayWindowInMs = replayWindowInMs;
  }

  /** Answers a request of a feed; of a run that is not there the server knows before it asks for its feed. */
  answer(feed, asked, live) {
    const isSnapshot = asked.handle === undefined || asked.offset === "-1" || !asked.isLive;
    if (isSnapshot) return this.#answerSnapshot(feed, asked);
    return feed.isList ? this.#answerList(feed, asked, live) : this.#answerRun(feed, asked, live);
  }

  #answerSnapshot(feed, asked) {
    const isKnown = asked.handle !== undefined && asked.offset !== "-1";
    const handle = isKnown ? asked.handle : createHandle(feed);
    const runs = feed.find().slice(0, MOST_ROWS);
    if (feed.isList) this.#remember(handle, runs);
    const names = chooseColumns(asked.skipped);
    const headers = {
      handle,
      offset: createOffset(runs, countUp()),
      "electric-schema": describeColumns(names, NATIVE),
    };
    return asked.answer(
      headers,
      writeMessages(runs, names, () => "insert"),
    );
  }

  /** Waits for the run to change. Of what was earlier it tells only what has just been, or where it is quiet. */
  async #answerRun(feed, asked, { wait, quietForMs }) {
    const position = readOffset(asked.offset);
    const { changes } = feed.environment.runs;
    const since = countUp();
    const findNews = () =>
      feed.find().filter((run) => isNewer(run, position, changes) || changes.latestOf(run).count > since);
    const isTold = (run) =>
      quietForMs > QUIET_IN_MS || performance.now() - changes.latestOf(run).at < this.#replayWindowInMs;
    let news = findNews().filter(isTold);
    if (news.length === 0) {
      await wait({ forMs: this.#chooseHold() });
      news = findNews();
    }
    const count = countUp();
    const offset = news.length > 0 ? createOffset(news, count) : asked.offset;
    const headers = { handle: asked.handle, offset, "electric-cursor": String(count) };
    return asked.answer(
      headers,
      writeMessages(news, chooseColumns(asked.skipped), () => "update"),
    );
  }

  /** Answers what is new to the handle, or waits for it; to a handle it does not know, what is after the offset. */
  async #answerList(feed, asked, { wait }) {
    const memory = this.#recall(asked.handle);
    const position = readOffset(asked.offset);
    const { changes } = feed.environment.runs;
    const isNews = memory
      ? (run) => memory.seen.get(run.internalId) !== changes.latestOf(run).count
      : (run) => isNewer(run, position, changes);
    let runs = feed.find().slice(0, MOST_ROWS);
    if (!memory || !runs.some(isNews)) {
      await wait({ forMs: this.#chooseHold() });
      runs = feed.find().slice(0, MOST_ROWS);
    }
    const isKnown = (run) => !memory || memory.seen.has(run.internalId);
    const messages = writeMessages(runs.filter(isNews), chooseColumns(asked.skipped), (run) =>
      isKnown(run) ? "update" : "insert",
    );
    this.#remember(asked.handle, runs, memory?.seen);
    const count = countUp();
    const headers = { handle: asked.handle, offset: createOffset(runs, count) };
    return asked.answer({ ...headers, "electric-cursor": String(count) }, messages);
  }

  #chooseHold() {
    const spread = 1 + HOLD_SPREAD * (2 * Math.random() - 1);
    return this.#holdInMs ?? HOLD_IN_MS * spread;
  }

  #remember(handle, runs, seen = new Map()) {
    for (const run of runs) seen.set(run.internalId, run.environment.runs.changes.latestOf(run).count);
    this.#memories.delete(handle);
    this.#memories.set(handle, { seen, answeredAt: performance.now() });
  }

  #recall(handle) {
    const oldest = performance.now() - MEMORY_IN_MS;
    for (const [each, { answeredAt }] of this.#memories) {
      if (answeredAt >= oldest) break;
      this.#memories.delete(each);
    }
    return this.#memories.get(handle);
  }
}

function createHandle({ isList, name }) {
  return isList ? `${name}_${countUp()}_${scramble(8, "0123456789abcdef")}` : name;
}

/** Returns the latest change of runs, as the server writes it. */
function createOffset(runs, count) {
  const latest = runs.reduce((most, { updatedAt }) => Math.max(most, updatedAt), 0);
  return `${latest}_${count}`;
}

/** Reads an offset; what is none is before everything. */
function readOffset(offset) {
  const [time, count] = offset.split("_").map(Number);
  return { time: Number.isNaN(time) ? 0 : time, count };
}

/** Tells whether a run changed after an answer: within a millisecond the number decides. */
function isNewer(run, { time, count }, changes) {
  return run.updatedAt > time || (run.updatedAt === time && changes.latestOf(run).count > count);
}

function writeMessages(runs, names, operationOf) {
  const messages = runs.map((run) => ({
    key: keyOf(run),
    value: writeRow(run, names, NATIVE),
    headers: { operation: operationOf(run) },
  }));
  return [...messages, UP_TO_DATE];
}

module.exports = { NativeFeeds };
