"use strict";

const { createHash } = require("node:crypto");

const { Cron } = require("../time/cron.js");
const { scramble } = require("../ids.js");

const LOWERCASE_OR_DIGIT = "0123456789abcdefghijklmnopqrstuvwxyz";
const MINUTE = 60_000;
const TYPES = { dev: "DEVELOPMENT", stg: "STAGING", prod: "PRODUCTION", preview: "PREVIEW" };

/**
 * A schedule behind the API.
 *
 * @typedef {object} ScheduleFields
 * @property {string} task
 * @property {string} cron
 * @property {string} [id] default a new one
 * @property {string} [type] `DECLARATIVE` for one of the task's own code
 * @property {string} [timezone] default `UTC`; with an empty one it can be neither shown nor listed
 * @property {string} [externalId]
 * @property {string} [deduplicationKey]
 * @property {string} [window]
 * @property {boolean} [active]
 */

/** The schedules of a project. Each runs in one environment. */
class Schedules {
  constructor() {
    this.byId = new Map();
    /** The tasks of the project, and whether they are scheduled ones. */
    this.tasks = new Map();
  }

  /**
   * @param {any} environment
   * @param {ScheduleFields & { deduplicationKey?: string, timezone?: string }} fields
   */
  create(environment, { deduplicationKey, timezone = "UTC", ...fields }) {
    const schedule = {
      id: `sched_${scramble(21, LOWERCASE_OR_DIGIT)}`,
      type: "IMPERATIVE",
      active: true,
      environment,
      // An empty key is none.
      deduplicationKey: deduplicationKey || undefined,
      timezone,
      ...fields,
    };
    this.byId.set(schedule.id, schedule);
    return schedule;
  }

  /** Returns the schedule with this deduplication key, or undefined. */
  findByKey(key) {
    return key ? [...this.byId.values()].find(({ deduplicationKey }) => deduplicationKey === key) : undefined;
  }

  /** Returns the schedules of one environment, the newest first. */
  of(environment) {
    return [...this.byId.values()].filter((schedule) => schedule.environment === environment).reverse();
  }
}

/** Returns when a schedule runs next, and when in fact: always the same time later, within its window. */
function findNextRun({ id, deduplicationKey, cron, timezone, window, active }, now) {
  if (!active) return { nextRun: null, nextRunEffectiveAt: null };
  const parsed = new Cron(cron);
  const next = parsed.next(now, timezone);
  const share =
    createHash("sha256")
      .update(deduplicationKey ?? id)
      .digest()
      .readUInt32BE() /
    2 ** 32;
  const effective = next + Math.floor(share * lengthOf(window, parsed.next(next, timezone) - next));
  return { nextRun: new Date(next).toISOString(), nextRunEffectiveAt: new Date(effective).toISOString() };
}

/** How long a window is, of which none is a minute; a share is one of the interval. */
function lengthOf(window, interval) {
  if (window === undefined) return MINUTE;
  const amount = Number(window.slice(0, -1));
  if (window.endsWith("%")) return (interval * amount) / 100;
  return Math.min(interval, amount * MINUTE * (window.endsWith("h") ? 60 : 1));
}

/** Returns what a client sees of a schedule; `where` adds to what it sees of its environment. */
function render(schedule, now, where = {}) {
  const { id, type, task, active, cron, timezone, window, externalId, deduplicationKey, environment } =
    schedule;
  return {
    id,
    type,
    task,
    active,
    ...findNextRun(schedule, now),
    generator: { type: "CRON", expression: cron, description: new Cron(cron).description },
    timezone,
    ...(window !== undefined && { window }),
    ...(externalId !== undefined && { externalId }),
    ...(deduplicationKey !== undefined && { deduplicationKey }),
    environments: [
      {
        id: environment.id,
        ...where,
        type: TYPES[environment.slug],
        ...(environment.slug === "dev" && { userName: "Alice Example" }),
      },
    ],
  };
}

module.exports = { Schedules, render };
