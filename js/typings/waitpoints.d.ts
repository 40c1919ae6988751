/** The status of a waitpoint token. Values that the typings do not know yet pass through, so keep a default branch. */
export type WaitpointTokenStatus = "WAITING" | "COMPLETED" | "TIMED_OUT" | (string & {});

/** A waitpoint token with its output, or with the error of one that timed out. */
export type WaitpointRetrievedToken<T = any> = WaitpointToken & { output?: T; error?: WaitpointTimeoutError };

/** The error of a waitpoint token that nobody completed in time. */
export declare class WaitpointTimeoutError extends Error {}
