// Typings of hairtrigger. Generated from the Rust doc comments and js/header.d.ts by `npm run build`;
// do not edit.

/** An environment of a Trigger.dev project. */
export type Environment = "dev" | "staging" | "prod" | "preview";

/** Values the typings do not know yet pass through, so keep a default branch. */
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

/** What started a run. */
export type TriggerFunction =
  "triggerAndWait" | "trigger" | "batchTriggerAndWait" | "batchTrigger" | (string & {});

/** A machine preset; values the typings do not know yet pass. */
export type Machine =
  "micro" | "small-1x" | "small-2x" | "medium-1x" | "medium-2x" | "large-1x" | "large-2x" | (string & {});

/** How failed attempts are repeated; fields that are left out keep the scope's value. */
export interface RetryOptions {
  /** Attempts in all, the first one included. Default 5. */
  maxAttempts?: number;
  /** What each delay is multiplied with. Default 1.6. */
  factor?: number;
  /** The first delay. Default 1000. */
  minTimeoutInMs?: number;
  /** The longest delay; a longer one that the server asks for fails at once. Default 30000. */
  maxTimeoutInMs?: number;
  /** Adds 0 to 100 % to each delay. Default true. */
  randomize?: boolean;
}

/** The request options a whole scope may have. */
export interface ScopeRequestOptions {
  retry?: RetryOptions;
  /**
   * Headers added to every request. They may not name `authorization`, `x-trigger-branch` or a header
   * that frames the message.
   */
  additionalHeaders?: Record<string, string>;
  /** Bounds a whole call: queueing, attempts, waits and body. Default 60000. */
  timeoutInMs?: number;
  /**
   * The most a response body may hold after decompression; a larger one is an ApiResponseError. Default
   * 67108864, 64 MiB; at most 536870888, the longest string of JavaScript.
   */
  maxResponseBytes?: number;
}

/** The last argument of every call. */
export interface RequestOptions extends ScopeRequestOptions {
  /** Rejects the call with `signal.reason` and closes its request. */
  signal?: AbortSignal;
  /** Another scope for this one call, under the one it would have used. */
  clientConfig?: ClientConfig;
  /**
   * Of calls that list pages: whether an iteration asks for the next page when half of the current one has
   * been taken; it is never more than one page ahead. Default true.
   */
  prefetch?: boolean;
  /**
   * Of calls that read once: whether identical ones in flight share one request. Identical are those of the
   * same credential with the same parameters and options; other credentials' never are. Default false.
   */
  dedupe?: boolean;
}

/**
 * What a scope names. A config with a token starts a new identity: branch and additional headers come
 * from it or are absent. One without keeps its parent's. Everything else is inherited unless given.
 */
export interface ClientConfig {
  /** The token; the same thing as `secretKey`. Named but unset is a ConfigurationError. */
  accessToken?: string;
  /** The token; the same thing as `accessToken`. Named but unset is a ConfigurationError. */
  secretKey?: string;
  /** Where the API is, a path prefix included. Default `TRIGGER_API_URL`, else `https://api.trigger.dev`. */
  baseURL?: string;
  /** The branch of a preview environment; null for none. */
  previewBranch?: string | null;
  /** Certificates, in PEM form, that are trusted besides the usual ones. */
  ca?: string | string[];
  requestOptions?: ScopeRequestOptions;
}

/** What `configure` takes. */
export interface Configuration extends ClientConfig {
  /**
   * False: no call runs outside a scope, so a lost async context or a forgotten `withAuth` cannot run
   * under the process's own key. Recommended for servers with many customers. Default true.
   */
  ambient?: boolean;
}

/**
 * Sets the default scope: it replaces what an earlier call set. What it does not name comes from the
 * environment. An unset token is kept as an error that every call in the default scope rejects with.
 *
 * Throws a ConfigurationError for anything else that is wrong with the configuration.
 */
export declare function configure(configuration: Configuration): void;

