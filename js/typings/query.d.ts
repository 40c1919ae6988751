/** A run's status as queries show it; values the typings do not know yet pass through. */
export type RunFriendlyStatus =
  | "Delayed"
  | "Queued"
  | "Pending version"
  | "Dequeued"
  | "Executing"
  | "Waiting"
  | "Reattempting"
  | "Paused"
  | "Canceled"
  | "Interrupted"
  | "Completed"
  | "Failed"
  | "System failure"
  | "Crashed"
  | "Expired"
  | "Timed out"
  | (string & {});

/** A row of the table `runs` as queries find it: dates are texts, flags are 0 or 1, durations milliseconds. */
export interface RunsTableRow {
  run_id: string;
  /** The slug of the environment. */
  environment: string;
  environment_type: "PRODUCTION" | "STAGING" | "DEVELOPMENT" | "PREVIEW";
  /** The ref of the project. */
  project: string;
  task_identifier: string;
  task_version: string;
  sdk_version: string;
  cli_version: string;
  status: RunFriendlyStatus;
  is_finished: number;
  is_test: number;
  attempt_count: number;
  queue: string;
  concurrency_key: string;
  machine: Machine;
  region: string | null;
  tags: string[];
  batch_id: string | null;
  bulk_action_group_ids: string[];
  root_run_id: string | null;
  parent_run_id: string | null;
  depth: number;
  is_root_run: number;
  is_child_run: number;
  /** Empty without one. */
  idempotency_key: string;
  idempotency_key_scope: "run" | "attempt" | "global" | "";
  triggered_at: string;
  queued_at: string | null;
  dequeued_at: string | null;
  executed_at: string | null;
  completed_at: string | null;
  has_delay: number;
  delay_until: string | null;
  expired_at: string | null;
  /** For example `10m`. */
  ttl: string;
  /** Seconds. */
  max_duration: number | null;
  queued_duration: number | null;
  execution_duration: number | null;
  total_duration: number | null;
  usage_duration: number;
  /** US dollars, as are the other costs. */
  compute_cost: number;
  invocation_cost: number;
  total_cost: number;
  output: Record<string, unknown>;
  error: Record<string, unknown>;
}

/** The rows of the tables that are typed. */
export interface QueryTables {
  runs: RunsTableRow;
}

/** The rows of a table, or some of their columns: `query.execute<QueryTable<"runs", "run_id">>(…)`. */
export type QueryTable<
  Table extends keyof QueryTables,
  Columns extends keyof QueryTables[Table] = keyof QueryTables[Table],
> = Pick<QueryTables[Table], Columns>;

export declare namespace query {
  /** Executes a TRQL query, with all rows as one CSV text. */
  function execute(
    query: string,
    options: QueryOptions & { format: "csv" },
    requestOptions?: RequestOptions,
  ): ApiPromise<{ format: "csv"; results: string }>;
  /** Executes a TRQL query of the last 7 days of the environment, under request options alone. */
  function execute<Row extends Record<string, any> = Record<string, any>>(
    query: string,
    requestOptions: RequestOptions,
  ): ApiPromise<{ format: "json"; results: Row[] }>;
}
