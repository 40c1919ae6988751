"use strict";

const { failure, json, refuse } = require("../answers/forms.js");
const {
  allows,
  authenticateKey,
  authenticateUser,
  readBranch,
  resolveUserAddress,
} = require("../access/authentication.js");
const { isValidName, readName, renderArchived, renderBranch } = require("../project/branches.js");
const { renderListed, renderProject } = require("../project/rendering.js");

const NO_TOKEN = "Invalid or Missing Access Token";
const ENVIRONMENTS = ["dev", "staging", "prod", "preview"];
const PARENTS = { preview: "preview", development: "dev" };
const NO_PARENT = "API keys must belong to the parent Preview environment.";

function list(context) {
  return json(200, authenticateUser(context).map(renderListed));
}

function findProject(projects, { ref }) {
  return projects.find((project) => project.ref === ref) ?? refuse(404, "Project not found");
}

function retrieve(context) {
  return json(200, renderProject(findProject(authenticateUser(context), context.params)));
}

function listEnvironments(context) {
  const { environments } = findProject(authenticateUser(context), context.params);
  const { dev, staging, preview, prod } = environments;
  const types = { dev: "DEVELOPMENT", stg: "STAGING", preview: "PREVIEW", prod: "PRODUCTION" };
  const render = ({ id, slug, branches, isPaused }) => ({
    id,
    slug,
    type: types[slug],
    isBranchableEnvironment: branches !== undefined,
    branchName: null,
    paused: isPaused,
  });
  return json(200, [dev, staging, preview, prod].map(render));
}

/** Returns the projects of a token of one of these kinds, or refuses with a 401. */
function authenticateToken({ credential }, kinds) {
  return credential.usable && kinds.includes(credential.kind) ? credential.projects : refuse(401, NO_TOKEN);
}

const PERSON = ["personal-access-token"];
const PERSON_OR_ORGANIZATION = [...PERSON, "organization-token"];

function listBranches(context) {
  const { environments } = findProject(authenticateToken(context, PERSON), context.params);
  return json(200, { branches: Array.from(environments.preview.branches.values(), renderBranch) });
}

/** Returns the one environment of a key that acts on branches; without a branch it may be preview itself. */
function authenticateBranchKey(context) {
  const { credential, request } = context;
  const isPreview = credential.usable && credential.environment?.slug === "preview";
  const isParent = isPreview && readBranch(request) === undefined && credential.kind !== "public-token";
  const environment = isParent ? credential.environment : authenticateKey(context);
  return allows(credential, "write", { branches: [] }) ? environment : refuse(403, "Unauthorized");
}

/** Reads a body whose fields must be texts, and `env` one of those that have branches. */
function readBody(context, fallback) {
  const body = context.readJson(() => refuse(400, "Invalid JSON"));
  const { branch, env = fallback, git } = body ?? {};
  const issues = [];
  if (!Object.hasOwn(PARENTS, env ?? "")) {
    issues.push({ code: "invalid_enum_value", options: Object.keys(PARENTS), path: ["env"] });
  }
  if (typeof branch !== "string") issues.push({ code: "invalid_type", expected: "string", path: ["branch"] });
  return issues.length > 0 ? refuse(400, JSON.stringify(issues)) : { branch, env, git };
}

function upsertBranch(context) {
  const { credential, params } = context;
  const isToken = credential.usable && PERSON_OR_ORGANIZATION.includes(credential.kind);
  const keyed = isToken ? undefined : authenticateBranchKey(context);
  const project = findProject(keyed ? [keyed.project] : credential.projects, params);
  const { branch, env, git } = readBody(context);
  if (env === "development" && credential.kind !== "personal-access-token") {
    const message = "Cannot create dev branches with organization access tokens.";
    return failure(400, keyed ? "API keys can only create Preview branches." : message);
  }
  if (keyed && (keyed.slug !== "preview" || keyed.parent)) return failure(403, NO_PARENT);
  if (env === "development" && branch === "default") {
    return failure(400, "Cannot create dev branch with name 'default'.");
  }
  const name = readName(branch);
  if (name === null) return failure(400, "Branch name has an invalid format");
  if (!isValidName(name)) {
    return failure(400, "Invalid branch name, contains disallowed character sequences");
  }
  const { branches } = project.environment(PARENTS[env]);
  const upserted = branches.get(name) ?? project.createBranch(name, { environment: PARENTS[env] });
  if (git !== undefined) Object.assign(upserted, { git, updatedAt: context.now() });
  return json(200, { id: upserted.id });
}

function archiveBranch(context) {
  const { credential } = context;
  const isToken = credential.usable && PERSON_OR_ORGANIZATION.includes(credential.kind);
  const keyed = isToken ? undefined : authenticateBranchKey(context);
  const { branch: name, env } = readBody(context, "preview");
  if (keyed && (keyed.slug !== "preview" || keyed.parent)) return failure(403, NO_PARENT);
  const projects = keyed ? [keyed.project] : credential.projects;
  const project = projects.find(({ ref }) => ref === context.params.ref);
  const parent = project?.environment(PARENTS[env]);
  const branch = parent?.branches.get(name);
  if (!branch) {
    const isArchived = parent?.archived.some(({ branchName }) => branchName === name);
    return isArchived ? failure(400, "Branch already archived") : failure(404, "Branch not found");
  }
  branch.archivedAt = branch.updatedAt = context.now();
  parent.branches.delete(name);
  parent.archived.push(branch);
  const { id, slug, organization } = project;
  const belongsTo = { organization: { id: organization.id, slug: organization.slug }, project: { id, slug } };
  return json(200, { success: true, branch: renderArchived(branch), ...belongsTo });
}

/** Pauses or resumes the environment of an address, or the branch that the header names. */
function turn(isPaused) {
  return (context) => {
    if (!ENVIRONMENTS.includes(context.params.env)) return failure(400, "Invalid Params");
    authenticateToken(context, PERSON);
    const { credential, params, request } = context;
    resolveUserAddress(credential, params, request).isPaused = isPaused;
    return json(200, { paused: isPaused, state: isPaused ? "paused" : "resumed" });
  };
}

function onlyPost(action) {
  return (context) =>
    context.request.method === "POST" ? action(context) : failure(405, "Method not allowed");
}

module.exports = [
  { path: "/api/v1/projects", loader: list },
  { path: "/api/v1/projects/:ref", loader: retrieve },
  { path: "/api/v1/projects/:ref/environments", loader: listEnvironments },
  {
    path: "/api/v1/projects/:ref/branches",
    loader: listBranches,
    action: onlyPost(upsertBranch),
    pool: "deployment",
  },
  { path: "/api/v1/projects/:ref/branches/archive", action: onlyPost(archiveBranch), pool: "deployment" },
  { path: "/api/v1/projects/:ref/:env/pause", action: onlyPost(turn(true)) },
  { path: "/api/v1/projects/:ref/:env/resume", action: onlyPost(turn(false)) },
];
