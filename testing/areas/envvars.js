"use strict";

const { crash, failure, json, refuse, Refusal } = require("../answers/forms.js");
const { resolveAddress } = require("../access/authentication.js");

const DONE = { success: true };
const UNKNOWN = "Environment variable not found";

/** Lists what is wrong with a body, given which fields must be strings. */
function findIssues(body, names) {
  return names
    .filter((name) => typeof body?.[name] !== "string")
    .map((name) => {
      const value = body?.[name];
      const received = value === null ? "null" : typeof value;
      const message = value === undefined ? "Required" : `Expected string, received ${received}`;
      return { code: "invalid_type", expected: "string", received, path: [name], message };
    });
}

function checkBody(body, names) {
  const issues = findIssues(body, names);
  if (issues.length > 0) throw new Refusal(json(400, { error: "Invalid request body", issues }));
  return body;
}

function list(context) {
  return json(200, resolveAddress(context, "read").values.list());
}

function create(context) {
  const { values } = resolveAddress(context, "write");
  const { name, value, isSecret } = checkBody(context.readJson(), ["name", "value"]);
  const refused = values.submit([[name, value]], { override: true, isSecret });
  return refused ? failure(400, refused.error) : json(200, DONE);
}

function isTextRecord(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === "string")
  );
}

function isImport(body) {
  const { variables, parentVariables, override, isSecret } = body ?? {};
  return (
    isTextRecord(variables) &&
    (parentVariables === undefined || isTextRecord(parentVariables)) &&
    [override, isSecret].every((each) => each === undefined || typeof each === "boolean")
  );
}

/** Imports variables; for a branch also its parent's, and then one of the two is enough. */
function importAll(context) {
  const environment = resolveAddress(context, "write");
  const body = context.readJson();
  if (!isImport(body)) return failure(400, "Invalid body");
  const { variables, parentVariables, override = false, isSecret } = body;
  const options = { override, isSecret };
  const results = [environment.values.submit(Object.entries(variables), options)];
  if (environment.parent && parentVariables) {
    results.push(environment.parent.values.submit(Object.entries(parentVariables), options));
  }
  return results.includes(undefined) ? json(200, DONE) : json(400, results[0]);
}

function retrieve(context) {
  const variable = resolveAddress(context, "read").values.show(context.params.name);
  return variable ? json(200, variable) : failure(404, UNKNOWN);
}

/** Sets a value here of a variable that the project has, be it elsewhere. */
function update(context, environment) {
  const { name } = context.params;
  const body = context.readJson(() => refuse(500, "Internal Server Error"));
  const { value } = checkBody(body, ["value"]);
  if (!environment.project.hasVariable(name)) return failure(404, UNKNOWN);
  environment.values.set(name, value);
  return json(200, DONE);
}

function remove(context, { project, values }) {
  const { name } = context.params;
  if (!project.hasVariable(name)) return failure(404, UNKNOWN);
  if (!values.own.delete(name)) return failure(400, "Environment variable value not found");
  return json(200, DONE);
}

const CHANGES = { DELETE: remove, POST: update, PUT: update };

function change(context) {
  const environment = resolveAddress(context, "write");
  const apply = CHANGES[context.request.method];
  return apply ? apply(context, environment) : crash();
}

module.exports = [
  { path: "/api/v1/projects/:ref/envvars/:env", loader: list, action: create },
  { path: "/api/v1/projects/:ref/envvars/:env/import", action: importAll, pool: "deployment" },
  { path: "/api/v1/projects/:ref/envvars/:env/:name", loader: retrieve, action: change },
];
