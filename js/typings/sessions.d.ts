/** The status of a session. Values that the typings do not know yet pass through, so keep a default branch. */
export type SessionStatus = "ACTIVE" | "CLOSED" | "EXPIRED" | (string & {});

export declare namespace sessions {
  /** Lists the sessions under request options alone. */
  function list(requestOptions: RequestOptions): CursorPagePromise<Session>;
  /** Closes a session without a reason, under request options alone. */
  function close(sessionIdOrExternalId: string, requestOptions: RequestOptions): ApiPromise<Session>;
}