/**
 * Runs a callback in a scope: the calls in it, and what it starts, run under this config. The callback
 * gets a client bound to the scope, which keeps it wherever the client goes.
 *
 * Rejects with a ConfigurationError, without running the callback, when the config is not fit to use.
 */
export declare function withAuth<T>(
  config: ClientConfig,
  callback: (client: TriggerClient) => T,
): Promise<Awaited<T>>;
/** Makes a client bound to a scope under the current one. Throws a ConfigurationError. */
export declare function withAuth(config: ClientConfig): TriggerClient;

/**
 * Resolves when no call of this thread is in flight, for a graceful shutdown: stop taking requests, then
 * drain. Calls that are made meanwhile are waited for too.
 *
 * Rejects with an ApiTimeoutError when calls are still in flight after `timeoutInMs`, default 60000; they
 * go on.
 */
export declare function drain(options?: { timeoutInMs?: number }): Promise<void>;

export declare namespace auth {
  // The same functions under the names the official SDK's users know.
  export { configure, withAuth };
  /**
   * Runs a callback in the scope of a public token that is created for it. The callback gets the client.
   *
   * Rejects, without running the callback, when the token cannot be created.
   */
  function withPublicToken<T>(
    options: CreatePublicTokenOptions,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
  /** Runs a callback in the scope of a public token that may trigger a task, once unless the options say so. */
  function withTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
  /** Runs a callback in the scope of a public token that may trigger a batch, once unless the options say so. */
  function withBatchTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
}

/** What a bound client has of `auth`: nothing that would leave its scope. */
export type BoundAuth = Omit<
  typeof auth,
  "configure" | "withAuth" | "withPublicToken" | "withTriggerPublicToken" | "withBatchTriggerPublicToken"
>;

/** What a public token allows: for each action all resources, all of a type, or those with these ids. */
export interface PublicTokenScopes {
  read?: PublicTokenResources | true;
  write?: PublicTokenResources | true;
  trigger?: PublicTokenResources | true;
  batchTrigger?: PublicTokenResources | true;
  admin?: true;
  [action: string]: PublicTokenResources | boolean | undefined;
}

/** For each type of resource all of them, or those with these ids. */
export interface PublicTokenResources {
  [type: string]: boolean | string | string[] | undefined;
}

/**
 * A client bound to one scope, whatever scope its calls are made in. Its parent is the environment.
 *
 * The constructor throws a ConfigurationError when the config is not fit to use.
 */
export declare class TriggerClient {
  constructor(config?: ClientConfig);
  readonly auth: BoundAuth;
  readonly batch: typeof batch;
  readonly concurrencyLimits: typeof concurrencyLimits;
  readonly envvars: typeof envvars;
  readonly prompts: typeof prompts;
  readonly query: typeof query;
  readonly queues: typeof queues;
  readonly request: typeof request;
  readonly runs: typeof runs;
  readonly schedules: typeof schedules;
  readonly sessions: typeof sessions;
  readonly tasks: typeof tasks;
}

/** The promise of a single request. */
export interface ApiPromise<T> extends Promise<T> {
  /**
   * The response itself: status, headers and url. Its body can be read when this was called in the same
   * tick as the call; otherwise reading it rejects.
   */
  asResponse(): Promise<Response>;
  /** The result together with the response, as `asResponse` gives it. */
  withResponse(): Promise<{ data: T; response: Response }>;
}

/** The promise of a page, and of every item from that page on: await it, or iterate it. */
export interface CursorPagePromise<T> extends ApiPromise<CursorPage<T>>, AsyncIterable<T> {}

/** The promise of a numbered page, and of every item from that page on: await it, or iterate it. */
export interface OffsetLimitPagePromise<T> extends ApiPromise<OffsetLimitPage<T>>, AsyncIterable<T> {}

/** What all pages have. Iterating one goes on through the pages after it. */
interface AnyPage<T, Page> extends AsyncIterable<T> {
  data: T[];
  /** The same as `data`. */
  getPaginatedItems(): T[];
  hasNextPage(): boolean;
  hasPreviousPage(): boolean;
  /** This page and every one after it. A cursor that repeats ends it with an ApiResponseError. */
  iterPages(): AsyncIterableIterator<Page>;
}

/** One page of a list. */
export interface CursorPage<T> extends AnyPage<T, CursorPage<T>> {
  pagination: CursorPagination;
  /** Rejects when there is none. */
  getNextPage(): CursorPagePromise<T>;
  /** Rejects when there is none. Its items come in reverse order. */
  getPreviousPage(): CursorPagePromise<T>;
}

/** One page of a list whose pages are numbered. */
export interface OffsetLimitPage<T> extends AnyPage<T, OffsetLimitPage<T>> {
  pagination: OffsetLimitPagination;
  /** Rejects when there is none. */
  getNextPage(): OffsetLimitPagePromise<T>;
  /** Rejects when there is none. */
  getPreviousPage(): OffsetLimitPagePromise<T>;
}

/** The runs a bulk action is about: what a filter selects, or at most 500 by their ids. */
export type RunSelection =
  { filter: BulkActionFilter; runIds?: undefined } | { runIds: string[]; filter?: undefined };

/** One change to a run's metadata. A key is a name, or a path such as `$.user.name`. */
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

/** A queue by its kind and name. */
export interface QueueName {
  /** `task` for a task's own queue. */
  type: "task" | "custom";
  name: string;
}

/** A task by its shape, as the official SDK types one. */
export interface TaskShape {
  trigger(payload: any, ...rest: any[]): any;
}

/** What a run can be typed by: a task, the handle of a run, or nothing but an id. */
export type RunSource = TaskShape | { id: string } | string;

/** What names a run of this source: its handle, or its id. */
export type RunIdOf<T> = T extends TaskShape
  ? string | { id: string }
  : T extends { id: string }
    ? T | string
    : string;

/** The payload of a task or of a run's handle, `any` where it is not known. */
export type PayloadOf<T> = T extends { trigger(payload: infer P, ...rest: any[]): any }
  ? P
  : T extends { readonly __payload?: infer P }
    ? P
    : any;

/** The output of a task or of a run's handle, `any` where it is not known. */
export type OutputOf<T> = T extends { trigger(...args: any[]): Promise<{ readonly __output?: infer O }> }
  ? O
  : T extends { readonly __output?: infer O }
    ? O
    : any;

/** The id of a task. */
export type TaskIdOf<T> = T extends { id: infer I extends string } ? I : string;

/** A run that was triggered, typed by its task. */
export type RunHandle<T = any> = TriggeredRun & {
  readonly __payload?: PayloadOf<T>;
  readonly __output?: OutputOf<T>;
};

/** An item of a batch of one task. */
export interface BatchItem<T = any> {
  payload?: PayloadOf<T>;
  options?: TriggerOptions;
}

/** An item of a batch, which names its task by its id. */
export interface BatchItemById<T = any> extends BatchItem<T> {
  id: TaskIdOf<T>;
}

/** An item of a batch, which carries its task. */
export interface BatchItemByTask<T = any> extends BatchItem<T> {
  task: { id: TaskIdOf<T> };
}

/** An array, or an async iterable such as a stream. */
export type BatchItems<Item> = readonly Item[] | AsyncIterable<Item>;

/** How a run has ended. */
export type RunResult =
  | {
      ok: true;
      id: string;
      taskIdentifier: string;
      output?: string;
      outputType: string;
      [more: string]: unknown;
    }
  | { ok: false; id: string; taskIdentifier: string; error: unknown; [more: string]: unknown };

/** How any number of items are triggered. */
export interface TriggerAllOptions extends BatchTriggerOptions {
  /** Items in a batch, at most 1000. Default 500. */
  batchSize?: number;
}

export declare namespace batch {
  /**
   * Triggers any number of runs, a batch at a time: an async iterable of one handle for each batch, which
   * goes on as it is iterated. At most two batches are in memory.
   *
   * Ends with a BatchTriggerError, which has the handles made so far, and the index of the first item that
   * may not be triggered.
   */
  function triggerAll<T extends TaskShape = any>(
    items: Iterable<BatchItemById<T>> | AsyncIterable<BatchItemById<T>>,
    options?: TriggerAllOptions,
    requestOptions?: RequestOptions,
  ): AsyncIterableIterator<BatchHandle>;
}

/** A run, its payload and output typed by what it was retrieved as. */
export type Run<T = string> = RunDetails & { payload?: PayloadOf<T>; output?: OutputOf<T> };

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
  /** By its slug. */
  environment: string;
  environment_type: "PRODUCTION" | "STAGING" | "DEVELOPMENT" | "PREVIEW";
  /** By its ref. */
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
  /** In seconds. */
  max_duration: number | null;
  queued_duration: number | null;
  execution_duration: number | null;
  total_duration: number | null;
  usage_duration: number;
  /** Costs are in dollars. */
  compute_cost: number;
  invocation_cost: number;
  total_cost: number;
  output: Record<string, unknown>;
  error: Record<string, unknown>;
}

