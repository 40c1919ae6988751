"use strict";

const { scramble } = require("../ids.js");

const NAME = /^[\w/-]{1,122}$/;
const NO_BOUND = { value: null, base: null, overriddenAt: null };

/**
 * A concurrency limit behind the API.
 *
 * @typedef {object} LimitFields
 * @property {string} name of one that a task declares for itself `task/<id>`
 * @property {string} [id] default a new one
 * @property {number | null} [perKey] default no bound
 * @property {number | null} [total] default no bound
 * @property {number} [running]
 * @property {number} [queued]
 */

/** The concurrency limits of an environment, which has a limit of its own above them. */
class ConcurrencyLimits {
  constructor(maximum = 100) {
    this.maximum = maximum;
    this.byName = new Map();
  }

  /** @param {LimitFields} fields */
  create({ name, perKey = null, total = null, ...fields }) {
    const limit = {
      id: `climit_${scramble(24)}`,
      name,
      perKey: { ...NO_BOUND, value: perKey },
      total: { ...NO_BOUND, value: total },
      running: 0,
      queued: 0,
      paused: false,
      /** What single concurrency keys have instead of `perKey`: `value` and `expiresAt`. */
      keys: new Map(),
      ...fields,
    };
    this.byName.set(name, limit);
    return limit;
  }

  /** Returns the limit of this name, or undefined. */
  find(name) {
    return name.startsWith("task/") || NAME.test(name) ? this.byName.get(name) : undefined;
  }

  /** Returns what a client sees of all limits, by name. */
  list() {
    const limits = [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return limits.map((limit) => this.render(limit));
  }

  /** Returns what a client sees of a limit. */
  render({ id, name, perKey, total, running, queued, paused }) {
    return {
      id,
      name,
      perKey: this.#renderBound(perKey),
      total: this.#renderBound(total),
      running,
      queued,
      paused,
    };
  }

  /** Returns what a client sees of a limit for one concurrency key. */
  renderKey({ name, perKey, paused, keys }, concurrencyKey, now) {
    const own = keys.get(concurrencyKey);
    const { value = null, expiresAt } = own && own.expiresAt > now ? own : {};
    return {
      name,
      concurrencyKey,
      perKey: {
        current: this.#clamp(value ?? perKey.value),
        base: this.#clamp(perKey.value),
        override: value,
        expiresAt: value === null ? null : new Date(expiresAt).toISOString(),
      },
      running: 0,
      paused,
    };
  }

  #renderBound({ value, base, overriddenAt }) {
    const isOverridden = overriddenAt !== null;
    return {
      current: this.#clamp(value),
      base: isOverridden ? base : value,
      override: isOverridden ? value : null,
      overriddenAt: isOverridden ? new Date(overriddenAt).toISOString() : null,
    };
  }

  #clamp(value) {
    return value === null ? null : Math.min(value, this.maximum);
  }
}

function override(bound, value, now) {
  if (bound.overriddenAt === null) bound.base = bound.value;
  Object.assign(bound, { value, overriddenAt: now });
}

/** Takes an override back, and tells whether there was one. */
function reset(bound) {
  if (bound.overriddenAt === null) return false;
  Object.assign(bound, { ...NO_BOUND, value: bound.base });
  return true;
}

module.exports = { ConcurrencyLimits, override, reset };
