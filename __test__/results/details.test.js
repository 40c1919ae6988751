"use strict";

// What some answers hold besides: keys that are nobody's business, and trees.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ApiResponseError, withAuth } = require("hairtrigger");
const { createTestServer } = require("../../testing");
const { startRecorder } = require("../support/recorder.js");

test("an archived branch comes without its keys, in the response's body too", async (t) => {
  const server = await createTestServer();
  t.after(() => server.close());
  const project = server.createProject();
  const { id } = project.createBranch("feature/x");
  const accessToken = server.createPersonalAccessToken({ projects: [project] });
  const client = withAuth({ accessToken, baseURL: server.url });
  const call = client.projects.archiveBranch(project.ref, { branch: "feature/x" });
  const { data, response } = await call.withResponse();
  assert.deepEqual(Object.keys(data).sort(), ["branch", "success"]);
  assert.equal(data.branch.id, id);
  assert.ok(data.branch.archivedAt instanceof Date);
  const text = await response.text();
  assert.doesNotMatch(text + JSON.stringify(data), /tr_preview_|pk_preview_|apiKey/i);
});

test("an answer of another shape is not shown in the error either", async (t) => {
  const recorder = await startRecorder(() => [{ apiKey: "tr_preview_secretsecret" }]);
  t.after(() => recorder.close());
  const client = withAuth({ accessToken: "tr_pat_reduced", baseURL: recorder.url });
  const error = await client.projects.archiveBranch("proj_a", { branch: "b" }).catch((caught) => caught);
  assert.ok(error instanceof ApiResponseError);
  const shown = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.body)}`;
  assert.doesNotMatch(shown, /tr_preview_/);
});

test("every span of a trace has its dates", async (t) => {
  const server = await createTestServer();
  t.after(() => server.close());
  const { prod } = server.createProject().environments;
  const spans = [{ message: "a", children: [{ message: "b", children: [{ message: "c" }] }] }];
  const { id, createdAt } = prod.seedRun({ spans });
  const client = withAuth({ secretKey: prod.secretKey, baseURL: server.url });
  const { trace } = await client.runs.retrieveTrace(id);
  const seen = [];
  for (let span = trace.rootSpan; span; [span] = span.children) seen.push(span.data.startTime);
  assert.deepEqual(seen, Array(4).fill(new Date(createdAt)));
});
