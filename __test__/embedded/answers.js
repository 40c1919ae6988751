"use strict";

/**
 * What the server answers: one row per operation, situation and kind of credential.
 *
 * A row says how to ask (`method`, `path`, `as`, `headers`, `body`) and what comes back (`status`,
 * `type`, `shape` or the exact `answer`, `retry` for `x-should-retry`, `location`, `limited` for
 * the rate limit headers). `{name}` in a path is a project ref or run id of `world.js`, `as` one
 * of its credentials; `authorization` replaces the whole header. No state but that of `world.js`.
 */

const { CREDENTIALS } = require("./matrix.js");

const FLAGS = {
  isQueued: "boolean",
  isExecuting: "boolean",
  isCompleted: "boolean",
  isFailed: "boolean",
  isSuccess: "boolean",
  isCancelled: "boolean",
  isWaiting: "boolean",
};

const COMMON = {
  id: "string",
  status: "string",
  taskIdentifier: "string",
  "idempotencyKey?": "string",
  "version?": "string",
  createdAt: "date",
  updatedAt: "date",
  "startedAt?": "date",
  "finishedAt?": "date",
  "delayedUntil?": "date",
  "expiredAt?": "date",
  "ttl?": "string",
  isTest: "boolean",
  tags: ["string"],
  costInCents: "number",
  baseCostInCents: "number",
  durationMs: "number",
  depth: "number",
  region: "string",
  "metadata?": "any",
  ...FLAGS,
};

const LISTED = {
  ...COMMON,
  env: { id: "string", name: "string", "user?": "string" },
  taskKind: "string",
};

const RUN = {
  ...COMMON,
  triggerFunction: "string",
  "batchId?": "string",
  "schedule?": "any",
  "payload?": "any",
  "payloadPresignedUrl?": "url",
  "output?": "any",
  "outputPresignedUrl?": "url",
  "error?": { message: "string", "name?": "string", "stackTrace?": "string" },
  attemptCount: "number",
  attempts: ["any"],
  relatedRuns: { children: ["any"] },
};

const PAGE = { data: [LISTED], pagination: { "next?": "string", "previous?": "string" } };
const ID = { id: "string" };
const VARIABLE = { name: "string", value: "string", isSecret: "boolean" };
const DONE = { success: { is: true } };

const NO_AUTHORIZATION = "No authorization header provided";
const MDN = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status";
const PROBLEM = {
  status: 401,
  type: "application/problem+json",
  limited: false,
  answer: {
    title: "Unauthorized",
    status: 401,
    type: `${MDN}/401`,
    detail: NO_AUTHORIZATION,
    error: NO_AUTHORIZATION,
  },
};
const SCOPE_403 = {
  status: 403,
  answer: {
    error: "Unauthorized",
    code: "unauthorized",
    param: "access_token",
    type: "authorization",
  },
};
const CRASH_500 = { status: 500, type: "text/plain", answer: "Unexpected Server Error" };
const PAGE_404 = { status: 404, type: "text/html" };

const error = (status, message) => ({ status, answer: { error: message } });
const unsupported = (status) => ({ status, answer: { message: "Unexpected Server Error" } });
const query = (issues) => ({ status: 400, answer: { error: "Query Error", details: issues } });
const body = (issues) => ({ status: 400, answer: { error: "Invalid request body", issues } });
const required = (name) => ({
  code: "invalid_type",
  expected: "string",
  received: "undefined",
  path: [name],
  message: "Required",
});

const KEY = error(401, "Invalid API key");
const INVALID_PAT = error(401, "Invalid PAT");
const MISSING_PAT = error(401, "Invalid or Missing PAT");
const RESCHEDULE_KEY = error(401, "Invalid or missing API Key");
const VARIABLE_403 = error(403, "Unauthorized");
const NO_VARIABLE = error(404, "Environment variable not found");
const NO_RUN = { ...error(404, "Not found"), retry: true };
const NO_RESOURCE = error(404, "Resource not found");
const NO_PROJECT = error(404, "Project not found");
const NO_ENVIRONMENT = error(404, "Environment not found");
const NO_BRANCH = error(404, "Branch not found");
const NO_MATCHING_BRANCH = error(401, "No matching branch env");
const BRANCH_REQUIRED = error(401, "x-trigger-branch header required for preview env");
const WRONG_PROJECT = error(
  400,
  "Invalid project ref for this API key. " +
    "Make sure you are using an API key associated with that project.",
);
const WRONG_ENVIRONMENT = error(
  400,
  "Invalid environment slug for this API key. " +
    "Make sure you are using an API key associated with that environment.",
);
const NONE_VALID = error(400, "You must set at least one valid variable.");
const NONE_ALLOWED = error(
  400,
  "You must set at least one valid variable. All the variables submitted are not allowed.",
);
const TOO_SMALL = [
  {
    code: "too_small",
    minimum: 0,
    type: "number",
    inclusive: false,
    exact: false,
    message: "Number must be greater than 0",
    path: ["page[size]"],
  },
  {
    code: "too_small",
    minimum: 1,
    type: "number",
    inclusive: true,
    exact: false,
    message: "Number must be greater than or equal to 1",
    path: ["page[size]"],
  },
];
const custom = (name, message) => ({ code: "custom", message, path: [name] });

