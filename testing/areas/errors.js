"use strict";

const { json, refuse, Refusal } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { readJsonBody } = require("../answers/bodies.js");
const { DAY, parsePeriod } = require("../time/durations.js");
const { readDate, readList, readSize } = require("../runs/run-query.js");

const STATUSES = ["unresolved", "resolved", "ignored"];
const LONGEST_REASON = 1000;
const DATES = ["firstSeen", "lastSeen", "resolvedAt", "ignoredAt", "ignoredUntil"];
const LISTED = [
  "id",
  "fingerprint",
  "taskIdentifier",
  "errorType",
  "errorMessage",
  "status",
  "count",
  "firstSeen",
  "lastSeen",
  "resolvedAt",
  "ignoredUntil",
];

function render(group) {
  const dates = DATES.map((name) => [
    name,
    group[name] === null ? null : new Date(group[name]).toISOString(),
  ]);
  return { ...group, ...Object.fromEntries(dates) };
}

function renderListed(group) {
  const shown = render(group);
  return Object.fromEntries(LISTED.map((name) => [name, shown[name]]));
}

function readStatuses(parameters, issues) {
  const statuses = readList(parameters, "status");
  const invalid = statuses.filter((status) => !STATUSES.includes(status));
  if (invalid.length > 0) {
    const message = `Invalid status values: ${invalid.join(", ")}. Allowed: ${STATUSES.join(", ")}.`;
    issues.push({ code: "custom", message, path: ["filter[status]"] });
  }
  return statuses;
}

/** A period beats both dates; without any it is the last day. */
function readWindow(parameters, now, issues) {
  const from = readDate(parameters, "filter[from]", issues);
  const to = readDate(parameters, "filter[to]", issues);
  const period = parameters.get("filter[period]");
  if (period || (from === undefined && to === undefined)) {
    return { from: now - ((period && parsePeriod(period)) || DAY), to: now };
  }
  return { from: from ?? -Infinity, to: to ?? Infinity };
}

function createMatcher(parameters, statuses, { from, to }) {
  const tasks = readList(parameters, "taskIdentifier");
  const versions = readList(parameters, "version");
  const search = (parameters.get("filter[search]") ?? "").trim().toLowerCase();
  return (group) =>
    (tasks.length === 0 || tasks.includes(group.taskIdentifier)) &&
    (versions.length === 0 || group.affectedVersions.some((version) => versions.includes(version))) &&
    (statuses.length === 0 || statuses.includes(group.status)) &&
    `${group.errorType}\n${group.errorMessage}`.toLowerCase().includes(search) &&
    group.lastSeen >= from &&
    group.firstSeen <= to;
}

function list(context) {
  const { errors } = authenticateKey(context, { publicTokens: true });
  const parameters = new Map(context.request.query);
  const issues = [];
  const size = readSize(parameters.get("page[size]"), issues);
  const statuses = readStatuses(parameters, issues);
  const window = readWindow(parameters, context.now(), issues);
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
  authorize(context.credential, "read", { errors: [] });
  const { items, pagination } = errors.page({
    size,
    after: parameters.get("page[after]"),
    before: parameters.get("page[before]"),
    matches: createMatcher(parameters, statuses, window),
  });
  return json(200, { data: items.map(renderListed), pagination });
}

function retrieve(context) {
  const { id } = context.params;
  const { errors } = authenticateKey(context, { publicTokens: true });
  const group = errors.get(id) ?? refuse(404, "Not found", { "x-should-retry": "false" });
  authorize(context.credential, "read", { errors: [id] });
  return json(200, render(group));
}

/** Makes a route that decides something about a group: `read` returns the status and what goes with it. */
function decideBy(read) {
  return (context) => {
    const { id } = context.params;
    const { errors } = authenticateKey(context, { publicTokens: true });
    const [status, decision] = read(context);
    authorize(context.credential, "write", { errors: [id] });
    const group = errors.get(id) ?? refuse(404, "Resource not found");
    errors.decide(group, status, decision);
    return json(200, render(group));
  };
}

function readResolution(context) {
  const { resolvedInVersion = null } = readJsonBody(context);
  return ["resolved", { resolvedAt: context.now(), resolvedInVersion }];
}

function checkThresholds({ duration, occurrenceRate, totalOccurrences, reason }) {
  for (const [name, value] of Object.entries({ duration, occurrenceRate, totalOccurrences })) {
    if (value === undefined) continue;
    if (name !== "occurrenceRate" && !Number.isInteger(value)) {
      refuse(400, `Validation error: Expected integer, received float at "${name}"`);
    }
    if (value <= 0) refuse(400, `Validation error: Number must be greater than 0 at "${name}"`);
  }
  if (reason?.length > LONGEST_REASON) {
    refuse(400, `Validation error: String must contain at most 1000 character(s) at "reason"`);
  }
}

function readIgnorance(context) {
  const body = readJsonBody(context);
  checkThresholds(body);
  const now = context.now();
  const decision = {
    ignoredAt: now,
    ignoredUntil: body.duration === undefined ? null : now + body.duration,
    ignoredReason: body.reason ?? null,
    ignoredUntilOccurrenceRate: body.occurrenceRate ?? null,
    ignoredUntilTotalOccurrences: body.totalOccurrences ?? null,
  };
  return ["ignored", decision];
}

module.exports = [
  { path: "/api/v1/errors", loader: list },
  { path: "/api/v1/errors/:id", loader: retrieve },
  { path: "/api/v1/errors/:id/resolve", action: decideBy(readResolution) },
  { path: "/api/v1/errors/:id/ignore", action: decideBy(readIgnorance) },
  { path: "/api/v1/errors/:id/unresolve", action: decideBy(() => ["unresolved", {}]) },
];
