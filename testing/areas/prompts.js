"use strict";

const { failure, json, refuse } = require("../answers/forms.js");
const { allows, authenticateKey, authorize } = require("../access/authentication.js");
const { readFields } = require("../answers/body-fields.js");
const { fill, setContent } = require("../project/prompts.js");

const DONE = { ok: true };
const UNKNOWN = "Prompt not found";

const toText = (time) => new Date(time).toISOString();

function authenticate(context) {
  return authenticateKey(context, { publicTokens: true });
}

/** Returns the prompt a path names, under a credential whose scopes allow it. */
function findPrompt(context, environment, action) {
  const { slug } = context.params;
  authorize(context.credential, action, { prompts: [slug] });
  return environment.prompts.get(slug) ?? refuse(404, UNKNOWN);
}

function list(context) {
  const environment = authenticate(context);
  authorize(context.credential, "read", { prompts: ["all"] });
  const prompts = [...environment.prompts.values()].sort((a, b) => b.updatedAt - a.updatedAt);
  return json(200, { data: prompts.map(renderListed) });
}

function renderListed(prompt) {
  const current = prompt.labelled("current");
  const override = prompt.labelled("override");
  return {
    slug: prompt.slug,
    friendlyId: prompt.id,
    description: prompt.description,
    tags: prompt.tags,
    defaultModel: override?.model ?? current?.model ?? prompt.defaultModel,
    currentVersion: current?.version ?? null,
    hasOverride: override !== undefined,
    updatedAt: toText(prompt.updatedAt),
  };
}

/** A missing prompt is told before a missing scope. */
function listVersions(context) {
  const environment = authenticate(context);
  if (!environment.prompts.has(context.params.slug)) refuse(404, "Not found", { "x-should-retry": "false" });
  const prompt = findPrompt(context, environment, "read");
  return json(200, { data: prompt.latestVersions().map(renderVersion) });
}

function renderVersion(version) {
  const { id, labels, source, model, textContent, commitMessage, contentHash, createdAt } = version;
  return {
    ...{ id, version: version.version, labels, source, model, textContent, commitMessage, contentHash },
    createdAt: toText(createdAt),
  };
}

function resolve(context) {
  const environment = authenticate(context);
  const body = readFields(context, { variables: "object?", label: "string?", version: "number?" });
  const prompt = findPrompt(context, environment, "read");
  const version = prompt.resolve(body);
  if (!version) return failure(404, "No version found");
  if (!version.textContent) return failure(404, "Prompt has no content");
  return json(200, {
    data: {
      promptId: prompt.id,
      slug: prompt.slug,
      version: version.version,
      labels: version.labels,
      template: version.textContent,
      text: fill(version.textContent, body.variables ?? {}),
      model: version.model ?? prompt.defaultModel,
      config: version.config ?? prompt.defaultConfig,
    },
  });
}

/** Makes the route that gives a label to the version a body names. */
function labelling(label, isFit, refusal) {
  return (context) => {
    if (context.request.method !== "POST") return failure(405, "Method not allowed", { allow: "POST" });
    const environment = authenticate(context);
    const { version } = readFields(context, { version: "count" });
    const prompt = findPrompt(context, environment, "update");
    const target = prompt.get(version);
    if (!target) return failure(404, `Version ${version} not found`);
    if (!isFit(target)) return failure(400, refusal);
    prompt.move(label, target);
    return json(200, DONE);
  };
}

const promote = labelling(
  "current",
  ({ source }) => source === "code",
  "Only code-sourced versions can be promoted. Use the override API instead.",
);
const reactivate = labelling(
  "override",
  ({ source }) => source !== "code",
  "Code-sourced versions cannot be reactivated as overrides",
);

/** Lists what is wrong with the body of a route about overrides, which has words of its own for it. */
function readOverride(context, required) {
  const body = context.readJson(() => refuse(400, "Invalid JSON"));
  const issues = ["textContent", "model", "commitMessage", "source"].flatMap((name) => {
    const value = body?.[name];
    if (typeof value === "string" || (value === undefined && !required.includes(name))) return [];
    const received = value === null ? "null" : typeof value;
    const message = value === undefined ? "Required" : `Expected string, received ${received}`;
    return { code: "invalid_type", expected: "string", received, path: [name], message };
  });
  return issues.length > 0
    ? { refusal: json(400, { error: "Invalid request body", issues }) }
    : { params: body };
}

function createOverride(context, prompt) {
  const { refusal, params } = readOverride(context, ["textContent"]);
  return refusal ?? json(200, { ...DONE, version: prompt.override(params).version });
}

function updateOverride(context, prompt) {
  const { refusal, params } = readOverride(context, []);
  if (refusal) return refusal;
  const version = prompt.labelled("override");
  if (!version) return failure(400, "No active override to update");
  setContent(version, params.textContent ?? version.textContent);
  version.model = params.model || version.model;
  version.commitMessage = params.commitMessage || version.commitMessage;
  return json(200, DONE);
}

function removeOverride(_context, prompt) {
  prompt.move("override");
  return json(200, DONE);
}

const CHANGES = {
  POST: createOverride,
  PUT: updateOverride,
  PATCH: updateOverride,
  DELETE: removeOverride,
};

/** An older route: any public token of the environment will do, and of the additional keys an admin's. */
function changeOverride(context) {
  const environment = authenticate(context);
  const { credential, params, request } = context;
  const isKey = credential.kind === "additional-key";
  if (isKey && !allows(credential, "admin", {})) refuse(401, "Invalid API key");
  const prompt = environment.prompts.get(params.slug) ?? refuse(404, UNKNOWN);
  const change = CHANGES[request.method];
  return change
    ? change(context, prompt)
    : failure(405, "Method not allowed", { allow: Object.keys(CHANGES).join(", ") });
}

module.exports = [
  { path: "/api/v1/prompts", loader: list },
  { path: "/api/v1/prompts/:slug", action: resolve },
  { path: "/api/v1/prompts/:slug/versions", loader: listVersions },
  { path: "/api/v1/prompts/:slug/promote", action: promote },
  {
    path: "/api/v1/prompts/:slug/override",
    loader: () => failure(405, "Method not allowed"),
    action: changeOverride,
  },
  { path: "/api/v1/prompts/:slug/override/reactivate", action: reactivate },
];