const VARIABLES = "/api/v1/projects/{ref}/envvars";
const ON_BRANCH = { "x-trigger-branch": "feature/one" };
const ON_UNKNOWN_BRANCH = { "x-trigger-branch": "nope" };
const SINCE_2025 = { "x-trigger-api-version": "2025-07-16" };

// One line per operation, its columns in the order of CREDENTIALS.
/* prettier-ignore */
const MATRIX = [
  ["runs.list", "GET", "/api/v1/runs", undefined,
    [ok(PAGE), ok(PAGE), ok(PAGE), KEY, KEY, ok(PAGE), ok(PAGE), PROBLEM, KEY, KEY]],
  ["runs.list of a project", "GET", "/api/v1/projects/{ref}/runs?filter[env]=prod", undefined,
    [MISSING_PAT, MISSING_PAT, MISSING_PAT, ok(PAGE), MISSING_PAT, MISSING_PAT, MISSING_PAT, PROBLEM, MISSING_PAT, INVALID_PAT]],
  ["runs.retrieve", "GET", "/api/v3/runs/{queued}", undefined,
    [ok(RUN), ok(RUN), ok(RUN), KEY, KEY, ok(RUN), ok(RUN), PROBLEM, KEY, KEY]],
  ["runs.cancel", "POST", "/api/v2/runs/{unknown}/cancel", undefined,
    [NO_RESOURCE, NO_RESOURCE, SCOPE_403, KEY, KEY, SCOPE_403, NO_RESOURCE, PROBLEM, KEY, KEY]],
  ["runs.replay", "POST", "/api/v1/runs/{unknown}/replay", undefined,
    [NO_RESOURCE, NO_RESOURCE, SCOPE_403, KEY, KEY, KEY, KEY, PROBLEM, KEY, KEY]],
  ["runs.reschedule", "POST", "/api/v1/runs/{delayed}/reschedule", { delay: "1h" },
    [ok(RUN), ok(RUN), RESCHEDULE_KEY, RESCHEDULE_KEY, RESCHEDULE_KEY, RESCHEDULE_KEY, RESCHEDULE_KEY, PROBLEM, RESCHEDULE_KEY, RESCHEDULE_KEY]],
  ["envvars.list", "GET", `${VARIABLES}/prod`, undefined,
    [ok([VARIABLE]), ok([VARIABLE]), VARIABLE_403, ok([VARIABLE]), ok([VARIABLE]), KEY, KEY, PROBLEM, KEY, KEY]],
  ["envvars.create", "POST", `${VARIABLES}/prod`, { name: "NEW", value: "1" },
    [ok(DONE), ok(DONE), VARIABLE_403, ok(DONE), ok(DONE), KEY, KEY, PROBLEM, KEY, KEY]],
  ["envvars.retrieve", "GET", `${VARIABLES}/prod/PLAIN`, undefined,
    [ok(VARIABLE), ok(VARIABLE), VARIABLE_403, ok(VARIABLE), ok(VARIABLE), KEY, KEY, PROBLEM, KEY, KEY]],
  ["envvars.update", "PUT", `${VARIABLES}/prod/PLAIN`, { value: "2" },
    [ok(DONE), ok(DONE), VARIABLE_403, ok(DONE), ok(DONE), KEY, KEY, PROBLEM, KEY, KEY]],
  ["envvars.del", "DELETE", `${VARIABLES}/prod/NOPE`, undefined,
    [NO_VARIABLE, NO_VARIABLE, VARIABLE_403, NO_VARIABLE, NO_VARIABLE, KEY, KEY, PROBLEM, KEY, KEY]],
  ["envvars.upload", "POST", `${VARIABLES}/prod/import`, { variables: { NEW: "1" } },
    [ok(DONE), ok(DONE), VARIABLE_403, ok(DONE), ok(DONE), KEY, KEY, PROBLEM, KEY, KEY]],
  ["unknown path", "GET", "/api/v1/nope", undefined,
    [PAGE_404, PAGE_404, PAGE_404, PAGE_404, PAGE_404, PAGE_404, PAGE_404, PROBLEM, PAGE_404, PAGE_404]],
];

function ok(shape) {
  return { status: 200, shape };
}

const MATRIX_ROWS = MATRIX.flatMap(([operation, method, path, sent, answers]) =>
  CREDENTIALS.map((as, index) => ({
    name: `${operation} as ${as}`,
    method,
    path,
    as,
    body: sent,
    ...answers[index],
  })),
);

