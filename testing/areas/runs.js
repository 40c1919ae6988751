"use strict";

const { json, refuse } = require("../answers/forms.js");
const {
  authenticateKey,
  authenticateUser,
  authenticateWholeKey,
  authorize,
} = require("../access/authentication.js");
const { parseDelay } = require("../time/durations.js");
const { findReadable } = require("../access/run-access.js");
const { readRunQuery } = require("../runs/run-query.js");
const { renderListed, renderRetrieved } = require("../runs/run-rendering.js");

function readVersion({ request }) {
  return request.headers["x-trigger-api-version"];
}

function answerPage(context, environment, query) {
  const version = readVersion(context);
  const { runs, pagination } = environment.runs.page(query);
  return json(200, { data: runs.map((run) => renderListed(run, version)), pagination });
}

function list(context) {
  const environment = authenticateKey(context, { publicTokens: true });
  const query = readRunQuery(context.request.query, context.now());
  const tasks = query.tasks.length > 0 ? { tasks: query.tasks } : {};
  authorize(context.credential, "read", { runs: [], ...tasks });
  return answerPage(context, environment, query);
}

/** Lists the runs of one environment: of several asked for the server takes one. */
function listOfProject(context) {
  const projects = authenticateUser(context);
  const query = readRunQuery(context.request.query, context.now());
  const project = projects.find(({ ref }) => ref === context.params.ref);
  if (!project) return refuse(404, "Project not found");
  const known = query.environments.map((name) => project.find(name)).filter(Boolean);
  if (known.length === 0) return refuse(500, "Internal Server Error");
  return answerPage(context, known[0], query);
}

async function answerRun(context, run) {
  const urls = await context.storage.publish(run);
  return json(200, renderRetrieved(run, readVersion(context), urls));
}

function retrieve(context) {
  return answerRun(context, findReadable(context));
}

function reschedule(context) {
  const environment = authenticateWholeKey(context, "Invalid or missing API Key");
  const delay = context.readJson()?.delay;
  if (typeof delay !== "string" && typeof delay !== "number") refuse(400, "Invalid request body");
  const run = environment.runs.get(context.params.id) ?? refuse(404, "Run not found");
  if (run.status !== "DELAYED") refuse(400, "Cannot reschedule a run that is not delayed");
  const delayedUntil = parseDelay(delay, context.now());
  if (delayedUntil === undefined) refuse(400, `Invalid delay: ${delay}`);
  run.delayedUntil = delayedUntil;
  run.updatedAt = context.now();
  environment.runs.changes.announce(run);
  return answerRun(context, run);
}

module.exports = [
  { path: "/api/v1/runs", loader: list },
  { path: "/api/v1/projects/:ref/runs", loader: listOfProject },
  { path: "/api/v3/runs/:id", loader: retrieve },
  { path: "/api/v1/runs/:id/reschedule", action: reschedule },
];
