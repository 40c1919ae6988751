/** Values the typings do not know yet pass through, so keep a default branch. */
export type WaitpointTokenStatus = "WAITING" | "COMPLETED" | "TIMED_OUT" | (string & {});

/** A waitpoint token with what it was completed with, or why it was not. */
export type WaitpointRetrievedToken<T = any> = WaitpointToken & { output?: T; error?: WaitpointTimeoutError };

/** Why a waitpoint token has no output: nobody completed it in time. */
export declare class WaitpointTimeoutError extends Error {}
