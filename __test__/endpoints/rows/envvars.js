"use strict";

const { options, page, row } = require("../row.js");

const done = { success: true };
const variables = "/api/v1/projects/proj_a/envvars";

/** Every call on variables, in a scope with a branch: it goes out for preview only. */
function inEnvironment(env) {
  const scope = { token: "tr_pat_table", branch: "b", sendsBranch: env === "preview" };
  const collection = `${variables}/${env}`;
  const value = { value: "1" };
  return [
    row("envvars.list", (api) => api.envvars.list("proj_a", env), "GET", collection, {
      ...scope,
      answer: [],
    }),
    row(
      "envvars.upload",
      (api) => api.envvars.upload("proj_a", env, { variables: { A: "1" } }),
      "POST",
      `${collection}/import`,
      { ...scope, body: { variables: { A: "1" } } },
    ),
    row(
      "envvars.create",
      (api) => api.envvars.create("proj_a", env, { name: "A", value: "1" }),
      "POST",
      collection,
      { ...scope, body: { name: "A", value: "1" } },
    ),
    row(
      "envvars.retrieve",
      (api) => api.envvars.retrieve("proj_a", env, "A"),
      "GET",
      `${collection}/A`,
      scope,
    ),
    row("envvars.update", (api) => api.envvars.update("proj_a", env, "A", value), "PUT", `${collection}/A`, {
      ...scope,
      body: value,
    }),
    row("envvars.del", (api) => api.envvars.del("proj_a", env, "A"), "DELETE", `${collection}/A`, scope),
  ];
}

const rows = [
  row("envvars.list", (api) => api.envvars.list("proj_a", "dev", options), "GET", `${variables}/dev`, {
    answer: [],
  }),
  row(
    "envvars.upload",
    (api) =>
      api.envvars.upload("proj_a", "dev", { variables: { A: "1", B: "" }, override: true, isSecret: false }),
    "POST",
    `${variables}/dev/import`,
    { body: { variables: { A: "1", B: "" }, override: true, isSecret: false } },
  ),
  row(
    "envvars.create",
    (api) => api.envvars.create("proj_a", "dev", { name: "A", value: "1", isSecret: true }, options),
    "POST",
    `${variables}/dev`,
    { body: { name: "A", value: "1", isSecret: true } },
  ),
  row(
    "envvars.retrieve",
    (api) => api.envvars.retrieve("proj_a", "dev", "A B"),
    "GET",
    `${variables}/dev/A%20B`,
  ),
  row(
    "envvars.update",
    (api) => api.envvars.update("proj_a", "dev", "A", { value: "" }, options),
    "PUT",
    `${variables}/dev/A`,
    { body: { value: "" } },
  ),
  row("envvars.del", (api) => api.envvars.del("proj_a", "dev", "A", options), "DELETE", `${variables}/dev/A`),
  row("envvars.list", (api) => api.envvars.list("proj_a", "staging"), "GET", `${variables}/staging`, {
    answer: [],
    token: "tr_pat_table",
    branch: "b",
  }),
  row("envvars.list", (api) => api.envvars.list("proj_a", "preview"), "GET", `${variables}/preview`, {
    answer: [],
    token: "tr_pat_table",
    branch: "b",
    sendsBranch: true,
  }),
  row("envvars.list", (api) => api.envvars.list("proj_a", "dev"), "GET", `${variables}/dev`, { answer: [] }),
  row(
    "envvars.upload",
    (api) => api.envvars.upload("proj_a", "dev", { variables: { A: "1" } }, options),
    "POST",
    `${variables}/dev/import`,
    { body: { variables: { A: "1" } } },
  ),
  row(
    "envvars.create",
    (api) => api.envvars.create("proj_a", "dev", { name: "A", value: "é\n" }),
    "POST",
    `${variables}/dev`,
    { body: { name: "A", value: "é\n" } },
  ),
  row(
    "envvars.retrieve",
    (api) => api.envvars.retrieve("proj_a", "dev", "A", options),
    "GET",
    `${variables}/dev/A`,
  ),
  row(
    "envvars.update",
    (api) => api.envvars.update("proj_a", "dev", "A", { value: "1" }),
    "PUT",
    `${variables}/dev/A`,
    { body: { value: "1" } },
  ),
  row("envvars.del", (api) => api.envvars.del("proj_a", "dev", "A"), "DELETE", `${variables}/dev/A`),
  ...["dev", "staging", "prod", "preview"].flatMap(inEnvironment),
  row(
    "envvars.sync",
    (api) =>
      api.envvars.sync("proj_a", "dev", { A: "1", C: { value: "2", isSecret: true } }, { prune: true }),
    "GET",
    `${variables}/dev`,
    {
      answer: [{ name: "B", value: "1", isSecret: false }],
      more: [
        {
          method: "POST",
          path: `${variables}/dev/import`,
          body: { variables: { A: "1" }, override: true },
          answer: done,
        },
        {
          method: "POST",
          path: `${variables}/dev/import`,
          body: { variables: { C: "2" }, override: true, isSecret: true },
          answer: done,
        },
        { method: "DELETE", path: `${variables}/dev/B`, answer: done },
      ],
    },
  ),
  ...[[{ dryRun: true }], [{ dryRun: true }, options]].map((more) =>
    row(
      "envvars.sync",
      (api) => api.envvars.sync("proj_a", "dev", { A: "1" }, ...more),
      "GET",
      `${variables}/dev`,
      { answer: [] },
    ),
  ),
  row(
    "envvars.sync",
    (api) => api.envvars.sync("proj_a", "dev", { A: "1" }, options),
    "GET",
    `${variables}/dev`,
    {
      answer: [{ name: "A", value: "1", isSecret: false }],
    },
  ),
].map((variable) => ({ ...variable, answer: variable.answer === page ? done : variable.answer }));

module.exports = rows;
