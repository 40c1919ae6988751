"use strict";

const { options, row } = require("../row.js");

const path = "/api/v1/projects";
const branch = { branch: "feature/x", env: "preview" };
const git = {
  provider: "github",
  source: "github_actions",
  ghUsername: "octo",
  ghUserAvatarUrl: "https://example.com/a.png",
  commitAuthorName: "Octo",
  commitMessage: "Fix it",
  commitRef: "feature/x",
  commitSha: "abc",
  dirty: false,
  remoteUrl: "https://example.com/r.git",
  pullRequestNumber: 7,
  pullRequestTitle: "Fix",
  pullRequestState: "open",
};

/** Changes of branches, in a scope with a branch: it never goes out. */
const branches = [
  row(
    "projects.upsertBranch",
    (api) => api.projects.upsertBranch("proj_a", branch),
    "POST",
    `${path}/proj_a/branches`,
    {
      body: branch,
    },
  ),
  row(
    "projects.upsertBranch",
    (api) => api.projects.upsertBranch("proj_a", { ...branch, env: "development", git }, options),
    "POST",
    `${path}/proj_a/branches`,
    { body: { ...branch, env: "development", git } },
  ),
  row(
    "projects.archiveBranch",
    (api) => api.projects.archiveBranch("proj_a", { branch: "feature/x" }),
    "POST",
    `${path}/proj_a/branches/archive`,
    { body: { branch: "feature/x" } },
  ),
  row(
    "projects.archiveBranch",
    (api) => api.projects.archiveBranch("proj_a", { branch: "b", env: "development" }, options),
    "POST",
    `${path}/proj_a/branches/archive`,
    { body: { branch: "b", env: "development" } },
  ),
].map((each) => ({ ...each, branch: "b", answer: {} }));

/** Pausing and resuming, in a scope with a branch: it goes out for preview only. */
const states = ["dev", "staging", "prod", "preview"].flatMap((env) =>
  ["pause", "resume"].map((verb) => {
    const call = (api) => api.projects[`${verb}Environment`]("proj_a", env, options);
    const more = { branch: "b", sendsBranch: env === "preview", answer: {} };
    return row(`projects.${verb}Environment`, call, "POST", `${path}/proj_a/${env}/${verb}`, more);
  }),
);

const rows = [
  row("projects.list", (api) => api.projects.list(), "GET", path, { answer: [] }),
  row("projects.list", (api) => api.projects.list(options), "GET", path, { answer: [] }),
  row("projects.retrieve", (api) => api.projects.retrieve("proj_a"), "GET", `${path}/proj_a`, { answer: {} }),
  row("projects.retrieve", (api) => api.projects.retrieve("a/b", options), "GET", `${path}/a%2Fb`, {
    answer: {},
  }),
  row(
    "projects.listEnvironments",
    (api) => api.projects.listEnvironments("proj_a", options),
    "GET",
    `${path}/proj_a/environments`,
    { answer: [] },
  ),
  row(
    "projects.listBranches",
    (api) => api.projects.listBranches("proj_a", options),
    "GET",
    `${path}/proj_a/branches`,
    {
      answer: {},
    },
  ),
  row("orgs.list", (api) => api.orgs.list(), "GET", "/api/v1/orgs", { answer: [] }),
  row("orgs.list", (api) => api.orgs.list(options), "GET", "/api/v1/orgs", { answer: [] }),
  row("orgs.listProjects", (api) => api.orgs.listProjects("acme"), "GET", "/api/v1/orgs/acme/projects", {
    answer: [],
  }),
  row(
    "orgs.listProjects",
    (api) => api.orgs.listProjects("a/b", options),
    "GET",
    "/api/v1/orgs/a%2Fb/projects",
    {
      answer: [],
    },
  ),
];

module.exports = [...rows, ...branches, ...states].map((each) => ({ ...each, token: "tr_pat_table" }));
