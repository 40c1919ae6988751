"use strict";

const { failure, json, refuse, Refusal } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { parsePeriod } = require("../time/durations.js");

const STATUSES = ["PENDING", "BUILDING", "DEPLOYING", "DEPLOYED", "FAILED", "CANCELED", "TIMED_OUT"];
const DEFAULT_SIZE = 20;
const SMALLEST_SIZE = 5;
const LARGEST_SIZE = 100;
const LONGEST_REASON = 200;
const NOT_FOUND = "Deployment not found";

function toDate(time) {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function render({ id, shortCode, version, runtime, runtimeVersion, status, errorData, ...more }) {
  return {
    id,
    createdAt: toDate(more.createdAt),
    shortCode,
    version,
    runtime,
    runtimeVersion,
    status,
    deployedAt: toDate(more.deployedAt),
    git: more.git,
    error: errorData,
    externalId: more.externalId,
  };
}

/** The list says null where the current deployment says nothing. */
function renderListed(deployment) {
  const { deployedAt = null, git = null, ...shown } = render(deployment);
  return { ...shown, deployedAt, git };
}

function renderLatest({ id, status, contentHash, shortCode, version, imageReference, errorData }) {
  return {
    id,
    status,
    contentHash,
    shortCode,
    version,
    imageReference: imageReference ?? null,
    errorData: errorData ?? null,
  };
}

function renderDetails(deployment) {
  const { version, tasks } = deployment;
  return {
    ...renderLatest(deployment),
    imagePlatform: "linux/amd64",
    commitSHA: deployment.git?.commitSha ?? null,
    externalId: deployment.externalId,
    externalBuildData: null,
    canceledReason: deployment.canceledReason ?? null,
    worker: tasks.length > 0 ? { id: `worker_${deployment.shortCode}`, version, tasks } : undefined,
  };
}

function readSize(text, issues) {
  const size = text === undefined ? DEFAULT_SIZE : Number(text);
  const path = ["page[size]"];
  const report = (code, bound, message) =>
    issues.push({ code, ...bound, type: "number", inclusive: true, exact: false, message, path });
  if (Number.isNaN(size)) {
    const message = "Expected number, received nan";
    issues.push({ code: "invalid_type", expected: "number", received: "nan", path, message });
  }
  if (size < 1) report("too_small", { minimum: 1 }, "Limit must be at least 1");
  if (size > LARGEST_SIZE) report("too_big", { maximum: LARGEST_SIZE }, "Limit must be less than 100");
  return Math.max(size, SMALLEST_SIZE);
}

function checkStatus(status, issues) {
  if (status === undefined || STATUSES.includes(status)) return;
  const expected = STATUSES.map((name) => `'${name}'`).join(" | ");
  const message = `Invalid enum value. Expected ${expected}, received '${status}'`;
  issues.push({ received: status, code: "invalid_enum_value", options: STATUSES, path: ["status"], message });
}

function readTime(parameters, name) {
  const text = parameters.get(name);
  if (!text) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? refuse(400, `Invalid search query parameter: ${name}=${text}`) : time;
}

/** A period beats both dates, and an end counts only with a beginning. */
function readWindow(parameters, now) {
  const period = parameters.get("period");
  if (period) {
    const length = parsePeriod(period) ?? refuse(400, `Invalid search query parameter: period=${period}`);
    return { start: now - length, end: now };
  }
  const start = readTime(parameters, "from");
  if (start === undefined) return { start: -Infinity, end: Infinity };
  return { start, end: readTime(parameters, "to") ?? Infinity };
}

function list(context) {
  const { deployments } = authenticateKey(context, { publicTokens: true });
  const parameters = new Map(context.request.query);
  const issues = [];
  const status = parameters.get("status");
  const size = readSize(parameters.get("page[size]"), issues);
  checkStatus(status, issues);
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
  authorize(context.credential, "read", { deployments: ["list"] });
  const { start, end } = readWindow(parameters, context.now());
  const matches = ({ createdAt, status: own }) =>
    (!status || own === status) && createdAt >= start && createdAt <= end;
  const { page, pagination } = deployments.page({ size, after: parameters.get("page[after]"), matches });
  return json(200, { data: page.map(renderListed), pagination });
}

/** This one path counts against no limit, and says by itself that a credential is missing. */
function retrieveCurrent(context) {
  if (!context.credential) return failure(401, "Invalid or Missing API key");
  const { current } = authenticateKey(context, { publicTokens: true }).deployments;
  if (!current) return refuse(404, "Not found", { "x-should-retry": "false" });
  authorize(context.credential, "read", { deployments: ["current"] });
  return json(200, render(current));
}

function authenticate(context, action) {
  const environment = authenticateKey(context);
  authorize(context.credential, action, { deployments: [] });
  return environment.deployments;
}

function retrieveLatest(context) {
  const { latest } = authenticate(context, "read");
  return latest ? json(200, renderLatest(latest)) : failure(404, NOT_FOUND);
}

function retrieve(context) {
  const deployment = authenticate(context, "read").get(context.params.id);
  return deployment ? json(200, renderDetails(deployment)) : failure(404, NOT_FOUND);
}

function promote(context) {
  const deployments = authenticate(context, "write");
  const deployment = deployments.find(context.params.version) ?? refuse(404, NOT_FOUND);
  const { allowRollbacks } = Object.fromEntries(context.request.query);
  const refused = deployments.promote(deployment, allowRollbacks === "true");
  if (refused) return failure(400, refused);
  const { id, version, shortCode } = deployment;
  return json(200, { id, version, shortCode });
}

function cancel(context) {
  const deployments = authenticate(context, "write");
  const { reason } = (context.hasBody() && context.readJson(() => undefined)) || {};
  if (reason?.length > LONGEST_REASON) return failure(400, "Invalid request body");
  const deployment = deployments.get(context.params.id) ?? refuse(404, NOT_FOUND);
  if (!deployments.cancel(deployment, reason)) {
    return failure(409, "Deployment is already in a final state and cannot be canceled");
  }
  return { status: 204, headers: {}, body: "" };
}

const pool = "deployment";

module.exports = [
  { path: "/api/v1/deployments", loader: list, pool },
  { path: "/api/v1/deployments/current", loader: retrieveCurrent, isOpen: true },
  { path: "/api/v1/deployments/latest", loader: retrieveLatest, pool },
  { path: "/api/v1/deployments/:id", loader: retrieve, pool },
  { path: "/api/v1/deployments/:version/promote", action: promote, pool },
  { path: "/api/v1/deployments/:id/cancel", action: cancel, pool },
];
