"use strict";

const { Refusal, failure, json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { parsePeriod } = require("../time/durations.js");
const { findFaults, readFields, refuseFaults } = require("../answers/body-fields.js");
const { createSession, ensureRun, render, statusOf } = require("../project/sessions.js");

const STATUSES = ["ACTIVE", "CLOSED", "EXPIRED"];
const HOUR = 3600;

function authenticate(context) {
  return authenticateKey(context, { publicTokens: true });
}

/** Returns the number a parameter is; a text that is none is an issue. */
function readNumber(search, name, issues) {
  const text = search.get(name);
  if (text === undefined) return undefined;
  const number = Number(text);
  const report = (issue, message) => issues.push({ ...issue, message, path: [name] });
  if (Number.isNaN(number)) {
    report({ code: "invalid_type", expected: "number", received: "nan" }, "Expected number, received nan");
  } else if (!Number.isInteger(number)) {
    report(
      { code: "invalid_type", expected: "integer", received: "float" },
      "Expected integer, received float",
    );
  }
  return number;
}

function readSize(search, issues) {
  const name = "page[size]";
  const size = readNumber(search, name, issues) ?? 20;
  const report = (code, bound, words) => {
    const message = `Number must be ${words} than or equal to ${Object.values(bound)[0]}`;
    issues.push({ code, ...bound, type: "number", inclusive: true, exact: false, message, path: [name] });
  };
  if (size < 1) report("too_small", { minimum: 1 }, "greater");
  if (size > 100) report("too_big", { maximum: 100 }, "less");
  return size;
}

function readStatus(search, issues) {
  const name = "filter[status]";
  const status = search.get(name);
  if (status !== undefined && !STATUSES.includes(status)) {
    issues.push({ code: "invalid_union", unionErrors: [], path: [name], message: "Invalid input" });
  }
  return status;
}

/** Reads which sessions a request lists. Commas separate nothing here: each filter is one value. */
function readQuery({ query }, now) {
  const search = new Map(query);
  const issues = [];
  const size = readSize(search, issues);
  const status = readStatus(search, issues);
  const from = readNumber(search, "filter[createdAt][from]", issues);
  const to = readNumber(search, "filter[createdAt][to]", issues);
  const [after, before] = [search.get("page[after]"), search.get("page[before]")];
  if (issues.length === 0 && after && before) {
    const message = "Cannot pass both page[after] and page[before] on the same request";
    issues.push({ code: "custom", message, path: ["page[before]"] });
  }
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
  const type = search.get("filter[type]");
  const tag = search.get("filter[tags]");
  const taskIdentifier = search.get("filter[taskIdentifier]");
  const externalId = search.get("filter[externalId]");
  const length = parsePeriod(search.get("filter[createdAt][period]") ?? "");
  const matches = (session) =>
    (!type || session.type === type) &&
    (!tag || session.tags.includes(tag)) &&
    (!taskIdentifier || session.taskIdentifier === taskIdentifier) &&
    (!externalId || session.externalId === externalId) &&
    (!status || statusOf(session, now) === status) &&
    (!length || session.createdAt >= now - length) &&
    (!from || session.createdAt >= from) &&
    (!to || session.createdAt <= to);
  return { size, after, before, matches, taskIdentifier };
}

function list(context) {
  const environment = authenticate(context);
  const query = readQuery(context.request, context.now());
  const tasks = query.taskIdentifier ? { tasks: [query.taskIdentifier] } : {};
  authorize(context.credential, "read", { sessions: [], ...tasks });
  const { sessions, next, previous } = environment.sessions.page(query);
  const data = sessions.map(({ triggerConfig: _config, ...session }) => render(session));
  return json(200, { data, pagination: { next, previous } });
}

function checkLength({ request }, most) {
  const length = Number(request.headers["content-length"] ?? Infinity);
  if (length > most) refuse(413, "Request body too large");
}

const MOST_TAGS = "Array must contain at most 10 element(s)";
const RESERVED = "externalId cannot start with 'session_' (reserved prefix for internal friendlyIds)";

function findMore({ externalId, tags, expiresAt, triggerConfig }) {
  const faults = [];
  if (externalId?.startsWith("session_")) faults.push({ message: RESERVED, path: "externalId" });
  if (triggerConfig) faults.push(...findFaults(triggerConfig, { basePayload: "object" }, "triggerConfig."));
  if (tags?.length > 10) faults.push({ message: MOST_TAGS, path: "tags" });
  if (expiresAt !== undefined && Number.isNaN(Date.parse(expiresAt))) {
    faults.push({ message: "Invalid date", path: "expiresAt" });
  }
  return faults;
}

function start(context) {
  const environment = authenticate(context);
  checkLength(context, 32 * 1024);
  const body = readFields(context, {
    type: "string",
    externalId: "string?",
    taskIdentifier: "string",
    triggerConfig: "object",
    tags: "texts?",
    metadata: "object?",
  });
  refuseFaults(findMore(body));
  authorize(context.credential, "write", { tasks: [body.taskIdentifier], sessions: [] });
  const { sessions } = environment;
  const known = body.externalId === undefined ? undefined : sessions.get(body.externalId);
  const expiresAt = body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt);
  const session = known ?? sessions.add(createSession({ ...body, id: undefined, expiresAt }, context.now()));
  session.triggerConfig = body.triggerConfig;
  const status = statusOf(session, context.now());
  if (status !== "ACTIVE") {
    const is = status.toLowerCase();
    return failure(409, `Session is ${is}; use a different externalId to create a new session`);
  }
  const run = ensureRun(environment, session);
  const key = session.externalId ?? session.id;
  const scopes = [`read:sessions:${key}`, `write:sessions:${key}`];
  return json(known ? 200 : 201, {
    ...render(session),
    runId: run.id,
    publicAccessToken: environment.createPublicToken({ scopes, expiresInSeconds: HOUR }),
    isCached: known !== undefined,
  });
}

