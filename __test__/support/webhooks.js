"use strict";

// Events as the server posts them, one of each type.

const { createHmac } = require("node:crypto");

const organization = { id: "org_1", slug: "acme", name: "Acme" };
const project = { id: "cproject", ref: "proj_a", slug: "main", name: "main" };
const environment = { id: "cprod", type: "PRODUCTION", slug: "prod", branchName: "feature/é" };
const place = { environment, organization, project };
const deployment = { id: "deployment_1", status: "DEPLOYED", version: "20261121.1", shortCode: "abc" };
const git = {
  branch: "main",
  commitSha: "abc",
  commitMessage: "Say ✓",
  commitUrl: "https://git.example/abc",
  branchUrl: "https://git.example/main",
  pullRequestNumber: 7,
};

const runFailed = {
  task: {
    id: "hello-world",
    filePath: "src/trigger/hello.ts",
    exportName: "hello",
    version: "20261121.1",
    sdkVersion: "4.8.3",
    cliVersion: "4.8.3",
  },
  run: {
    id: "run_1",
    number: 1,
    status: "FAILED",
    createdAt: "2026-11-21T10:00:00.000Z",
    startedAt: "2026-11-21T10:00:01.000Z",
    completedAt: "2026-11-21T10:00:02.500Z",
    isTest: false,
    tags: ["a"],
    error: { type: "BUILT_IN_ERROR", name: "Error", message: "it broke", stackTrace: "at a.ts:1" },
    isOutOfMemoryError: false,
    machine: "small-1x",
    dashboardUrl: "https://cloud.example/runs/run_1",
  },
  ...place,
};
const deploymentSucceeded = {
  ...place,
  git,
  vercel: { deploymentUrl: "https://vercel.example" },
  deployment: { ...deployment, deployedAt: "2026-11-21T10:00:00.000Z" },
  tasks: [{ id: "hello-world", filePath: "src/trigger/hello.ts", triggerSource: "STANDARD" }],
};
const deploymentFailed = {
  ...place,
  deployment: { ...deployment, status: "FAILED", failedAt: "2026-11-21T10:00:00.000Z" },
  error: { name: "BuildError", message: "no", stderr: "no" },
};
const errorGroup = {
  classification: "regression",
  error: {
    fingerprint: "f",
    type: "TypeError",
    message: "it broke",
    firstSeen: "2026-11-20T10:00:00.000Z",
    lastSeen: "2026-11-21T10:00:00.000Z",
    occurrenceCount: 3,
    taskIdentifier: "hello-world",
  },
  environment: { id: "cprod", name: "Production" },
  organization,
  project,
  dashboardUrl: "https://cloud.example/errors/f",
};

function event(type, object) {
  return {
    id: "webhook_1",
    created: "2026-11-21T10:00:03.000Z",
    webhookVersion: "2025-01-01",
    type,
    object,
  };
}

const events = [
  event("alert.run.failed", runFailed),
  event("alert.run.failed", {
    ...runFailed,
    run: {
      ...runFailed.run,
      startedAt: undefined,
      completedAt: undefined,
      error: { type: "STRING_ERROR", raw: "no" },
    },
  }),
  event("alert.deployment.success", deploymentSucceeded),
  event("alert.deployment.failed", deploymentFailed),
  event("alert.error", errorGroup),
];

/** The signature of a body, as the server puts it into its header. */
function sign(payload, secret) {
  return createHmac("sha256", secret).update(payload).digest("hex");
}

module.exports = { events, sign };
