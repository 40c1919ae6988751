"use strict";

const { callersFrames } = require("./frames.js");

/** Any failure the API has a part in. Its name is that of the official SDK's. */
class ApiError extends Error {
  constructor(message, fields = {}) {
    super(message);
    this.name = "TriggerApiError";
    this.status = fields.status ?? /** @type {{ status?: number }} */ (new.target).status;
    this.headers = fields.headers;
    const body = parsed(fields.body);
    this.body = body;
    this.error = body?.error;
    const told = typeof this.error === "object" && this.error !== null ? this.error : body;
    this.code = told?.code ?? fields.code;
    this.param = told?.param;
    this.type = told?.type;
    this.requestId = fields.requestId;
    this.operation = fields.operation;
    this.attempts = fields.attempts;
    this.credential = fields.credential;
  }

  /** Loggers write errors as JSON, which has own enumerable properties alone. */
  toJSON() {
    const cause = this.cause instanceof Error ? { cause: this.cause.message } : {};
    return Object.assign({ name: this.name, message: this.message }, this, cause);
  }
}

class BadRequestError extends ApiError {
  static status = 400;
}
class AuthenticationError extends ApiError {
  static status = 401;
}
class PermissionDeniedError extends ApiError {
  static status = 403;
}
class NotFoundError extends ApiError {
  static status = 404;
}
class ConflictError extends ApiError {
  static status = 409;
}
class UnprocessableEntityError extends ApiError {
  static status = 422;
}
class InternalServerError extends ApiError {
  static status = 500;
}

class RateLimitError extends ApiError {
  static status = 429;

  /** When the limit resets, by the header that the server chose to say so in. */
  #resetAt;

  constructor(message, fields = {}) {
    super(message, fields);
    this.#resetAt = fields.resetAt ?? Number.parseInt(this.headers?.["x-ratelimit-reset"], 10);
  }

  /** Milliseconds until the limit resets, undefined when the server did not say. */
  get millisecondsUntilReset() {
    return Number.isNaN(this.#resetAt) ? undefined : Math.max(this.#resetAt - Date.now(), 0);
  }
}

/** No connection, or one that broke; `code` is that of Node, as is that of its `cause`. */
class ApiConnectionError extends ApiError {
  constructor(message, fields = {}) {
    super(message, fields);
    const { code, reason = code } = fields;
    if (code !== undefined) this.cause = Object.assign(new Error(reason), { code });
  }
}

/** The deadline passed. */
class ApiTimeoutError extends ApiConnectionError {}

/** A 2xx whose body is not what the API promises; `body` holds the beginning of its text. */
class ApiResponseError extends ApiError {
  constructor(message, fields = {}) {
    super(message, fields);
    this.body = fields.body?.slice(0, 1000);
    this.error = this.code = this.param = this.type = undefined;
  }
}

/** A batch did not get all of its items, however often they were sent; its properties say how many. */
class BatchNotSealedError extends ApiError {}

/** Of many batches one failed, for the reason that is its `cause`. */
class BatchTriggerError extends Error {
  constructor(cause, handles, firstUnsealedIndex) {
    const batches = handles.length === 1 ? "1 batch" : `${handles.length} batches`;
    const done =
      handles.length === 0
        ? "nothing went out"
        : `${batches} with the items up to ${firstUnsealedIndex} went out, then`;
    // The batch that failed counts its own items, and has a call of its own to name.
    const reason = String(cause?.message ?? cause).replace(
      /^batch\.trigger: (?:items\[(\d+)\])?/,
      (_, index) => (index === undefined ? "" : `items[${firstUnsealedIndex + Number(index)}]`),
    );
    super(`batch.triggerAll: ${done}: ${reason}`, { cause });
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

const byStatus = new Map(
  [
    BadRequestError,
    AuthenticationError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    UnprocessableEntityError,
    RateLimitError,
  ].map((Class) => [Class.status, Class]),
);

/**
 * The one place where a failure becomes an error. It comes from Rust as JSON; its stack begins where
 * `whereCalled` took `origin`, or above the function `origin` is. The text of the answer comes by itself.
 */
function toError(failure, origin, body) {
  const data = typeof failure === "string" ? JSON.parse(failure) : failure;
  const Class = byCause[data.cause] ?? classOf(data.answer?.status);
  const error = new Class(data.message, { ...data, ...data.answer, body });
  Object.assign(error, data.details);
  if (typeof origin === "function") Error.captureStackTrace(error, origin);
  else if (origin !== undefined) setStack(error, `${error.name}: ${error.message}${callersFrames(origin)}`);
  return error;
}

function classOf(status) {
  return byStatus.get(status) ?? (status >= 500 ? InternalServerError : ApiError);
}

function setStack(error, value) {
  Object.defineProperty(error, "stack", { value, writable: true, configurable: true });
}

function parsed(text) {
  // Whoever makes an error for a test may give the body as it is.
  if (typeof text !== "string") return text;
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