function retrieve(context) {
  const environment = authenticate(context);
  const session =
    environment.sessions.get(context.params.id) ?? refuse(404, "Not found", { "x-should-retry": "false" });
  const ids = [session.id, session.externalId].filter(Boolean);
  authorize(context.credential, "read", { sessions: ids });
  return json(200, render(session));
}

/** Returns the session a path names, for a credential that may do everything with it. */
function open(context, environment) {
  const { id } = context.params;
  authorize(context.credential, "admin", { sessions: [id] });
  return environment.sessions.get(id) ?? refuse(404, "Session not found");
}

const FIXED =
  "externalId cannot be changed after creation; " +
  "close this session and create a new one with the desired externalId";

function update(context) {
  if (context.request.method !== "PATCH") return failure(405, "Method not allowed", { allow: "PATCH" });
  const environment = authenticate(context);
  checkLength(context, 32 * 1024);
  const body = readFields(context, { tags: "texts?", metadata: "object??", externalId: "string??" });
  refuseFaults(findMore({ ...body, externalId: body.externalId ?? undefined }));
  const session = open(context, environment);
  const { externalId = session.externalId, ...changes } = body;
  if (externalId !== session.externalId) return failure(422, FIXED);
  const { tags = session.tags, metadata = session.metadata } = changes;
  Object.assign(session, { tags, metadata, updatedAt: context.now() });
  return json(200, render(session));
}

/** Closes a session; one that is closed stays as it is. */
function close(context) {
  if (context.request.method !== "POST") return failure(405, "Method not allowed", { allow: "POST" });
  const environment = authenticate(context);
  checkLength(context, 1024);
  const { reason = null } = readFields(context, { reason: "string?", callingRunId: "string?" });
  const session = open(context, environment);
  if (session.closedAt === null) {
    Object.assign(session, { closedAt: context.now(), closedReason: reason, updatedAt: context.now() });
  }
  return json(200, render(session));
}

module.exports = [
  { path: "/api/v1/sessions", loader: list, action: start },
  { path: "/api/v1/sessions/:id", loader: retrieve, action: update },
  {
    path: "/api/v1/sessions/:id/close",
    loader: () => ({ status: 405, headers: {}, body: "" }),
    action: close,
  },
];
