"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateWholeKey } = require("../access/authentication.js");

const TYPES = { dev: "DEVELOPMENT", stg: "STAGING", prod: "PRODUCTION", preview: "PREVIEW" };
const NO_EMAIL = "not_applicable@trigger.dev";

/** Shows the environment of a key, its keys included. */
function showEnvironment(context) {
  const environment = authenticateWholeKey(context, "Invalid or Missing API key");
  const { id, project, parent, slug, branchName, isPaused, secretKey, createdAt, updatedAt } = environment;
  const { organization } = project;
  return json(200, {
    id,
    slug,
    type: TYPES[slug],
    apiKey: secretKey,
    organizationId: organization.id,
    projectId: project.id,
    orgMemberId: null,
    parentEnvironmentId: parent?.id ?? null,
    branchName: branchName ?? null,
    archivedAt: null,
    paused: isPaused,
    shortcode: `${slug}-${id.slice(-6)}`,
    maximumConcurrencyLimit: 25,
    concurrencyLimitBurstFactor: 2,
    builtInEnvironmentVariableOverrides: null,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    project: renderProject(project),
    organization: renderOrganization(organization),
    orgMember: null,
    parentEnvironment: parent ? { id: parent.id, apiKey: secretKey } : null,
  });
}

function renderProject({ id, slug, name, ref, organization }) {
  return {
    id,
    slug,
    name,
    externalRef: ref,
    engine: "V2",
    deletedAt: null,
    defaultWorkerGroupId: null,
    organizationId: organization.id,
    builderProjectId: null,
    defaultRuntime: "node-24",
  };
}

function renderOrganization({ id, slug, title }) {
  return {
    id,
    slug,
    title,
    streamBasinName: null,
    maximumConcurrencyLimit: 100,
    runsEnabled: true,
    maximumDevQueueSize: null,
    maximumDeployedQueueSize: null,
    featureFlags: null,
    apiRateLimiterConfig: null,
    batchRateLimitConfig: null,
    batchQueueConcurrencyConfig: null,
  };
}

/** Tells whose a personal or organization token is, and where a project is that it sees. */
function showHolder({ credential, request, origin }) {
  const isPersonal = credential.kind === "personal-access-token";
  if (!credential.usable || !(isPersonal || credential.kind === "organization-token")) {
    return refuse(401, "Invalid or Missing Access Token");
  }
  const { projects, user } = credential;
  const holder = isPersonal ? user : { id: `org_${projects[0]?.organization.id}`, email: NO_EMAIL };
  const ref = request.query.find(([name]) => name === "projectRef")?.[1];
  const project = projects.find((each) => each.ref === ref);
  return json(200, {
    userId: holder.id,
    email: holder.email,
    dashboardUrl: origin,
    ...(project && { project: renderLink(project, origin) }),
  });
}

function renderLink({ slug, name, organization }, origin) {
  return {
    url: `${origin}/orgs/${organization.slug}/projects/${slug}`,
    name,
    orgTitle: organization.title,
  };
}

module.exports = [
  { path: "/api/v1/whoami", loader: showEnvironment },
  { path: "/api/v2/whoami", loader: showHolder },
];
