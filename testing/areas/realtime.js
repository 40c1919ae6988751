"use strict";

const { json, refuse, unsupportedMethod } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { readTags } = require("../realtime/conversation.js");
const { feedOfBatch, feedOfRun, feedOfTags } = require("../realtime/feeds.js");

const isFinal = (isIt) => ({ "x-should-retry": String(!isIt) });

function authenticate(context) {
  if (!context.credential) refuse(401, "Invalid or Missing API key");
  return authenticateKey(context, { publicTokens: true });
}

function followRun(context) {
  const environment = authenticate(context);
  const { credential, feeds, params } = context;
  const run = environment.runs.get(params.id);
  if (!run && !feeds.awaitsRuns) refuse(404, "Not found", isFinal(true));
  authorize(credential, "read", {
    runs: [params.id],
    tags: run?.tags ?? [],
    tasks: run ? [run.taskIdentifier] : [],
    batch: run?.batchId ? [run.batchId] : [],
  });
  return feeds.answer(feedOfRun(environment, params.id), context);
}

function followTags(context) {
  const environment = authenticate(context);
  const tags = readTags(context.request);
  authorize(context.credential, "read", { runs: [], tags });
  const [, period] = context.request.query.find(([name]) => name === "createdAt") ?? [];
  return context.feeds.answer(feedOfTags(environment, tags, period, context.now()), context);
}

function followBatch(context) {
  const environment = authenticate(context);
  const { credential, feeds, params } = context;
  const batch = environment.batches.get(params.id) ?? refuse(404, "Not found", isFinal(false));
  authorize(credential, "read", { batch: [batch.id], runs: [] });
  return feeds.answer(feedOfBatch(environment, batch), context);
}

/** Says which requests a page of another origin may send; nothing else but reading is served. */
function preflight({ request }) {
  if (request.method !== "OPTIONS") return unsupportedMethod(405);
  return json(
    200,
    {},
    {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
      "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE",
      "access-control-max-age": "300",
    },
  );
}

module.exports = [
  { path: "/realtime/v1/runs", loader: followTags, action: preflight },
  { path: "/realtime/v1/runs/:id", loader: followRun, action: preflight },
  { path: "/realtime/v1/batches/:id", loader: followBatch, action: preflight },
];
