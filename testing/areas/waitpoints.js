"use strict";

const { failure, json, refuse, Refusal } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { readJsonBody } = require("../answers/bodies.js");
const { parseDelay, parseLifetime } = require("../time/durations.js");
const { readDate, readEnumeration, readList, readSize } = require("../runs/run-query.js");
const { statusOf } = require("../project/waitpoints.js");

const STATUSES = ["WAITING", "COMPLETED", "TIMED_OUT"];
const LARGEST_BODY = 10 * 1024;
const LONGEST_TAG = 128;
const MOST_TAGS = 10;
const DAY_IN_SECONDS = 86_400;

function toDate(time) {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function urlOf({ waitpoints }, waitpoint, { origin }) {
  return `${origin}/api/v1/waitpoints/tokens/${waitpoint.id}/callback/${waitpoints.hashOf(waitpoint)}`;
}

function render(environment, waitpoint, context) {
  return {
    id: waitpoint.id,
    url: urlOf(environment, waitpoint, context),
    status: statusOf(waitpoint),
    completedAt: toDate(waitpoint.completedAt),
    timeoutAt: toDate(waitpoint.timeoutAt),
    completedAfter: toDate(waitpoint.timeoutAt),
    idempotencyKey: waitpoint.idempotencyKey,
    idempotencyKeyExpiresAt: toDate(waitpoint.idempotencyKeyExpiresAt),
    tags: waitpoint.tags,
    createdAt: toDate(waitpoint.createdAt),
  };
}

function list(context) {
  const environment = authenticateKey(context);
  authorize(context.credential, "read", { waitpoints: [] });
  const parameters = new Map(context.request.query);
  const issues = [];
  const query = {
    size: readSize(parameters.get("page[size]"), issues),
    statuses: readEnumeration(parameters, "status", (name) => STATUSES.includes(name), issues),
    from: readDate(parameters, "filter[createdAt][from]", issues),
    to: readDate(parameters, "filter[createdAt][to]", issues),
    tags: readList(parameters, "tags"),
    idempotencyKey: parameters.get("filter[idempotencyKey]"),
    period: parameters.get("filter[createdAt][period]"),
    after: parameters.get("page[after]"),
    before: parameters.get("page[before]"),
  };
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
  const { items, pagination } = environment.waitpoints.page(query, context.now());
  const data = items.map((waitpoint) => {
    const { idempotencyKey, ...shown } = render(environment, waitpoint, context);
    return waitpoint.isOwnKey ? { ...shown, idempotencyKey } : shown;
  });
  return json(200, { data, pagination });
}

function checkTags(tags) {
  const all = typeof tags === "string" ? [tags] : (tags ?? []);
  const long = all.findIndex((tag) => tag.length > LONGEST_TAG);
  if (long >= 0) {
    const where = typeof tags === "string" ? "tags" : `tags[${long}]`;
    refuse(400, `Validation error: Tags must be less than 128 characters at "${where}"`);
  }
  if (all.length > MOST_TAGS) {
    refuse(422, `Waitpoints can only have ${MOST_TAGS} tags, you're trying to set ${all.length}.`);
  }
  return all;
}

/** Returns what the header that lets a browser complete the token holds. */
function createHeaders(environment, { id }) {
  const scopes = [`write:waitpoints:${id}`];
  return {
    "x-trigger-jwt-claims": JSON.stringify({ sub: environment.id, pub: true }),
    "x-trigger-jwt": environment.createPublicToken({ scopes, expiresInSeconds: DAY_IN_SECONDS }),
  };
}

function create(context) {
  if (context.request.method !== "POST") return failure(405, "Method not allowed", { allow: "POST" });
  const environment = authenticateKey(context);
  authorize(context.credential, "write", { waitpoints: [] });
  if (Number(context.request.headers["content-length"]) > LARGEST_BODY) refuse(413, "Request body too large");
  const body = readJsonBody(context);
  const { waitpoints } = environment;
  const now = context.now();
  const tags = checkTags(body.tags);
  const cached = body.idempotencyKey && waitpoints.findIdempotent(body.idempotencyKey, now);
  const lifetime = body.idempotencyKeyTTL && parseLifetime(body.idempotencyKeyTTL);
  const waitpoint =
    cached ||
    waitpoints.add(
      {
        idempotencyKey: body.idempotencyKey,
        idempotencyKeyExpiresAt: lifetime ? now + lifetime : undefined,
        // What is no timeout is taken for none.
        timeoutAt: body.timeout && parseDelay(body.timeout, now),
        tags,
      },
      now,
    );
  const answer = { id: waitpoint.id, isCached: Boolean(cached), url: urlOf(environment, waitpoint, context) };
  return json(200, answer, createHeaders(environment, waitpoint));
}

/** A token of another environment is as good as none, which the server is not prepared for. */
function retrieve(context) {
  const environment = authenticateKey(context);
  authorize(context.credential, "read", { waitpoints: [context.params.id] });
  const waitpoint = environment.waitpoints.get(context.params.id, context.now());
  if (!waitpoint) return refuse(500, "Internal Server Error");
  const { output } = waitpoint;
  return json(200, {
    ...render(environment, waitpoint, context),
    type: "MANUAL",
    userProvidedIdempotencyKey: waitpoint.isOwnKey,
    output: output?.data,
    outputType: output?.type ?? "application/json",
    outputIsError: output?.isError ?? false,
  });
}

/** Encodes what a token is completed with: nothing and an empty text leave no output. */
function encode(value) {
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string") return { data: value, type: "text/plain" };
  return { data: JSON.stringify({ json: value }), type: "application/super+json" };
}

function complete(context) {
  const { id } = context.params;
  const environment = authenticateKey(context, { publicTokens: true });
  const { data } = readJsonBody(context);
  authorize(context.credential, "write", { waitpoints: [id] });
  const waitpoint = environment.waitpoints.get(id, context.now());
  if (!waitpoint) return refuse(404, "Waitpoint not found");
  environment.waitpoints.complete(waitpoint, encode(data), context.now());
  return json(200, { success: true });
}

/** Completes a token for whoever knows its URL. */
function callBack(context) {
  const { id, hash } = context.params;
  const environment = context.environments.find(({ waitpoints }) => waitpoints.byId.has(id));
  if (!environment) return refuse(404, "Waitpoint not found");
  const { waitpoints } = environment;
  const waitpoint = waitpoints.get(id, context.now());
  if (waitpoints.hashOf(waitpoint) !== hash) return refuse(401, "Invalid URL, hash doesn't match");
  waitpoints.complete(waitpoint, encode(context.readJson(() => ({}))), context.now());
  return json(200, { success: true });
}

module.exports = [
  { path: "/api/v1/waitpoints/tokens", loader: list, action: create },
  { path: "/api/v1/waitpoints/tokens/:id", loader: retrieve },
  { path: "/api/v1/waitpoints/tokens/:id/complete", action: complete },
  { path: "/api/v1/waitpoints/tokens/:id/callback/:hash", action: callBack, isOpen: true },
];
