"use strict";

const { createTestServer } = require("../../testing");

/** Starts a server with one project, for one test. */
async function start(t, realtime = {}, more) {
  const server = await createTestServer({ strict: false, realtime, ...more });
  t.after(() => server.close());
  const project = server.createProject();
  return { server, project, prod: project.prod };
}

/** Returns a function that asks for feeds under one token, as the official client does. */
function createFollower(server, token) {
  return async (path, query = {}, { headers, signal } = {}) => {
    const search = new URLSearchParams({ log: "full", offset: "-1", ...query });
    const response = await fetch(`${server.url}/realtime/v1/${path}?${search}`, {
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        "x-trigger-electric-version": "1.0.0-beta.1",
        "x-trigger-api-version": "2025-07-16",
        ...headers,
      },
      signal,
    });
    const body = await response.json();
    const messages = Array.isArray(body) ? body : [];
    return {
      status: response.status,
      headers: response.headers,
      body,
      messages,
      changes: messages.filter(({ key }) => key !== undefined),
      isUpToDate: messages.some(({ headers: { control } }) => control === "up-to-date"),
      /** What the next request says. */
      next: {
        handle: response.headers.get("electric-handle"),
        offset: response.headers.get("electric-offset"),
      },
      live: {
        cursor: response.headers.get("electric-cursor") ?? "",
        handle: response.headers.get("electric-handle"),
        live: "true",
        offset: response.headers.get("electric-offset"),
      },
    };
  };
}

/** Resolves when so many live polls wait for news. */
function untilHeld(server, count = 1) {
  return server.waitForRequest(() => server.requests.filter(({ held }) => held).length === count);
}

module.exports = { createFollower, start, untilHeld };
