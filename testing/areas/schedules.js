"use strict";

const { Refusal, crash, failure, json, refuse } = require("../answers/forms.js");
const { authenticateWholeKey } = require("../access/authentication.js");
const { findTextIssues } = require("../answers/bodies.js");
const { Cron, CronError } = require("../time/cron.js");
const { paginate, readPageNumbers } = require("../answers/numbered-pages.js");
const { render } = require("../project/schedules.js");
const { listTimezones } = require("../time/zones.js");

const PER_PAGE = 50;
const UNKNOWN = "Schedule not found";
const FAILED = "Something went wrong, please try again.";
const OPTIONAL = ["externalId", "timezone", "window"];
const WINDOW =
  'Schedule window must be a whole duration such as "30m" or "2h", or a percentage such as "30%"';

function authenticate(context) {
  return authenticateWholeKey(context, "Invalid or Missing API Key");
}

/** Answers with a schedule; nobody gets to see one whose timezone is empty. */
function show(schedule, context, where) {
  if (schedule.timezone === "") crash();
  return render(schedule, context.now(), where);
}

function list(context) {
  const environment = authenticate(context);
  const { issues, ...numbers } = readPageNumbers(context.request.query, { perPage: PER_PAGE });
  if (issues.length > 0) throw new Refusal(json(400, { error: "Invalid request parameters", issues }));
  const { data, pagination } = paginate(environment.project.schedules.of(environment), numbers);
  const render = (schedule) => ({
    ...show(schedule, context, { slug: environment.slug }),
    externalId: schedule.externalId ?? null,
  });
  return json(200, { data: data.map(render), pagination });
}

function find({ params }, environment) {
  const schedule = environment.project.schedules.byId.get(params.id);
  return schedule?.environment === environment ? schedule : undefined;
}

function retrieve(context) {
  const schedule = find(context, authenticate(context)) ?? refuse(404, UNKNOWN);
  return json(200, show(schedule, context));
}

function findWindowIssues(window) {
  if (typeof window !== "string") return [];
  const message = describeWindowFault(window);
  return message === undefined ? [] : [{ code: "custom", message, path: ["window"] }];
}

function describeWindowFault(window) {
  const [, amount, unit] = /^(0|[1-9]\d*)([mh%])$/.exec(window) ?? [];
  if (unit === undefined) return WINDOW;
  if (unit === "%") return Number(amount) > 100 ? "Schedule window percentage cannot exceed 100%" : undefined;
  const hours = Number(amount) / (unit === "h" ? 1 : 60);
  return hours > 24 ? "Schedule window duration cannot exceed 24 hours" : undefined;
}

/** Reads what a schedule is to be, or refuses it: first for its form, then for what it says. */
function readFields(context, required, { project }) {
  const body = context.readJson();
  const issues = [...findTextIssues(body, required, OPTIONAL), ...findWindowIssues(body?.window)];
  if (issues.length > 0) throw new Refusal(json(400, { error: "Invalid request body", issues }));
  const { task, cron, timezone, externalId, deduplicationKey, window } = body;
  try {
    new Cron(cron);
  } catch (error) {
    if (error instanceof CronError) refuse(422, `Invalid cron expression: ${error.message}`);
    refuse(500, FAILED);
  }
  if (timezone && !listTimezones().includes(timezone)) {
    const page = `http://${context.request.headers.host}/timezones`;
    refuse(422, `Invalid IANA timezone: '${timezone}'. View the list of valid timezones at ${page}`);
  }
  const isScheduled = project.schedules.tasks.get(task);
  if (isScheduled === undefined) refuse(422, `Task with identifier ${task} not found in project.`);
  if (!isScheduled) refuse(422, `Task with identifier ${task} is not a scheduled task.`);
  // What is left out is reset.
  return {
    task,
    cron,
    timezone: timezone ?? "UTC",
    externalId: externalId || undefined,
    deduplicationKey,
    window,
  };
}

/** Updates a schedule, or makes one where there is none. One with an empty timezone is made, and an error. */
function upsert(context, environment, existing, fields) {
  const { deduplicationKey, ...changes } = fields;
  const schedule = existing
    ? Object.assign(existing, changes, { environment })
    : environment.project.schedules.create(environment, fields);
  if (schedule.timezone === "") refuse(500, FAILED);
  const shortcode = `${environment.slug}-${environment.id.slice(-6)}`;
  return json(200, show(schedule, context, { shortcode }));
}

function create(context) {
  if (context.request.method !== "POST") return methodNotAllowed();
  const environment = authenticate(context);
  const fields = readFields(context, ["task", "cron", "deduplicationKey"], environment);
  const existing = environment.project.schedules.findByKey(fields.deduplicationKey);
  return upsert(context, environment, existing, fields);
}

/** Older routes answer a wrong method with success, and say it in the body. */
function methodNotAllowed() {
  return json(200, { status: 405, body: "Method Not Allowed" });
}

/** Updates a schedule; of an unknown id it makes a new one. */
function update(context, environment) {
  const { deduplicationKey, ...fields } = readFields(context, ["task", "cron"], environment);
  return upsert(context, environment, find(context, environment), fields);
}

function remove(context, environment) {
  const { id } = find(context, environment) ?? refuse(404, UNKNOWN);
  environment.project.schedules.byId.delete(id);
  return json(200, { id });
}

const CHANGES = { DELETE: remove, PUT: update };

function change(context) {
  const environment = authenticate(context);
  const apply = CHANGES[context.request.method];
  return apply ? apply(context, environment) : crash();
}

function setting(active) {
  return (context) => {
    if (context.request.method !== "POST") return methodNotAllowed();
    const schedule = find(context, authenticate(context));
    if (!schedule) return failure(404, UNKNOWN);
    schedule.active = active;
    return json(200, show(schedule, context));
  };
}

function timezones({ request }) {
  const excludesUtc = new Map(request.query).get("excludeUtc") === "true";
  return json(200, { timezones: listTimezones().slice(excludesUtc ? 1 : 0) });
}

module.exports = [
  { path: "/api/v1/schedules", loader: list, action: create },
  { path: "/api/v1/schedules/:id", loader: retrieve, action: change },
  { path: "/api/v1/schedules/:id/activate", action: setting(true) },
  { path: "/api/v1/schedules/:id/deactivate", action: setting(false) },
  { path: "/api/v1/timezones", loader: timezones, isOpen: true },
];
