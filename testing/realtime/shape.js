"use strict";

const { scramble } = require("../ids.js");
const { chooseColumns, describeColumns, keyOf, writeRow } = require("./rows.js");
const { ELECTRIC } = require("./spellings.js");

const RELATION = ["public", "TaskRun"];
const END_OF_SNAPSHOT = "0_inf";
const OFFSET = /^(\d+)_(\d+|inf)$/;

let transactions = 1_000;
let shapes = 0;

/** What Electric keeps of a feed: the rows as they were at first, and what has become of them, one after the other. */
class Shape {
  #endings = new Set();
  #feed;
  #log = [];
  #names;
  #rows = new Map();
  #snapshot;
  #unwatch;

  constructor(feed, skipped) {
    this.#feed = feed;
    this.#names = chooseColumns(skipped);
    shapes += 1;
    this.handle = `${scramble(7, "123456789")}${shapes}-${Date.now()}`;
    this.schema = describeColumns(this.#names, ELECTRIC);
    for (const run of feed.find()) this.#rows.set(run.internalId, this.#write(run));
    this.#snapshot = feed.find().map((run) => this.#createMessage(run, "insert", this.#write(run)));
    this.#unwatch = feed.environment.runs.changes.watch((run) => this.#take(run), feed.runId);
    /** Whether the handle is none any more. */
    this.isGone = false;
  }

  /** Ends the shape. */
  end() {
    this.isGone = true;
    this.#unwatch();
    for (const end of [...this.#endings]) end();
  }

  /** Calls back when the shape ends, until what it returns is called. */
  watchEnd = (end) => {
    this.#endings.add(end);
    return () => this.#endings.delete(end);
  };

  /** Tells whether an offset is one that this shape may have given. */
  knows(offset) {
    const [, transaction] = OFFSET.exec(offset) ?? [];
    return Number(transaction) <= (this.#log.at(-1)?.transaction ?? 0);
  }

  /** Tells whether there is something after an offset. */
  hasMoreThan(offset) {
    return this.#after(offset).length > 0;
  }

  /**
   * Returns what comes after an offset: a part of the snapshot, or everything that has happened since.
   *
   * @param {string} offset one that is known, or `-1`
   * @param {number} rowsPerChunk of the snapshot
   * @returns {{ messages: object[], offset: string, isUpToDate: boolean }}
   */
  read(offset, rowsPerChunk) {
    const chunk = offset === "-1" ? 0 : Number(/^0_(\d+)$/.exec(offset)?.[1]) + 1;
    if (Number.isNaN(chunk)) {
      const entries = this.#after(offset);
      const last = entries.at(-1);
      const end = last ? `${last.transaction}_0` : offset;
      return { messages: entries.map(({ message }) => message), offset: end, isUpToDate: true };
    }
    const messages = this.#snapshot.slice(chunk * rowsPerChunk, (chunk + 1) * rowsPerChunk);
    const isLast = (chunk + 1) * rowsPerChunk >= this.#snapshot.length;
    const isUpToDate = isLast && this.#log.length === 0;
    return { messages, offset: isLast ? END_OF_SNAPSHOT : `0_${chunk}`, isUpToDate };
  }

  #after(offset) {
    const [, transaction] = OFFSET.exec(offset) ?? [];
    return this.#log.filter((entry) => entry.transaction > Number(transaction));
  }

  /** Writes down what a change of a run is to this shape: nothing, or that a row has come, changed or gone. */
  #take(run) {
    const before = this.#rows.get(run.internalId);
    const { environment, includes } = this.#feed;
    const isIn = environment.runs.get(run.id) === run && includes(run);
    if (!isIn) {
      if (before) this.#append(run, "delete", { id: run.internalId });
      this.#rows.delete(run.internalId);
      return;
    }
    const row = this.#write(run);
    this.#rows.set(run.internalId, row);
    if (!before) {
      this.#append(run, "insert", row);
      return;
    }
    const changed = Object.entries(row).filter(([name, value]) => value !== before[name]);
    if (changed.length > 0) this.#append(run, "update", { id: row.id, ...Object.fromEntries(changed) });
  }

  #append(run, operation, value) {
    transactions += 1;
    const more = { txids: [transactions], lsn: String(transactions * 100), op_position: 0, last: true };
    const message = this.#createMessage(run, operation, value, more);
    this.#log.push({ transaction: transactions, message });
  }

  #createMessage(run, operation, value, more) {
    return { key: keyOf(run), value, headers: { operation, relation: RELATION, ...more } };
  }

  #write(run) {
    return writeRow(run, this.#names, ELECTRIC);
  }
}

module.exports = { Shape };
