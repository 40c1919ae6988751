"use strict";

require("../support/process-environment.js");

const { createTestServer } = require("../../testing");
const { withAuth } = require("hairtrigger");

const requestOptions = { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 20 } };

/** A server with one project, a client for its dev environment, and retries that take no time. */
async function openWorld(t, options) {
  const server = await createTestServer({ strict: false, ...options });
  t.after(() => server.close());
  const project = server.createProject();
  const dev = project.environment("dev");
  const clientOf = (secretKey) => withAuth({ secretKey, baseURL: server.url, requestOptions });
  return { server, project, dev, clientOf, client: clientOf(dev.secretKey) };
}

/** The requests of a kind, in order. */
function requestsTo(server, path) {
  return server.requests.filter((request) => path.test(request.path));
}

/** What a request of lines said, line by line. */
function linesOf({ body }) {
  if (typeof body !== "string") return [body];
  return body
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** What a promise rejects with. */
function rejection(promise) {
  return promise.then(
    (value) => {
      throw new Error(`it resolved with ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
}

/** What a public token claims. */
function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
}

const TRIGGER = /\/trigger$/;
const CREATE = /\/v3\/batches$/;
const ITEMS = /\/items$/;

module.exports = {
  CREATE,
  ITEMS,
  TRIGGER,
  claimsOf,
  linesOf,
  openWorld,
  rejection,
  requestOptions,
  requestsTo,
};
