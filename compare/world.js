"use strict";

const { createTestServer } = require("../testing");

const now = Date.parse("2026-11-21T00:00:00.000Z");
const hour = 3_600_000;
const branchName = "feature/x";

/** A server with one project in a state that every call finds something in. */
async function openWorld() {
  const server = await createTestServer({ now: () => now });
  const project = server.createProject();
  const prod = project.environment("prod");
  const branch = project.createBranch(branchName);
  const seed = (fields) => prod.seedRun({ createdAt: now - hour, ...fields }).id;
  const statuses = [
    "COMPLETED",
    "QUEUED",
    "EXECUTING",
    "FAILED",
    "CANCELED",
    "EXPIRED",
    "CRASHED",
    "TIMED_OUT",
  ];
  const runIds = statuses.map((status, index) =>
    seed({
      status,
      createdAt: now - (index + 2) * hour,
      taskIdentifier: index % 2 ? "other task" : "hello-world",
      tags: index % 2 ? ["red"] : ["blue", "é:1"],
      version: `20261121.${1 + (index % 2)}`,
      isTest: index % 3 === 0,
      payload: { index },
      ...(status === "COMPLETED" && { output: { answer: 42 } }),
      metadata: { step: index },
    }),
  );
  const completed = runIds[0];
  const delayed = seed({ status: "DELAYED", delayedUntil: now + hour });
  const offloaded = seed({
    status: "COMPLETED",
    payload: { large: "x".repeat(1_000) },
    payloadOffloaded: true,
    output: '{"json":{"at":"2026-11-20T10:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}',
    outputType: "application/super+json",
    outputOffloaded: true,
  });
  const token = server.createPersonalAccessToken({ projects: [project] });
  const other = server.createProject().environment("prod");
  other.seedRun({ createdAt: now - hour, tags: ["other"] });

  const identities = {
    key: { secretKey: prod.secretKey },
    token: { accessToken: token },
    branch: { accessToken: token, previewBranch: branchName },
    keyWithBranch: { secretKey: prod.secretKey, previewBranch: branchName },
    keyWithHeaders: { secretKey: prod.secretKey, additionalHeaders: { "x-theirs": "1" } },
    // Only a secretKey that was configured before gives way to the official SDK's withAuth.
    configuredKey: { secretKey: prod.secretKey },
    otherKey: { accessToken: other.secretKey },
    unknown: { secretKey: "tr_prod_unknownunknownunknownun" },
  };
  const config = (name) => {
    const { additionalHeaders, ...identity } = identities[name];
    const requestOptions = { retry: { maxAttempts: 1 }, ...(additionalHeaders && { additionalHeaders }) };
    return { ...identity, baseURL: server.url, requestOptions };
  };
  return { server, ref: project.ref, prod, branch, runIds, completed, delayed, offloaded, config };
}

module.exports = { openWorld };