const get = (name, path, answer, more) => ({ name, method: "GET", path, ...answer, ...more });
const send = (name, method, path, sent, answer, more) => ({
  ...{ name, method, path, body: sent },
  ...answer,
  ...more,
});

const list = (name, search, answer, more) => get(`runs.list, ${name}`, `/api/v1/runs${search}`, answer, more);
const listAs = (name, as, answer, more) => list(name, "", answer, { as, ...more });
const header = (name, authorization, answer) => list(name, "", answer, { authorization });
const listOfProject = (name, path, answer, more) =>
  get(`runs.list of a project, ${name}`, `/api/v1/projects/${path}`, answer, {
    as: "personal",
    ...more,
  });

const LIST_ROWS = [
  header("without the word Bearer, unknown", "not-a-token", KEY),
  header("basic authorization", "Basic dXNlcjpwYXNz", KEY),
  header("Bearer alone", "Bearer", KEY),
  header("Bearer in lower case", "bearer {secretKey}", KEY),
  header("without the word Bearer", "{secretKey}", ok(PAGE)),
  header("two spaces after Bearer", "Bearer  {secretKey}", ok(PAGE)),
  header("public API key of old", "Bearer pk_prod_aAbBcCdDeEfFgGhHiIjJkKlL", KEY),
  header("very long token", `Bearer tr_prod_${"x".repeat(9000)}`, KEY),
  listAs("revoked key", "revokedKey", KEY),
  listAs("preview key without a branch", "previewKey", BRANCH_REQUIRED),
  listAs("preview key with a branch", "previewKey", ok(PAGE), { headers: ON_BRANCH }),
  listAs("preview key, unknown branch", "previewKey", NO_MATCHING_BRANCH, {
    headers: ON_UNKNOWN_BRANCH,
  }),
  listAs("dev key, branch default", "devKey", ok(PAGE), {
    headers: { "x-trigger-branch": "default" },
  }),
  listAs("dev key, dev branch", "devKey", ok(PAGE), { headers: { "x-trigger-branch": "local" } }),
  listAs("dev key, unknown branch", "devKey", NO_MATCHING_BRANCH, { headers: ON_UNKNOWN_BRANCH }),
  list("production key, branch header ignored", "", ok(PAGE), { headers: ON_UNKNOWN_BRANCH }),
  listAs("empty environment", "stagingKey", {
    status: 200,
    answer: { data: [], pagination: {} },
  }),
  listAs("token for tasks, unfiltered", "taskToken", SCOPE_403),
  list("token for tasks, filtered", "?filter[taskIdentifier]=hello-world", ok(PAGE), {
    as: "taskToken",
  }),
  list("token for tags, filtered", "?filter[tag]=blue", SCOPE_403, { as: "tagToken" }),
  list("token to read runs, filtered by tag", "?filter[tag]=blue", ok(PAGE), {
    as: "readRunsToken",
  }),
  listAs("token for one run", "oneRunToken", SCOPE_403),
  listAs("token without scopes", "scopelessToken", SCOPE_403),
  list("API version 2025-07-16", "", ok(PAGE), { headers: SINCE_2025 }),
  list("unknown API version", "", ok(PAGE), { headers: { "x-trigger-api-version": "1999-01-01" } }),
  list("page size 1", "?page[size]=1", ok(PAGE)),
  list("page size 100", "?page[size]=100", ok(PAGE)),
  list("page size 0", "?page[size]=0", query(TOO_SMALL)),
  list("page size empty", "?page[size]=", query(TOO_SMALL)),
  list("page size -1", "?page[size]=-1", query(TOO_SMALL)),
  list(
    "page size 101",
    "?page[size]=101",
    query([
      {
        code: "too_big",
        maximum: 100,
        type: "number",
        inclusive: true,
        exact: false,
        message: "Number must be less than or equal to 100",
        path: ["page[size]"],
      },
    ]),
  ),
  list(
    "page size 2.5",
    "?page[size]=2.5",
    query([
      {
        code: "invalid_type",
        expected: "integer",
        received: "float",
        message: "Expected integer, received float",
        path: ["page[size]"],
      },
    ]),
  ),
  list(
    "page size abc",
    "?page[size]=abc",
    query([
      {
        code: "invalid_type",
        expected: "number",
        received: "nan",
        path: ["page[size]"],
        message: "Expected number, received nan",
      },
    ]),
  ),
  list("limit, which is no parameter", "?limit=1", ok(PAGE)),
  list("unknown filter", "?filter[nope]=x", ok(PAGE)),
  list("empty cursor", "?page[after]=", ok(PAGE)),
  list("garbage cursor", "?page[after]=garbage%21%21", ok(PAGE)),
  list("run id as cursor", "?page[after]={queued}", ok(PAGE)),
  list("malformed percent sign in the query", "?%ZZ=1", ok(PAGE)),
  list("known status", "?filter[status]=QUEUED,COMPLETED", ok(PAGE)),
  list("status of old", "?filter[status]=WAITING_FOR_DEPLOY", ok(PAGE)),
  list(
    "unknown status",
    "?filter[status]=NOPE",
    query([custom("filter[status]", "Invalid status values: NOPE")]),
  ),
  list(
    "status in lower case",
    "?filter[status]=completed",
    query([custom("filter[status]", "Invalid status values: completed")]),
  ),
  list("isTest", "?filter[isTest]=true", ok(PAGE)),
  list(
    "isTest yes",
    "?filter[isTest]=yes",
    query([custom("filter[isTest]", "Invalid value for isTest: yes")]),
  ),
  list("known machine", "?filter[machine]=small-2x", ok(PAGE)),
  list(
    "unknown machine",
    "?filter[machine]=huge",
    query([custom("filter[machine]", "Invalid machine values: huge")]),
  ),
  list("unknown batch", "?filter[batch]=batch_nope", ok(PAGE)),
  list("unknown schedule", "?filter[schedule]=sched_nope", ok(PAGE)),
  list("unknown bulk action", "?filter[bulkAction]=bulk_nope", ok(PAGE)),
  list("unknown error", "?filter[error]=error_nope", ok(PAGE)),
  list("environment filter, ignored", "?filter[env]=dev", ok(PAGE)),
  list("from in milliseconds", "?filter[createdAt][from]=1767225600000", ok(PAGE)),
  list(
    "from that is no date",
    "?filter[createdAt][from]=nope",
    query([{ code: "invalid_date", path: ["filter[createdAt][from]"], message: "Invalid date" }]),
  ),
  list("period that is none", "?filter[createdAt][period]=notaperiod", ok(PAGE)),
  send("runs.list with POST", "POST", "/api/v1/runs", {}, unsupported(405)),
  send("runs.list with PATCH", "PATCH", "/api/v1/runs", {}, unsupported(405)),
  send("runs.list with DELETE", "DELETE", "/api/v1/runs", undefined, unsupported(405)),
  send("runs.list with HEAD", "HEAD", "/api/v1/runs", undefined, { status: 200, answer: "" }),
  get("runs.list with a trailing slash", "/api/v1/runs/?page[size]=1", {
    status: 301,
    type: "text/plain",
    limited: false,
    location: "/api/v1/runs?page[size]=1",
  }),
  listOfProject("another environment", "{ref}/runs?filter[env]=dev", ok(PAGE)),
  listOfProject("staging by its long name", "{ref}/runs?filter[env]=staging", ok(PAGE)),
  listOfProject("several environments", "{ref}/runs?filter[env]=dev,prod", ok(PAGE)),
  listOfProject("unknown environment", "{ref}/runs?filter[env]=nope", error(500, "Internal Server Error")),
  listOfProject("no environment", "{ref}/runs", error(500, "Internal Server Error")),
  listOfProject("foreign project", "{foreign}/runs", NO_PROJECT),
  listOfProject("unknown project", "proj_doesnotexistxxxxxxxx/runs", NO_PROJECT),
  listOfProject("someone else", "{ref}/runs", NO_PROJECT, { as: "stranger" }),
  listOfProject("unknown token", "{ref}/runs", INVALID_PAT, { as: "unknownPersonal" }),
  listOfProject(
    "unknown status",
    "{ref}/runs?filter[env]=prod&filter[status]=NOPE",
    query([custom("filter[status]", "Invalid status values: NOPE")]),
  ),
];

