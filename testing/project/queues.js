"use strict";

const { scramble } = require("../ids.js");

const HEXADECIMAL = "0123456789abcdef";
const TASK = "task/";

/**
 * A queue behind the API.
 *
 * @typedef {object} QueueFields
 * @property {string} name of a task's own queue the id of the task
 * @property {"task" | "custom"} [type] default `custom`
 * @property {string} [id] default a new one
 * @property {number | null} [concurrencyLimit] default none
 * @property {number} [running]
 * @property {number} [queued]
 * @property {string} [version] newer servers send it
 * @property {QueueMetrics} [metrics] what it has been through lately
 *
 * @typedef {object} QueueMetrics
 * @property {{ p50: number, p95: number }} waitMs
 * @property {number} peakQueued
 * @property {number} startedCount
 * @property {number} throttledCount
 * @property {number} depth how many waited all the time
 */

/** The queues of an environment. */
class Queues {
  constructor() {
    this.byName = new Map();
  }

  /** @param {QueueFields} fields */
  create({ name, type = "custom", ...fields }) {
    const queue = {
      id: `queue_${scramble(24, HEXADECIMAL)}`,
      name,
      type,
      running: 0,
      queued: 0,
      paused: false,
      concurrencyLimit: null,
      base: null,
      overriddenAt: null,
      ...fields,
    };
    this.byName.set(nameOf(type, name), queue);
    return queue;
  }

  /** Returns the queue with this id, or with this type and name, or undefined. */
  find(type, text) {
    if (type !== "id") return this.byName.get(nameOf(type, text));
    return [...this.byName.values()].find(({ id }) => id === text);
  }

  /** Returns all queues, by name. */
  list() {
    return [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** A queue's name as it is kept: a task's own one has a prefix. */
function nameOf(type, name) {
  return type === "task" && !name.startsWith(TASK) ? TASK + name : name;
}

function override(queue, limit, now) {
  if (queue.overriddenAt === null) queue.base = queue.concurrencyLimit;
  queue.concurrencyLimit = limit;
  queue.overriddenAt = now;
}

function reset(queue) {
  queue.concurrencyLimit = queue.base;
  queue.base = null;
  queue.overriddenAt = null;
}

/** Returns what a client sees of a queue. */
function render({ id, name, type, version, running, queued, paused, concurrencyLimit, base, overriddenAt }) {
  const isOverridden = overriddenAt !== null;
  return {
    id,
    name,
    type,
    ...(version !== undefined && { version }),
    running,
    queued,
    paused,
    concurrencyLimit,
    concurrency: {
      current: concurrencyLimit,
      base,
      override: isOverridden ? concurrencyLimit : null,
      overriddenBy: null,
      overriddenAt: isOverridden ? new Date(overriddenAt).toISOString() : null,
    },
    releaseConcurrencyOnWaitpoint: true,
  };
}

module.exports = { Queues, nameOf, override, render, reset };
