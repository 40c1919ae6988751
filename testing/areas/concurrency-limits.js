"use strict";

const { Refusal, json, notAllowed, refuse } = require("../answers/forms.js");
const { authenticateKey, authorize } = require("../access/authentication.js");
const { checkAmount, checkChoice, readBody, refuseInvalid } = require("../answers/bodies.js");
const { override, reset } = require("../project/concurrency-limits.js");
const { DAY, parsePeriod } = require("../time/durations.js");
const { MAX, paginate, readPageNumbers } = require("../answers/numbered-pages.js");

const PER_PAGE = 25;
const LONGEST = 30 * DAY;
const DEFAULT = 7 * DAY;

function find(environment, { params }) {
  return environment.limits.find(params.name) ?? refuse(404, "Concurrency limit not found");
}

function list(context) {
  const environment = authenticateKey(context);
  const options = { perPage: PER_PAGE, max: MAX };
  const { issues, ...numbers } = readPageNumbers(context.request.query, options);
  if (issues.length > 0) throw new Refusal(json(400, { error: "Query Error", details: issues }));
  authorize(context.credential, "read", { queues: [] });
  return json(200, paginate(environment.limits.list(), numbers));
}

/** Answers with a limit, or with what it is for one concurrency key. */
function show(context, { limits }, limit, key) {
  return json(200, key === undefined ? limits.render(limit) : limits.renderKey(limit, key, context.now()));
}

function retrieve(context) {
  const environment = authenticateKey(context);
  authorize(context.credential, "read", { queues: [] });
  const key = new Map(context.request.query).get("concurrencyKey");
  return show(context, environment, find(environment, context), key);
}

/** Makes the action that changes a limit: `check` says what is wrong with the body, `apply` changes. */
function changing({ check, apply }) {
  return (context) => {
    const environment = authenticateKey(context);
    const body = readBody(context);
    refuseInvalid(...check(body));
    authorize(context.credential, "write", { queues: [] });
    const limit = find(environment, context);
    apply(limit, body, { now: context.now(), maximum: environment.limits.maximum });
    return show(context, environment, limit, readKey(body));
  };
}

/** The concurrency key of a body; a number stands for its text. */
function readKey({ concurrencyKey }) {
  return concurrencyKey === undefined ? undefined : String(concurrencyKey);
}

function checkKey(body) {
  const key = readKey(body);
  if (key === undefined) return undefined;
  if (key === "") return 'String must contain at least 1 character(s) at "concurrencyKey"';
  return key.length > 128 ? 'String must contain at most 128 character(s) at "concurrencyKey"' : undefined;
}

function checkOverride(body) {
  const { concurrencyKey, perKey, total, ttl } = body;
  const isTtl = ["undefined", "string", "number"].includes(typeof ttl);
  const found = [
    checkAmount(body, "perKey"),
    checkAmount(body, "total"),
    checkKey(body),
    !isTtl && 'Invalid input at "ttl"',
  ].filter(Boolean);
  if (found.length > 0) return found;
  if (concurrencyKey === undefined) {
    return [
      ttl !== undefined && '`ttl` only applies to a per-key override; pass `concurrencyKey` with it at "ttl"',
      perKey === undefined && total === undefined && "Provide at least one of `perKey` or `total`",
    ];
  }
  return [
    perKey === undefined && 'A per-key override needs `perKey` at "perKey"',
    total !== undefined && '`total` is not per key; omit it when overriding one concurrencyKey at "total"',
  ];
}

/** Returns how long an override of one key lasts, or refuses it. */
function readTtl(ttl) {
  if (ttl === undefined) return DEFAULT;
  const length = typeof ttl === "number" ? ttl * 1_000 : parsePeriod(ttl);
  return length !== undefined && length > 0 && length <= LONGEST
    ? length
    : refuse(400, "`ttl` must be a duration of at most 30 days");
}

const overrideLimit = changing({
  check: checkOverride,
  apply(limit, body, { now, maximum }) {
    for (const name of ["perKey", "total"]) {
      if (body[name] > maximum) {
        refuse(400, `\`${name}\` (${body[name]}) cannot exceed the environment limit (${maximum})`);
      }
    }
    const key = readKey(body);
    if (key !== undefined) {
      limit.keys.set(key, { value: body.perKey, expiresAt: now + readTtl(body.ttl) });
      return;
    }
    for (const name of ["perKey", "total"]) {
      if (body[name] !== undefined) override(limit[name], body[name], now);
    }
  },
});

const resetLimit = changing({
  check: (body) => [checkKey(body)],
  apply(limit, body) {
    const key = readKey(body);
    const done = key === undefined ? [reset(limit.perKey), reset(limit.total)] : [limit.keys.delete(key)];
    if (!done.includes(true)) refuse(400, "Concurrency limit has no override to reset");
  },
});

const pause = changing({
  check: (body) => [checkChoice(body, "action", ["pause", "resume"])],
  apply(limit, { action }) {
    limit.paused = action === "pause";
  },
});

module.exports = [
  { path: "/api/v1/concurrency-limits", loader: list },
  { path: "/api/v1/concurrency-limits/:name", loader: retrieve },
  { path: "/api/v1/concurrency-limits/:name/override", loader: notAllowed, action: overrideLimit },
  { path: "/api/v1/concurrency-limits/:name/reset", loader: notAllowed, action: resetLimit },
  { path: "/api/v1/concurrency-limits/:name/pause", loader: notAllowed, action: pause },
];
