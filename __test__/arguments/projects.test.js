"use strict";

const { refuses, refusesIds } = require("./refusals.js");

const branch = { branch: "b", env: "preview" };
for (const verb of ["retrieve", "listEnvironments", "listBranches"]) {
  refusesIds(`projects.${verb}: projectRef`, (id) => (api) => api.projects[verb](id));
}
for (const verb of ["upsertBranch", "archiveBranch"]) {
  refusesIds(`projects.${verb}: projectRef`, (id) => (api) => api.projects[verb](id, branch));
}
for (const verb of ["pauseEnvironment", "resumeEnvironment"]) {
  refusesIds(`projects.${verb}: projectRef`, (id) => (api) => api.projects[verb](id, "dev"));
  refuses(
    `projects.${verb} of an unknown environment`,
    (api) => api.projects[verb]("proj_a", "production"),
    /env must be one of dev, staging, prod, preview, got "production"/,
  );
}
refusesIds("orgs.listProjects: organization", (id) => (api) => api.orgs.listProjects(id));
refuses(
  "a project to a list of all",
  (api) => api.projects.list("proj_a"),
  /requestOptions must be an object/,
);

const upsert = (params) => (api) => api.projects.upsertBranch("proj_a", params);
refuses("no branch", upsert(), /^projects\.upsertBranch: params must be an object, got undefined$/);
refuses("no name", upsert({ env: "preview" }), /branch must be a string, got undefined/);
refuses("an empty name", upsert({ branch: "", env: "preview" }), /branch must not be empty/);
refuses("no parent", upsert({ branch: "b" }), /env must be one of preview, development, got undefined/);
refuses("an unknown parent", upsert({ branch: "b", env: "dev" }), /env must be one of .*, got "dev"/);
refuses("a commit that is none", upsert({ ...branch, git: "abc" }), /git must be an object, got "abc"/);
refuses(
  "an unknown field of a commit",
  upsert({ ...branch, git: { sha: "abc" } }),
  /git\.sha is not known here/,
);
refuses(
  "a number as text",
  upsert({ ...branch, git: { pullRequestNumber: "7" } }),
  /git\.pullRequestNumber must/,
);
refuses(
  "a commit of an archived branch",
  (api) => api.projects.archiveBranch("proj_a", { branch: "b", git: {} }),
  /git is not known here; known are branch, env/,
);
