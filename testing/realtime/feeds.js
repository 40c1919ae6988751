"use strict";

const { DAY, parsePeriod } = require("../time/durations.js");

const MINUTE = 60_000;

/**
 * What a feed is about: some runs of one environment.
 *
 * @typedef {object} Feed
 * @property {string} key tells feeds of an environment apart; two that ask the same have the same
 * @property {any} environment
 * @property {(run: object) => boolean} includes
 * @property {() => object[]} find the runs it includes, newest first
 * @property {boolean} isList false: it is about one run
 * @property {string} [runId] which
 * @property {string} name what the handles that the native server makes begin with
 */

/** Returns the feed of one run, whether there is such a run or not. */
function feedOfRun(environment, id) {
  const find = () => [environment.runs.get(id)].filter(Boolean);
  const name = id.replace("_", "-");
  const includes = (run) => run.id === id;
  return { key: `run ${id}`, environment, includes, find, isList: false, runId: id, name };
}

/** Returns the feed of a batch. */
function feedOfBatch(environment, { id }) {
  return createList(environment, { key: `batch ${id}`, name: id, includes: (run) => run.batchId === id });
}

/**
 * Returns the feed of the runs that have every one of these tags; without any, of all.
 *
 * @param {any} environment
 * @param {string[]} tags
 * @param {string | undefined} period how old they may be: a day at most, which is also what anything else means
 * @param {number} now epoch milliseconds
 */
function feedOfTags(environment, tags, period, now) {
  const age = Math.min(parsePeriod(period ?? "") ?? DAY, DAY);
  const since = Math.floor((now - age) / MINUTE) * MINUTE;
  const includes = (run) => run.createdAt >= since && tags.every((tag) => run.tags.includes(tag));
  const key = `tags ${JSON.stringify([...tags].sort())} ${age}`;
  return createList(environment, { key, name: `runs_${since}`, includes });
}

function createList(environment, { key, name, includes }) {
  const find = () => environment.runs.sorted.filter(includes).reverse();
  return { key, environment, includes, find, isList: true, name };
}

module.exports = { feedOfBatch, feedOfRun, feedOfTags };
