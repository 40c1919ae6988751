"use strict";

const { createTestServer } = require("../../testing");

/** When it is for the servers of these tests: their clock stands still. */
const NOW = Date.parse("2026-03-01T12:00:00.000Z");

/** Starts a server with one project, for one test. */
async function start(t) {
  const server = await createTestServer({ strict: false, now: () => NOW });
  t.after(() => server.close());
  const project = server.createProject();
  const { dev, staging, prod, preview } = project.environments;
  return { server, project, dev, staging, prod, preview };
}

/** Returns functions that call a server under one token. */
function createClient(server, token, headers) {
  const call = async (method, path, body, more) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers, ...more },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    get: (path, more) => call("GET", path, undefined, more),
    post: (path, body, more) => call("POST", path, body, more),
    put: (path, body) => call("PUT", path, body),
    patch: (path, body) => call("PATCH", path, body),
    del: (path) => call("DELETE", path),
    async ids(search) {
      const { body } = await call("GET", `/api/v1/runs?${search}`);
      return body.data.map(({ id }) => id);
    },
  };
}

module.exports = { NOW, createClient, start };
