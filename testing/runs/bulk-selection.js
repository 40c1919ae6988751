"use strict";

const { refuse } = require("../answers/forms.js");
const { MACHINES, createMatcher, openWindow } = require("./run-query.js");
const { isKnown } = require("./run-status.js");

const isText = (value) => typeof value === "string";
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const oneOrMore = (isOne) => (value) => isOne(value) || (Array.isArray(value) && value.every(isOne));
const isDate = (value) => (isText(value) || typeof value === "number") && !Number.isNaN(+new Date(value));
const isQueue = (value) => isObject(value) && ["task", "custom"].includes(value.type) && isText(value.name);

const MOST_RUNS = 500;

const FILTERS = {
  status: oneOrMore(isKnown),
  taskIdentifier: oneOrMore(isText),
  version: oneOrMore(isText),
  from: isDate,
  to: isDate,
  period: isText,
  bulkAction: isText,
  tag: oneOrMore(isText),
  schedule: isText,
  isTest: (value) => typeof value === "boolean",
  batch: isText,
  queue: oneOrMore(isQueue),
  machine: oneOrMore((value) => MACHINES.includes(value)),
  region: oneOrMore(isText),
};

function invalid(message) {
  return refuse(400, `Validation error: ${message}`);
}

/** Tells whether a filter says anything: blank texts and empty lists do not. */
function saysAnything(value) {
  if (Array.isArray(value)) return value.some(saysAnything);
  return isText(value) ? value.trim() !== "" : value !== undefined;
}

function checkFilter(filter) {
  if (!isObject(filter)) invalid('Expected object at "filter"');
  // Names it does not know are dropped, as the API drops them.
  const known = Object.entries(filter).filter(([name]) => Object.hasOwn(FILTERS, name));
  for (const [name, value] of known) if (!FILTERS[name](value)) invalid(`Invalid input at "filter.${name}"`);
  if (!known.some(([, value]) => saysAnything(value))) {
    invalid('At least one filter must be provided at "filter"');
  }
}

/** Reads the body that makes a bulk action, or refuses with a 400. */
function readBulkBody(context) {
  if (!context.hasBody()) refuse(400, "Request body is empty");
  const body = context.readJson(() => refuse(400, "Invalid JSON"));
  if (!isObject(body)) invalid("Expected object");
  const { action, filter, runIds, name, targetRegion } = body;
  if (action !== "cancel" && action !== "replay") {
    invalid(`Invalid discriminator value. Expected 'cancel' | 'replay' at "action"`);
  }
  if (filter !== undefined) checkFilter(filter);
  if (runIds !== undefined && !(Array.isArray(runIds) && runIds.every(isText))) {
    invalid('Expected array at "runIds"');
  }
  if (runIds?.length === 0) invalid('Array must contain at least 1 element(s) at "runIds"');
  if (runIds?.length > MOST_RUNS) {
    invalid(`Array must contain at most ${MOST_RUNS} element(s) at "runIds"`);
  }
  if (name !== undefined && !isText(name)) invalid('Expected string at "name"');
  if (name?.length > 255) invalid('Name must be less than 255 characters at "name"');
  const regionFits = targetRegion === undefined || (action === "replay" && isText(targetRegion));
  if (!regionFits) invalid('Invalid input at "targetRegion"');
  if ((filter === undefined) === (runIds === undefined)) {
    invalid("Exactly one of filter or runIds must be provided");
  }
  return body;
}

/** Returns the runs that a body selects, newest first. Ids know no window, and unknown ones are no error. */
function selectRuns({ runs }, { filter, runIds }, now) {
  if (runIds) return runIds.map((id) => runs.get(id)).filter(Boolean);
  const list = (name) => [filter[name] ?? []].flat();
  const queues = list("queue").map(({ type, name }) => (type === "task" ? `task/${name}` : name));
  const matches = createMatcher(
    (name) => (name === "queue" ? queues : list(name)),
    list("status"),
    filter.isTest,
  );
  const toTime = (date) => (date === undefined ? undefined : +new Date(date));
  const window = openWindow({ from: toTime(filter.from), to: toTime(filter.to), period: filter.period }, now);
  return runs.page({ size: Infinity, ...window, matches }).runs;
}

module.exports = { readBulkBody, selectRuns };
