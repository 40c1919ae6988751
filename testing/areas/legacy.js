"use strict";

const { Refusal, json, notFoundPage, refuse } = require("../answers/forms.js");

/** The environment's part of the product of a key; today's API knows nothing of these paths. */
function authenticate({ credential }, product) {
  if (credential.kind === "legacy-key" && credential.usable && credential.product === product) {
    return credential.environment.legacy;
  }
  if (/^trigger_[a-z]+_/.test(credential.token) || credential.kind === "legacy-key") {
    refuse(401, "Invalid or Missing API key");
  }
  throw new Refusal(notFoundPage());
}

const date = (epoch) => (epoch === null || epoch === undefined ? epoch : new Date(epoch).toISOString());

function renderSent(event) {
  const { id, name, payload, context, timestamp, deliverAt, deliveredAt } = event;
  return {
    id,
    name,
    payload,
    context,
    timestamp: date(timestamp),
    deliverAt: date(deliverAt),
    deliveredAt: date(deliveredAt) ?? null,
    cancelledAt: null,
  };
}

function renderRun({ id, status, startedAt, updatedAt, completedAt }) {
  const [started, updated, completed] = [startedAt, updatedAt, completedAt].map(date);
  return { id, status, startedAt: started, updatedAt: updated, completedAt: completed };
}

const renderDetails = (run) => ({
  ...renderRun(run),
  output: run.output,
  tasks: run.tasks,
  statuses: run.statuses,
});

/** Says what is wrong with an event of the second product. */
function refuseInvalid(event) {
  if (typeof event?.name === "string") return;
  throw new Refusal(json(422, { message: 'Type: invalid_type ~ Path: event.name ~ Message: "Required"' }));
}

function send(context) {
  if (context.credential.product === 1) return sendCustom(context);
  const legacy = authenticate(context, 2);
  const body = context.readJson();
  refuseInvalid(body?.event);
  return json(200, renderSent(legacy.send(body.event, body.options)));
}

function sendCustom(context) {
  const legacy = authenticate(context, 1);
  const { id, event } = context.readJson();
  if (typeof event?.name !== "string") refuse(400, [{ path: ["event", "name"], message: "Required" }]);
  legacy.send({ id, ...event });
  return json(200, { status: 200 });
}

function sendMany(context) {
  const legacy = authenticate(context, 2);
  const body = context.readJson();
  for (const event of body.events) refuseInvalid(event);
  return json(
    200,
    body.events.map((event) => renderSent(legacy.send(event, body.options))),
  );
}

function getEvent(context) {
  const legacy = authenticate(context, 2);
  const event = legacy.events.get(context.params.id) ?? refuse(404, "Event not found");
  const { id, name, createdAt, updatedAt, runs } = event;
  const rendered = runs.map(renderRun).map(({ updatedAt: _, ...run }) => run);
  return json(200, { id, name, createdAt: date(createdAt), updatedAt: date(updatedAt), runs: rendered });
}

function getRuns(context) {
  const legacy = authenticate(context, 2);
  const query = new Map(context.request.query);
  const take = Number(query.get("take") ?? 20);
  const runs = [...legacy.runs.values()].filter(({ job }) => job === context.params.job).reverse();
  const cursor = query.get("cursor");
  const start = cursor ? runs.findIndex(({ id }) => id === cursor) : 0;
  const page = runs.slice(start, start + take);
  return json(200, { runs: page.map(renderRun), nextCursor: runs[start + take]?.id });
}

function findRun(context) {
  return authenticate(context, 2).runs.get(context.params.run);
}

function getRun(context) {
  const run = findRun(context);
  if (run === undefined) return json(404, { message: "Run not found" });
  return json(200, renderDetails(run));
}

function cancelRun(context) {
  // A run that is not there is an error to it like any other.
  const run = findRun(context) ?? refuse(500, "Internal Server Error");
  context.credential.environment.legacy.cancel(run);
  return json(200, renderDetails(run));
}

function invoke(context) {
  const legacy = authenticate(context, 2);
  const { job } = context.params;
  if (!legacy.jobs.has(job)) refuse(500, "Internal Server Error");
  const run = legacy.invoke(job, context.readJson(), context.request.headers["idempotency-key"]);
  return json(200, { id: run.id });
}

module.exports = [
  { path: "/api/v1/events", action: send },
  { path: "/api/v1/events/bulk", action: sendMany },
  { path: "/api/v2/events/:id", loader: getEvent },
  { path: "/api/v1/jobs/:job/runs", loader: getRuns },
  { path: "/api/v1/jobs/:job/invoke", action: invoke },
  { path: "/api/v2/runs/:run", loader: getRun },
  { path: "/api/v1/runs/:run/cancel", action: cancelRun },
];
