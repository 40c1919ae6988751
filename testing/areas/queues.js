"use strict";

const { Refusal, json, notAllowed, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { checkAmount, checkChoice, readBody, refuseInvalid } = require("../answers/bodies.js");
const { MAX, paginate, readPageNumbers } = require("../answers/numbered-pages.js");
const { findPeriodIssues, renderMetrics } = require("../project/queue-metrics.js");
const { nameOf, override, render, reset } = require("../project/queues.js");

const PER_PAGE = 25;
const TYPES = ["task", "custom", "id"];

function refuseQuery(issues) {
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
}

/** Reads one of several texts from the query, and reports one that is none of them. */
function readChoice(query, name, choices, otherwise, issues) {
  const received = new Map(query).get(name) ?? otherwise;
  if (!choices.includes(received)) {
    const expected = choices.map((choice) => `'${choice}'`).join(" | ");
    const message = `Invalid enum value. Expected ${expected}, received '${received}'`;
    issues.push({ received, code: "invalid_enum_value", options: choices, path: [name], message });
  }
  return received;
}

/** The name in the path, which may have been encoded twice. */
function readName({ params }) {
  return params.queue.replaceAll("%2F", "/");
}

/** What a list and a single queue show, and the answer to a change does not. */
function renderWhole(queue) {
  return { ...render(queue), concurrencyLimitOverridePercent: null };
}

function list(context) {
  const environment = authenticateKey(context);
  const { issues, page, perPage } = readPageNumbers(context.request.query, { perPage: PER_PAGE });
  refuseQuery(issues);
  authorize(context.credential, "read", { queues: [] });
  const queues = environment.queues.list().map(renderWhole);
  return json(200, paginate(queues, { page, perPage: Math.min(perPage, MAX) }));
}

function retrieve(context) {
  const environment = authenticateKey(context, { publicTokens: true });
  const issues = [];
  const type = readChoice(context.request.query, "type", TYPES, "id", issues);
  refuseQuery(issues);
  authorize(context.credential, "read", { queues: [] });
  const queue = environment.queues.find(type, readName(context)) ?? refuse(404, "queue-not-found");
  return json(200, renderWhole(queue));
}

/** Retrieves what a queue has been through; one that does not exist nothing. */
function retrieveMetrics(context) {
  const environment = authenticateKey(context, { publicTokens: true });
  const { query } = context.request;
  const issues = [];
  const type = readChoice(query, "type", ["task", "custom"], "task", issues);
  const period = new Map(query).get("period") ?? "1h";
  refuseQuery([...issues, ...findPeriodIssues(period)]);
  authorize(context.credential, "read", { query: ["queue_metrics"] });
  const name = nameOf(type, readName(context));
  const metrics = environment.queues.find("custom", name)?.metrics;
  return json(200, renderMetrics(name, metrics, { period, now: context.now() }));
}

/** Makes the action that changes a queue: `check` says what is wrong with the body, `apply` changes or refuses. */
function changing({ check, unknown, apply }) {
  return (context) => {
    const environment = authenticateKey(context);
    const body = readBody(context);
    const type = body.type ?? "id";
    refuseInvalid(checkChoice({ type }, "type", TYPES), check(body));
    authorize(context.credential, "write", { queues: [] });
    const queue = environment.queues.find(type, readName(context)) ?? refuse(404, unknown);
    apply(queue, body, { now: context.now(), maximum: environment.limits.maximum });
    return json(200, render(queue));
  };
}

const pause = changing({
  check: (body) => checkChoice(body, "action", ["pause", "resume"]),
  unknown: "queue-not-found",
  apply(queue, { action }) {
    queue.paused = action === "pause";
  },
});

const overrideLimit = changing({
  check: (body) =>
    body.concurrencyLimit === undefined
      ? "Provide exactly one of `concurrencyLimit` or `percent`"
      : checkAmount(body, "concurrencyLimit"),
  unknown: "Queue not found",
  apply(queue, { concurrencyLimit: limit }, { now, maximum }) {
    if (limit > maximum) {
      refuse(400, `Concurrency limit (${limit}) cannot exceed the environment limit (${maximum})`);
    }
    override(queue, limit, now);
  },
});

const resetLimit = changing({
  check: () => undefined,
  unknown: "Queue not found",
  apply: (queue) => (queue.overriddenAt === null ? refuse(400, "Queue is not overridden") : reset(queue)),
});

module.exports = [
  { path: "/api/v1/queues", loader: list },
  { path: "/api/v1/queues/:queue", loader: retrieve },
  { path: "/api/v1/queues/:queue/metrics", loader: retrieveMetrics },
  { path: "/api/v1/queues/:queue/pause", loader: notAllowed, action: pause },
  { path: "/api/v1/queues/:queue/concurrency/override", loader: notAllowed, action: overrideLimit },
  { path: "/api/v1/queues/:queue/concurrency/reset", action: resetLimit },
];