interface QueryTables {
  runs: RunsTableRow;
}

/** The rows of a table, or some of their columns: `query.execute<QueryTable<"runs", "run_id">>(…)`. */
export type QueryTable<
  Table extends keyof QueryTables,
  Columns extends keyof QueryTables[Table] = keyof QueryTables[Table],
> = Pick<QueryTables[Table], Columns>;

/** What has become of a session. */
export type SessionStatus = "ACTIVE" | "CLOSED" | "EXPIRED" | (string & {});

/** Where a widget is on the 12 columns of a dashboard. */
export interface DashboardWidgetPosition {
  /** 0 to 11. */
  x: number;
  y: number;
  /** 1 to 12. */
  w: number;
  h: number;
}

/** How a widget shows what its query finds. */
export type DashboardWidgetDisplay =
  | { type: "table"; prettyFormatting: boolean; sorting: { desc: boolean; id: string }[] }
  | {
      type: "chart";
      chartType: "bar" | "line";
      xAxisColumn: string | null;
      yAxisColumns: string[];
      groupByColumn: string | null;
      stacked: boolean;
      sortByColumn: string | null;
      sortDirection: "asc" | "desc";
      aggregation: "sum" | "avg" | "count" | "min" | "max";
      seriesColors?: Record<string, string>;
    }
  | {
      type: "bignumber";
      column: string;
      aggregation: "sum" | "avg" | "count" | "min" | "max" | "first" | "last";
      sortDirection?: "asc" | "desc";
      abbreviate: boolean;
      prefix?: string;
      suffix?: string;
    }
  | { type: "title" };

