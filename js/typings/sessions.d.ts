/** What has become of a session. */
export type SessionStatus = "ACTIVE" | "CLOSED" | "EXPIRED" | (string & {});

export declare namespace sessions {
  function list(requestOptions: RequestOptions): CursorPagePromise<Session>;
  function close(sessionIdOrExternalId: string, requestOptions: RequestOptions): ApiPromise<Session>;
}
