"use strict";

const { scramble } = require("../ids.js");

const UPDATABLE_BEFORE = 5_000;

/** The events, jobs and runs that an environment has in an older product. */
class LegacyProduct {
  #now;

  constructor(now) {
    this.#now = now;
    /** The events by id. */
    this.events = new Map();
    /** The runs by id, newest last. */
    this.runs = new Map();
    /** The names of the events that start jobs, by the job's slug. */
    this.jobs = new Map();
  }

  /**
   * Adds a job, which events of this name start; without a name it can be invoked alone.
   *
   * @param {string} slug
   * @param {{ event?: string }} [options]
   */
  addJob(slug, { event } = {}) {
    this.jobs.set(slug, event);
  }

  /**
   * Sends an event, or changes one that is not to be delivered yet.
   *
   * @param {any} event
   * @param {{ deliverAt?: string, deliverAfter?: number }} [options]
   */
  send({ id = scramble(26), ...fields }, { deliverAt, deliverAfter } = {}) {
    const now = this.#now();
    const due = deliverAt ? Date.parse(deliverAt) : deliverAfter && now + deliverAfter * 1_000;
    const known = this.events.get(id);
    if (known !== undefined) return this.#change(known, fields, due ?? now);
    const event = {
      id,
      name: fields.name,
      payload: fields.payload ?? {},
      context: fields.context ?? {},
      timestamp: fields.timestamp ? Date.parse(fields.timestamp) : now,
      deliverAt: due ?? now,
      createdAt: now,
      updatedAt: now,
      runs: [],
    };
    this.events.set(id, event);
    if (due === undefined) this.deliver(event);
    return event;
  }

  #change(event, { payload = event.payload, context = event.context }, deliverAt) {
    if (event.deliverAt < this.#now() + UPDATABLE_BEFORE) return event;
    return Object.assign(event, { payload, context, deliverAt, updatedAt: this.#now() });
  }

  /** Starts the jobs that wait for an event. */
  deliver(event) {
    event.deliveredAt = this.#now();
    for (const [job, name] of this.jobs) if (name === event.name) event.runs.push(this.#start(job));
  }

  /** Starts a job by itself; a key that was used before answers the run of that time. */
  invoke(job, { payload, context }, key = scramble(26)) {
    const known = this.events.get(key);
    if (known !== undefined) return known.runs[0];
    const event = this.send({ id: key, name: "invoke", payload, context });
    event.runs.push(this.#start(job));
    return event.runs[0];
  }

  /** Cancels a run, whatever it has come to. */
  cancel(run) {
    Object.assign(run, { status: "CANCELED", completedAt: this.#now(), updatedAt: this.#now() });
  }

  #start(job) {
    const now = this.#now();
    const run = {
      id: scramble(25),
      job,
      status: "STARTED",
      startedAt: now,
      updatedAt: now,
      completedAt: null,
      output: null,
      tasks: [],
      statuses: [],
    };
    this.runs.set(run.id, run);
    return run;
  }
}

module.exports = { LegacyProduct };