type Defaulted = "prettyFormatting" | "sorting" | "abbreviate";
type Lenient<T> = T extends unknown
  ? Omit<T, Defaulted> & { [Name in Extract<keyof T, Defaulted>]?: T[Name] }
  : never;

/** The same with what has a default left out: pretty formatting, no sorting, no abbreviation. */
export type DashboardWidgetDisplayInput = Lenient<DashboardWidgetDisplay>;

/** A widget of a dashboard. */
export interface DashboardWidget {
  id: string;
  title: string;
  query: string;
  display: DashboardWidgetDisplay;
  /** Times without rows are filled in. */
  fillGaps?: boolean;
  position: DashboardWidgetPosition;
}

/** A widget a dashboard is to have. */
export interface DashboardWidgetInput {
  /** Unique within the dashboard. Made up when it is left out. */
  id?: string;
  title: string;
  /** A TRQL query; every widget needs one but a `title`. */
  query?: string;
  display: DashboardWidgetDisplayInput;
  fillGaps?: boolean;
  /** Left out: full width, below the others. */
  position?: DashboardWidgetPosition;
}

/** A prompt by its shape, as the official SDK types the handle of one. */
export interface PromptShape {
  id: string;
  resolve(variables: any, ...rest: any[]): any;
}

/** What a prompt can be typed by: its handle, or nothing but a slug. */
export type PromptSource = PromptShape | string;

