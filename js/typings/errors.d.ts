/** A credential as an error shows it: enough to tell which, never the token. */
export interface MaskedCredential {
  /** For example `a secret key`. */
  kind: string;
  /** For example `tr_prod_…a1B2`. */
  masked: string;
  /** The first digits of the token's SHA-256. */
  fingerprint: string;
}

/** The fields of an error that a test makes by itself; all may be left out. */
export interface ApiErrorFields {
  /** The HTTP status; by default that of the class, such as 404 of a `NotFoundError`. */
  status?: number;
  headers?: Record<string, string>;
  /** The body, parsed or as a text. `error`, `code`, `param` and `type` are read from it. */
  body?: unknown;
  /** The code of a broken connection. */
  code?: string;
  requestId?: string;
  operation?: string;
  attempts?: number;
  credential?: MaskedCredential;
}

/**
 * A call that failed after it was sent, or could not be. The classes below tell the kinds apart.
 */
export declare class ApiError extends Error {
  /** Makes one, for a test of your own. */
  constructor(message: string, fields?: ApiErrorFields);
  /** The HTTP status; undefined where no answer came. */
  readonly status?: number;
  /** The headers of the answer, under lower-case names. */
  readonly headers?: Record<string, string>;
  /** The `error` of the server's answer. */
  readonly error?: unknown;
  /** The whole parsed body. */
  readonly body?: unknown;
  /**
   * The field of this name in the server's answer, as are `param` and `type`. Of a broken connection the code that
   * Node has for it: `ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`, `ETIMEDOUT`, `CERT_HAS_EXPIRED`, …
   */
  readonly code?: string;
  readonly param?: string;
  readonly type?: string;
  /** The id that the server gave the request, to name when asking for help; undefined where it gave none. */
  readonly requestId?: string;
  /** The call, for example `runs.retrieve`. */
  readonly operation: string;
  /** The number of requests that were tried. */
  readonly attempts: number;
  /** The credential of the call, masked. */
  readonly credential?: MaskedCredential;
  /** Its message and all of the above, so that it can be logged as JSON. */
  toJSON(): Record<string, unknown>;
}

/** The server took the request for malformed: 400. */
export declare class BadRequestError extends ApiError {}

/** The server refused the credential: 401. */
export declare class AuthenticationError extends ApiError {}

/** The credential does not allow the call: 403. */
export declare class PermissionDeniedError extends ApiError {}

/** The server found nothing of that id or name: 404. */
export declare class NotFoundError extends ApiError {}

/** The call conflicts with the state of its object: 409. */
export declare class ConflictError extends ApiError {}

/** The server could not process the request: 422. */
export declare class UnprocessableEntityError extends ApiError {}

/** The rate limit was exceeded, however often the call was repeated: 429. */
export declare class RateLimitError extends ApiError {
  /**
   * The wait until the limit allows more, by `Retry-After` or `x-ratelimit-reset`; undefined when the server did not
   * say.
   */
  readonly millisecondsUntilReset: number | undefined;
}

/** The server failed: 500 and above. */
export declare class InternalServerError extends ApiError {}

/** A connection could not be made, or broke; `code` says by which of Node's names, as does that of its `cause`. */
export declare class ApiConnectionError extends ApiError {}

/** The deadline passed. */
export declare class ApiTimeoutError extends ApiConnectionError {}

/** A 2xx whose body is not what the API promises; `body` holds the beginning of its text. */
export declare class ApiResponseError extends ApiError {}

/** A batch did not get all of its items, however often they were sent: no run of it begins. */
export declare class BatchNotSealedError extends ApiError {
  /** `batch_…` */
  readonly batchId: string;
  readonly enqueuedCount: number;
  readonly expectedCount: number;
  readonly itemsAccepted: number;
  readonly itemsDeduplicated: number;
}

/** A batch of `batch.triggerAll` failed, for the reason that is its `cause`. */
export declare class BatchTriggerError extends Error {
  /** The handles of the batches that are complete. */
  readonly handles: BatchHandle[];
  /** The first item that may not be triggered. */
  readonly firstUnsealedIndex: number;
}

/** A call of `envvars.sync` failed, for the reason that is its `cause`. */
export declare class VariableSyncError extends Error {
  /** The plan, as `envvars.sync` made it. */
  readonly plan: VariablesPlan;
  /** The part of the plan that was done. */
  readonly done: VariablesDone;
  /** The variables of the call that failed, each of which may be done or not. */
  readonly open: string[];
  /** The variables that were not come to. */
  readonly left: string[];
}

/** A token, base URL or branch is not fit to call with: nothing was asked of the API. */
export declare class ConfigurationError extends Error {
  /** The call, for example `runs.list`, or the function that took the config. */
  readonly operation: string;
}

/** An argument is not what the call takes: nothing was asked of the API. */
export declare class ArgumentError extends TypeError {
  /** The call, for example `runs.list`. */
  readonly operation: string;
}
