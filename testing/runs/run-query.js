"use strict";

const { Refusal, json } = require("../answers/forms.js");
const { DAY, parsePeriod } = require("../time/durations.js");
const { readNumber } = require("../answers/query-numbers.js");
const { isKnown, select } = require("./run-status.js");

const DEFAULT_SIZE = 25;
const MAX_SIZE = 100;
const DEFAULT_WINDOW = 7 * DAY;
const MACHINES = ["micro", "small-1x", "small-2x", "medium-1x", "medium-2x", "large-1x", "large-2x"];

/**
 * Which runs a list request asks for.
 *
 * @typedef {object} RunQuery
 * @property {number} size
 * @property {string} [after]
 * @property {string} [before]
 * @property {number} from epoch milliseconds, may be -Infinity
 * @property {number} to epoch milliseconds, may be Infinity
 * @property {string[]} tasks the task identifiers asked for
 * @property {string[]} environments the environment names asked for
 * @property {(run: import("./run.js").Run) => boolean} matches
 */

// Every filter that selects by one property: the parameter, and what a run has for it.
const SELECTORS = {
  taskIdentifier: (run) => [run.taskIdentifier],
  version: (run) => [run.version],
  tag: (run) => run.tags,
  queue: (run) => [run.queue],
  machine: (run) => [run.machine],
  region: (run) => [run.region],
  bulkAction: (run) => [run.bulkActionId],
  schedule: (run) => [run.schedule?.id],
  batch: (run) => [run.batchId],
  error: (run) => [run.errorId],
};

function readSize(text, issues) {
  const parameter = { name: "page[size]", otherwise: DEFAULT_SIZE };
  return readNumber(text, parameter, [{ above: 0 }, { least: 1 }, { most: MAX_SIZE }], issues);
}

function readDate(parameters, name, issues) {
  const text = parameters.get(name);
  if (!text) return undefined;
  const time = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(time)) {
    issues.push({ code: "invalid_date", path: [name], message: "Invalid date" });
  }
  return time;
}

function readList(parameters, name) {
  const text = parameters.get(`filter[${name}]`);
  return text ? text.split(",") : [];
}

/** Reads a list and reports the values that are not among the possible ones. */
function readEnumeration(parameters, name, isPossible, issues) {
  const values = readList(parameters, name);
  const invalid = values.filter((value) => !isPossible(value));
  if (invalid.length > 0) {
    const message = `Invalid ${name} values: ${invalid.join(", ")}`;
    issues.push({ code: "custom", message, path: [`filter[${name}]`] });
  }
  return values;
}

function readIsTest(parameters, issues) {
  const text = parameters.get("filter[isTest]");
  if (!text) return undefined;
  if (text !== "true" && text !== "false") {
    const message = `Invalid value for isTest: ${text}`;
    issues.push({ code: "custom", message, path: ["filter[isTest]"] });
  }
  return text === "true";
}

function readWindow(parameters, now, issues) {
  const from = readDate(parameters, "filter[createdAt][from]", issues);
  const to = readDate(parameters, "filter[createdAt][to]", issues);
  return openWindow({ from, to, period: parameters.get("filter[createdAt][period]") }, now);
}

/** A period beats both dates; one that cannot be read leaves no window; without any, seven days. */
function openWindow({ from, to, period }, now) {
  if (period) return { from: now - (parsePeriod(period) ?? Infinity), to: Infinity };
  if (from === undefined && to === undefined) return { from: now - DEFAULT_WINDOW, to: Infinity };
  return { from: from ?? -Infinity, to: to ?? Infinity };
}

/** Returns what tells whether a run is selected; `listOf` answers the values that a filter names. */
function createMatcher(listOf, statuses, isTest) {
  const tests = [];
  if (statuses.length > 0) {
    const selected = new Set(statuses.flatMap(select));
    tests.push((run) => selected.has(run.status));
  }
  if (isTest !== undefined) tests.push((run) => run.isTest === isTest);
  for (const [name, read] of Object.entries(SELECTORS)) {
    const wanted = new Set(listOf(name));
    if (wanted.size > 0) tests.push((run) => read(run).some((value) => wanted.has(value)));
  }
  return (run) => tests.every((test) => test(run));
}

function refuseIssues(issues) {
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
}

/** Reads which page a list request asks for, or refuses with a 400. */
function readPage(entries) {
  const parameters = new Map(entries);
  const issues = [];
  const size = readSize(parameters.get("page[size]"), issues);
  refuseIssues(issues);
  return { size, after: parameters.get("page[after]"), before: parameters.get("page[before]") };
}

/**
 * Reads the search parameters of a run list, or refuses with a 400 that lists what is wrong.
 *
 * @param {[name: string, value: string][]} entries
 * @param {number} now epoch milliseconds, where the window ends
 * @returns {RunQuery}
 */
function readRunQuery(entries, now) {
  const parameters = new Map(entries);
  const issues = [];
  const size = readSize(parameters.get("page[size]"), issues);
  const statuses = readEnumeration(parameters, "status", isKnown, issues);
  const isTest = readIsTest(parameters, issues);
  const window = readWindow(parameters, now, issues);
  readEnumeration(parameters, "machine", (name) => MACHINES.includes(name), issues);
  refuseIssues(issues);
  return {
    size,
    after: parameters.get("page[after]"),
    before: parameters.get("page[before]"),
    ...window,
    tasks: readList(parameters, "taskIdentifier"),
    environments: readList(parameters, "env"),
    matches: createMatcher((name) => readList(parameters, name), statuses, isTest),
  };
}

module.exports = {
  MACHINES,
  createMatcher,
  openWindow,
  readDate,
  readEnumeration,
  readList,
  readPage,
  readRunQuery,
  readSize,
};
