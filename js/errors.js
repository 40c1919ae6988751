"use strict";

const { join } = require("node:path");

/** Any failure the API has a part in. Its name is that of the official SDK's. */
class ApiError extends Error {
  constructor(message, data = {}) {
    super(message);
    this.name = "TriggerApiError";
    const answer = data.answer ?? {};
    this.status = answer.status;
    this.headers = answer.headers;
    const body = parsed(answer.body);
    this.body = body;
    this.error = body?.error;
    const fields = typeof this.error === "object" && this.error !== null ? this.error : body;
    this.code = fields?.code;
    this.param = fields?.param;
    this.type = fields?.type;
    this.requestId = data.requestId ?? undefined;
    this.operation = data.operation;
    this.attempts = data.attempts;
    this.credential = data.credential ?? undefined;
  }
}

class BadRequestError extends ApiError {}
class AuthenticationError extends ApiError {}
class PermissionDeniedError extends ApiError {}
class NotFoundError extends ApiError {}
class ConflictError extends ApiError {}
class UnprocessableEntityError extends ApiError {}
class InternalServerError extends ApiError {}

class RateLimitError extends ApiError {
  /** Milliseconds until the limit resets, undefined when the server did not say. */
  get millisecondsUntilReset() {
    const reset = Number.parseInt(this.headers?.["x-ratelimit-reset"], 10);
    return Number.isNaN(reset) ? undefined : Math.max(reset - Date.now(), 0);
  }
}

/** No connection, or one that broke. */
class ApiConnectionError extends ApiError {}

/** The deadline passed. */
class ApiTimeoutError extends ApiConnectionError {}

/** A 2xx whose body is not what the API promises; `body` holds the beginning of its text. */
class ApiResponseError extends ApiError {
  constructor(message, data = {}) {
    super(message, data);
    this.body = data.answer?.body.slice(0, 1000);
    this.error = this.code = this.param = this.type = undefined;
  }
}

/** A batch did not get all of its items, however often they were sent; its properties say how many. */
class BatchNotSealedError extends ApiError {}

/** Of many batches one failed, for the reason that is its `cause`. */
class BatchTriggerError extends Error {
  constructor(cause, handles, firstUnsealedIndex) {
    const done = handles.length === 1 ? "1 batch" : `${handles.length} batches`;
    super(
      `batch.triggerAll: ${done} with the items up to ${firstUnsealedIndex} went out, then: ${cause?.message ?? cause}`,
      { cause },
    );
    this.name = "BatchTriggerError";
    /** The handles of the batches that are complete. */
    this.handles = handles;
    /** The first item that may not be triggered. */
    this.firstUnsealedIndex = firstUnsealedIndex;
  }
}

/** A webhook that cannot be read, or was not signed with the secret. */
class WebhookError extends Error {
  constructor(message) {
    super(message);
    this.name = "WebhookError";
  }
}

/** Of several calls that set variables one failed, for the reason that is its `cause`. */
class VariableSyncError extends Error {
  constructor(cause, { plan, done, open, left }) {
    const count = Object.values(done).flat().length;
    super(
      `envvars.sync: ${count} of ${count + open.length + left.length} variables are done, then: ` +
        `${cause?.message ?? cause}. The same call goes on from there`,
      { cause },
    );
    this.name = "VariableSyncError";
    this.plan = plan;
    this.done = done;
    /** Those of the call that failed, each of which may be done or not. */
    this.open = open;
    /** Those that were not come to. */
    this.left = left;
  }
}

/** Nothing was asked of the API: token, base URL or branch are not fit to call with. */
class ConfigurationError extends Error {
  constructor(message, data = {}) {
    super(message);
    this.name = "ConfigurationError";
    this.operation = data.operation;
  }
}

/** Nothing was asked of the API: an argument is not what the call takes. */
class ArgumentError extends TypeError {
  constructor(message, data = {}) {
    super(message);
    this.name = "ArgumentError";
    this.operation = data.operation;
  }
}

/** Why a waitpoint token has no output: nobody completed it in time. */
class WaitpointTimeoutError extends Error {
  constructor(message) {
    super(message);
    this.name = "WaitpointTimeoutError";
  }
}

const byCause = {
  argument: ArgumentError,
  configuration: ConfigurationError,
  connection: ApiConnectionError,
  timeout: ApiTimeoutError,
  unfinished: ApiTimeoutError,
  response: ApiResponseError,
  "not sealed": BatchNotSealedError,
};

const byStatus = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

const FRAME = "\n    at ";
const OWN = [__dirname, join(__dirname, "..", "index.js")];

/**
 * The one place where a failure becomes an error. It comes from Rust as JSON; its stack begins where
 * `origin` was captured, or above the function `origin` is. The text of the answer comes by itself.
 */
function toError(failure, origin, body) {
  const data = typeof failure === "string" ? JSON.parse(failure) : failure;
  if (body !== undefined) data.answer.body = body;
  const Class = byCause[data.cause] ?? classOf(data.answer?.status);
  const error = Object.assign(new Class(data.message, data), data.details);
  if (typeof origin === "function") Error.captureStackTrace(error, origin);
  else if (origin !== undefined) setStack(error, `${error.name}: ${error.message}${framesOf(origin)}`);
  return error;
}

function classOf(status) {
  return byStatus[status] ?? (status >= 500 ? InternalServerError : ApiError);
}

/** The captured stack without its first line, which names no error yet, and without our own frames. */
function framesOf({ stack }) {
  // A program may have its stacks made in another form.
  if (typeof stack !== "string") return "";
  const frames = stack.split(FRAME).slice(1);
  const first = frames.findIndex((frame) => !OWN.some((path) => frame.includes(path)));
  return first === -1 ? "" : FRAME + frames.slice(first).join(FRAME);
}

function setStack(error, value) {
  Object.defineProperty(error, "stack", { value, writable: true, configurable: true });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

module.exports = {
  ApiError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  UnprocessableEntityError,
  RateLimitError,
  InternalServerError,
  ApiConnectionError,
  ApiTimeoutError,
  ApiResponseError,
  BatchNotSealedError,
  BatchTriggerError,
  ConfigurationError,
  ArgumentError,
  WaitpointTimeoutError,
  VariableSyncError,
  WebhookError,
  toError,
};
