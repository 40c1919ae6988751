"use strict";

require("./process-environment.js");

const { createTestServer } = require("../../testing");
const { withAuth } = require("hairtrigger");

/** Retries that take no time. */
const QUICK = { minTimeoutInMs: 1, maxTimeoutInMs: 50 };

/** A server with one project and a run, until the end of the test, and a client for it. */
async function openWorld(t, { retry = QUICK, ...options } = {}) {
  const server = await createTestServer({ strict: false, ...options });
  t.after(() => server.close());
  const project = server.createProject();
  const dev = project.environment("dev");
  const run = dev.seedRun({ status: "QUEUED" });
  const config = { secretKey: dev.secretKey, baseURL: server.url, requestOptions: { retry } };
  return { server, project, dev, run, config, client: withAuth(config) };
}

module.exports = { openWorld };
