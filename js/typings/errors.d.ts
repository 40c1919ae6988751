/** A credential as an error shows it: enough to tell which, never the token. */
export interface MaskedCredential {
  /** For example `a secret key`. */
  kind: string;
  /** For example `tr_prod_…a1B2`. */
  masked: string;
  /** The first digits of the token's SHA-256. */
  fingerprint: string;
}

/** Any failure the API has a part in. */
export declare class ApiError extends Error {
  readonly status?: number;
  /** Lower-case names. */
  readonly headers?: Record<string, string>;
  /** What the server sent as `error`. */
  readonly error?: unknown;
  /** The whole parsed body. */
  readonly body?: unknown;
  readonly code?: string;
  readonly param?: string;
  readonly type?: string;
  /** What to name when asking for help. */
  readonly requestId?: string;
  /** The call, for example `runs.retrieve`. */
  readonly operation: string;
  readonly attempts: number;
  readonly credential?: MaskedCredential;
}

/** 400 */
export declare class BadRequestError extends ApiError {}

/** 401 */
export declare class AuthenticationError extends ApiError {}

/** 403 */
export declare class PermissionDeniedError extends ApiError {}

/** 404 */
export declare class NotFoundError extends ApiError {}

/** 409 */
export declare class ConflictError extends ApiError {}

/** 422 */
export declare class UnprocessableEntityError extends ApiError {}

/** 429 */
export declare class RateLimitError extends ApiError {
  /** Undefined when the server did not say. */
  readonly millisecondsUntilReset: number | undefined;
}

/** 500 and above */
export declare class InternalServerError extends ApiError {}

/** No connection, or one that broke. */
export declare class ApiConnectionError extends ApiError {}

/** The deadline passed. */
export declare class ApiTimeoutError extends ApiConnectionError {}

/** A 2xx whose body is not what the API promises; `body` holds the beginning of its text. */
export declare class ApiResponseError extends ApiError {}

/** A batch did not get all of its items, however often they were sent: no run of it begins. */
export declare class BatchNotSealedError extends ApiError {
  readonly batchId: string;
  readonly enqueuedCount: number;
  readonly expectedCount: number;
  readonly itemsAccepted: number;
  readonly itemsDeduplicated: number;
}

/** Of many batches one failed, for the reason that is its `cause`. */
export declare class BatchTriggerError extends Error {
  /** The handles of the batches that are complete. */
  readonly handles: BatchHandle[];
  /** The first item that may not be triggered. */
  readonly firstUnsealedIndex: number;
}

/** Of several calls that set variables one failed, for the reason that is its `cause`. */
export declare class VariableSyncError extends Error {
  readonly plan: VariablesPlan;
  readonly done: VariablesDone;
  /** The variables of the call that failed, each of which may be done or not. */
  readonly open: string[];
  /** The variables that were not come to. */
  readonly left: string[];
}

/** Nothing was asked of the API: token, base URL or branch are not fit to call with. */
export declare class ConfigurationError extends Error {
  /** The call, for example `runs.list`, or the function that took the config. */
  readonly operation: string;
}

/** Nothing was asked of the API: an argument is not what the call takes. */
export declare class ArgumentError extends TypeError {
  readonly operation: string;
}
