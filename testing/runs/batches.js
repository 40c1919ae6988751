"use strict";

const { createInternalId } = require("../ids.js");
const { hasFinished } = require("./run-status.js");

/** A batch: so many items announced, then sent, and runs once all of them are there. */
class Batch {
  constructor({ runCount, idempotencyKey }, now) {
    this.id = `batch_${createInternalId(now)}`;
    this.runCount = runCount;
    this.idempotencyKey = idempotencyKey;
    this.createdAt = now;
    this.updatedAt = now;
    this.completedAt = undefined;
    /** By their index, which is what they are known by. */
    this.items = new Map();
    this.runs = [];
    /** Items that could not become runs. */
    this.errors = [];
  }

  get isSealed() {
    return this.completedAt !== undefined;
  }

  get status() {
    if (!this.isSealed) return "PENDING";
    if (this.errors.length === this.runCount) return "ABORTED";
    if (this.errors.length > 0) return "PARTIAL_FAILED";
    return this.runs.every(({ status }) => hasFinished(status)) ? "COMPLETED" : "PENDING";
  }

  /** Takes an item, unless it is there already. */
  accept(item) {
    if (this.items.has(item.index)) return false;
    this.items.set(item.index, item);
    return true;
  }

  /** Makes runs of the items, in their order; `makeRun` answers the run, or throws what is said of it. */
  seal(makeRun, now) {
    for (const { index, task, ...item } of [...this.items.values()].sort((a, b) => a.index - b.index)) {
      const { run, error } = makeRun({ task, ...item });
      if (run) this.runs.push(run);
      else this.errors.push({ index, taskIdentifier: task, error });
    }
    this.completedAt = now;
    this.updatedAt = now;
  }
}

/** The batches of one environment. */
class Batches {
  constructor() {
    this.byId = new Map();
    this.keys = new Set();
  }

  /** Makes a batch, or answers undefined where there is one with its idempotency key. */
  create(body, now) {
    const { idempotencyKey } = body;
    if (idempotencyKey !== undefined && this.keys.has(idempotencyKey)) return undefined;
    const batch = new Batch(body, now);
    this.byId.set(batch.id, batch);
    if (idempotencyKey !== undefined) this.keys.add(idempotencyKey);
    return batch;
  }

  get(id) {
    return this.byId.get(id);
  }
}

module.exports = { Batches };
