"use strict";

const { refuse, Refusal, refuseScope } = require("../answers/forms.js");

const KEY_KINDS = new Set(["secret-key", "additional-key"]);
const USER_KINDS = new Set(["personal-access-token", "organization-token"]);

/** Returns the branch a request names, if any. */
function readBranch(request) {
  const branch = request.headers["x-trigger-branch"];
  return branch === undefined || branch === "" ? undefined : branch;
}

/**
 * Returns the environment a request with an API key acts on.
 *
 * A preview key needs a branch, a dev key may name one (`default` is dev itself), and for other
 * keys the header means nothing.
 */
function resolveBranch(environment, request) {
  const branch = readBranch(request);
  if (environment.slug === "preview" && branch === undefined) {
    refuse(401, "x-trigger-branch header required for preview env");
  }
  if (environment.branches === undefined || branch === undefined) return environment;
  if (environment.slug === "dev" && branch === "default") return environment;
  return environment.branches.get(branch) ?? refuse(401, "No matching branch env");
}

/**
 * Returns the environment of an API key or public token, or refuses with a 401.
 *
 * @param {any} context of the request
 * @param {{ publicTokens?: boolean }} [accept] whether public tokens are good for this operation
 */
function authenticateKey({ credential, request }, { publicTokens = false } = {}) {
  if (publicTokens && credential.fault) refuse(401, credential.fault);
  if (!credential.usable) refuse(401, "Invalid API key");
  if (publicTokens && credential.kind === "public-token") return credential.environment;
  if (!KEY_KINDS.has(credential.kind)) refuse(401, "Invalid API key");
  return resolveBranch(credential.environment, request);
}

/** The same for operations with a 401 of their own that take no key of limited scope. */
function authenticateWholeKey(context, message) {
  try {
    if (!context.credential) return refuse(401, message);
    const environment = authenticateKey(context);
    const { scopes } = context.credential;
    if (scopes === undefined || scopes.includes("admin")) return environment;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return refuse(401, message);
}

/** Returns the projects of a personal access token, or refuses with a 401. */
function authenticateUser({ credential }) {
  if (credential.kind === "personal-access-token" && credential.usable) return credential.projects;
  const named = credential.token.startsWith("tr_pat_");
  return refuse(401, named ? "Invalid PAT" : "Invalid or Missing PAT");
}

/**
 * Tells whether scopes allow an action.
 *
 * @param {Record<string, string[]>} resources the ids concerned, by type; an empty
 *   list asks for the whole type
 */
function allows(credential, action, resources) {
  const { scopes } = credential;
  if (scopes === undefined) return true;
  if (scopes.includes("admin") || scopes.includes(`${action}:all`)) return true;
  return Object.entries(resources).some(
    ([type, ids]) =>
      scopes.includes(`${action}:${type}`) || ids.some((id) => scopes.includes(`${action}:${type}:${id}`)),
  );
}

/** Refuses with a 403 unless the credential's scopes allow the action. */
function authorize(credential, action, resources) {
  if (!allows(credential, action, resources)) refuseScope();
}

/** Refuses with a 403 unless the credential may trigger every one of these tasks. */
function authorizeTasks(credential, action, tasks) {
  const may = (ids) =>
    allows(credential, action, { tasks: ids }) || allows(credential, "write", { tasks: ids });
  const isAllowed = tasks.length === 0 ? may([]) : tasks.every((task) => may([task]));
  if (!isAllowed) refuseScope();
}

/**
 * Returns the environment that an address with project and environment in its path means.
 *
 * Under a key it is the key's own, whatever the path says about the environment. Under a user's
 * token a branch header means the preview branch of that name, for every environment but dev.
 */
function resolveAddress(context, action) {
  const { credential, params, request } = context;
  if (!credential.usable) refuse(401, "Invalid API key");
  if (USER_KINDS.has(credential.kind)) return resolveUserAddress(credential, params, request);
  const environment = authenticateKey(context);
  if (!allows(credential, action, { envvars: [] })) refuse(403, "Unauthorized");
  if (environment.project.ref !== params.ref) {
    refuse(
      400,
      "Invalid project ref for this API key. " +
        "Make sure you are using an API key associated with that project.",
    );
  }
  if (environment.slug !== params.env && environment.branchName !== readBranch(request)) {
    refuse(
      400,
      "Invalid environment slug for this API key. " +
        "Make sure you are using an API key associated with that environment.",
    );
  }
  return environment;
}

function resolveUserAddress(credential, params, request) {
  const project = credential.projects.find(({ ref }) => ref === params.ref);
  if (!project) refuse(404, "Project not found");
  const branch = readBranch(request);
  if (branch === undefined || (params.env === "dev" && branch === "default")) {
    return project.find(params.env) ?? refuse(404, "Environment not found");
  }
  const { dev, preview } = project.environments;
  const branches = params.env === "dev" ? dev.branches : preview.branches;
  return branches.get(branch) ?? refuse(404, "Branch not found");
}

module.exports = {
  allows,
  authenticateKey,
  authenticateUser,
  authenticateWholeKey,
  authorize,
  authorizeTasks,
  readBranch,
  resolveAddress,
  resolveUserAddress,
};