export type PromptSlugOf<T> = T extends { id: infer Id extends string } ? Id : string;

export type PromptVariablesOf<T> = PromptSource extends T
  ? Record<string, unknown>
  : T extends { resolve(variables: infer V, ...rest: any[]): any }
    ? V
    : Record<string, unknown>;

/** A prompt as it applies now. */
export type ResolvedPrompt = PromptDetails & {
  /** Options for the AI SDK's functions, which name the prompt in their traces. */
  toAISDKTelemetry(additionalMetadata?: Record<string, string>): {
    experimental_telemetry: { isEnabled: true; metadata: Record<string, string> };
  };
};

/** Why a run failed. */
export interface RunError {
  message: string;
  name?: string;
  stackTrace?: string;
  causes?: { message: string; name?: string; stackTrace?: string }[];
}

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
/** Nothing was asked of the API: token, base URL or branch are not fit to call with. */
export declare class ConfigurationError extends Error {
  /** The call, for example `runs.list`, or the function that took the config. */
  readonly operation: string;
}
/** Nothing was asked of the API: an argument is not what the call takes. */
export declare class ArgumentError extends TypeError {
  readonly operation: string;
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
  function list(projectRef: string, requestOptions: RequestOptions): CursorPagePromise<ListedRun>;
  function list(
    params: ListProjectRunsParams & { projectRef: string },
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedRun>;
  function list(requestOptions: RequestOptions): CursorPagePromise<ListedRun>;

  function replay(runId: string, requestOptions: RequestOptions): ApiPromise<RunReference>;

  function poll<T extends RunSource = string>(
    runId: RunIdOf<T>,
    requestOptions: RequestOptions,
  ): Promise<Run<T>>;
}

export declare namespace queues {
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Queue>;
  function retrieveMetrics(queue: QueueName, requestOptions: RequestOptions): ApiPromise<QueueMetrics>;
}

export declare namespace schedules {
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Schedule>;
  function timezones(requestOptions: RequestOptions): ApiPromise<Timezones>;
}

export declare namespace concurrencyLimits {
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<ConcurrencyLimit>;

  /** Retrieves what a limit is for one concurrency key. */
  function retrieve(
    name: string,
    params: ConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;

  /** Caps one concurrency key for a time, whatever task its runs are of. */
  function override(
    name: string,
    params: OverrideConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;
  function override(
    name: string,
    params: OverrideConcurrencyLimitParams | OverrideConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimit | ConcurrencyLimitKey>;

  /** Lifts the cap of one concurrency key; the limit itself stays as it is. */
  function reset(
    name: string,
    params: ConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;
}

export declare namespace prompts {
  function resolve<T extends PromptSource = PromptSource>(
    slug: PromptSlugOf<T>,
    variables: PromptVariablesOf<T> | undefined,
    requestOptions: RequestOptions,
  ): ApiPromise<ResolvedPrompt>;
}

export declare namespace query {
  /** The same, with all rows as one CSV text. */
  function execute(
    query: string,
    options: QueryOptions & { format: "csv" },
    requestOptions?: RequestOptions,
  ): ApiPromise<{ format: "csv"; results: string }>;
  function execute<Row extends Record<string, any> = Record<string, any>>(
    query: string,
    requestOptions: RequestOptions,
  ): ApiPromise<{ format: "json"; results: Row[] }>;
}

export declare namespace query.dashboards.widgets {
  function del(dashboardId: string, widgetId: string, requestOptions: RequestOptions): ApiPromise<Dashboard>;
}

export declare namespace sessions {
  function list(requestOptions: RequestOptions): CursorPagePromise<Session>;
  function close(sessionIdOrExternalId: string, requestOptions: RequestOptions): ApiPromise<Session>;
export declare namespace runs.bulk {
  function list(requestOptions: RequestOptions): CursorPagePromise<BulkAction>;

  function poll(bulkActionId: string, requestOptions: RequestOptions): Promise<BulkAction>;
}
