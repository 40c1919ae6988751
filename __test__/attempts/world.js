"use strict";

const { createTestServer } = require("../../testing");
const { withAuth } = require("hairtrigger");

/** A server with one project, a client for it, and retries that take no time. */
async function openWorld(t, options) {
  const server = await createTestServer(options);
  t.after(() => server.close());
  const project = server.createProject();
  const dev = project.environment("dev");
  const run = dev.seedRun({ status: "QUEUED" });
  const config = {
    secretKey: dev.secretKey,
    baseURL: server.url,
    requestOptions: { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 50 } },
  };
  return { server, project, dev, run, config, client: withAuth(config) };
}

module.exports = { openWorld };