const retrieve = (name, id, answer, more) =>
  get(`runs.retrieve, ${name}`, `/api/v3/runs/${id}`, answer, more);
const retrieveAs = (name, as, answer) => retrieve(name, "{queued}", answer, { as });

const RUN_ROWS = [
  ...["executing", "completed", "failed", "canceled", "waiting", "delayed", "inBatch"].map((id) =>
    retrieve(id, `{${id}}`, ok(RUN)),
  ),
  retrieve("API version 2025-07-16", "{waiting}", ok(RUN), { headers: SINCE_2025 }),
  retrieve("offloaded payload", "{large}", ok({ ...RUN, payloadPresignedUrl: "url" })),
  retrieve("unknown run", "{unknown}", NO_RUN),
  retrieve("no run id at all", "notarun", NO_RUN),
  retrieve("encoded slashes", "run_%2F..%2Fx", NO_RUN),
  retrieve("encoded space", "run%20x", NO_RUN),
  retrieve("accepting HTML", "{unknown}", NO_RUN, { headers: { accept: "text/html" } }),
  retrieve("run of another environment", "{inDev}", NO_RUN),
  retrieveAs("key of another project", "foreignKey", NO_RUN),
  retrieveAs("key of another environment", "devKey", NO_RUN),
  retrieveAs("token for the run", "oneRunToken", ok(RUN)),
  retrieve("token for another run", "{completed}", SCOPE_403, { as: "oneRunToken" }),
  retrieveAs("token for its tag", "tagToken", ok(RUN)),
  retrieve("token for a tag it lacks", "{completed}", SCOPE_403, { as: "tagToken" }),
  retrieveAs("token for its task", "taskToken", ok(RUN)),
  retrieveAs("token without scopes", "scopelessToken", SCOPE_403),
  retrieveAs("expired token", "expiredToken", error(401, "Public Access Token is invalid")),
  retrieveAs("forged token", "forgedToken", error(401, "Public Access Token is invalid")),
  retrieveAs("token of no environment", "homelessToken", error(401, "Invalid Public Access Token")),
  retrieveAs("token that is not public", "privateToken", KEY),
  send("runs.retrieve with DELETE", "DELETE", "/api/v3/runs/{queued}", undefined, unsupported(405)),
  get("runs.retrieve, path of version 1", "/api/v1/runs/{queued}", PAGE_404),
  get("runs.retrieve, path of version 2", "/api/v2/runs/{queued}", PAGE_404),

  ...["queued", "executing", "completed", "canceled", "delayed"].map((id) =>
    send(`runs.cancel, ${id}`, "POST", `/api/v2/runs/{${id}}/cancel`, undefined, ok(ID)),
  ),
  send("runs.cancel, empty object", "POST", "/api/v2/runs/{queued}/cancel", {}, ok(ID)),
  send("runs.cancel, other environment", "POST", "/api/v2/runs/{queued}/cancel", undefined, NO_RESOURCE, {
    as: "devKey",
  }),
  send("runs.cancel, token to write runs", "POST", "/api/v2/runs/{queued}/cancel", undefined, ok(ID), {
    as: "writeRunsToken",
  }),
  send("runs.cancel, key to write runs", "POST", "/api/v2/runs/{queued}/cancel", undefined, ok(ID), {
    as: "writeRunsKey",
  }),
  get("runs.cancel with GET", "/api/v2/runs/{queued}/cancel", unsupported(400)),
  send("runs.cancel, path of version 1", "POST", "/api/v1/runs/{queued}/cancel", undefined, PAGE_404),

  ...["queued", "completed", "large"].map((id) =>
    send(`runs.replay, ${id}`, "POST", `/api/v1/runs/{${id}}/replay`, undefined, ok(ID)),
  ),
  send("runs.replay, empty object", "POST", "/api/v1/runs/{queued}/replay", {}, ok(ID)),
  send(
    "runs.replay, another payload",
    "POST",
    "/api/v1/runs/{queued}/replay",
    { payload: { n: 9 }, tags: "red" },
    ok(ID),
  ),
  send(
    "runs.replay, super+json payload",
    "POST",
    "/api/v1/runs/{queued}/replay",
    { payload: '{"json":{"n":9}}', payloadType: "application/super+json" },
    ok(ID),
  ),
  send(
    "runs.replay, super+json that is no string",
    "POST",
    "/api/v1/runs/{queued}/replay",
    { payload: {}, payloadType: "application/super+json" },
    { status: 400, shape: { error: "string" } },
  ),
  send(
    "runs.replay, unknown option",
    "POST",
    "/api/v1/runs/{queued}/replay",
    { nope: 1 },
    { status: 400, shape: { error: "string" } },
  ),
  send(
    "runs.replay, invalid JSON",
    "POST",
    "/api/v1/runs/{queued}/replay",
    "{bad",
    error(400, "Invalid JSON"),
  ),
  send("runs.replay, other environment", "POST", "/api/v1/runs/{queued}/replay", undefined, NO_RESOURCE, {
    as: "devKey",
  }),
  send("runs.replay, token to write runs", "POST", "/api/v1/runs/{queued}/replay", undefined, KEY, {
    as: "writeRunsToken",
  }),
  get("runs.replay with GET", "/api/v1/runs/{queued}/replay", unsupported(400)),

  ...["2h", "1d12h", "2031-05-05T10:00:00.000Z", 3600].map((delay) =>
    send(`runs.reschedule, delay ${delay}`, "POST", "/api/v1/runs/{delayed}/reschedule", { delay }, ok(RUN)),
  ),
  ...["nope", "", "2001-01-01T00:00:00Z"].map((delay) =>
    send(
      `runs.reschedule, delay "${delay}"`,
      "POST",
      "/api/v1/runs/{delayed}/reschedule",
      { delay },
      error(400, `Invalid delay: ${delay}`),
    ),
  ),
  send(
    "runs.reschedule without a delay",
    "POST",
    "/api/v1/runs/{delayed}/reschedule",
    {},
    error(400, "Invalid request body"),
  ),
  send("runs.reschedule, invalid JSON", "POST", "/api/v1/runs/{delayed}/reschedule", "{bad", CRASH_500),
  ...["queued", "completed"].map((id) =>
    send(
      `runs.reschedule, ${id}`,
      "POST",
      `/api/v1/runs/{${id}}/reschedule`,
      { delay: "2h" },
      error(400, "Cannot reschedule a run that is not delayed"),
    ),
  ),
  send(
    "runs.reschedule, unknown run",
    "POST",
    "/api/v1/runs/{unknown}/reschedule",
    { delay: "1h" },
    error(404, "Run not found"),
  ),
  send(
    "runs.reschedule, token to write runs",
    "POST",
    "/api/v1/runs/{delayed}/reschedule",
    { delay: "1h" },
    RESCHEDULE_KEY,
    { as: "writeRunsToken" },
  ),
  get("runs.reschedule with GET", "/api/v1/runs/{delayed}/reschedule", unsupported(400)),
];

