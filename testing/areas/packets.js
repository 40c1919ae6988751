"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateKey, authenticateWholeKey } = require("../access/authentication.js");
const { findReadable } = require("../access/run-access.js");

const STORED = /^(run_\w+)\/(payload|output)\.json$/;

/** Says where a large payload may be put, and what it is called once it is there. */
async function presign(context) {
  const environment = authenticateWholeKey(context, "Invalid or Missing API key");
  if (context.request.method !== "PUT") refuse(405, "Method Not Allowed");
  return json(200, await context.storage.reserve(environment, context.params.name));
}

async function answerUrl({ storage }, run, field) {
  const urls = await storage.publish(run);
  return json(200, { presignedUrl: urls[field] ?? refuse(404, "Packet not found") });
}

/** Says where a packet is that a feed names by its path. */
function locate(context) {
  const environment = authenticateKey(context);
  const [, id, field] = STORED.exec(context.params.name) ?? [];
  const run = environment.runs.get(id) ?? refuse(404, "Packet not found");
  return answerUrl(context, run, field);
}

/** The same for who may read the run, which servers of late have. */
function locateOfRun(context) {
  return answerUrl(context, findReadable(context), context.params.field);
}

module.exports = [
  { path: "/api/v2/packets/:name", action: presign },
  { path: "/api/v1/packets/:name", loader: locate },
  { path: "/api/v1/runs/:id/packets/:field", loader: locateOfRun },
];
