"use strict";

// What the cases call: a server over HTTP and one over HTTPS and HTTP/2, in a process of their own.

const { createTestServer } = require("../../testing");
const { ca, tls } = require("../support/certificates.js");

const TENANTS = ["alpha", "beta", "gamma", "delta"];
const RUNS = 5;

/** A project whose runs carry its name. */
function openTenant(server, name) {
  const project = server.createProject({ name });
  const prod = project.environment("prod");
  prod.seedRuns(RUNS, () => ({ status: "COMPLETED", tags: [name] }));
  return { name, count: RUNS, config: { baseURL: server.url, secretKey: prod.secretKey } };
}

/** A server and what a case has to know of it: `hanging` is a run that is never answered. */
async function openServer(options, more) {
  const server = await createTestServer(options);
  const project = server.createProject({ name: "main" });
  const prod = project.environment("prod");
  const hanging = prod.seedRun({ status: "QUEUED", createdAt: new Date(0) }).id;
  const hangs = server.fault({ path: new RegExp(hanging), hang: true });
  server.allow({ path: /run_absent/ });
  return {
    close() {
      // Not every case meets it.
      hangs.remove();
      return server.close();
    },
    facts: {
      config: { baseURL: server.url, secretKey: prod.secretKey, ...more },
      project: project.ref,
      runId: prod.seedRun({ status: "COMPLETED", payload: { n: 1 } }).id,
      hanging,
      tenants: TENANTS.map((name) => openTenant(server, name)),
    },
  };
}

async function openWorld() {
  const plain = await openServer();
  const secure = await openServer({ tls, http2: true }, { ca });
  return {
    facts: { plain: plain.facts, secure: secure.facts },
    close: () => Promise.all([plain.close(), secure.close()]),
  };
}

module.exports = { openWorld };