const plain = { name: "PLAIN", value: "plain", isSecret: false };
const secret = { name: "SECRET", value: "<redacted>", isSecret: true };
const PRODUCTION = { status: 200, answer: [plain, secret] };
const ON_FEATURE = {
  status: 200,
  answer: [
    { name: "PARENT", value: "parent", isSecret: false },
    { name: "SHARED", value: "branch", isSecret: false },
  ],
};
const NOTHING = { status: 200, answer: [] };

const variables = (name, path, answer, more) =>
  get(`envvars.list, ${name}`, `/api/v1/projects/${path}`, answer, more);
const byUser = (headers) => ({ as: "personal", headers });
const byPreviewKey = (headers) => ({ as: "previewKey", headers });
const create = (name, sent, answer, more) =>
  send(`envvars.create, ${name}`, "POST", `${VARIABLES}/prod`, sent, answer, more);
const upload = (name, sent, answer, more) =>
  send(`envvars.upload, ${name}`, "POST", `${VARIABLES}/prod/import`, sent, answer, more);

const VARIABLE_ROWS = [
  variables("key of another environment than the path's", "{ref}/envvars/dev", PRODUCTION),
  variables("key, unknown environment in the path", "{ref}/envvars/nope", PRODUCTION),
  variables("key, unknown environment and a branch", "{ref}/envvars/nope", WRONG_ENVIRONMENT, {
    headers: ON_BRANCH,
  }),
  variables("key, other environment and a branch", "{ref}/envvars/dev", WRONG_ENVIRONMENT, {
    headers: ON_BRANCH,
  }),
  variables("key, own environment and a branch", "{ref}/envvars/prod", PRODUCTION, {
    headers: ON_BRANCH,
  }),
  variables("key, other project", "{second}/envvars/prod", WRONG_PROJECT),
  variables("key, unknown project", "proj_doesnotexist00000000/envvars/prod", WRONG_PROJECT),
  variables(
    "key of staging, long name",
    "{ref}/envvars/staging",
    { status: 200, shape: [VARIABLE] },
    { as: "stagingKey" },
  ),
  variables("garbage token", "{ref}/envvars/prod", KEY, { authorization: "Bearer garbage" }),
  variables("key to read variables", "{ref}/envvars/prod", PRODUCTION, { as: "readVariablesKey" }),
  variables("user, dev", "{ref}/envvars/dev", NOTHING, byUser()),
  variables("user, staging", "{ref}/envvars/staging", { status: 200, shape: [VARIABLE] }, byUser()),
  variables("user, stg", "{ref}/envvars/stg", { status: 200, shape: [VARIABLE] }, byUser()),
  variables("user, production is not a name", "{ref}/envvars/production", NO_ENVIRONMENT, byUser()),
  variables("user, PROD is not a name", "{ref}/envvars/PROD", NO_ENVIRONMENT, byUser()),
  variables("user, unknown environment", "{ref}/envvars/nope", NO_ENVIRONMENT, byUser()),
  variables("user, second project", "{second}/envvars/prod", NOTHING, byUser()),
  variables("user, foreign project", "{foreign}/envvars/prod", NO_PROJECT, byUser()),
  variables("user, unknown project", "proj_doesnotexist00000000/envvars/prod", NO_PROJECT, byUser()),
  variables("another user", "{ref}/envvars/prod", NO_PROJECT, { as: "stranger" }),
  variables(
    "user, preview without a branch",
    "{ref}/envvars/preview",
    { status: 200, shape: [VARIABLE] },
    byUser(),
  ),
  variables("user, preview with a branch", "{ref}/envvars/preview", ON_FEATURE, byUser(ON_BRANCH)),
  variables("user, production with a branch", "{ref}/envvars/prod", ON_FEATURE, byUser(ON_BRANCH)),
  variables("user, unknown environment with a branch", "{ref}/envvars/nope", ON_FEATURE, byUser(ON_BRANCH)),
  variables("organization, production with a branch", "{ref}/envvars/prod", ON_FEATURE, {
    as: "organization",
    headers: ON_BRANCH,
  }),
  variables("user, unknown branch", "{ref}/envvars/preview", NO_BRANCH, byUser(ON_UNKNOWN_BRANCH)),
  variables("user, dev with a preview branch", "{ref}/envvars/dev", NO_BRANCH, byUser(ON_BRANCH)),
  variables(
    "user, dev with its branch",
    "{ref}/envvars/dev",
    NOTHING,
    byUser({ "x-trigger-branch": "local" }),
  ),
  variables(
    "user, dev with branch default",
    "{ref}/envvars/dev",
    NOTHING,
    byUser({ "x-trigger-branch": "default" }),
  ),
  variables("preview key without a branch", "{ref}/envvars/preview", BRANCH_REQUIRED, byPreviewKey()),
  variables("preview key with a branch", "{ref}/envvars/preview", ON_FEATURE, byPreviewKey(ON_BRANCH)),
  variables(
    "preview key, unknown branch",
    "{ref}/envvars/preview",
    NO_MATCHING_BRANCH,
    byPreviewKey(ON_UNKNOWN_BRANCH),
  ),

  create("again", { name: "PLAIN", value: "2" }, ok(DONE)),
  create("secret", { name: "NEW", value: "2", isSecret: true }, ok(DONE)),
  ...["lower", "1DIGIT", "dash-ed", "has space", "ÜNI", "OTEL_X"].map((name) =>
    create(`named ${name}`, { name, value: "x" }, ok(DONE)),
  ),
  create("several lines", { name: "NEW", value: "héllo ✓\nline2" }, ok(DONE)),
  create("100 kB", { name: "NEW", value: "x".repeat(100_000) }, ok(DONE)),
  create("empty name", { name: "", value: "x" }, NONE_VALID),
  create("empty value", { name: "NEW", value: "" }, NONE_VALID),
  create("reserved TRIGGER_SECRET_KEY", { name: "TRIGGER_SECRET_KEY", value: "x" }, NONE_ALLOWED),
  create("reserved TRIGGER_API_URL", { name: "TRIGGER_API_URL", value: "x" }, NONE_ALLOWED),
  create("empty object", {}, body([required("name"), required("value")])),
  create("without a value", { name: "NEW" }, body([required("value")])),
  create(
    "number for a value",
    { name: "NEW", value: 5 },
    body([{ ...required("value"), received: "number", message: "Expected string, received number" }]),
  ),
  create("invalid JSON", "{bad", CRASH_500),
  create("no body", undefined, CRASH_500),
  create("with DELETE", undefined, CRASH_500, { method: "DELETE" }),
  create("preview key without a branch", { name: "NEW", value: "1" }, BRANCH_REQUIRED, {
    as: "previewKey",
  }),
  create("key that may only read", { name: "NEW", value: "1" }, VARIABLE_403, {
    as: "readVariablesKey",
  }),

  upload("several", { variables: { A: "1", "b c": "2" } }, ok(DONE)),
  upload("secret", { variables: { A: "1" }, isSecret: true }, ok(DONE)),
  upload(
    "existing",
    { variables: { PLAIN: "1", A: "2" } },
    {
      status: 400,
      answer: {
        error:
          "Some of the variables are already set for these environments. " +
          "Set override to true to override them.",
        variableErrors: [{ key: "PLAIN", error: "Variable already set in Production." }],
      },
    },
  ),
  upload("existing with override", { variables: { PLAIN: "1" }, override: true }, ok(DONE)),
  upload("reserved among others", { variables: { TRIGGER_SECRET_KEY: "x", A: "1" } }, ok(DONE)),
  upload("reserved alone", { variables: { TRIGGER_SECRET_KEY: "x" } }, NONE_ALLOWED),
  upload("nothing", { variables: {} }, NONE_VALID),
  upload("array", { variables: [{ name: "A", value: "1" }] }, error(400, "Invalid body")),
  upload("without variables", {}, error(400, "Invalid body")),
  upload("number for a value", { variables: { A: 1 } }, error(400, "Invalid body")),
  upload("invalid JSON", "{bad", CRASH_500),
  upload(
    "for branch and parent",
    { variables: { A: "1" }, parentVariables: { B: "2" } },
    ok(DONE),
    byPreviewKey(ON_BRANCH),
  ),
  get("envvars.upload with GET", `${VARIABLES}/prod/import`, unsupported(400)),

  get("envvars.retrieve, secret", `${VARIABLES}/prod/SECRET`, { status: 200, answer: secret }),
  get("envvars.retrieve, unknown", `${VARIABLES}/prod/NOPE`, NO_VARIABLE),
  get("envvars.retrieve, other case", `${VARIABLES}/prod/plain`, NO_VARIABLE),
  get("envvars.retrieve, set elsewhere", `${VARIABLES}/prod/ELSEWHERE`, NO_VARIABLE),
  get(
    "envvars.retrieve, inherited",
    `${VARIABLES}/preview/PARENT`,
    { status: 200, answer: { name: "PARENT", value: "parent", isSecret: false } },
    byPreviewKey(ON_BRANCH),
  ),
  get(
    "envvars.retrieve, overridden",
    `${VARIABLES}/preview/SHARED`,
    { status: 200, answer: { name: "SHARED", value: "branch", isSecret: false } },
    byUser(ON_BRANCH),
  ),
  get(
    "envvars.retrieve, user, unknown project",
    "/api/v1/projects/proj_nope/envvars/prod/PLAIN",
    NO_PROJECT,
    byUser(),
  ),
  get("envvars.retrieve, user, unknown environment", `${VARIABLES}/nope/PLAIN`, NO_ENVIRONMENT, byUser()),

  send("envvars.update with POST", "POST", `${VARIABLES}/prod/PLAIN`, { value: "2" }, ok(DONE)),
  send("envvars.update with PATCH", "PATCH", `${VARIABLES}/prod/PLAIN`, { value: "2" }, CRASH_500),
  send("envvars.update, empty value", "PUT", `${VARIABLES}/prod/PLAIN`, { value: "" }, ok(DONE)),
  send("envvars.update, secret", "PUT", `${VARIABLES}/prod/SECRET`, { value: "new" }, ok(DONE)),
  send(
    "envvars.update, with a name",
    "PUT",
    `${VARIABLES}/prod/PLAIN`,
    { name: "RENAMED", value: "2" },
    ok(DONE),
  ),
  send("envvars.update, set elsewhere", "PUT", `${VARIABLES}/prod/ELSEWHERE`, { value: "2" }, ok(DONE)),
  send("envvars.update, unknown", "PUT", `${VARIABLES}/prod/NOPE`, { value: "2" }, NO_VARIABLE),
  send("envvars.update, without a value", "PUT", `${VARIABLES}/prod/PLAIN`, {}, body([required("value")])),
  send(
    "envvars.update, invalid JSON",
    "PUT",
    `${VARIABLES}/prod/PLAIN`,
    "{bad",
    error(500, "Internal Server Error"),
  ),

  send("envvars.del, existing", "DELETE", `${VARIABLES}/prod/PLAIN`, undefined, ok(DONE)),
  send("envvars.del, with a body", "DELETE", `${VARIABLES}/prod/PLAIN`, { x: 1 }, ok(DONE)),
  send("envvars.del, user", "DELETE", `${VARIABLES}/prod/PLAIN`, undefined, ok(DONE), byUser()),
  send(
    "envvars.del, set elsewhere",
    "DELETE",
    `${VARIABLES}/prod/ELSEWHERE`,
    undefined,
    error(400, "Environment variable value not found"),
  ),
  send(
    "envvars.del, inherited",
    "DELETE",
    `${VARIABLES}/preview/PARENT`,
    undefined,
    error(400, "Environment variable value not found"),
    byPreviewKey(ON_BRANCH),
  ),
  send(
    "envvars.del, of a branch",
    "DELETE",
    `${VARIABLES}/preview/SHARED`,
    undefined,
    ok(DONE),
    byUser(ON_BRANCH),
  ),
];

const OTHER_ROWS = [
  get("root of the API", "/api", PAGE_404),
  get("two slashes", "//api/v1/runs", { ...PAGE_404, limited: false }),
  get("unknown version", "/api/v9/runs", PAGE_404),
  send("unknown path with POST", "POST", "/api/v1/runs/x/nope", {}, PAGE_404),
  get("path outside the API", "/nope", { ...PAGE_404, limited: false }, { as: "none" }),
  get("malformed percent sign in the path", "/api/v1/runs/%ZZ", { status: 400, type: "text/html" }),
  get(
    "head over 16 kB",
    "/api/v1/runs",
    { status: 431, type: null, limited: false },
    {
      headers: { "x-big": "y".repeat(17_000) },
    },
  ),
  get("URL over 16 kB", `/api/v1/runs?x=${"z".repeat(20_000)}`, {
    ...{ status: 431, type: null, limited: false },
  }),
];

const rows = [...MATRIX_ROWS, ...LIST_ROWS, ...RUN_ROWS, ...VARIABLE_ROWS, ...OTHER_ROWS].map((row) => ({
  as: "secretKey",
  type: "application/json",
  limited: true,
  ...row,
}));

module.exports = { rows };
