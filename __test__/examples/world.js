"use strict";

// What surrounds an example: an embedded API with the project that the documents speak of.

const { setEnvironment, resetConfiguration } = require("../support/scopes.js");

const { createTestServer } = require("hairtrigger/testing");

/** Opens the world of one example; the names the documents use stand in `variables`. */
async function openWorld(t) {
  resetConfiguration(t);
  const server = await createTestServer();
  t.after(() => server.close());
  const project = server.createProject({ ref: "proj_1234" });
  const { prod, preview } = project;
  const branch = project.createBranch("feature/login");
  for (const environment of [prod, branch]) environment.setVariable("DATABASE_URL", "postgres://before");
  const run = prod.seedRun({ status: "EXECUTING" });
  prod.seedRun({ status: "FAILED" });
  const accessToken = server.createPersonalAccessToken({ projects: [project] });
  setEnvironment(t, {
    TRIGGER_API_URL: server.url,
    TRIGGER_SECRET_KEY: prod.secretKey,
    TRIGGER_ACCESS_TOKEN: accessToken,
  });
  const [acme, globex] = ["acme", "globex"].map((name) => {
    const environment = server.createProject({ name }).prod;
    environment.seedRun({ status: "COMPLETED", tags: [name] });
    return environment;
  });
  const printed = [];
  const handlers = new Map();
  const exits = [];
  const variables = {
    accessToken,
    acme: { secretKey: acme.secretKey },
    console: { log: (...values) => printed.push(values) },
    process: {
      env: process.env,
      on: (event, handler) => handlers.set(event, handler),
      exit: (code) => exits.push(code),
    },
    globex: { secretKey: globex.secretKey },
    runId: run.id,
    secretKey: prod.secretKey,
    value: "postgres://after",
  };
  return { t, server, project, prod, preview, branch, run, printed, handlers, exits, variables };
}

module.exports = { openWorld };
