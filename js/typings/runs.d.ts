/** The status of a run. Values that the typings do not know yet pass through, so keep a default branch. */
export type RunStatus =
  | "PENDING_VERSION"
  | "QUEUED"
  | "DEQUEUED"
  | "EXECUTING"
  | "WAITING"
  | "COMPLETED"
  | "CANCELED"
  | "FAILED"
  | "CRASHED"
  | "SYSTEM_FAILURE"
  | "DELAYED"
  | "EXPIRED"
  | "TIMED_OUT"
  | (string & {});

/** The function that triggered a run; values the typings do not know yet pass through. */
export type TriggerFunction =
  "triggerAndWait" | "trigger" | "batchTriggerAndWait" | "batchTrigger" | (string & {});

/** A machine preset; values the typings do not know yet pass through. */
export type Machine =
  "micro" | "small-1x" | "small-2x" | "medium-1x" | "medium-2x" | "large-1x" | "large-2x" | (string & {});

/** The runs a bulk action is about: what a filter selects, or at most 500 by their ids. */
export type RunSelection =
  { filter: BulkActionFilter; runIds?: undefined } | { runIds: string[]; filter?: undefined };

/** A change to a run's metadata. A key is a name, or a path such as `$.user.name`. */
export type MetadataOperation =
  | { type: "set"; key: string; value: unknown }
  | { type: "delete"; key: string }
  /** Adds a value to a list. */
  | { type: "append"; key: string; value: unknown }
  /** Takes a value out of a list. */
  | { type: "remove"; key: string; value: unknown }
  | { type: "increment"; key: string; value: number }
  /** Replaces all there is. */
  | { type: "update"; value: Record<string, unknown> };

/**
 * A run, its payload and output typed by what it was retrieved as. They come as plain JSON: where the task has a `Date`
 * or a `Map`, the type says so all the same, and the value is what the server shows of it.
 */
export type Run<T = string> = RunDetails & { payload?: PayloadOf<T>; output?: OutputOf<T> };

/** The error a run failed with. */
export interface RunError {
  message: string;
  name?: string;
  stackTrace?: string;
  causes?: { message: string; name?: string; stackTrace?: string }[];
}

export declare namespace runs {
  /**
   * Lists the runs of one environment of a project. Without `from`, `to` or `period` it covers the last
   * 7 days only.
   *
   * `GET /api/v1/projects/{projectRef}/runs`; takes a personal access token.
   */
  function list(
    projectRef: string,
    params?: ListProjectRunsParams,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedRun>;
  /** Lists the runs of a project under request options alone; the server needs an environment. */
  function list(projectRef: string, requestOptions: RequestOptions): CursorPagePromise<ListedRun>;
  /** Lists the runs of one environment of a project, which stands among the parameters. */
  function list(
    params: ListProjectRunsParams & { projectRef: string },
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedRun>;
  /** Lists the runs of the last 7 days under request options alone. */
  function list(requestOptions: RequestOptions): CursorPagePromise<ListedRun>;

  /** Replays a run as it was, under request options alone. */
  function replay(runId: string, requestOptions: RequestOptions): ApiPromise<RunReference>;

  /** Retrieves a run every second until it is completed, under request options alone. */
  function poll<T extends RunSource = string>(
    runId: RunIdOf<T>,
    requestOptions: RequestOptions,
  ): Promise<Run<T>>;
}

export declare namespace runs.bulk {
  /** Lists bulk actions under request options alone. */
  function list(requestOptions: RequestOptions): CursorPagePromise<BulkAction>;

  /** Retrieves a bulk action every second until it is no longer pending, under request options alone. */
  function poll(bulkActionId: string, requestOptions: RequestOptions): Promise<BulkAction>;
}
