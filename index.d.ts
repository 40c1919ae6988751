// Typings of hairtrigger. Generated from the Rust doc comments and js/typings/ by `npm run build`;
// do not edit.

/**
 * Sets the default scope: it replaces what an earlier call set. What it does not name comes from the
 * environment. An unset token is kept as an error that every call in the default scope rejects with.
 *
 * Throws a ConfigurationError for anything else that is wrong with the configuration.
 */
export declare function configure(configuration: Configuration): void;

/** Makes a client bound to a scope under the current one. Throws a ConfigurationError. */
export declare function withAuth(config: ClientConfig): TriggerClient;

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

/**
 * A client bound to one scope, whatever scope its calls are made in. Its parent is the environment.
 *
 * The constructor throws a ConfigurationError when the config is not fit to use, and when it is given but undefined: a
 * failed look-up must not run under the environment's key.
 */
export declare class TriggerClient {
  constructor(config?: ClientConfig);
  readonly auth: BoundAuth;
  readonly batch: typeof batch;
  readonly concurrencyLimits: typeof concurrencyLimits;
  readonly deployments: typeof deployments;
  readonly envvars: typeof envvars;
  readonly errors: typeof errors;
  readonly idempotencyKeys: typeof idempotencyKeys;
  readonly orgs: typeof orgs;
  readonly projects: typeof projects;
  readonly prompts: typeof prompts;
  readonly query: typeof query;
  readonly queues: typeof queues;
  readonly request: typeof request;
  readonly runs: typeof runs;
  readonly schedules: typeof schedules;
  readonly sessions: typeof sessions;
  readonly streams: typeof streams;
  readonly tasks: typeof tasks;
  readonly wait: typeof wait;
}

/** The functions of `auth` that a bound client has: all but those that would leave its scope. */
export type BoundAuth = Omit<
  typeof auth,
  "configure" | "withAuth" | "withPublicToken" | "withTriggerPublicToken" | "withBatchTriggerPublicToken"
>;

/** The last argument of every call. */
export interface RequestOptions extends ScopeRequestOptions {
  /** Rejects the call with `signal.reason` and closes its request. */
  signal?: AbortSignal;
  /** The config of a scope for this one call, under the one it would have used. */
  clientConfig?: ClientConfig;
  /**
   * Lets an iteration over pages ask for the next page when half of the current one has been taken; it is never
   * more than one page ahead. Default true.
   */
  prefetch?: boolean;
  /**
   * Lets identical calls that only read, and are made at the same time, share one request. Identical are those of
   * the same credential with the same parameters and options; other credentials' never are. Default false.
   */
  dedupe?: boolean;
}

/**
 * The config of a scope: a token, a server, a policy. A config with a token starts a new identity: branch and additional headers come
 * from it or are absent. One without keeps its parent's. Everything else is inherited unless given.
 */
export interface ClientConfig {
  /** The token, under the one name or the other, `secretKey`. Named but unset is a ConfigurationError. */
  accessToken?: string;
  /** The token, under the one name or the other, `accessToken`. Named but unset is a ConfigurationError. */
  secretKey?: string;
  /**
   * Called for a fresh public token by a subscription whose token expires; those that name a function of their own ask
   * that. It belongs to the identity, as the token does: a config with a token brings its own or none.
   */
  refreshAccessToken?: () => string | Promise<string>;
  /** The URL of the API, a path prefix included. Default `TRIGGER_API_URL`, else `https://api.trigger.dev`. */
  baseURL?: string;
  /** The branch of a preview environment; null for none. */
  previewBranch?: string | null;
  /** Certificates, in PEM form, that are trusted besides the usual ones. */
  ca?: string | string[];
  /**
   * The addresses that connections are made to: `any`, or `public` ones alone, checked when a connection is made, so
   * that a base URL that a customer names does not lead into this process's own network. Through a proxy addresses
   * in URLs are checked, and names are the proxy's to look up. Inherited; default `any`.
   */
  network?: "any" | "public";
  /**
   * Origins, as `https://storage.example`, where payloads and outputs may be fetched from and put besides the
   * server's own host and public addresses. Inherited; default none.
   */
  storageOrigins?: string[];
  requestOptions?: ScopeRequestOptions;
}

/** The config that `configure` takes. */
export interface Configuration extends ClientConfig {
  /**
   * Allows calls outside any `withAuth` or client. With false no call runs outside a scope, so a lost async context or a forgotten `withAuth` cannot run
   * under the process's own key. Recommended for servers with many customers. Default true.
   */
  ambient?: boolean;
}

/** The request options a whole scope may have. */
export interface ScopeRequestOptions {
  retry?: RetryOptions;
  /**
   * Headers added to every request. They may not name `authorization`, `x-trigger-branch` or a header
   * that frames the message; at most 128 of them, and 32 KiB.
   */
  additionalHeaders?: Record<string, string>;
  /** Bounds a whole call: queueing, attempts, waits and body. Default 60000. */
  timeoutInMs?: number;
  /**
   * The most a response body may hold after decompression; a larger one is an ApiResponseError. Default
   * 16777216, 16 MiB; at most 536870888, the longest string of JavaScript.
   */
  maxResponseBytes?: number;
}

/** The rules by which failed attempts are repeated; fields that are left out keep the scope's value. */
export interface RetryOptions {
  /** Attempts in all, the first one included. Default 5. */
  maxAttempts?: number;
  /** The factor from one delay to the next. Default 1.6. */
  factor?: number;
  /** The first delay. Default 1000. */
  minTimeoutInMs?: number;
  /** The longest delay; a longer one that the server asks for fails at once. Default 30000. */
  maxTimeoutInMs?: number;
  /** Adds 0 to 100 % to each delay. Default true. */
  randomize?: boolean;
}

export declare namespace auth {
  /** Hands on the two functions, under the names that the official SDK has. */
  export { configure, withAuth };

  /**
   * Creates a public token that may trigger a batch of a task, or of several, once.
   *
   * `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
   */
  export function createBatchTriggerPublicToken(
    task: string | string[],
    options?: CreateTriggerPublicTokenOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<string>;

  /**
   * Creates a public token that allows what its scopes say, and nothing else.
   *
   * It is signed with the secret key of the environment; for an additional key, which cannot sign, the server
   * mints it. It expires after 15 minutes unless `expirationTime` says otherwise.
   *
   * `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
   */
  export function createPublicToken(
    options?: CreatePublicTokenOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<string>;

  /**
   * Creates a public token that may trigger a task, or one of several, once.
   *
   * `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
   */
  export function createTriggerPublicToken(
    task: string | string[],
    options?: CreateTriggerPublicTokenOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<string>;

  /**
   * Turns what a connect form collects into a config, or tells what is wrong with each field.
   *
   * Values are trimmed, and empty ones are none. The base URL may be a bare host, which is taken for `https`
   * unless it is this machine. Under `network: "public"` it may be no address of a private network, and the config
   * names the network too: what a host's name leads to is checked whenever a connection is made. `network` is the
   * current scope's by default. The environment must be that of the key, whose it is when none is named; a
   * branch is needed for preview and refused elsewhere. Nothing is sent: whether the credential works is for
   * `auth.verify` to tell.
   */
  export function fromConnection(form: ConnectForm, options?: ConnectOptions): Promise<ConnectResult>;

  /** Tells whose the credential of the current scope is, under request options alone. */
  export function verify(requestOptions: RequestOptions): Promise<CredentialCheck>;

  /**
   * Tells whose a credential is, whether it works, and what for.
   *
   * It takes a config as `withAuth` does, and asks under the current scope without one. It resolves whatever
   * is wrong with the credential or its server; it rejects when the config or the request options are not
   * what they should be, and when `signal` is aborted. Like any call it repeats what may pass, so an
   * unreachable server takes its time: `requestOptions.retry` and `timeoutInMs` bound it.
   *
   * It makes one request; two for an additional key, which the first one may refuse whatever it is, and for a
   * preview or dev key whose error may be the branch's. A one-time public token is not sent: that would use
   * it up.
   *
   * `GET /api/v1/whoami` for a key, `GET /api/v2/whoami` for a personal access token or an organization
   * token, `GET /api/v1/orgs` for a user-actor token, `GET /api/v1/runs` for a public token.
   */
  export function verify(config?: ClientConfig, requestOptions?: RequestOptions): Promise<CredentialCheck>;

  /** Runs a callback in the scope of a public token that may trigger a batch, once unless the options say so. */
  export function withBatchTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;

  /**
   * Runs a callback in the scope of a public token that is created for it. The callback gets the client.
   *
   * Rejects, without running the callback, when the token cannot be created.
   */
  export function withPublicToken<T>(
    options: CreatePublicTokenOptions,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;

  /** Runs a callback in the scope of a public token that may trigger a task, once unless the options say so. */
  export function withTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
}

export declare namespace batch {
  /**
   * Retrieves a batch: its runs, and the items that could not become one.
   *
   * `GET /api/v2/batches/{batchId}`; takes a secret key, or a public token with `read:batch`.
   */
  export function retrieve(batchId: string, requestOptions?: RequestOptions): ApiPromise<Batch>;

  /**
   * Retrieves how the runs of a batch have ended, as far as they have.
   *
   * `GET /api/v1/batches/{batchId}/results`; takes a secret key.
   */
  export function retrieveResults(batchId: string, requestOptions?: RequestOptions): ApiPromise<BatchResults>;

  /**
   * Triggers a batch of runs of several tasks: an array of items, or an async iterable, which is collected first.
   *
   * The server takes at most 1,000 items in a batch; `batch.triggerAll` triggers any number. The batch is made
   * with one request, and its items follow in another, which is repeated until the server has all of them.
   *
   * `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
   * with `batchTrigger:tasks`.
   */
  export function trigger<T extends TaskShape = any>(
    items: BatchItems<BatchItemById<T>>,
    options?: BatchTriggerOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<BatchHandle>;

  /**
   * Triggers any number of runs, a batch at a time: an async iterable of one handle for each batch, which
   * goes on as it is iterated: to await it alone sends nothing. At most two batches are in memory.
   *
   * Ends with a BatchTriggerError, which has the handles made so far, and the index of the first item that
   * may not be triggered.
   */
  export function triggerAll<T extends TaskShape = any>(
    items: Iterable<BatchItemById<T>> | AsyncIterable<BatchItemById<T>>,
    options?: TriggerAllOptions,
    requestOptions?: RequestOptions,
  ): AsyncIterableIterator<BatchHandle>;

  /**
   * Triggers a batch of runs, each item with its task: anything that carries the task's `id`.
   *
   * `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
   * with `batchTrigger:tasks`.
   */
  export function triggerByTask<T extends TaskShape = any>(
    items: BatchItems<BatchItemByTask<T>>,
    options?: BatchTriggerOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<BatchHandle>;
}

export declare namespace concurrencyLimits {
  /** Lists the concurrency limits under request options alone. */
  export function list(requestOptions: RequestOptions): OffsetLimitPagePromise<ConcurrencyLimit>;

  /**
   * Lists the concurrency limits of the environment, a page at a time: await it for one page, iterate it
   * for all.
   *
   * `GET /api/v1/concurrency-limits`; takes a secret key.
   */
  export function list(
    params?: ListConcurrencyLimitsParams,
    requestOptions?: RequestOptions,
  ): OffsetLimitPagePromise<ConcurrencyLimit>;

  /** Caps one concurrency key for a time, whatever task its runs are of. */
  export function override(
    name: string,
    params: KeyOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;

  /** Overrides the bounds of the whole limit. */
  export function override(
    name: string,
    params: LimitOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimit>;

  /**
   * Overrides the bounds of a concurrency limit; one that is not given stays as it is.
   *
   * A total of 0 blocks every run that holds the limit; `pause` does it and keeps the bounds. With
   * `concurrencyKey` it is that key's cap alone, for the time `ttl` says.
   *
   * `POST /api/v1/concurrency-limits/{name}/override`; takes a secret key.
   */
  export function override(
    name: string,
    params: LimitOverride | KeyOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimit | ConcurrencyLimitKey>;

  /**
   * Pauses a concurrency limit: no new runs that hold it start, those that run go on. Its bounds stay.
   *
   * `POST /api/v1/concurrency-limits/{name}/pause`; takes a secret key.
   */
  export function pause(name: string, requestOptions?: RequestOptions): ApiPromise<ConcurrencyLimit>;

  /** Resets the whole limit. */
  export function reset(name: string, requestOptions?: RequestOptions): ApiPromise<ConcurrencyLimit>;

  /**
   * Resets a concurrency limit to what was declared; with `{ concurrencyKey }` that key alone.
   *
   * The limit itself stays as it is when a key is reset. The server refuses it where nothing is overridden.
   *
   * `POST /api/v1/concurrency-limits/{name}/reset`; takes a secret key.
   */
  export function reset(
    name: string,
    params: ConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;

  /**
   * Resumes a paused concurrency limit, under the bounds it has.
   *
   * `POST /api/v1/concurrency-limits/{name}/pause`; takes a secret key.
   */
  export function resume(name: string, requestOptions?: RequestOptions): ApiPromise<ConcurrencyLimit>;

  /** Retrieves the whole limit. */
  export function retrieve(name: string, requestOptions?: RequestOptions): ApiPromise<ConcurrencyLimit>;

  /**
   * Retrieves a concurrency limit by its name; with `{ concurrencyKey }`, what it is for that key.
   *
   * Servers that know no limits of single keys overlook `concurrencyKey`, here and in `override` and `reset`.
   *
   * `GET /api/v1/concurrency-limits/{name}`; takes a secret key.
   */
  export function retrieve(
    name: string,
    params: ConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;
}

export declare namespace deployments {
  /**
   * Cancels a deployment that has not ended. The server refuses one that has, with 409.
   *
   * It is not retried after a failure that leaves its effect open: cancelled twice, it is refused.
   *
   * `POST /api/v1/deployments/{deploymentId}/cancel`; takes a secret key.
   */
  export function cancel(
    deploymentId: string,
    options?: CancelDeploymentOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<void>;

  /**
   * Lists the deployments of the environment, newest first, a page at a time: await it for one page,
   * iterate it for all. Its pages have no previous one.
   *
   * `GET /api/v1/deployments`; takes a secret key, or a public token with `read:deployments`.
   */
  export function list(
    options?: ListDeploymentsOptions,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<Deployment>;

  /**
   * Promotes a version, so that new runs use it. The server refuses the current one, and without
   * `allowRollbacks` older ones.
   *
   * It is not retried after a failure that leaves its effect open: promoted twice, it is refused.
   *
   * `POST /api/v1/deployments/{version}/promote`; takes a secret key.
   */
  export function promote(
    version: string,
    options?: PromoteDeploymentOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<PromotedDeployment>;

  /**
   * Retrieves a deployment with its worker and tasks.
   *
   * `GET /api/v1/deployments/{deploymentId}`; takes a secret key.
   */
  export function retrieve(
    deploymentId: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<DeploymentDetails>;

  /**
   * Retrieves the deployment that new runs of the environment use: the one promoted last.
   *
   * `GET /api/v1/deployments/current`; takes a secret key, or a public token with `read:deployments`.
   */
  export function retrieveCurrent(requestOptions?: RequestOptions): ApiPromise<Deployment>;

  /**
   * Retrieves the newest deployment that the platform does not manage, whatever its status.
   *
   * `GET /api/v1/deployments/latest`; takes a secret key.
   */
  export function retrieveLatest(requestOptions?: RequestOptions): ApiPromise<DeploymentDetails>;
}

/**
 * Resolves when no call of this thread is in flight, for a graceful shutdown: stop taking requests, then
 * drain. Calls that are made meanwhile are waited for too.
 *
 * Subscriptions end, as by `unsubscribe()`; with `subscriptions: "wait"` their own end is waited for.
 *
 * Rejects with an ApiTimeoutError when calls, or subscriptions that are waited for, are still in flight after
 * `timeoutInMs`, default 60000; they go on.
 */
export declare function drain(options?: {
  timeoutInMs?: number;
  subscriptions?: "close" | "wait";
}): Promise<void>;

export declare namespace envvars {
  /**
   * Creates a variable; one of that name that exists already is overwritten.
   *
   * The server refuses empty values, `TRIGGER_SECRET_KEY` and `TRIGGER_API_URL`.
   *
   * `POST /api/v1/projects/{projectRef}/envvars/{env}`
   */
  export function create(
    projectRef: string,
    env: Environment,
    params: CreateVariableParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentVariableResult>;

  /**
   * Deletes a variable. One that a preview branch only inherits cannot be deleted there.
   *
   * `DELETE /api/v1/projects/{projectRef}/envvars/{env}/{name}`
   */
  export function del(
    projectRef: string,
    env: Environment,
    name: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentVariableResult>;

  /**
   * Lists the variables of an environment, sorted as the server has them.
   *
   * Secrets come with the value `<redacted>`. A preview branch, named by the scope's `previewBranch`,
   * shows what it inherits from the preview environment too.
   *
   * `GET /api/v1/projects/{projectRef}/envvars/{env}`; takes a secret key of that environment or a
   * personal access token.
   */
  export function list(
    projectRef: string,
    env: Environment,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentVariable[]>;

  /**
   * Retrieves one variable; a secret's value is `<redacted>`.
   *
   * `GET /api/v1/projects/{projectRef}/envvars/{env}/{name}`
   */
  export function retrieve(
    projectRef: string,
    env: Environment,
    name: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentVariable>;

  /** Makes the variables of an environment those that are desired, under request options alone. */
  export function sync(
    projectRef: string,
    env: Environment,
    desired: DesiredVariables,
    requestOptions: RequestOptions,
  ): Promise<SyncedVariables>;

  /**
   * Makes the variables of an environment those that are desired.
   *
   * It lists them, then imports what is new or different, in one call, or one more for those that become
   * secret and for those that cease to be, and last deletes one by one what is not desired, with `prune`.
   * Variables that are equal are not written, also when a preview branch only inherits them; `prune` leaves
   * there what the branch inherits.
   *
   * Rejects with a VariableSyncError when a call fails after the list; it says what was done, and the same
   * call goes on from there. Rejects with an ArgumentError, and nothing is changed, for names that can be
   * none, for `TRIGGER_SECRET_KEY` and `TRIGGER_API_URL`, for new variables that are blank, and for `prune`
   * when nothing is desired.
   */
  export function sync(
    projectRef: string,
    env: Environment,
    desired: DesiredVariables,
    options?: SyncVariablesOptions,
    requestOptions?: RequestOptions,
  ): Promise<SyncedVariables>;

  /**
   * Changes the value of a variable that exists; a secret stays one. The value may be empty.
   *
   * `PUT /api/v1/projects/{projectRef}/envvars/{env}/{name}`
   */
  export function update(
    projectRef: string,
    env: Environment,
    name: string,
    params: UpdateVariableParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentVariableResult>;

  /**
   * Imports several variables at once.
   *
   * Without `override` it is all or nothing: one name that exists already, and nothing is imported.
   * It is retried after a failure that leaves its effect open only with `override: true`.
   *
   * `POST /api/v1/projects/{projectRef}/envvars/{env}/import`
   */
  export function upload(
    projectRef: string,
    env: Environment,
    params: UploadVariablesParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentVariableResult>;
}

export declare namespace errors {
  /**
   * Ignores an error, for some time, up to some number of occurrences, or for ever.
   *
   * Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
   * does not say. Look at `taskIdentifier` of the answer.
   *
   * `POST /api/v1/errors/{errorId}/ignore`; takes a secret key, or a public token with `write:errors`.
   */
  export function ignore(
    errorId: string,
    options?: IgnoreErrorOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<ErrorGroup>;

  /**
   * Lists error groups, the most frequent first, a page at a time: await it for one page, iterate it for all.
   *
   * **Without `from`, `to` or `period` it covers the last day only.** Ids are not unique: groups of tasks that fail
   * alike share one.
   *
   * `GET /api/v1/errors`; takes a secret key, or a public token with `read:errors`.
   */
  export function list(
    params?: ListErrorsParams,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedErrorGroup>;

  /**
   * Marks an error as resolved; when it occurs again it is unresolved.
   *
   * Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
   * does not say. Look at `taskIdentifier` of the answer.
   *
   * `POST /api/v1/errors/{errorId}/resolve`; takes a secret key, or a public token with `write:errors`.
   */
  export function resolve(
    errorId: string,
    options?: ResolveErrorOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<ErrorGroup>;

  /**
   * Retrieves an error group, with all its occurrences counted.
   *
   * Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
   * does not say. Look at `taskIdentifier` of the answer.
   *
   * `GET /api/v1/errors/{errorId}`; takes a secret key, or a public token with `read:errors`.
   */
  export function retrieve(errorId: string, requestOptions?: RequestOptions): ApiPromise<ErrorGroup>;

  /**
   * Takes back that an error is resolved or ignored.
   *
   * Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
   * does not say. Look at `taskIdentifier` of the answer.
   *
   * `POST /api/v1/errors/{errorId}/unresolve`; takes a secret key, or a public token with `write:errors`.
   */
  export function unresolve(errorId: string, requestOptions?: RequestOptions): ApiPromise<ErrorGroup>;
}

export declare namespace idempotencyKeys {
  /**
   * Makes an idempotency key of a text or several: the hash of them that `tasks.trigger` passes on as it is.
   *
   * It sends nothing. Outside a task every key is global: the scopes `run` and `attempt` are refused.
   */
  export function create(key: string | string[], options?: CreateIdempotencyKeyOptions): Promise<string>;

  /**
   * Resets an idempotency key of a task: the next trigger with it makes a new run.
   *
   * The key is what `idempotencyKeys.create` made, or what it is to be made of, with its scope. The scope is
   * `run` unless given, and needs the `parentRunId`. The server answers 404 when no run has the key.
   *
   * `POST /api/v1/idempotencyKeys/{key}/reset`; takes a secret key, or a public token with `write:runs`.
   */
  export function reset(
    taskIdentifier: string,
    idempotencyKey: string | string[],
    options?: ResetIdempotencyKeyOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<ResetIdempotencyKey>;
}

export declare namespace orgs {
  /**
   * Lists the organizations the person belongs to.
   *
   * `GET /api/v1/orgs`; takes a personal access token.
   */
  export function list(requestOptions?: RequestOptions): ApiPromise<Organization[]>;

  /**
   * Lists the projects of an organization, which is named by its id or its slug.
   *
   * One that the person does not belong to has none.
   *
   * `GET /api/v1/orgs/{organization}/projects`; takes a personal access token.
   */
  export function listProjects(organization: string, requestOptions?: RequestOptions): ApiPromise<Project[]>;
}

export declare namespace projects {
  /**
   * Archives a branch: nothing runs in it any more, and its name is free for another one.
   *
   * The server's answer has the branch's keys too; they are not handed over.
   *
   * `POST /api/v1/projects/{projectRef}/branches/archive`; takes a personal access token, an organization token, or
   * the secret key of the preview environment.
   */
  export function archiveBranch(
    projectRef: string,
    params: ArchiveBranchParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ArchivedBranch>;

  /**
   * Lists the projects of all organizations the person belongs to.
   *
   * `GET /api/v1/projects`; takes a personal access token.
   */
  export function list(requestOptions?: RequestOptions): ApiPromise<Project[]>;

  /**
   * Lists the branches of a project's preview environment that are not archived.
   *
   * `GET /api/v1/projects/{projectRef}/branches`; takes a personal access token.
   */
  export function listBranches(projectRef: string, requestOptions?: RequestOptions): ApiPromise<Branches>;

  /**
   * Lists the environments of a project, of dev the person's own, without branches.
   *
   * `GET /api/v1/projects/{projectRef}/environments`; takes a personal access token.
   */
  export function listEnvironments(
    projectRef: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<ProjectEnvironment[]>;

  /**
   * Pauses an environment, or the preview branch that the scope names: no new runs start there.
   *
   * `POST /api/v1/projects/{projectRef}/{env}/pause`; takes a personal access token.
   */
  export function pauseEnvironment(
    projectRef: string,
    env: Environment,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentState>;

  /**
   * Resumes a paused environment. The server refuses one that is paused because of a billing limit.
   *
   * `POST /api/v1/projects/{projectRef}/{env}/resume`; takes a personal access token.
   */
  export function resumeEnvironment(
    projectRef: string,
    env: Environment,
    requestOptions?: RequestOptions,
  ): ApiPromise<EnvironmentState>;

  /**
   * Retrieves a project.
   *
   * `GET /api/v1/projects/{projectRef}`; takes a personal access token.
   */
  export function retrieve(projectRef: string, requestOptions?: RequestOptions): ApiPromise<Project>;

  /**
   * Creates a branch, or updates the one of that name.
   *
   * A key must be that of the preview environment itself, and creates preview branches only.
   *
   * `POST /api/v1/projects/{projectRef}/branches`; takes a personal access token, an organization token or
   * a secret key.
   */
  export function upsertBranch(
    projectRef: string,
    params: UpsertBranchParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<BranchReference>;
}

export declare namespace prompts {
  /**
   * Creates an override: a new version that takes priority over the deployed one, in place of any other.
   *
   * It is not retried after a failure that leaves open whether the version was made.
   *
   * `POST /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
   */
  export function createOverride(
    slug: string,
    params: CreatePromptOverrideParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<PromptOverride>;

  /**
   * Lists all prompts of the environment, as `data`, the last changed first.
   *
   * `GET /api/v1/prompts`; takes a secret key, or a public token with `read:prompts`.
   */
  export function list(requestOptions?: RequestOptions): ApiPromise<PromptList>;

  /**
   * Makes a deployed version the current one. The server refuses versions that are overrides.
   *
   * `POST /api/v1/prompts/{slug}/promote`; takes a secret key, or a public token with `admin`.
   */
  export function promote(
    slug: string,
    version: number,
    requestOptions?: RequestOptions,
  ): ApiPromise<PromptResult>;

  /**
   * Makes an earlier override the active one again. The server refuses deployed versions.
   *
   * `POST /api/v1/prompts/{slug}/override/reactivate`; takes a secret key, or a public token with `admin`.
   */
  export function reactivateOverride(
    slug: string,
    version: number,
    requestOptions?: RequestOptions,
  ): ApiPromise<PromptResult>;

  /**
   * Ends the active override: the current version applies again. Without one it does nothing.
   *
   * `DELETE /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
   */
  export function removeOverride(slug: string, requestOptions?: RequestOptions): ApiPromise<PromptResult>;

  /** Resolves a prompt as it applies now, under request options alone. */
  export function resolve<T extends PromptSource = PromptSource>(
    slug: PromptSlugOf<T>,
    variables: PromptVariablesOf<T> | undefined,
    requestOptions: RequestOptions,
  ): ApiPromise<ResolvedPrompt>;

  /**
   * Resolves a prompt: the template of the version that applies, with the variables put in.
   *
   * An active override wins over the current version. `toAISDKTelemetry()` of the result is what the
   * AI SDK's functions take. The request options are an argument of their own, after `options`.
   *
   * `POST /api/v1/prompts/{slug}`; takes a secret key, or a public token with `read:prompts`.
   */
  export function resolve<T extends PromptSource = PromptSource>(
    slug: PromptSlugOf<T>,
    variables?: PromptVariablesOf<T>,
    options?: ResolvePromptOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<ResolvedPrompt>;

  /**
   * Changes the active override in place. The server refuses it when there is none.
   *
   * `PUT /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
   */
  export function updateOverride(
    slug: string,
    params: UpdatePromptOverrideParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<PromptResult>;

  /**
   * Lists the versions of a prompt, as `data`, overrides included, the latest 50.
   *
   * `GET /api/v1/prompts/{slug}/versions`; takes a secret key, or a public token with `read:prompts`.
   */
  export function versions(slug: string, requestOptions?: RequestOptions): ApiPromise<PromptVersionList>;
}

export declare namespace query {
  /** Executes a TRQL query, with all rows as one CSV text. */
  export function execute(
    query: string,
    options: QueryOptions & { format: "csv" },
    requestOptions?: RequestOptions,
  ): ApiPromise<{ format: "csv"; results: string }>;

  /** Executes a TRQL query of the last 7 days of the environment, under request options alone. */
  export function execute<Row extends Record<string, any> = Record<string, any>>(
    query: string,
    requestOptions: RequestOptions,
  ): ApiPromise<{ format: "json"; results: Row[] }>;

  /**
   * Executes a TRQL query: rows as objects, or one CSV text.
   *
   * Without `period`, `from` or `to`, and without a condition on the time in the query, it covers the
   * last 7 days. Dates in rows stay texts. The server refuses what it cannot parse with a 400.
   * {@link QueryTable} types the rows of the table `runs`.
   *
   * `POST /api/v1/query`; takes a secret key, or a public token with `read:query`.
   */
  export function execute<Row extends Record<string, any> = Record<string, any>>(
    query: string,
    options?: QueryOptions & { format?: "json" },
    requestOptions?: RequestOptions,
  ): ApiPromise<{ format: "json"; results: Row[] }>;

  /**
   * Retrieves the tables that can be queried, with their columns.
   *
   * `GET /api/v1/query/schema`; takes a secret key, or a public token with `read:query`.
   */
  export function retrieveSchema(requestOptions?: RequestOptions): ApiPromise<QuerySchema>;

  export namespace dashboards {
    /**
     * Creates a dashboard, with its widgets if it is to have any.
     *
     * It is not retried after a failure that leaves open whether the dashboard was made.
     *
     * `POST /api/v1/query/dashboards`; takes a secret key.
     */
    export function create(
      params: CreateDashboardParams,
      requestOptions?: RequestOptions,
    ): ApiPromise<Dashboard>;

    /**
     * Deletes a dashboard of the organization's own.
     *
     * `DELETE /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
     */
    export function del(dashboardId: string, requestOptions?: RequestOptions): ApiPromise<DeletedDashboard>;

    /**
     * Lists the dashboards, with their widgets and the queries behind them.
     *
     * `GET /api/v1/query/dashboards`; takes a secret key, or a public token with `read:query`.
     */
    export function list(requestOptions?: RequestOptions): ApiPromise<DashboardList>;

    /**
     * Replaces all widgets of a dashboard. One that was there before keeps its place unless given another.
     *
     * `PUT /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
     */
    export function replace(
      dashboardId: string,
      params: ReplaceDashboardParams,
      requestOptions?: RequestOptions,
    ): ApiPromise<Dashboard>;

    /**
     * Retrieves a dashboard of the organization's own, with every widget and its place.
     *
     * `GET /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
     */
    export function retrieve(dashboardId: string, requestOptions?: RequestOptions): ApiPromise<Dashboard>;

    /**
     * Renames a dashboard, or describes it anew.
     *
     * `PATCH /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
     */
    export function update(
      dashboardId: string,
      params: UpdateDashboardParams,
      requestOptions?: RequestOptions,
    ): ApiPromise<Dashboard>;

    export namespace widgets {
      /**
       * Adds a widget to a dashboard.
       *
       * It is not retried after a failure that leaves open whether the widget was added.
       *
       * `POST /api/v1/query/dashboards/{dashboardId}/widgets`; takes a secret key.
       */
      export function add(
        dashboardId: string,
        params: AddDashboardWidgetParams,
        requestOptions?: RequestOptions,
      ): ApiPromise<AddedDashboardWidget>;

      /** Removes a widget under request options alone. */
      export function del(
        dashboardId: string,
        widgetId: string,
        requestOptions: RequestOptions,
      ): ApiPromise<Dashboard>;

      /**
       * Removes a widget from a dashboard.
       *
       * `DELETE /api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}`; takes a secret key.
       */
      export function del(
        dashboardId: string,
        widgetId: string,
        options?: DeleteDashboardWidgetOptions,
        requestOptions?: RequestOptions,
      ): ApiPromise<Dashboard>;

      /**
       * Changes a widget: its title, query, display or place.
       *
       * `PATCH /api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}`; takes a secret key.
       */
      export function update(
        dashboardId: string,
        widgetId: string,
        params: UpdateDashboardWidgetParams,
        requestOptions?: RequestOptions,
      ): ApiPromise<Dashboard>;
    }
  }
}

export declare namespace queues {
  /** Lists the queues under request options alone. */
  export function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Queue>;

  /**
   * Lists the queues of the environment, a page at a time: await it for one page, iterate it for all.
   *
   * `GET /api/v1/queues`; takes a secret key.
   */
  export function list(
    params?: ListQueuesParams,
    requestOptions?: RequestOptions,
  ): OffsetLimitPagePromise<Queue>;

  /**
   * Overrides the concurrency limit of a queue, 0 to 100,000.
   *
   * The server refuses it for queues whose concurrency is declared on the task; `concurrencyLimits` has those.
   *
   * `POST /api/v1/queues/{queue}/concurrency/override`; takes a secret key.
   */
  export function overrideConcurrencyLimit(
    queue: string | QueueName,
    concurrencyLimit: number,
    requestOptions?: RequestOptions,
  ): ApiPromise<Queue>;

  /**
   * Pauses a queue: no new runs start, those that run go on.
   *
   * `POST /api/v1/queues/{queue}/pause`; takes a secret key.
   */
  export function pause(queue: string | QueueName, requestOptions?: RequestOptions): ApiPromise<Queue>;

  /**
   * Resets the concurrency limit of a queue to what it was before it was overridden.
   *
   * `POST /api/v1/queues/{queue}/concurrency/reset`; takes a secret key.
   */
  export function resetConcurrencyLimit(
    queue: string | QueueName,
    requestOptions?: RequestOptions,
  ): ApiPromise<Queue>;

  /**
   * Resumes a paused queue.
   *
   * `POST /api/v1/queues/{queue}/pause`; takes a secret key.
   */
  export function resume(queue: string | QueueName, requestOptions?: RequestOptions): ApiPromise<Queue>;

  /**
   * Retrieves a queue by its id, or by its type and name.
   *
   * `GET /api/v1/queues/{queue}`; takes a secret key, or a public token with `read:queues`.
   */
  export function retrieve(queue: string | QueueName, requestOptions?: RequestOptions): ApiPromise<Queue>;

  /** Retrieves the metrics of a queue over the last hour, under request options alone. */
  export function retrieveMetrics(queue: QueueName, requestOptions: RequestOptions): ApiPromise<QueueMetrics>;

  /**
   * Retrieves what a queue has been through lately: waiting times, peaks, throttling.
   *
   * The queue is named by its type and name, not by its id. Of a queue that does not exist everything is 0.
   *
   * `GET /api/v1/queues/{queue}/metrics`; takes a secret key, or a public token with `read:query`.
   */
  export function retrieveMetrics(
    queue: QueueName,
    params?: QueueMetricsParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<QueueMetrics>;
}

/**
 * Makes a request that has no function of its own, in the same scope and with the same retries and errors.
 *
 * `path` is percent-encoded and begins at the base URL. A POST or PATCH is not retried after a failure that
 * leaves open whether it was processed, unless `repeatable` says that sending it twice does no harm. The result
 * is what `JSON.parse` makes of the body, undefined where there is none.
 */
export declare function request<T = unknown>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  params?: RequestParams,
  requestOptions?: RequestOptions,
): ApiPromise<T>;

export declare namespace runs {
  /**
   * Adds tags to a run; those it has already stay. A run has at most 10, each of at most 128 characters.
   *
   * Blank tags, which the server would drop, are refused.
   *
   * `POST /api/v1/runs/{runId}/tags`; takes a secret key.
   */
  export function addTags(
    runId: string,
    tags: string | string[],
    requestOptions?: RequestOptions,
  ): ApiPromise<AddedTags>;

  /**
   * Cancels a run. Cancelling one that has ended does nothing and is no error.
   *
   * `POST /api/v2/runs/{runId}/cancel`; takes a secret key, or a public token with `write:runs`.
   */
  export function cancel(runId: string, requestOptions?: RequestOptions): ApiPromise<RunReference>;

  /**
   * Reads a stream of a run, as `streams.read` does; it ends when nothing has come for as long as the server waits,
   * which is a minute.
   *
   * `GET /realtime/v1/streams/{runId}/{key}`; takes a secret key, or a public token that may read the run.
   */
  export function fetchStream<T = unknown>(
    runId: string,
    streamKey: string,
    options?: ReadStreamOptions,
  ): Promise<RealtimeStream<T>>;

  /**
   * Lists the runs of one environment of a project. Without `from`, `to` or `period` it covers the last
   * 7 days only.
   *
   * `GET /api/v1/projects/{projectRef}/runs`; takes a personal access token.
   */
  export function list(
    projectRef: string,
    params?: ListProjectRunsParams,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedRun>;

  /** Lists the runs of a project under request options alone; the server needs an environment. */
  export function list(projectRef: string, requestOptions: RequestOptions): CursorPagePromise<ListedRun>;

  /** Lists the runs of one environment of a project, which stands among the parameters. */
  export function list(
    params: ListProjectRunsParams & { projectRef: string },
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedRun>;

  /** Lists the runs of the last 7 days under request options alone. */
  export function list(requestOptions: RequestOptions): CursorPagePromise<ListedRun>;

  /**
   * Lists the runs of the environment, newest first, a page at a time: await it for one page, iterate it for all.
   *
   * **Without `from`, `to` or `period` it covers the last 7 days only**, whatever the other filters.
   * `period` wins over `from`. **A filter that is named but undefined counts as left out**: `{ tag: undefined }` lists
   * everybody's runs of the environment. A page may hold fewer runs than `limit` (default 25, at most 100) and
   * still have a next one; a page asked for with `before` comes in reverse order. A new run shows up
   * after a second or two.
   *
   * `GET /api/v1/runs`; takes a secret key, or a public token with `read:runs`.
   */
  export function list(
    params?: ListRunsParams,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<ListedRun>;

  /**
   * Lists what was recorded of a run, all of it at once.
   *
   * `GET /api/v1/runs/{runId}/events`; takes a secret key, or a public token that may read the run.
   */
  export function listEvents(runId: string, requestOptions?: RequestOptions): ApiPromise<RunEvents>;

  /** Retrieves a run every second until it is completed, under request options alone. */
  export function poll<T extends RunSource = string>(
    runId: RunIdOf<T>,
    requestOptions: RequestOptions,
  ): Promise<Run<T>>;

  /**
   * Retrieves a run again and again until it is completed, every `pollIntervalMs` (default 1000).
   *
   * `timeoutInMs` bounds each request, `signal` ends the whole. It gives up after 500 requests.
   *
   * `GET /api/v3/runs/{runId}`; takes a secret key, or a public token that may read the run.
   */
  export function poll<T extends RunSource = string>(
    runId: RunIdOf<T>,
    options?: PollOptions,
    requestOptions?: RequestOptions,
  ): Promise<Run<T>>;

  /** Replays a run as it was, under request options alone. */
  export function replay(runId: string, requestOptions: RequestOptions): ApiPromise<RunReference>;

  /**
   * Replays a run: makes a new run of the same task, with the same payload and options unless given.
   *
   * It is not retried after a failure that leaves open whether the new run was made.
   *
   * `POST /api/v1/runs/{runId}/replay`; takes a secret key.
   */
  export function replay(
    runId: string,
    options?: ReplayRunOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<RunReference>;

  /**
   * Gives a delayed run another delay. The server refuses runs that are no longer delayed.
   *
   * `POST /api/v1/runs/{runId}/reschedule`; takes a secret key.
   */
  export function reschedule(
    runId: string,
    params: RescheduleRunParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<Run>;

  /**
   * Retrieves a run with its payload, output and related runs.
   *
   * Payload and output come as JSON: a `Date` is a text in them, a `Map` or `Set` an empty object. One over 512 kB is
   * fetched from object storage, without the token, and has them again. A run that was just triggered may not be
   * there yet: a 404 is asked again twice within three seconds.
   *
   * `GET /api/v3/runs/{runId}`; takes a secret key, or a public token that may read the run.
   */
  export function retrieve<T extends RunSource = string>(
    runId: RunIdOf<T>,
    requestOptions?: RequestOptions,
  ): ApiPromise<Run<T>>;

  /**
   * Retrieves a run's metadata as it is stored: as text. `retrieve` has it as an object, among the rest.
   *
   * `GET /api/v1/runs/{runId}/metadata`; takes a secret key.
   */
  export function retrieveMetadata(
    runId: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<StoredMetadata>;

  /**
   * Retrieves what a run has ended with: its output as it is stored, or its error.
   *
   * A run that has not ended is a 404, as one that does not exist. Today's servers know the results of cancelled
   * runs and of those the first engine ran; `retrieve` has the output of any run.
   *
   * `GET /api/v1/runs/{runId}/result`; takes a secret key.
   */
  export function retrieveResult(runId: string, requestOptions?: RequestOptions): ApiPromise<RunResult>;

  /**
   * Retrieves one span of a run's trace, with its properties and the runs it triggered.
   *
   * `GET /api/v1/runs/{runId}/spans/{spanId}`; takes a secret key, or a public token that may read the run.
   */
  export function retrieveSpan(
    runId: string,
    spanId: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<SpanDetails>;

  /**
   * Retrieves the trace a run belongs to, as a tree of spans.
   *
   * `GET /api/v1/runs/{runId}/trace`; takes a secret key, or a public token that may read the run.
   */
  export function retrieveTrace(runId: string, requestOptions?: RequestOptions): ApiPromise<RunTrace>;

  /**
   * Watches the runs of a batch. It ends when you end it.
   *
   * `GET /realtime/v1/batches/{batchId}`; takes a secret key, or a public token with `read:batch` of the batch.
   */
  export function subscribeToBatch<T extends RunSource = string>(
    batchId: string,
    options?: SubscribeOptions,
  ): RunSubscription<T>;

  /**
   * Watches a run: iterate over its states as they come, until it has ended.
   *
   * Each step of the iteration is the latest state there is; what came while you were busy with the one before is
   * left out, unless `updates` is `"every"`. It comes back by itself after whatever breaks and can be mended; what
   * cannot, such as a token that is refused or a run that is not there, is thrown. Nothing is asked before the first
   * step.
   *
   * `GET /realtime/v1/runs/{runId}`; takes a secret key, or a public token that may read the run.
   */
  export function subscribeToRun<T extends RunSource = string>(
    runId: RunIdOf<T>,
    options?: SubscribeToRunOptions,
  ): RunSubscription<T>;

  /**
   * Watches several runs, at most 10,000, in one iteration, until all of them have ended.
   *
   * Each run is watched as `runs.subscribeToRun` does; when one of them cannot be, the iteration throws.
   *
   * `GET /realtime/v1/runs/{runId}`, for each; takes a secret key, or a public token that may read the runs.
   */
  export function subscribeToRuns<T extends RunSource = string>(
    runIds: string | readonly string[],
    options?: SubscribeToRunOptions,
  ): RunSubscription<T>;

  /**
   * Watches the runs that have a tag, or all of several tags, those to come included. It ends when you end it.
   *
   * **Runs that are older than 24 hours never appear**: the server looks no further back, and an older `createdAt`
   * is refused. A run that loses the tag is not reported.
   *
   * `GET /realtime/v1/runs`; takes a secret key, or a public token with `read:runs` or `read:tags` of one of the tags.
   */
  export function subscribeToRunsWithTag<T extends RunSource = string>(
    tag: string | readonly string[],
    filters?: SubscribeToRunsFilters,
    options?: SubscribeOptions,
  ): RunSubscription<T>;

  /**
   * Replaces a run's metadata, or changes some of it by operations.
   *
   * Operations are not retried after a failure that leaves open whether they were applied. The server
   * refuses runs that ended more than an hour ago.
   *
   * `PUT /api/v1/runs/{runId}/metadata`; takes a secret key.
   */
  export function updateMetadata(
    runId: string,
    params: UpdateMetadataParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<RunMetadata>;

  export namespace bulk {
    /**
     * Aborts a bulk action: no more runs are taken, those it has reached stay as they are.
     *
     * The server refuses one that has been completed or aborted already.
     *
     * `POST /api/v1/bulk-actions/{bulkActionId}/abort`; takes a secret key.
     */
    export function abort(
      bulkActionId: string,
      requestOptions?: RequestOptions,
    ): ApiPromise<BulkActionReference>;

    /**
     * Cancels many runs: those a filter selects, or those named by their ids, at most 500 of them.
     *
     * It answers at once; the runs are cancelled one after the other, see `poll`. A filter without `from`,
     * `to` or `period` selects among the runs of **the last 7 days only**; run ids have no such bound. It is
     * not retried after a failure that leaves open whether the bulk action was made.
     *
     * `POST /api/v1/bulk-actions`; takes a secret key.
     */
    export function cancel(
      params: BulkCancelParams & RunSelection,
      requestOptions?: RequestOptions,
    ): ApiPromise<BulkActionReference>;

    /** Lists bulk actions under request options alone. */
    export function list(requestOptions: RequestOptions): CursorPagePromise<BulkAction>;

    /**
     * Lists bulk actions, newest first, a page at a time: await it for one page, iterate it for all.
     *
     * `GET /api/v1/bulk-actions`; takes a secret key.
     */
    export function list(
      params?: ListBulkActionsParams,
      requestOptions?: RequestOptions,
    ): CursorPagePromise<BulkAction>;

    /** Retrieves a bulk action every second until it is no longer pending, under request options alone. */
    export function poll(bulkActionId: string, requestOptions: RequestOptions): Promise<BulkAction>;

    /**
     * Retrieves a bulk action until it is no longer pending, every `pollIntervalMs` (default 1000).
     *
     * `timeoutInMs` bounds each request, `signal` ends the whole. It gives up after 500 requests.
     *
     * `GET /api/v1/bulk-actions/{bulkActionId}`; takes a secret key.
     */
    export function poll(
      bulkActionId: string,
      options?: PollOptions,
      requestOptions?: RequestOptions,
    ): Promise<BulkAction>;

    /**
     * Replays many runs: those a filter selects, or those named by their ids, at most 500 of them.
     *
     * As with `cancel` it answers at once, and a filter without a window selects among the runs of the last
     * 7 days only. The server bounds how many bulk replays an environment has at a time: 429.
     *
     * `POST /api/v1/bulk-actions`; takes a secret key.
     */
    export function replay(
      params: BulkReplayParams & RunSelection,
      requestOptions?: RequestOptions,
    ): ApiPromise<BulkActionReference>;

    /**
     * Retrieves a bulk action: how far it has got.
     *
     * `GET /api/v1/bulk-actions/{bulkActionId}`; takes a secret key.
     */
    export function retrieve(bulkActionId: string, requestOptions?: RequestOptions): ApiPromise<BulkAction>;
  }
}

export declare namespace schedules {
  /**
   * Activates a schedule; one that is active already stays so.
   *
   * `POST /api/v1/schedules/{scheduleId}/activate`; takes a secret key.
   */
  export function activate(scheduleId: string, requestOptions?: RequestOptions): ApiPromise<Schedule>;

  /**
   * Creates a schedule, or updates the one of the project that has this `deduplicationKey`.
   *
   * An update by its key resets what it leaves out, as `schedules.update` does. The server refuses tasks
   * that are not scheduled or not deployed yet, and cron expressions and timezones it does not know.
   *
   * `POST /api/v1/schedules`; takes a secret key.
   */
  export function create(params: CreateScheduleParams, requestOptions?: RequestOptions): ApiPromise<Schedule>;

  /**
   * Deactivates a schedule: it starts no runs until it is activated again.
   *
   * `POST /api/v1/schedules/{scheduleId}/deactivate`; takes a secret key.
   */
  export function deactivate(scheduleId: string, requestOptions?: RequestOptions): ApiPromise<Schedule>;

  /**
   * Deletes a schedule.
   *
   * `DELETE /api/v1/schedules/{scheduleId}`; takes a secret key.
   */
  export function del(scheduleId: string, requestOptions?: RequestOptions): ApiPromise<DeletedSchedule>;

  /** Lists the schedules under request options alone. */
  export function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Schedule>;

  /**
   * Lists the schedules of the environment, a page at a time: await it for one page, iterate it for all.
   *
   * `GET /api/v1/schedules`; takes a secret key.
   */
  export function list(
    params?: ListSchedulesParams,
    requestOptions?: RequestOptions,
  ): OffsetLimitPagePromise<Schedule>;

  /**
   * Retrieves a schedule of the environment.
   *
   * `GET /api/v1/schedules/{scheduleId}`; takes a secret key.
   */
  export function retrieve(scheduleId: string, requestOptions?: RequestOptions): ApiPromise<Schedule>;

  /** Lists the timezones, `UTC` among them, under request options alone. */
  export function timezones(requestOptions: RequestOptions): ApiPromise<Timezones>;

  /**
   * Lists the timezones that schedules can have.
   *
   * `GET /api/v1/timezones`; takes any credential.
   */
  export function timezones(params?: TimezonesParams, requestOptions?: RequestOptions): ApiPromise<Timezones>;

  /**
   * Replaces what a schedule is: **without `timezone` it is `UTC` again, without `externalId` it has none**.
   *
   * **Of an id that does not exist the server makes a new schedule, and answers with success.** Its `id` is
   * then another one than the call named.
   *
   * `PUT /api/v1/schedules/{scheduleId}`; takes a secret key.
   */
  export function update(
    scheduleId: string,
    params: UpdateScheduleParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<Schedule>;
}

export declare namespace sessions {
  /** Closes a session without a reason, under request options alone. */
  export function close(sessionIdOrExternalId: string, requestOptions: RequestOptions): ApiPromise<Session>;

  /**
   * Closes a session, for good. Closing one that is closed already changes nothing and is no error.
   *
   * `POST /api/v1/sessions/{session}/close`; takes a secret key, or a public token with `admin`.
   */
  export function close(
    sessionIdOrExternalId: string,
    params?: CloseSessionParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<Session>;

  /** Names a channel, whose records have types. */
  export function defineChannel<
    Shape extends SessionChannelShape = SessionChannelShape,
    Name extends string = string,
  >(name: Name): SessionChannel<Name, Shape>;

  /** Lists the sessions under request options alone. */
  export function list(requestOptions: RequestOptions): CursorPagePromise<Session>;

  /**
   * Lists sessions, newest first, a page at a time: await it for one page, iterate it for all.
   *
   * It takes one type, tag, task and status each: the server reads several of the first three as one that nobody
   * has, and refuses several statuses.
   *
   * `GET /api/v1/sessions`; takes a secret key, or a public token with `read:sessions`.
   */
  export function list(
    params?: ListSessionsParams,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<Session>;

  /** Opens the channels of a session, by either of its ids. It asks nothing of the server. */
  export function open(sessionIdOrExternalId: string): SessionHandle;

  /**
   * Retrieves a session by its id, `session_…`, or by the `externalId` it was started with.
   *
   * `GET /api/v1/sessions/{session}`; takes a secret key, or a public token with `read:sessions`.
   */
  export function retrieve(
    sessionIdOrExternalId: string,
    requestOptions?: RequestOptions,
  ): ApiPromise<Session>;

  /**
   * Starts a session and triggers its first run.
   *
   * With an `externalId` that is there already it answers that session, and its live run or a new one; the
   * server refuses one that is closed or expired. It is retried after a failure that leaves open whether
   * the session was started only with an `externalId`.
   *
   * `POST /api/v1/sessions`; takes a secret key, or a public token with `write:sessions`.
   */
  export function start(
    params: StartSessionParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<StartedSession>;

  /**
   * Changes the tags or the metadata of a session.
   *
   * `PATCH /api/v1/sessions/{session}`; takes a secret key, or a public token with `admin`.
   */
  export function update(
    sessionIdOrExternalId: string,
    params: UpdateSessionParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<Session>;
}

export declare namespace streams {
  /** Appends a text to the stream `default` of a run. */
  export function append(part: StreamPart, options: AppendStreamOptions): Promise<void>;

  /**
   * Appends a text to a stream of a run; readers get it as a text. For values there is `define().append`, for streams `pipe`.
   *
   * It is retried under an id by which the server drops a repeated part; one without S2 does not, and may have it
   * twice after a failure that leaves open whether it arrived.
   *
   * `POST /realtime/v1/streams/{runId}/self/{key}/append`; takes a secret key.
   */
  export function append(key: string, part: StreamPart, options: AppendStreamOptions): Promise<void>;

  /** Names a stream, whose parts have a type. */
  export function define<Part>(options: { id: string }): RealtimeDefinedStream<Part>;

  /** Names a stream into runs, whose data has a type. */
  export function input<Data>(options: { id: string }): RealtimeDefinedInputStream<Data>;

  /** Writes all parts of a source to the stream `default` of a run. */
  export function pipe<Part>(
    value: AsyncIterable<Part> | ReadableStream<Part>,
    options: PipeStreamOptions,
  ): PipeStreamResult<Part>;

  /**
   * Writes all parts of a source to a stream of a run, gathered for 100 ms or up to 512 kB. A part may have
   * 1,047,552 bytes. Arguments that are wrong throw at once.
   *
   * `PUT /realtime/v1/streams/{runId}/self/{key}` once, then the store that the answer names; takes a secret key.
   */
  export function pipe<Part>(
    key: string,
    value: AsyncIterable<Part> | ReadableStream<Part>,
    options: PipeStreamOptions,
  ): PipeStreamResult<Part>;

  /** Reads the stream `default` of a run. */
  export function read<Part = unknown>(
    runId: string,
    options?: ReadStreamOptions,
  ): Promise<RealtimeStream<Part>>;

  /**
   * Reads a stream of a run: iterate over its parts as they come, or hand it on as the `ReadableStream` it is.
   *
   * Whatever breaks and can be mended is gone on from where it was, and no part is told twice; what cannot, such as a
   * token that is refused or a run that is not there, is thrown by the reading. Who reads slowly slows the server down:
   * not more than 1.3 MB wait for a reader.
   *
   * `GET /realtime/v1/streams/{runId}/{key}`; takes a secret key, or a public token that may read the run.
   */
  export function read<Part = unknown>(
    runId: string,
    key: string,
    options?: ReadStreamOptions,
  ): Promise<RealtimeStream<Part>>;

  /** Writes what a function writes to the stream `default` of a run. */
  export function writer<Part>(options: WriterStreamOptions<Part>): PipeStreamResult<Part>;

  /** Writes what a function writes to a stream of a run, as `pipe` does. */
  export function writer<Part>(key: string, options: WriterStreamOptions<Part>): PipeStreamResult<Part>;
}

export declare namespace tasks {
  /**
   * Triggers a batch of runs of one task: an array of items, or an async iterable, which is collected first.
   *
   * The server takes at most 1,000 items in a batch; `batch.triggerAll` triggers any number. The batch is made
   * with one request, and its items follow in another, which is repeated until the server has all of them.
   *
   * `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
   * with `batchTrigger:tasks`.
   */
  export function batchTrigger<T extends TaskShape = any>(
    taskId: TaskIdOf<T>,
    items: BatchItems<BatchItem<PayloadOf<T>>>,
    options?: BatchTriggerOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<BatchHandle>;

  /**
   * Triggers a run of a task: `tasks.trigger<typeof myTask>("my-task", payload)` types payload and output.
   *
   * It is retried after a failure that leaves open whether the run was made only with an `idempotencyKey`. A
   * payload of 128 KiB or more goes to object storage first.
   *
   * `POST /api/v1/tasks/{taskId}/trigger`; takes a secret key, or a public token with `trigger:tasks`.
   */
  export function trigger<T extends TaskShape = any>(
    taskId: TaskIdOf<T>,
    ...rest: TriggerArguments<T>
  ): ApiPromise<RunHandle<TaskIdOf<T>, PayloadOf<T>, OutputOf<T>>>;

  /**
   * Triggers a run and waits for its end, whatever comes of it: with success `ok` is true and `output` is there, else
   * `error`. It watches the run as `runs.subscribeToRun` does, and asks for nothing in between.
   *
   * `POST /api/v1/tasks/{taskId}/trigger` and `GET /realtime/v1/runs/{runId}`; takes a secret key, or a public token
   * that may do both.
   */
  export function triggerAndSubscribe<T extends TaskShape = any>(
    taskId: TaskIdOf<T>,
    payload?: PayloadOf<T>,
    options?: TriggerAndSubscribeOptions,
    requestOptions?: RequestOptions,
  ): Promise<RunOutcome<TaskIdOf<T>, OutputOf<T>>>;
}

export declare namespace wait {
  /**
   * Completes a waitpoint token, by its id or an object that has it: the run that waits gets the data.
   *
   * The data goes out as JSON. Completing a token that is complete does nothing and is no error.
   *
   * `POST /api/v1/waitpoints/tokens/{token}/complete`; takes a secret key, or a public token with
   * `write:waitpoints`.
   */
  export function completeToken<T>(
    token: string | { id: string },
    data: T,
    requestOptions?: RequestOptions,
  ): ApiPromise<CompletedWaitpointToken>;

  /**
   * Creates a waitpoint token, for a run to wait for and for anybody who has it to complete.
   *
   * It is retried after a failure that leaves its effect open only with an `idempotencyKey`.
   *
   * `POST /api/v1/waitpoints/tokens`; takes a secret key.
   */
  export function createToken(
    options?: CreateWaitpointTokenOptions,
    requestOptions?: RequestOptions,
  ): ApiPromise<CreatedWaitpointToken>;

  /**
   * Lists waitpoint tokens, newest first, a page at a time: await it for one page, iterate it for all.
   *
   * `GET /api/v1/waitpoints/tokens`; takes a secret key.
   */
  export function listTokens(
    params?: ListWaitpointTokensParams,
    requestOptions?: RequestOptions,
  ): CursorPagePromise<WaitpointToken>;

  /**
   * Retrieves a waitpoint token, by its id or an object that has it.
   *
   * A completed one has the `output` it was completed with, one that timed out an `error`. The server
   * answers 500 to an id it does not know.
   *
   * `GET /api/v1/waitpoints/tokens/{token}`; takes a secret key.
   */
  export function retrieveToken<T = any>(
    token: string | { id: string },
    requestOptions?: RequestOptions,
  ): ApiPromise<WaitpointRetrievedToken<T>>;
}

export declare namespace webhooks {
  /** The header that has the signature of a webhook. */
  export const SIGNATURE_HEADER_NAME: string;

  /**
   * Reads an event that the server posts to an alert's webhook, once its signature is that of the secret.
   *
   * It takes the request itself, or its raw body and its signature header: what a parser has made of the body
   * is not what was signed. Rejects with a WebhookError. Events of types the typings do not know yet pass
   * through, with the dates they share with the others as `Date`.
   */
  export function constructEvent(request: WebhookRequest | Request, secret: string): Promise<Webhook>;
}

// Types of several areas

/** A page of either kind. Iterating it goes on through the pages after it. */
export interface AnyPage<T, Page> extends AsyncIterable<T> {
  /** The items of this page. */
  data: T[];
  /** Returns `data`. */
  getPaginatedItems(): T[];
  /** Tells whether a page comes after this one. */
  hasNextPage(): boolean;
  /** Tells whether a page comes before this one. */
  hasPreviousPage(): boolean;
  /** Iterates over this page and every one after it. A cursor that repeats ends it with an ApiResponseError. */
  iterPages(): AsyncIterableIterator<Page>;
}

/** The promise of a single request. */
export interface ApiPromise<T> extends Promise<T> {
  /**
   * Resolves with the response itself: status, headers and url. Its body can be read when this was called in the same
   * tick as the call; otherwise reading it rejects.
   */
  asResponse(): Promise<Response>;
  /** Resolves with the result together with the response, as `asResponse` gives it. */
  withResponse(): Promise<{ data: T; response: Response }>;
}

/** The options of `streams.append` and of a stream's `append`. */
export interface AppendStreamOptions {
  /** The id of the run; `self`, `parent` and `root` are known inside a task only. */
  target?: string;
  requestOptions?: RequestOptions;
}

/** A batch that was triggered. */
export interface BatchHandle {
  batchId: string;
  runCount: number;
  /**
   * A public token that may read the batch for an hour. Absent only where a server too old for it was
   * called with an additional key.
   */
  publicAccessToken: string;
}

/** An item of a batch of one task, typed by the payload; it may be left out where the task takes none. */
export type BatchItem<Payload = any> = { options?: TriggerOptions } & (undefined extends Payload
  ? { payload?: Payload }
  : { payload: Payload });

/** The items of a batch: an array, or an async iterable such as a stream. */
export type BatchItems<Item> = readonly Item[] | AsyncIterable<Item>;

/** The options of a batch that is triggered. */
export interface BatchTriggerOptions {
  /** Gives each item without a key one of its own, and refuses a second batch with the same key. */
  idempotencyKey?: string | string[];
  /** The time the keys of the items are remembered, for example `10m`: a number of s, m, h or d. */
  idempotencyKeyTTL?: string;
}

/** A page of a list. */
export interface CursorPage<T> extends AnyPage<T, CursorPage<T>> {
  pagination: CursorPagination;
  /** Retrieves the page after this one. Rejects when there is none. */
  getNextPage(): CursorPagePromise<T>;
  /** Retrieves the page before this one. Rejects when there is none. Its items come in reverse order. */
  getPreviousPage(): CursorPagePromise<T>;
}

/** The promise of a page, and of every item from that page on: await it, or iterate it. */
export interface CursorPagePromise<T> extends ApiPromise<CursorPage<T>>, AsyncIterable<T> {}

/** The cursors of a page. The last page has no `next`, the first one no `previous`. */
export interface CursorPagination {
  /** The cursor the next page is asked for with. Opaque. */
  next?: string;
  /** The cursor the previous page is asked for with. Opaque. */
  previous?: string;
}

/** Debouncing: triggers of one key end in one run, which starts when no more of them come. */
export interface DebounceOptions {
  /** Triggers of one key and task belong together. */
  key: string;
  /** A duration such as `5s`, by which each trigger puts the run off. */
  delay: string;
  /** The trigger whose payload and options count: the first (default), or the last. */
  mode?: "leading" | "trailing";
  /** The longest time the run can be put off in all. */
  maxDelay?: string;
}

/** The reason why a deployment failed. */
export interface DeploymentError {
  name: string;
  message: string;
  stack?: string;
  stderr?: string;
}

/** An environment of a Trigger.dev project. */
export type Environment = "dev" | "staging" | "prod" | "preview";

/** A machine preset; values the typings do not know yet pass through. */
export type Machine =
  "micro" | "small-1x" | "small-2x" | "medium-1x" | "medium-2x" | "large-1x" | "large-2x" | (string & {});

/** A page of a list whose pages are numbered. */
export interface OffsetLimitPage<T> extends AnyPage<T, OffsetLimitPage<T>> {
  pagination: OffsetLimitPagination;
  /** Retrieves the page after this one. Rejects when there is none. */
  getNextPage(): OffsetLimitPagePromise<T>;
  /** Retrieves the page before this one. Rejects when there is none. */
  getPreviousPage(): OffsetLimitPagePromise<T>;
}

/** The promise of a numbered page, and of every item from that page on: await it, or iterate it. */
export interface OffsetLimitPagePromise<T> extends ApiPromise<OffsetLimitPage<T>>, AsyncIterable<T> {}

/** The place of a numbered page among all pages. */
export interface OffsetLimitPagination {
  currentPage: number;
  totalPages: number;
  /** The number of items on all pages. */
  count: number;
}

/** An organization. */
export interface Organization {
  id: string;
  title: string;
  slug: string;
  createdAt: Date;
}

/** The output of a task or of a run's handle, `any` where it is not known. */
export type OutputOf<T> = T extends { triggerAndWait(...args: any[]): { unwrap(): Promise<infer O> } }
  ? O
  : T extends { trigger(...args: any[]): Promise<{ readonly __output?: infer O }> }
    ? O
    : T extends { readonly __output?: infer O }
      ? O
      : any;

/** The payload of a task or of a run's handle, `any` where it is not known. */
export type PayloadOf<T> = T extends { trigger(payload: infer P, ...rest: any[]): any }
  ? P
  : T extends { readonly __payload?: infer P }
    ? P
    : any;

/** The options of writers of streams. */
export interface PipeStreamOptions extends AppendStreamOptions {
  /** Ends the writing; what was sent stays. */
  signal?: AbortSignal;
  /** Accepted, and means nothing outside a task. */
  spanName?: string;
  /** Accepted, and means nothing outside a task. */
  collapsed?: boolean;
}

/** A stream on its way to the server. */
export interface PipeStreamResult<Part> {
  /**
   * The parts once more, to read while they are written, and further when the writing has failed.
   *
   * At most 4 MiB of them wait. Whoever reads slower than the server slows the writing down. A stream that nobody has begun
   * to read by then, or that nobody reads from for 30 s, is given up: reading it rejects, and the writing goes on.
   */
  stream: ReadableStream<Part>;
  /**
   * Resolves when the server has every part, and rejects with what went wrong. Where the source throws, what it gave before
   * is written.
   */
  waitUntilComplete(): Promise<StreamWriteResult>;
}

/** A project. */
export interface Project {
  id: string;
  /** The project's ref: `proj_…` */
  externalRef: string;
  name: string;
  slug: string;
  createdAt: Date;
  /** The region of its runs unless they name another; null for the platform's default. */
  defaultRegion?: string | null;
  /** For example `node-24`; a list does not have it. */
  defaultRuntime?: string | null;
  organization: Organization;
}

/** A queue by its kind and name. */
export interface QueueName {
  /** `task` for a task's own queue. */
  type: "task" | "custom";
  name: string;
}

/** The options of every reading of a stream, its request options among them. */
export interface ReadOptions extends RequestOptions {
  /**
   * The seconds after which the server ends an answer in which nothing came, 1 to 600. Default 60. The end of an answer
   * says nothing about the writer, who may have paused.
   */
  timeoutInSeconds?: number;
  /** The `cursor` of another reading, to go on from there, in another process too. */
  since?: string;
  /**
   * Called for a fresh public token 60 s before the present one expires, or halfway through a shorter life, and once
   * when the server refuses it. It must name the same environment: another secret key or personal access token, which
   * does not say whose it is, ends the subscription. Without an answer within 10 s the old one is used.
   */
  refreshAccessToken?: () => string | Promise<string>;
  /**
   * A connection on which nothing comes, not even a sign of life, for so long is given up for another. Default 20000, and
   * 30000 on a server without S2.
   */
  idleTimeoutInMs?: number;
  /**
   * Says how it comes back after something broke: by default for ever, after 250 ms at first, each time twice as
   * long, at most 10 s.
   */
  reconnect?: { maxElapsedInMs?: number; minTimeoutInMs?: number; maxTimeoutInMs?: number };
  /** Keeps the process alive while it waits for the next part. Default true. */
  keepAlive?: boolean;
  /** Throws the reason of an abort. By default, as in the official SDK, an abort ends the reading. */
  throwOnAbort?: boolean;
}

/** The options of reading a stream of a run. */
export interface ReadStreamOptions extends ReadOptions {
  /** The number of parts to leave out, where the server has S2; without it everything is told again. */
  startIndex?: number;
  /**
   * `"latest"` begins with what comes from then on, and at once. Servers of 4.5.12 do not know it and begin with the
   * first part.
   */
  from?: "beginning" | "latest";
  /**
   * `"timeout"` (the default) ends with the server's answer, as the official SDK does; `"run-completes"` goes on until
   * the run has completed and everything that it wrote was read.
   */
  until?: "timeout" | "run-completes";
}

/** The reading of a stream. */
export interface RealtimeReading {
  /** Ends it; an iteration over it ends without an error. */
  unsubscribe(): void;
  /** The state it is in. */
  readonly state: "connecting" | "live" | "waiting" | "limited" | "closed";
  /** The place it has reached, for `since`: it moves on when the next part is taken. Undefined before the first. */
  readonly cursor: string | undefined;
  /** The number of the part that was taken last, where the server has S2, and its id on one without. */
  readonly lastEventId: string | undefined;
  /** Counts what it has done so far. */
  stats(): RealtimeStreamStats;
}

/**
 * The parts of a stream: a genuine `ReadableStream`, and an iteration. Nothing is asked before somebody reads. To leave
 * the loop, or to cancel the stream, ends the reading.
 */
export type RealtimeStream<Part> = ReadableStream<Part> & AsyncIterable<Part> & RealtimeReading;

/** The counts of a reading. */
export interface RealtimeStreamStats {
  /** Requests that were made for it. */
  requests: number;
  /** Times it had to begin again after something broke. */
  reconnects: number;
  /** Parts that were handed over. */
  parts: number;
  /** Bytes of the answers, as they came. */
  bytes: number;
}

/** The result of a run that has ended. */
export interface RunResult {
  /** True when it ended well: then there may be an output, otherwise there is an error. */
  ok: boolean;
  id: string;
  taskIdentifier?: string;
  /** A text in the format of `outputType`. */
  output?: string;
  /** For example `application/json`; `application/store` when the output is kept elsewhere. */
  outputType?: string;
  error?: { type: string; [field: string]: any };
}

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

/** The tools of a function that writes a stream. */
export interface StreamTools<Part> {
  /** Adds a part. With 64 MiB of parts that wait to be sent it throws: `await ready()` where there are many. */
  write(part: Part): void;
  /** Adds what a stream has, beside what else is written, as fast as the server takes it. */
  merge(stream: ReadableStream<Part>): void;
  /** Resolves when the server has taken enough for more to be written; the official SDK has no such thing. */
  ready(): Promise<void>;
}

/** The place of the last record that was written; a server without S2 names none. */
export interface StreamWriteResult {
  lastEventId?: string;
}

/** The id of a task. */
export type TaskIdOf<T> = T extends { id: infer I extends string } ? I : string;

/** A task by its shape, as the official SDK types one. */
export interface TaskShape {
  trigger(payload: any, ...rest: any[]): any;
}

/** The options of a run that is triggered. */
export interface TriggerOptions {
  /** The name of the queue it waits in. */
  queue?: string;
  /** Names of at most two concurrency limits, instead of the task's own named ones. */
  concurrency?: string | string[];
  /** Runs of one key have a queue of their own. */
  concurrencyKey?: string;
  /**
   * A trigger with a key that was used before answers the run it made then; with one the call is
   * retried after failures that leave open whether it was processed. Raw keys are hashed.
   */
  idempotencyKey?: string | string[];
  /** The time the key is remembered, for example `10m`: a number of s, m, h or d. */
  idempotencyKeyTTL?: string;
  /** A duration such as `1h`, or a date, before which it does not start. */
  delay?: string | Date;
  /** The longest wait before it expires: a duration such as `10m`, or seconds. */
  ttl?: string | number;
  tags?: string | string[];
  maxAttempts?: number;
  metadata?: Record<string, unknown>;
  /** Seconds. */
  maxDuration?: number;
  machine?: Machine;
  /** Seconds by which it is dequeued before runs that were triggered at the same time. */
  priority?: number;
  region?: string;
  /** The version of the deployment that runs it. Default `TRIGGER_VERSION`, in the default scope alone. */
  version?: string;
  /** The deployment that runs it, by an id of your own, such as a commit. */
  externalDeploymentId?: string;
  /** Makes triggers of one key end in one run. */
  debounce?: DebounceOptions;
}

/** The options of `streams.writer`. */
export interface WriterStreamOptions<Part> extends PipeStreamOptions {
  /** Writes the parts; the stream is complete when it has returned, and what it merged has ended. */
  execute(tools: StreamTools<Part>): Promise<void> | void;
}

// Types of auth

/** The fields of a form that connects somebody's project. Each may be empty. */
export interface ConnectForm {
  /** A secret key or additional API key; any token will do. */
  apiKey?: string | null;
  /** The token, for a form that calls it so; one of the two. */
  token?: string | null;
  /** `proj_…` */
  projectRef?: string | null;
  /** `dev`, `staging`, `prod` or `preview`, or a longer name of one. */
  environment?: string | null;
  /** A URL, or a host such as `api.trigger.dev` or `localhost:3030`. */
  baseURL?: string | null;
  /** The branch, for preview alone. */
  previewBranch?: string | null;
}

/** The options of `auth.fromConnection`. */
export interface ConnectOptions {
  /** The addresses that the form's base URL may lead to, as in a config. Default that of the current scope. */
  network?: "any" | "public";
}

/** The config a form makes, or a sentence for each field that is wrong. */
export type ConnectResult =
  | { ok: true; config: ClientConfig; projectRef?: string; environment?: Environment }
  | { ok: false; errors: { [Field in keyof ConnectForm]?: string } };

/** The options of a public token. */
export interface CreatePublicTokenOptions {
  /** The permissions it gives. Default none. */
  scopes?: PublicTokenScopes;
  /** A duration such as `1h`, a Date, or epoch seconds. Default 15 minutes. */
  expirationTime?: string | number | Date;
  /** Columns that subscriptions leave out: `{ skipColumns: ["payload"] }`. */
  realtime?: { skipColumns?: string[] };
}

/** The options of a public token that may trigger. */
export interface CreateTriggerPublicTokenOptions {
  /** A duration such as `1h`, a Date, or epoch seconds. Default 15 minutes. */
  expirationTime?: string | number | Date;
  /** Lets it be used more than once. Default false. */
  multipleUse?: boolean;
  /** Columns that subscriptions leave out: `{ skipColumns: ["payload"] }`. */
  realtime?: { skipColumns?: string[] };
}

/** The outcome of `auth.verify`: whose a credential is, and whether it works. It holds no token and no key. */
export interface CredentialCheck {
  /**
   * `ok`: the server knows it and lets it in. `forbidden`: the server knows it, and does not let it in
   * here, for lack of a scope or a branch; the sentence says which. `invalid`: it cannot be sent, or the
   * server does not know it. `revoked`: the server says so; the servers of today answer to a revoked
   * credential as they do to one that never was, with `invalid`. `wrong_host`: something answers that is
   * not the API. `unreachable`: nothing answers, or nothing that says anything of the credential.
   * `legacy_key`: a key of an older Trigger.dev product.
   */
  status: "ok" | "invalid" | "revoked" | "forbidden" | "wrong_host" | "unreachable" | "legacy_key";
  /** A sentence for a person to read: what is the matter, and what to do. */
  sentence: string;
  /** The kind of credential, by its form; `token` when that says nothing. Absent when none could be sent. */
  kind?:
    | "secret_key"
    | "additional_api_key"
    | "personal_access_token"
    | "organization_token"
    | "user_actor_token"
    | "public_access_token"
    | "token";
  /** For example `tr_prod_…a1B2`. */
  masked?: string;
  /** The base URL it was tried at. */
  baseURL?: string;
  /** The environment a key belongs to. */
  environment?: Environment;
  /** The branch a key acts on. */
  branch?: string;
  /** True when no new runs start in the environment. For secret keys alone. */
  isPaused?: boolean;
  /** The project of a secret key. */
  project?: VerifiedProject;
  /** The organization of a secret key, or of an organization token, which tells no more than the id. */
  organization?: VerifiedOrganization;
  /** The person of a personal access token. */
  user?: VerifiedUser;
  /** The scopes that a public access token names. */
  scopes?: string[];
  /** The time a public access token expires. */
  expiresAt?: Date;
}

/** A type of resource that the server asks scopes for, or `all` of them. */
export type PublicTokenResource =
  | "all"
  | "runs"
  | "tags"
  | "tasks"
  | "batch"
  | "waitpoints"
  | "sessions"
  | "inputStreams"
  | "deployments"
  | "errors"
  | "prompts"
  | "query"
  | "queues"
  | "branches"
  | "envvars";

/** The resources an action is allowed for: of each type all of them, or those with these ids. */
export type PublicTokenResources = {
  [Type in PublicTokenResource]?: boolean | string | string[] | undefined;
};

/** The permissions of a public token: for each action all resources, all of a type, or those with these ids. */
export interface PublicTokenScopes {
  read?: PublicTokenResources | boolean;
  write?: PublicTokenResources | boolean;
  trigger?: PublicTokenResources | boolean;
  batchTrigger?: PublicTokenResources | boolean;
  admin?: boolean;
}

/** The organization a credential belongs to. */
export interface VerifiedOrganization {
  id: string;
  slug?: string;
  title?: string;
}

/** The project a key belongs to. */
export interface VerifiedProject {
  /** `proj_…` */
  ref: string;
  name: string;
  slug: string;
}

/** The person a token belongs to. */
export interface VerifiedUser {
  id: string;
  email: string;
}

// Types of batch

/** A batch of runs. */
export interface Batch {
  /** `batch_…` */
  id: string;
  /** `PENDING`, `PROCESSING`, `COMPLETED`, `PARTIAL_FAILED`, `ABORTED` */
  status: string;
  idempotencyKey?: string;
  createdAt: Date;
  updatedAt: Date;
  runCount: number;
  /** The ids of its runs. */
  runs: string[];
  processing: BatchProcessing;
}

/** An item of a batch, which names its task by its id. */
export type BatchItemById<T = any> = T extends unknown
  ? BatchItem<PayloadOf<T>> & { id: TaskIdOf<T> }
  : never;

/** An item of a batch, which carries its task. */
export type BatchItemByTask<T = any> = T extends unknown
  ? BatchItem<PayloadOf<T>> & { task: { id: TaskIdOf<T> } }
  : never;

/** An item that could not become a run. */
export interface BatchItemError {
  index: number;
  taskIdentifier: string;
  error: string;
  errorCode?: string;
}

/** The progress of a batch in becoming runs. */
export interface BatchProcessing {
  completedAt?: Date;
  /** Items that could not become runs. */
  errors: BatchItemError[];
}

/** The results of the runs of a batch that have ended. */
export interface BatchResults {
  /** `batch_…` */
  id: string;
  items: RunResult[];
}

/** The options of `batch.triggerAll`. */
export interface TriggerAllOptions extends BatchTriggerOptions {
  /** Items in a batch, at most 1000. Default 500. */
  batchSize?: number;
}

// Types of concurrencyLimits

/** A concurrency limit. */
export interface ConcurrencyLimit {
  /** `climit_…` */
  id: string;
  /** The name as declared; `task/<id>` for one that a task declares for itself. */
  name: string;
  /** The bound for each concurrency key; runs without one share a pool. */
  perKey: ConcurrencyLimitBound;
  /** The bound for all runs that hold the limit. */
  total: ConcurrencyLimitBound;
  /** Runs that are being executed and hold the limit. */
  running: number;
  /** Runs that wait and need the limit. */
  queued: number;
  /** Servers before pausing send none. */
  paused?: boolean;
}

/** A bound of a concurrency limit; null where there is none. */
export interface ConcurrencyLimitBound {
  /** The bound in force, at most the environment's own limit. */
  current: number | null;
  /** The bound as declared. */
  base: number | null;
  override: number | null;
  overriddenAt: Date | null;
}

/** A concurrency limit for one concurrency key. */
export interface ConcurrencyLimitKey {
  /** The name of the limit. */
  name: string;
  concurrencyKey: string;
  perKey: ConcurrencyLimitKeyBound;
  /** Runs of this key that are being executed and hold the limit. */
  running: number;
  /** True while the limit is paused. */
  paused: boolean;
}

/** The bound for the runs of one concurrency key; null where there is none. */
export interface ConcurrencyLimitKeyBound {
  /** The bound in force, at most the environment's own limit. */
  current: number | null;
  /** The bound for every key. */
  base: number | null;
  override: number | null;
  /** The time the override ends. */
  expiresAt: Date | null;
}

/** The concurrency key of a limit. */
export interface ConcurrencyLimitKeyParams {
  /** The key. Named but undefined it is an error: the call would be about the whole limit. */
  concurrencyKey: string;
}

/** The new bound of one concurrency key of a limit. */
export type KeyOverride = OverrideConcurrencyLimitKeyParams & { total?: never };

/** The new bounds of a whole concurrency limit. */
export type LimitOverride = OverrideConcurrencyLimitParams & { concurrencyKey?: never; ttl?: never };

/** The parameters of `concurrencyLimits.list`. */
export interface ListConcurrencyLimitsParams {
  /** Limits per page, 1 to 100. Default 25. */
  perPage?: number;
  /** The number of the page, from 1. Default 1. */
  page?: number;
}

/** The bound a concurrency limit is to have for one concurrency key, for a time. */
export interface OverrideConcurrencyLimitKeyParams {
  /** The key. Named but undefined it is an error: the call would be about the whole limit. */
  concurrencyKey: string;
  /** The bound, 0 to 100,000; 0 blocks the key. */
  perKey: number;
  /** The time it lasts: a duration such as `1h`, or seconds; at most 30 days. Default 7 days. */
  ttl?: string | number;
}

/** The bounds a concurrency limit is to have until it is reset: one, or both. */
export interface OverrideConcurrencyLimitParams {
  /** The bound for each concurrency key, 0 to 100,000; at most the environment's own limit. */
  perKey?: number;
  /** The bound for all runs, 0 to 100,000; at most the environment's own limit. */
  total?: number;
}

// Types of deployments

/** The options of `deployments.cancel`. */
export interface CancelDeploymentOptions {
  /** At most 200 characters. */
  reason?: string;
}

/** A deployment as a list shows it. */
export interface Deployment {
  /** `deployment_…` */
  id: string;
  createdAt: Date;
  shortCode: string;
  /** For example `20261121.1`. */
  version: string;
  runtime: string | null;
  runtimeVersion: string | null;
  status: DeploymentStatus;
  deployedAt?: Date | null;
  /** The commit it was made from, as far as it is known. */
  git?: Record<string, any> | null;
  /** The reason why it failed. */
  error?: DeploymentError;
  /** The id it was deployed under elsewhere. */
  externalId?: string | null;
}

/** A deployment with its worker, if it has come that far. */
export interface DeploymentDetails {
  /** `deployment_…` */
  id: string;
  status: DeploymentStatus;
  contentHash: string;
  shortCode: string;
  /** For example `20261121.1`. */
  version: string;
  imageReference?: string | null;
  /** For example `linux/amd64`; of `retrieve` only, like everything after `errorData`. */
  imagePlatform?: string;
  /** The reason why it failed. */
  errorData?: DeploymentError | null;
  commitSHA?: string | null;
  /** The id it was deployed under elsewhere. */
  externalId?: string;
  /** The build of the image, where the platform builds it. */
  externalBuildData?: Record<string, any> | null;
  canceledReason?: string | null;
  worker?: DeploymentWorker;
  integrationDeployments?: IntegrationDeployment[];
}

/** The status of a deployment. Values that the typings do not know yet pass through, so keep a default branch. */
export type DeploymentStatus =
  | "PENDING"
  | "INSTALLING"
  | "BUILDING"
  | "DEPLOYING"
  | "DEPLOYED"
  | "FAILED"
  | "CANCELED"
  | "TIMED_OUT"
  | (string & {});

/** A task of a deployment. */
export interface DeploymentTask {
  id: string;
  /** The identifier it is triggered by. */
  slug: string;
  filePath: string;
  exportName?: string;
}

/** The worker of a deployment: the tasks it runs. */
export interface DeploymentWorker {
  id: string;
  version: string;
  tasks: DeploymentTask[];
}

/** A deployment to another platform that this one brought about. */
export interface IntegrationDeployment {
  id: string;
  integrationName: string;
  integrationDeploymentId: string;
  commitSHA: string;
  createdAt: Date;
}

/** The parameters of `deployments.list`. */
export interface ListDeploymentsOptions {
  status?: DeploymentStatus;
  /** The time from now back within which they were created, for example `7d`. Wins over `from`. */
  period?: string;
  /** The earliest time of creation. */
  from?: string | Date;
  /** The latest time of creation; needs `from`. */
  to?: string | Date;
  /** Deployments per page, at most 100; the server gives 5 when asked for fewer. Default 20. */
  limit?: number;
  /** The cursor of a page's `pagination.next`: the id of a deployment. */
  cursor?: string;
}

/** The options of `deployments.promote`. */
export interface PromoteDeploymentOptions {
  /** Lets a version older than the current one be promoted. Default false. */
  allowRollbacks?: boolean;
}

/** The deployment that was promoted. */
export interface PromotedDeployment {
  /** `deployment_…` */
  id: string;
  version: string;
  shortCode: string;
}

// Types of envvars

/** A variable to create. */
export interface CreateVariableParams {
  name: string;
  value: string;
  /** Makes it a secret, whose value cannot be read back. Default false. */
  isSecret?: boolean;
}

/** A variable an environment is to have. */
export interface DesiredVariable {
  value: string;
  /** Makes it a secret, whose value is never shown again. Default as it is; a new one is not secret. */
  isSecret?: boolean;
}

/** The variables an environment is to have: values by name, or values with whether they are secret. */
export interface DesiredVariables {
  [name: string]: string | DesiredVariable;
}

/** An environment variable of a project's environment. */
export interface EnvironmentVariable {
  /** The name, for example `DATABASE_URL`. */
  name: string;
  /** The value; `<redacted>` for a secret. */
  value: string;
  /** A secret's value cannot be read back. */
  isSecret: boolean;
}

/** The answer to a change of environment variables. */
export interface EnvironmentVariableResult {
  /** `true`; a change that failed is an error instead. */
  success: boolean;
}

/** The options of `envvars.sync`. */
export interface SyncVariablesOptions {
  /** Reads only, and answers the plan. Default false. */
  dryRun?: boolean;
  /** Deletes the variables that are not desired. Default false. */
  prune?: boolean;
}

/** The plan of `envvars.sync`, and the part of it that was done. */
export interface SyncedVariables {
  plan: VariablesPlan;
  done: VariablesDone;
}

/** The new value of a variable. */
export interface UpdateVariableParams {
  value: string;
}

/** The variables of an import. */
export interface UploadVariablesParams {
  /** Names and values; at least one. */
  variables: Record<string, string>;
  /** Overwrites variables that exist; without it one that exists fails the whole import. */
  override?: boolean;
  /** Makes them secrets, whose values cannot be read back. Default false. */
  isSecret?: boolean;
}

/** The work that was done, by the names of variables; the lists are empty after a dry run. */
export interface VariablesDone {
  created: string[];
  /** Updates and unknown ones. */
  updated: string[];
  deleted: string[];
  /** Variables that were to be deleted of a preview branch and belong to its parent, where they stay. */
  inherited: string[];
}

/** The work that has to be done, by the names of variables. */
export interface VariablesPlan {
  /** The variables that are not there yet. */
  create: string[];
  /** The variables that get another value, or become secret or cease to be. */
  update: string[];
  /** Secrets, whose values cannot be read back: they are written in case they are other ones. */
  unknown: string[];
  /** The variables that are as desired. */
  unchanged: string[];
  /**
   * The variables that are not desired, with `prune`. On a preview branch it has those that the branch only
   * inherits too: the list does not tell them apart.
   */
  delete: string[];
}

// Types of errors

/** A group of like failures, and what was decided about it. */
export interface ErrorGroup {
  /** `error_…`, with the fingerprint behind it. **Not unique**: groups of tasks that fail alike share it. */
  id: string;
  /** The digest of the type, message and stack that its failures have in common. */
  fingerprint: string;
  /** The task that fails with it. */
  taskIdentifier: string;
  /** For example `TypeError`. */
  errorType: string;
  /** The message, without the parts that differ from one failure to the next. */
  errorMessage: string;
  status: ErrorStatus;
  /** The number of occurrences; in a list, of those within the time that was asked for. */
  count: number;
  firstSeen: Date;
  lastSeen: Date;
  resolvedAt: Date | null;
  ignoredUntil: Date | null;
  /** The newest versions it occurred in, at most five. */
  affectedVersions: string[];
  resolvedInVersion: string | null;
  /** The id of a user, where one is known. */
  resolvedBy: string | null;
  ignoredAt: Date | null;
  ignoredReason: string | null;
  ignoredByUserId: string | null;
  /** Occurrences per minute that bring it back. */
  ignoredUntilOccurrenceRate: number | null;
  /** Occurrences since it was ignored that bring it back. */
  ignoredUntilTotalOccurrences: number | null;
}

/** The status of an error group. Values that the typings do not know yet pass through, so keep a default branch. */
export type ErrorStatus = "unresolved" | "resolved" | "ignored" | (string & {});

/** The end of ignoring an error: the first of these, never without any. */
export interface IgnoreErrorOptions {
  /** The time it is ignored, in milliseconds. */
  duration?: number;
  /** Occurrences in a minute above which it is no longer ignored. */
  occurrenceRate?: number;
  /** Further occurrences after which it is no longer ignored. */
  totalOccurrences?: number;
  /** At most 1,000 characters. */
  reason?: string;
}

/** The parameters of `errors.list`. Filters must not be empty; several values of one mean any of them. */
export interface ListErrorsParams {
  taskIdentifier?: string | string[];
  version?: string | string[];
  status?: ErrorStatus | ErrorStatus[];
  /** A part of the type or the message, in any case. */
  search?: string;
  /** The time from now back within which they occurred, for example `7d`. */
  period?: string;
  /** The earliest time of occurrence, as a Date or epoch milliseconds. */
  from?: Date | number;
  /** The latest time of occurrence, as a Date or epoch milliseconds. */
  to?: Date | number;
  /** Groups per page, 1 to 100. */
  limit?: number;
  /** The cursor of a page's `pagination.next`; not together with `before`. */
  after?: string;
  /** The cursor of a page's `pagination.previous`; not together with `after`. */
  before?: string;
}

/** A group of like failures as a list shows it. */
export interface ListedErrorGroup {
  /** `error_…`, with the fingerprint behind it. **Not unique**: groups of tasks that fail alike share it. */
  id: string;
  /** The digest of the type, message and stack that its failures have in common. */
  fingerprint: string;
  /** The task that fails with it. */
  taskIdentifier: string;
  /** For example `TypeError`. */
  errorType: string;
  /** The message, without the parts that differ from one failure to the next. */
  errorMessage: string;
  status: ErrorStatus;
  /** The number of occurrences; in a list, of those within the time that was asked for. */
  count: number;
  firstSeen: Date;
  lastSeen: Date;
  resolvedAt: Date | null;
  ignoredUntil: Date | null;
}

/** The options of `errors.resolve`. */
export interface ResolveErrorOptions {
  /** The version that no longer has it. */
  resolvedInVersion?: string;
}

// Types of idempotencyKeys

/** The options of `idempotencyKeys.create`. */
export interface CreateIdempotencyKeyOptions {
  /** The scope of the key: outside a task every key is global, with or without saying so. */
  scope?: "global";
}

/** The key that was reset. */
export interface ResetIdempotencyKey {
  id: string;
}

/** The options of `idempotencyKeys.reset`: what the key was made with, where it is named rather than given. */
export interface ResetIdempotencyKeyOptions {
  /** Default `run`. */
  scope?: "run" | "attempt" | "global";
  /** The run that made the key; the scopes `run` and `attempt` need it. */
  parentRunId?: string;
  /** The attempt that made the key; the scope `attempt` needs it. */
  attemptNumber?: number;
}

// Types of projects

/** A branch to archive. */
export interface ArchiveBranchParams {
  /** The name of the branch, for example `feature/x`. */
  branch: string;
  /** The environment it is a branch of. Default `preview`. */
  env?: "preview" | "development";
}

/** The answer to archiving a branch. */
export interface ArchivedBranch {
  success: boolean;
  branch: ArchivedEnvironment;
}

/** The environment of an archived branch. */
export interface ArchivedEnvironment {
  id: string;
  slug: string;
  branchName: string;
  type: "DEVELOPMENT" | "PREVIEW" | (string & {});
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date;
}

/** A branch of a preview environment. */
export interface Branch {
  id: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
  /** The commit it was made from, as it was told. */
  git?: Record<string, any>;
  /** True when no new runs start. */
  isPaused: boolean;
}

/** A branch that was created or updated. */
export interface BranchReference {
  id: string;
}

/** The branches of a preview environment. */
export interface Branches {
  branches: Branch[];
}

/** The state of an environment: paused or not. */
export interface EnvironmentState {
  paused: boolean;
  state: "paused" | "resumed";
}

/** The commit that a branch is made from, as it is shown. */
export interface GitCommit {
  /** For example `github`. */
  provider?: string;
  source?: "trigger_github_app" | "github_actions" | "local";
  ghUsername?: string;
  ghUserAvatarUrl?: string;
  commitAuthorName?: string;
  commitMessage?: string;
  commitRef?: string;
  commitSha?: string;
  /** True when there were changes that no commit held. */
  dirty?: boolean;
  remoteUrl?: string;
  pullRequestNumber?: number;
  pullRequestTitle?: string;
  pullRequestState?: "open" | "closed" | "merged";
}

/** An environment of a project. */
export interface ProjectEnvironment {
  id: string;
  /** `dev`, `stg`, `prod` or `preview` */
  slug: string;
  type: "DEVELOPMENT" | "STAGING" | "PREVIEW" | "PRODUCTION" | (string & {});
  /** True when it can have branches. */
  isBranchableEnvironment: boolean;
  branchName: string | null;
  /** True when no new runs start. */
  paused: boolean;
}

/** A branch to create or update. */
export interface UpsertBranchParams {
  /** The name of the branch, for example `feature/x`. */
  branch: string;
  /** The environment it is a branch of. */
  env: "preview" | "development";
  /** The commit it is made from, to be shown. */
  git?: GitCommit;
}

// Types of prompts

/** A prompt that takes priority over the deployed version. */
export interface CreatePromptOverrideParams {
  /** The template. One that is empty cannot be resolved. */
  textContent: string;
  model?: string;
  commitMessage?: string;
  /** The source it came from. Default `api`. */
  source?: string;
}

/** A prompt as the list shows it. */
export interface ListedPrompt {
  slug: string;
  /** `prompt_…` */
  friendlyId: string;
  description: string | null;
  tags: string[];
  /** The model that applies: the override's, else the current version's, else the prompt's own. */
  defaultModel: string | null;
  currentVersion: number | null;
  hasOverride: boolean;
  /** An ISO 8601 date, as a text. */
  updatedAt: string;
}

/** A prompt as it applies now, its template filled in. */
export interface PromptDetails {
  /** `prompt_…` */
  promptId: string;
  slug: string;
  version: number;
  /** `current`, `override` and the like. */
  labels: string[];
  /** The text before the variables were put in. */
  template?: string;
  /** The text, the variables put in. */
  text: string;
  model: string | undefined;
  config: Record<string, unknown> | undefined;
}

/** The prompts of an environment. */
export interface PromptList {
  data: ListedPrompt[];
}

/** The version an override made. */
export interface PromptOverride {
  ok: boolean;
  version: number;
}

/** The answer to a change of a prompt. */
export interface PromptResult {
  ok: boolean;
}

/** A prompt by its shape, as the official SDK types the handle of one. */
export interface PromptShape {
  id: string;
  resolve(variables: any, ...rest: any[]): any;
}

/** The slug of a prompt. */
export type PromptSlugOf<T> = T extends { id: infer Id extends string } ? Id : string;

/** A type that tells a prompt: the type of its handle, or `string` where only the slug is known. */
export type PromptSource = PromptShape | string;

/** The variables of a prompt, any names and values where they are not known. */
export type PromptVariablesOf<T> = PromptSource extends T
  ? Record<string, unknown>
  : T extends { resolve(variables: infer V, ...rest: any[]): any }
    ? V
    : Record<string, unknown>;

/** A version of a prompt. */
export interface PromptVersion {
  id: string;
  version: number;
  /** `current`, `override` and the like. */
  labels: string[];
  /** `code` for a deployed one. */
  source: "code" | "api" | "dashboard" | (string & {});
  model: string | null;
  textContent: string | null;
  commitMessage: string | null;
  contentHash: string;
  /** An ISO 8601 date, as a text. */
  createdAt: string;
}

/** The versions of a prompt, the latest first, at most 50. */
export interface PromptVersionList {
  data: PromptVersion[];
}

/** The options of `prompts.resolve`. An active override wins over a label, not over a version. */
export interface ResolvePromptOptions {
  /** Default `current`. */
  label?: string;
  version?: number;
}

/** A prompt as it applies now. */
export type ResolvedPrompt = PromptDetails & {
  /** Makes options for the AI SDK's functions, which name the prompt in their traces. */
  toAISDKTelemetry(additionalMetadata?: Record<string, string>): {
    experimental_telemetry: { isEnabled: true; metadata: Record<string, string> };
  };
};

/** The changes of the active override; fields that are left out stay. */
export interface UpdatePromptOverrideParams {
  textContent?: string;
  model?: string;
  commitMessage?: string;
}

// Types of query

/** A widget to be added. */
export interface AddDashboardWidgetParams {
  /** Unique within the dashboard. Default one that is made up. */
  id?: string;
  title: string;
  /** A TRQL query; every widget needs one but a `title`. */
  query?: string;
  display: DashboardWidgetDisplayInput;
  fillGaps?: boolean;
  /** Default full width, below the others. */
  position?: DashboardWidgetPosition;
  /** The revision last read: the write is refused when somebody else has changed the dashboard since. */
  revision?: string;
}

/** A widget that was added, and the dashboard with it. */
export interface AddedDashboardWidget {
  widgetId: string;
  dashboard: Dashboard;
}

/** A dashboard to be made. */
export interface CreateDashboardParams {
  title: string;
  description?: string;
  widgets?: DashboardWidgetInput[];
}

/** A dashboard of the organization's own. */
export interface Dashboard {
  id: string;
  title: string;
  description: string;
  /** The revision, another one after every write. */
  revision: string;
  createdAt: Date;
  updatedAt: Date;
  widgets: DashboardWidget[];
}

/** All dashboards. */
export interface DashboardList {
  dashboards: DashboardSummary[];
}

/** A dashboard as the list shows it. */
export interface DashboardSummary {
  /** For example `overview`. */
  key: string;
  title: string;
  /** A `builtIn` one can only be read. Older servers, which have no others, send none. */
  type?: "builtIn" | "custom" | (string & {});
  description?: string;
  widgets: DashboardWidgetSummary[];
}

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

/** The display of what a widget's query finds: a table, a chart, one number, or a title alone. */
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

/** A display to be set; defaults are pretty formatting, no sorting and no abbreviation. */
export type DashboardWidgetDisplayInput<Display = DashboardWidgetDisplay> = Display extends unknown
  ? Omit<Display, "prettyFormatting" | "sorting" | "abbreviate"> & {
      [Name in Extract<keyof Display, "prettyFormatting" | "sorting" | "abbreviate">]?: Display[Name];
    }
  : never;

/** A widget a dashboard is to have. */
export interface DashboardWidgetInput {
  /** Unique within the dashboard. Default one that is made up. */
  id?: string;
  title: string;
  /** A TRQL query; every widget needs one but a `title`. */
  query?: string;
  display: DashboardWidgetDisplayInput;
  fillGaps?: boolean;
  /** Default full width, below the others. */
  position?: DashboardWidgetPosition;
}

/** The place of a widget on the 12 columns of a dashboard. */
export interface DashboardWidgetPosition {
  /** The column, 0 to 11. */
  x: number;
  y: number;
  /** The width in columns, 1 to 12. */
  w: number;
  h: number;
}

/** A widget as the list of dashboards shows it. */
export interface DashboardWidgetSummary {
  id: string;
  title: string;
  /** The query, as `query.execute` takes it. */
  query: string;
  type: "bignumber" | "chart" | "table" | "title" | (string & {});
}

/** The options of removing a widget. */
export interface DeleteDashboardWidgetOptions {
  /** The revision last read: the write is refused when somebody else has changed the dashboard since. */
  revision?: string;
}

/** The id of a dashboard that was deleted. */
export interface DeletedDashboard {
  id: string;
}

/** The options of `query.execute`. Without a time range it covers the last 7 days. */
export interface QueryOptions {
  /**
   * The rows it sees: those of the key's environment, of its project, or of the whole
   * organization. Default `environment`.
   */
  scope?: "environment" | "project" | "organization";
  /** For example `7d`. Not together with `from` or `to`. */
  period?: string;
  /** A Date or epoch milliseconds. */
  from?: Date | number;
  /** A Date or epoch milliseconds. */
  to?: Date | number;
  /** `json` for rows as objects, `csv` for one text. Default `json`. */
  format?: "json" | "csv";
}

/** The tables that can be queried. */
export interface QuerySchema {
  tables: QuerySchemaTable[];
}

/** A column of a table. */
export interface QuerySchemaColumn {
  name: string;
  /** The type, as ClickHouse names it. */
  type: string;
  description?: string;
  example?: string;
  allowedValues?: string[];
  /** True of a column that `SELECT *` has. */
  coreColumn?: boolean;
}

/** A table that can be queried. */
export interface QuerySchemaTable {
  name: string;
  description?: string;
  /** The column that the time range is about. */
  timeColumn?: string;
  columns: QuerySchemaColumn[];
}

/** The rows of a table, or some of their columns: `query.execute<QueryTable<"runs", "run_id">>(…)`. */
export type QueryTable<
  Table extends keyof QueryTables,
  Columns extends keyof QueryTables[Table] = keyof QueryTables[Table],
> = Pick<QueryTables[Table], Columns>;

/** The rows of the tables that are typed. */
export interface QueryTables {
  runs: RunsTableRow;
}

/** The widgets a dashboard is to have; other fields that are left out stay. */
export interface ReplaceDashboardParams {
  title?: string;
  description?: string;
  widgets: DashboardWidgetInput[];
  /** The revision last read: the write is refused when somebody else has changed the dashboard since. */
  revision?: string;
}

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

/** The changes of a dashboard; fields that are left out stay. */
export interface UpdateDashboardParams {
  title?: string;
  description?: string;
  /** The revision last read: the write is refused when somebody else has changed the dashboard since. */
  revision?: string;
}

/** The changes of a widget; fields that are left out stay. */
export interface UpdateDashboardWidgetParams {
  title?: string;
  query?: string;
  display?: DashboardWidgetDisplayInput;
  fillGaps?: boolean;
  position?: DashboardWidgetPosition;
  /** The revision last read: the write is refused when somebody else has changed the dashboard since. */
  revision?: string;
}

// Types of queues

/** The parameters of `queues.list`. */
export interface ListQueuesParams {
  /** Queues per page; the server takes a number above 100 for 100. Default 25. */
  perPage?: number;
  /** The number of the page, from 1. Default 1. */
  page?: number;
}

/** A queue. */
export interface Queue {
  /** `queue_…` */
  id: string;
  name: string;
  /** `task` for a task's own queue. */
  type: "task" | "custom" | (string & {});
  /** Runs that are being executed. */
  running: number;
  /** Runs that wait. */
  queued: number;
  paused: boolean;
  concurrencyLimit: number | null;
  /**
   * `V1` for a queue that has a concurrency limit of its own. Absent where the server sends none, which the
   * official SDK takes for `V1`.
   */
  version?: "V1" | "V2" | (string & {});
  concurrency?: QueueConcurrency;
}

/** The concurrency limit of a queue, and what overrides it. */
export interface QueueConcurrency {
  /** The limit in force. */
  current: number | null;
  /** The limit without an override. */
  base: number | null;
  override: number | null;
  overriddenAt: Date | null;
  overriddenBy: string | null;
}

/** The recent history of a queue. */
export interface QueueMetrics {
  /** The name as the server keeps it: `task/<id>` for a task's own queue. */
  queue: string;
  /** The period that was asked for. */
  period: string;
  from: Date;
  to: Date;
  waitMs: QueueWait;
  /** The most runs that waited at one time. */
  peakQueued: number;
  startedCount: number;
  startedPerMin: number;
  /** The number of times a run could not start because a limit was reached. */
  throttledCount: number;
  /** The distance of the points of `depthTrend`, in milliseconds. */
  bucketIntervalMs: number;
  /** The number of runs that waited, oldest point first. */
  depthTrend: number[];
}

/** The parameters of `queues.retrieveMetrics`. */
export interface QueueMetricsParams {
  /** The time from now back, for example `15m` or `24h`; at most `7d`. Default `1h`. */
  period?: string;
}

/** The waiting time of runs, in milliseconds; null where none waited. */
export interface QueueWait {
  p50: number | null;
  p95: number | null;
}

// Types of request

/** The query, body and headers of a request. */
export interface RequestParams {
  /** Values by name; one that is a list goes out once for each of its elements. */
  query?: Record<string, string | number | boolean | readonly (string | number | boolean)[] | undefined>;
  /** The body, which goes out as the JSON that `JSON.stringify` makes of it. */
  body?: unknown;
  /** Headers of this request. They may not name those the client sets itself. */
  headers?: Record<string, string>;
  /** Says that sending it twice does no harm. Default true of GET, PUT and DELETE, false of POST and PATCH. */
  repeatable?: boolean;
}

// Types of runs

/** The answer to adding tags. */
export interface AddedTags {
  /** For example `Successfully set 1 new tags.` */
  message: string;
}

/** Many runs that are cancelled or replayed by one request. */
export interface BulkAction {
  /** `bulk_…` */
  id: string;
  /** The name it was given. */
  name?: string;
  type: "CANCEL" | "REPLAY" | (string & {});
  /** `PENDING` while there are runs left to take. */
  status: "PENDING" | "COMPLETED" | "ABORTED" | (string & {});
  counts: BulkActionCounts;
  createdAt: Date;
  completedAt?: Date;
}

/** The progress of a bulk action. */
export interface BulkActionCounts {
  /** The runs it selected when it was made. */
  total: number;
  /** The runs it has cancelled or replayed. */
  success: number;
  /** The runs it could not cancel or replay; to a cancellation also those that had ended. */
  failure: number;
}

/**
 * The runs a bulk action is about: the filters of `runs.list`, at least one. Several values of one
 * mean any of them. A field that is named but undefined is an error: the action would be about more runs.
 */
export interface BulkActionFilter {
  status?: RunStatus | RunStatus[];
  taskIdentifier?: string | string[];
  version?: string | string[];
  /** The earliest time of creation, as a Date or epoch milliseconds. */
  from?: Date | number;
  /** The latest time of creation, as a Date or epoch milliseconds. */
  to?: Date | number;
  /** The time from now back within which they were created, for example `24h` or `30d`. Wins over `from`. */
  period?: string;
  /** Runs that another bulk action has processed. */
  bulkAction?: string;
  tag?: string | string[];
  schedule?: string;
  isTest?: boolean;
  batch?: string;
  queue?: QueueName | QueueName[];
  machine?: Machine | Machine[];
  region?: string | string[];
}

/** The id of a bulk action that was made or aborted. */
export interface BulkActionReference {
  id: string;
}

/** The runs a bulk action cancels: those a filter selects, or those of these ids. */
export interface BulkCancelParams {
  filter?: BulkActionFilter;
  runIds?: string[];
  /** The name that the dashboard shows, at most 255 characters. */
  name?: string;
}

/** The runs a bulk action replays: those a filter selects, or those of these ids. */
export interface BulkReplayParams {
  filter?: BulkActionFilter;
  runIds?: string[];
  /** The name that the dashboard shows, at most 255 characters. */
  name?: string;
  /** The region of the new runs. Default each run's own. */
  targetRegion?: string;
}

/** The parameters of `runs.bulk.list`. */
export interface ListBulkActionsParams {
  /** Bulk actions per page, 1 to 100. Default 25. */
  limit?: number;
  /** The cursor of a page's `pagination.next`; not together with `before`. */
  after?: string;
  /** The cursor of a page's `pagination.previous`; not together with `after`. */
  before?: string;
}

/**
 * The parameters of `runs.list` of a project.
 *
 * **A filter that is named but undefined counts as left out**: `{ tag: undefined }` lists everybody's runs of the
 * environment. Look up whose runs are meant before the call.
 */
export interface ListProjectRunsParams {
  status?: RunStatus | RunStatus[];
  taskIdentifier?: string | string[];
  version?: string | string[];
  bulkAction?: string;
  tag?: string | string[];
  schedule?: string;
  isTest?: boolean;
  /** The earliest time of creation, as a Date or epoch milliseconds. */
  from?: Date | number;
  /** The latest time of creation, as a Date or epoch milliseconds. */
  to?: Date | number;
  /** The time from now back within which they were created, for example `24h` or `30d`. Wins over `from`. */
  period?: string;
  batch?: string;
  queue?: QueueName | QueueName[];
  machine?: Machine | Machine[];
  region?: string | string[];
  /** The environment, exactly one; the server needs it. */
  env?: Environment | [Environment];
  /** The ref of the project, where it does not stand before the parameters; where it does, the same one. */
  projectRef?: string;
  /** Runs per page, 1 to 100. Default 25. */
  limit?: number;
  /** The cursor of a page's `pagination.next`; not together with `before`. */
  after?: string;
  /** The cursor of a page's `pagination.previous`; not together with `after`. */
  before?: string;
}

/**
 * The parameters of `runs.list`. Filters must not be empty; several values of one mean any of them.
 *
 * **A filter that is named but undefined counts as left out**: `{ tag: undefined }` lists everybody's runs of the
 * environment. Look up whose runs are meant before the call.
 */
export interface ListRunsParams {
  status?: RunStatus | RunStatus[];
  taskIdentifier?: string | string[];
  version?: string | string[];
  bulkAction?: string;
  tag?: string | string[];
  schedule?: string;
  isTest?: boolean;
  /** The earliest time of creation, as a Date or epoch milliseconds. */
  from?: Date | number;
  /** The latest time of creation, as a Date or epoch milliseconds. */
  to?: Date | number;
  /** The time from now back within which they were created, for example `24h` or `30d`. Wins over `from`. */
  period?: string;
  batch?: string;
  queue?: QueueName | QueueName[];
  machine?: Machine | Machine[];
  region?: string | string[];
  /** Runs per page, 1 to 100. Default 25. */
  limit?: number;
  /** The cursor of a page's `pagination.next`; not together with `before`. */
  after?: string;
  /** The cursor of a page's `pagination.previous`; not together with `after`. */
  before?: string;
}

/** A run as a list shows it. Optional fields are absent, not null. */
export interface ListedRun {
  /** `run_…` */
  id: string;
  /** The status; values the typings do not know yet pass through. */
  status: RunStatus;
  /** The id of the task it runs. */
  taskIdentifier: string;
  /** The key it was triggered with, if any. */
  idempotencyKey?: string;
  /** The deployed version that runs it, for example `20261121.1`. */
  version?: string;
  /** True while it waits to be run; also of a delayed run. */
  isQueued: boolean;
  /** True while it is executed. */
  isExecuting: boolean;
  /** True while it is paused until something happens that it waits for. */
  isWaiting: boolean;
  /** True once it has ended, well or not. False of an expired run, which never began. */
  isCompleted: boolean;
  /** True when it ended well. */
  isSuccess: boolean;
  /** True when it ended without success; also of a cancelled run. */
  isFailed: boolean;
  /** True when a cancellation ended it. */
  isCancelled: boolean;
  /** True when it was started as a test. */
  isTest: boolean;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  /** The time it ended. Absent, too, of a run that was cancelled while it was queued. */
  finishedAt?: Date;
  /** The time a delayed run becomes due. */
  delayedUntil?: Date;
  /** The longest wait before it expires, for example `10m`. */
  ttl?: string;
  expiredAt?: Date;
  tags: string[];
  /** The cost of computing it so far, in US cents. */
  costInCents: number;
  /** The cost of invoking it, in US cents. */
  baseCostInCents: number;
  /** The time it has been computing, in milliseconds. */
  durationMs: number;
  metadata?: Record<string, any>;
  /** `STANDARD`, `SCHEDULED` and the like. */
  taskKind?: string;
  /** The region it runs in. */
  region?: string;
  /** The environment it belongs to. */
  env: RunEnvironment;
}

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

/** A call of a language model, with its tokens, costs and times. Costs are in US dollars. */
export interface ModelCall {
  model: string;
  provider: string;
  operationName: string;
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cachedTokens?: number;
  reasoningTokens?: number;
  inputCost?: number;
  outputCost?: number;
  totalCost?: number;
  cachedCost?: number;
  cacheCreationCost?: number;
  tokensPerSecond?: number;
  msToFirstChunk?: number;
  durationMs: number;
  finishReason?: string;
  responseText?: string;
}

/** The options of `runs.poll` and `runs.bulk.poll`. */
export interface PollOptions {
  /** The wait between two requests. Default 1000. */
  pollIntervalMs?: number;
}

/** A run as a subscription tells of it: payload, output and metadata as they are, dates as `Date`. */
export interface RealtimeRun<T = any> {
  id: string;
  taskIdentifier: TaskIdOf<T>;
  /** A status that this version does not know is told as it is. */
  status: RunStatus | (string & {});
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  queuedAt?: Date;
  expiredAt?: Date;
  delayedUntil?: Date;
  finishedAt?: Date;
  payload: PayloadOf<T>;
  output?: OutputOf<T>;
  metadata?: Record<string, any>;
  error?: { name?: string; message: string; stackTrace?: string; causes?: unknown[] };
  tags: string[];
  /** The keys of the streams that the run has written to. */
  realtimeStreams: string[];
  idempotencyKey?: string;
  ttl?: string;
  number?: number;
  isTest: boolean;
  durationMs: number;
  costInCents: number;
  baseCostInCents: number;
  isQueued: boolean;
  isWaiting: boolean;
  isExecuting: boolean;
  /** True once it has ended by itself, with success or not. As in the official SDK, false for a run that was cancelled. */
  isCompleted: boolean;
  isFailed: boolean;
  isSuccess: boolean;
  isCancelled: boolean;
}

/** A run that another one is the parent, root or child of. */
export interface RelatedRun {
  /** `run_…` */
  id: string;
  /** The status; values the typings do not know yet pass through. */
  status: RunStatus;
  /** The id of the task it runs. */
  taskIdentifier: string;
  /** The key it was triggered with, if any. */
  idempotencyKey?: string;
  /** The deployed version that runs it, for example `20261121.1`. */
  version?: string;
  /** True while it waits to be run; also of a delayed run. */
  isQueued: boolean;
  /** True while it is executed. */
  isExecuting: boolean;
  /** True while it is paused until something happens that it waits for. */
  isWaiting: boolean;
  /** True once it has ended, well or not. False of an expired run, which never began. */
  isCompleted: boolean;
  /** True when it ended well. */
  isSuccess: boolean;
  /** True when it ended without success; also of a cancelled run. */
  isFailed: boolean;
  /** True when a cancellation ended it. */
  isCancelled: boolean;
  /** True when it was started as a test. */
  isTest: boolean;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  /** The time it ended. Absent, too, of a run that was cancelled while it was queued. */
  finishedAt?: Date;
  /** The time a delayed run becomes due. */
  delayedUntil?: Date;
  /** The longest wait before it expires, for example `10m`. */
  ttl?: string;
  expiredAt?: Date;
  tags: string[];
  /** The cost of computing it so far, in US cents. */
  costInCents: number;
  /** The cost of invoking it, in US cents. */
  baseCostInCents: number;
  /** The time it has been computing, in milliseconds. */
  durationMs: number;
  metadata?: Record<string, any>;
  /** `STANDARD`, `SCHEDULED` and the like. */
  taskKind?: string;
  /** The region it runs in. */
  region?: string;
  /** The number of triggers between its root run and it. */
  depth: number;
  triggerFunction: TriggerFunction;
  batchId?: string;
}

/** The runs around a run. */
export interface RelatedRuns {
  root?: RelatedRun;
  parent?: RelatedRun;
  children?: RelatedRun[];
}

/** The options of `runs.replay`: what the new run has other than the one it replays. */
export interface ReplayRunOptions {
  payload?: unknown;
  metadata?: Record<string, unknown>;
  tags?: string | string[];
  queue?: string;
  concurrencyKey?: string;
  machine?: Machine;
  version?: string;
  region?: string;
  /** A duration such as `1h`, or a date. */
  delay?: string | Date;
  /** A duration such as `10m`, or seconds. */
  ttl?: string | number;
  idempotencyKey?: string;
  idempotencyKeyTTL?: string;
  maxAttempts?: number;
  /** Seconds. */
  maxDuration?: number;
  priority?: number;
}

/** The new delay of a delayed run. */
export interface RescheduleRunParams {
  /** A duration such as `1h`, or a date. */
  delay: string | Date;
}

/**
 * A run, its payload and output typed by what it was retrieved as. They come as plain JSON: where the task has a `Date`
 * or a `Map`, the type says so all the same, and the value is what the server shows of it.
 */
export type Run<T = string> = RunDetails & { payload?: PayloadOf<T>; output?: OutputOf<T> };

/** A column that a subscription can leave out. Id, task, status and `createdAt` are always there. */
export type RunColumn =
  | "startedAt"
  | "delayUntil"
  | "queuedAt"
  | "expiredAt"
  | "completedAt"
  | "number"
  | "isTest"
  | "usageDurationMs"
  | "costInCents"
  | "baseCostInCents"
  | "ttl"
  | "payload"
  | "payloadType"
  | "metadata"
  | "output"
  | "outputType"
  | "runTags"
  | "error";

/** A run without its payload and output, which `Run` types by the task. */
export interface RunDetails {
  /** `run_…` */
  id: string;
  /** The status; values the typings do not know yet pass through. */
  status: RunStatus;
  /** The id of the task it runs. */
  taskIdentifier: string;
  /** The key it was triggered with, if any. */
  idempotencyKey?: string;
  /** The deployed version that runs it, for example `20261121.1`. */
  version?: string;
  /** True while it waits to be run; also of a delayed run. */
  isQueued: boolean;
  /** True while it is executed. */
  isExecuting: boolean;
  /** True while it is paused until something happens that it waits for. */
  isWaiting: boolean;
  /** True once it has ended, well or not. False of an expired run, which never began. */
  isCompleted: boolean;
  /** True when it ended well. */
  isSuccess: boolean;
  /** True when it ended without success; also of a cancelled run. */
  isFailed: boolean;
  /** True when a cancellation ended it. */
  isCancelled: boolean;
  /** True when it was started as a test. */
  isTest: boolean;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  /** The time it ended. Absent, too, of a run that was cancelled while it was queued. */
  finishedAt?: Date;
  /** The time a delayed run becomes due. */
  delayedUntil?: Date;
  /** The longest wait before it expires, for example `10m`. */
  ttl?: string;
  expiredAt?: Date;
  tags: string[];
  /** The cost of computing it so far, in US cents. */
  costInCents: number;
  /** The cost of invoking it, in US cents. */
  baseCostInCents: number;
  /** The time it has been computing, in milliseconds. */
  durationMs: number;
  metadata?: Record<string, any>;
  /** `STANDARD`, `SCHEDULED` and the like. */
  taskKind?: string;
  /** The region it runs in. */
  region?: string;
  /** The number of triggers between its root run and it. */
  depth: number;
  triggerFunction: TriggerFunction;
  batchId?: string;
  /** The URL a payload over 512 kB is kept at; `payload` holds what was found there. */
  payloadPresignedUrl?: string;
  /** The URL an output over 512 kB is kept at; `output` holds what was found there. */
  outputPresignedUrl?: string;
  /** The reason why it failed. */
  error?: RunError;
  schedule?: RunSchedule;
  relatedRuns: RelatedRuns;
  /** The number of attempts so far. */
  attemptCount: number;
}

/** The environment a listed run belongs to. */
export interface RunEnvironment {
  id: string;
  /** The environment's slug, for example `prod`. */
  name: string;
  /** The person whose development environment it is. */
  user?: string;
}

/** The error a run failed with. */
export interface RunError {
  message: string;
  name?: string;
  stackTrace?: string;
  causes?: { message: string; name?: string; stackTrace?: string }[];
}

/** An event that was recorded of a run. */
export interface RunEvent {
  spanId: string;
  parentId?: string | null;
  runId: string;
  message: string;
  style?: Record<string, any>;
  events?: any[];
  /** Nanoseconds since 1970, as text: more digits than a number holds. */
  startTime: string;
  /** Nanoseconds. */
  duration: number;
  isError: boolean;
  /** True while it has not ended. */
  isPartial: boolean;
  isCancelled: boolean;
  kind?: string;
  attemptNumber?: number | null;
  level: string;
}

/** The events that were recorded of a run. */
export interface RunEvents {
  events: RunEvent[];
}

/** The argument that names a run of this source: its handle, or its id. */
export type RunIdOf<T> = T extends TaskShape
  ? string | { id: string }
  : T extends { id: string }
    ? T | string
    : string;

/** A run's metadata after an update. */
export interface RunMetadata {
  metadata: Record<string, any>;
}

/** The id of a run that was cancelled, or of the new run a replay made. */
export interface RunReference {
  id: string;
}

/** The schedule a run was started by. */
export interface RunSchedule {
  id: string;
  externalId?: string;
  deduplicationKey?: string;
  generator: { type: "CRON"; expression: string; description: string };
}

/** The runs a bulk action is about: what a filter selects, or at most 500 by their ids. */
export type RunSelection =
  { filter: BulkActionFilter; runIds?: undefined } | { runIds: string[]; filter?: undefined };

/** A type that tells a run: the type of its task, of its handle, or `string` where only the id is known. */
export type RunSource = TaskShape | { id: string } | string;

/**
 * Runs that are watched. Iterate over it, once; to leave the loop ends it, and so does `unsubscribe`.
 *
 * It keeps the scope it was made in, whatever `configure` or another `withAuth` does meanwhile.
 */
export interface RunSubscription<T = any> extends AsyncIterableIterator<RealtimeRun<T>> {
  next(): Promise<IteratorResult<RealtimeRun<T>, undefined>>;
  [Symbol.asyncIterator](): this;
  /** Ends it; an iteration over it ends without an error. */
  unsubscribe(): void;
  /** The states as the reader of a stream has them, instead of an iteration. */
  getReader(): ReadableStreamDefaultReader<RealtimeRun<T>>;
  /**
   * The states, and beside them the parts of every stream that the runs name, as they come. It ends with the subscription,
   * when everything that was written was read; what goes wrong with a stream is thrown.
   */
  withStreams<Streams extends Record<string, any> = Record<string, any>>(): RealtimeStream<
    RunWithStreamsPart<T, Streams>
  >;
  /** The run in its last state; rejects when the subscription ends before the run does. */
  finished(): Promise<RealtimeRun<T>>;
  /** A promise that is resolved when it is over, however it ended. */
  readonly closed: Promise<void>;
  /** The latest state that was taken. */
  readonly latest: RealtimeRun<T> | undefined;
  /**
   * The state it is in: `limited` where the server lets no more be watched at once, `polling` where it has no realtime
   * and is asked again and again.
   */
  readonly state: "connecting" | "live" | "waiting" | "limited" | "polling" | "closed";
  /** The place it has reached, for `since`: it moves on when the next state is taken. Undefined before the first. */
  readonly cursor: string | undefined;
  /** Counts what it has done so far. */
  stats(): SubscriptionStats;
}

/** The trace a run belongs to. */
export interface RunTrace {
  trace: Trace;
}

/** A state of a run, or a part of one of its streams with the state in which the run named that stream. */
export type RunWithStreamsPart<T, Streams extends Record<string, any>> =
  | { type: "run"; run: RealtimeRun<T> }
  | {
      [Key in keyof Streams & string]: { type: Key; chunk: Streams[Key]; run: RealtimeRun<T> };
    }[keyof Streams & string];

/** A span with its properties, events and the runs it triggered. */
export interface SpanDetails {
  spanId: string;
  parentId: string | null;
  runId: string;
  message: string;
  isError: boolean;
  /** True while it has not ended. */
  isPartial: boolean;
  isCancelled: boolean;
  level: string;
  startTime: Date;
  durationMs: number;
  properties?: Record<string, any>;
  events?: any[];
  entityType?: string;
  ai?: ModelCall;
  triggeredRuns?: SpanTriggeredRun[];
}

/** A run that was triggered in a span. */
export interface SpanTriggeredRun {
  runId: string;
  taskIdentifier: string;
  /** The status as the server stores it, for example `COMPLETED_SUCCESSFULLY`. */
  status: string;
  createdAt: Date;
}

/** A run's metadata as it is stored. */
export interface StoredMetadata {
  /** A text in the format of `metadataType`; null when there is none. */
  metadata?: string | null;
  /** For example `application/json`. */
  metadataType: string;
}

/** The options of a subscription, its request options among them. */
export interface SubscribeOptions extends RequestOptions {
  /** Columns to leave out: a run with a large payload costs its bytes with every update. */
  skipColumns?: readonly RunColumn[];
  /** The `cursor` of another subscription, to go on from there, in another process too. The last state may be told once more. */
  since?: string | undefined;
  /**
   * `"latest"` (the default) leaves out states that a later one of the same run has replaced before you took it;
   * `"every"` tells all that were seen, and stops asking while 64 of them or 4 MiB wait for you.
   */
  updates?: "latest" | "every";
  /**
   * The way in which changes come. `"auto"` (the default) is told of them over a request that the server holds, and
   * asks for the runs again and again where the server has no realtime; `"poll"` asks again and again from the start,
   * `"realtime"` never.
   */
  transport?: "auto" | "realtime" | "poll";
  /**
   * Called for a fresh public token 60 s before the present one expires, or halfway through a shorter life, and once
   * when the server refuses it. It must name the same environment: another secret key or personal access token, which
   * does not say whose it is, ends the subscription. Without an answer within 10 s the old one is used.
   */
  refreshAccessToken?: () => string | Promise<string>;
  /** A connection on which nothing comes for so long is given up for another. Default 45000. */
  idleTimeoutInMs?: number;
  /**
   * Says how it comes back after something broke: by default for ever, after 250 ms at first, each time twice as
   * long, at most 10 s.
   */
  reconnect?: { maxElapsedInMs?: number; minTimeoutInMs?: number; maxTimeoutInMs?: number };
  /** The most that the columns of one row may hold. Default 1048576. */
  maxRowBytes?: number;
  /** Shares its requests with others who watch the same in the same scope. Default true. */
  share?: boolean;
  /** Keeps the process alive while it waits for the next state. Default true. */
  keepAlive?: boolean;
  /** Throws the reason of an abort. By default, as in the official SDK, an abort ends the iteration. */
  throwOnAbort?: boolean;
}

/** The options of a subscription to runs by their ids. */
export interface SubscribeToRunOptions extends SubscribeOptions {
  /** Ends it with the run, or with the last of the runs. Default true. */
  stopOnCompletion?: boolean;
}

/** The runs that a subscription to tags watches. */
export interface SubscribeToRunsFilters {
  /** The age that runs may have, such as `1h`: at most, and by default, `24h`. */
  createdAt?: string;
  /** Columns to leave out. */
  skipColumns?: readonly RunColumn[];
}

/** The counts of a subscription. */
export interface SubscriptionStats {
  /** Requests that were made for it; one that is shared counts for each. */
  requests: number;
  /** Times it had to begin again after something broke. */
  reconnects: number;
  /** States that were taken. */
  updates: number;
  /** States that a later one has replaced before they were taken. */
  coalesced: number;
  /** Bytes of the answers, as they came. */
  bytes: number;
  /** Other subscriptions that share its requests at this moment; where it watches several runs, the most of any. */
  sharedWith: number;
}

/** Spans as a tree. */
export interface Trace {
  traceId: string;
  rootSpan: TraceSpan;
  /** True when there are more spans than are shown. */
  isTruncated?: boolean;
}

/** A span with those below it. */
export interface TraceSpan {
  id: string;
  parentId?: string;
  runId: string;
  data: TraceSpanData;
  children: TraceSpan[];
}

/** The event that a span records. */
export interface TraceSpanData {
  message: string;
  taskSlug?: string;
  taskPath?: string;
  events?: any[];
  startTime: Date;
  /** Nanoseconds. */
  duration: number;
  isError: boolean;
  /** True while it has not ended. */
  isPartial: boolean;
  isCancelled: boolean;
  level: string;
  workerVersion?: string;
  queueName?: string;
  machinePreset?: string;
  properties?: Record<string, any>;
  output?: unknown;
}

/** The function that triggered a run; values the typings do not know yet pass through. */
export type TriggerFunction =
  "triggerAndWait" | "trigger" | "batchTriggerAndWait" | "batchTrigger" | (string & {});

/** Either metadata or operations. */
export interface UpdateMetadataParams {
  /** Replaces all there was. */
  metadata?: Record<string, unknown>;
  /** Applied one after the other to what there is. */
  operations?: MetadataOperation[];
}

// Types of schedules

/** A least window that a plan demands. */
export interface AppliedSchedulePolicy {
  minimumWindowSeconds: number;
  reason: "free_schedule" | (string & {});
}

/** The parameters of `schedules.create`. */
export interface CreateScheduleParams {
  /** The id of a scheduled task that has been deployed. */
  task: string;
  /** Five fields, for example `0 9 * * 1`; without seconds, and no alias such as `@daily`. */
  cron: string;
  /** The key the schedule is known by in the project: a second call with it updates the first one's. */
  deduplicationKey: string;
  /** The id the task is to know it by, for example that of a user. */
  externalId?: string;
  /** The timezone, by IANA's name, for example `Europe/London`; `schedules.timezones` lists them. Default `UTC`. */
  timezone?: string;
  /**
   * Starts each run within this time after the nominal one: `30m`, `2h`, at most `24h`, or, as a
   * part of the interval, `30%`.
   */
  window?: string;
}

/** The id of a schedule that was deleted. */
export interface DeletedSchedule {
  id: string;
}

/** The parameters of `schedules.list`. */
export interface ListSchedulesParams {
  /** Schedules per page. */
  perPage?: number;
  /** The number of the page, from 1. Default 1. */
  page?: number;
}

/** A schedule. */
export interface Schedule {
  /** `sched_…` */
  id: string;
  /** `DECLARATIVE` for one that the task's own code declares. */
  type: "IMPERATIVE" | "DECLARATIVE" | (string & {});
  /** The id of the task it starts. */
  task: string;
  active: boolean;
  /** Absent when the schedule was made without one. */
  deduplicationKey?: string | null;
  /** Null in a list, absent elsewhere, when there is none. */
  externalId?: string | null;
  generator: ScheduleGenerator;
  /** The timezone, by IANA's name, for example `Europe/London`. */
  timezone: string;
  /** The time after the nominal one within which each run starts. */
  window?: string;
  /** The next nominal time; null when the schedule is not active. */
  nextRun?: Date | null;
  /** The time the next run starts in fact, always equally long after the nominal one. */
  nextRunEffectiveAt?: Date | null;
  /** A least window that the plan demands, whatever `window` says. */
  appliedSchedulePolicy?: AppliedSchedulePolicy;
  environments: ScheduleEnvironment[];
}

/** An environment that a schedule runs in. */
export interface ScheduleEnvironment {
  id: string;
  /** `DEVELOPMENT`, `STAGING`, `PRODUCTION` or `PREVIEW`. */
  type: string;
  /** The person whose development environment it is. */
  userName?: string | null;
  /** The slug of the environment; only in a list. */
  slug?: string;
  /** The short code of the environment; only where the schedule was created or updated. */
  shortcode?: string;
}

/** The rule by which a schedule runs. */
export interface ScheduleGenerator {
  type: "CRON" | (string & {});
  /** The cron expression. */
  expression: string;
  /** The expression in words. */
  description: string;
}

/** The timezones that schedules can have. */
export interface Timezones {
  /** IANA's names, `UTC` first. */
  timezones: string[];
}

/** The parameters of `schedules.timezones`. */
export interface TimezonesParams {
  /** Default false. */
  excludeUtc?: boolean;
}

/** The parameters of `schedules.update`, which replace what the schedule was. */
export interface UpdateScheduleParams {
  /** The id of a scheduled task that has been deployed. */
  task: string;
  /** Five fields, for example `0 9 * * 1`; without seconds, and no alias such as `@daily`. */
  cron: string;
  /** The id the task knows it by. **Left out, the schedule has none any more.** */
  externalId?: string;
  /** The timezone. **Left out, it is `UTC` again.** */
  timezone?: string;
  /** The window, as in `CreateScheduleParams`; repeat it to keep it. */
  window?: string;
}

// Types of sessions

/** The parameters of `sessions.close`. */
export interface CloseSessionParams {
  reason?: string;
  /** The run that asks for it, when it is the session's own. */
  callingRunId?: string;
}

/** The parameters of `sessions.list`. */
export interface ListSessionsParams {
  type?: string | [string];
  tag?: string | [string];
  taskIdentifier?: string | [string];
  externalId?: string;
  status?: SessionStatus | [SessionStatus];
  /** The time from now back within which they were created, for example `30d`. */
  period?: string;
  /** The earliest time of creation, as a Date or epoch milliseconds. */
  from?: Date | number;
  /** The latest time of creation, as a Date or epoch milliseconds. */
  to?: Date | number;
  /** Sessions per page, 1 to 100. Default 20. */
  limit?: number;
  /** The cursor of a page's `pagination.next`. */
  after?: string;
  /** The cursor of a page's `pagination.previous`. */
  before?: string;
}

/** A part of one direction of a channel, by its shape. */
export type RecordOf<Shape, Side extends string> = Shape extends Record<Side, infer Part> ? Part : unknown;

/** A session: what an agent remembers across its runs. */
export interface Session {
  /** `session_…` */
  id: string;
  externalId: string | null;
  /** For example `chat.agent`. */
  type: string;
  /** The task whose runs serve it. */
  taskIdentifier: string;
  /** The config its runs are triggered with. Lists may leave it out. */
  triggerConfig?: SessionTriggerConfig;
  /** The run that serves it now, if any. */
  currentRunId?: string | null;
  tags: string[];
  metadata: Record<string, unknown> | null;
  closedAt: Date | null;
  closedReason: string | null;
  expiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A named channel of sessions. */
export interface SessionChannel<
  Name extends string = string,
  Shape extends SessionChannelShape = SessionChannelShape,
> {
  readonly name: Name;
  /** The types of its records; there is no such value. */
  readonly __shape?: Shape;
}

/** The two directions of a channel. */
export interface SessionChannelHandle<Shape extends SessionChannelShape = SessionChannelShape> {
  readonly name: string;
  readonly in: SessionInput<RecordOf<Shape, "in">>;
  readonly out: SessionOutput<RecordOf<Shape, "out">>;
}

/** The types of a channel's records, by their direction. */
export interface SessionChannelShape {
  in?: unknown;
  out?: unknown;
}

/** A control record: it says something about the data, for example that a turn is complete. */
export interface SessionControl {
  /** `turn-complete`, `upgrade-required`, `session-closed`, … */
  subtype: string;
  headers: readonly (readonly [name: string, value: string])[];
  seqNum: number;
  /** Epoch milliseconds. */
  timestamp: number;
}

/** The options of handling what is sent to a session. */
export interface SessionFollowOptions extends ReadOptions {
  /**
   * The sequence number behind which it begins. Default behind what this handle has handed over, or with the first that
   * is there.
   */
  lastEventId?: number | string;
}

/** The handling of what is sent to a session. */
export interface SessionFollowing {
  /** Ends it. */
  off(): void;
  /** A promise that is resolved when it has ended by `off`, and rejects with what went wrong. */
  readonly closed: Promise<void>;
}

/** The channels of a session. */
export interface SessionHandle {
  readonly id: string;
  readonly in: SessionInput;
  readonly out: SessionOutput;
  /** Opens a channel by its name, or by what `sessions.defineChannel` made. Servers of 4.5.12 have none: a 404. */
  channel<Shape extends SessionChannelShape = SessionChannelShape>(
    channel: string | SessionChannel<string, Shape>,
  ): SessionChannelHandle<Shape>;
}

/** The direction in which clients send to a session. Its other functions work inside a task only, and say so. */
export interface SessionInput<Part = unknown> {
  readonly sessionId: string;
  readonly channel?: string | undefined;
  /**
   * Sends a record, a text as it is, anything else as JSON. A session that no run serves gets one. It is retried under
   * an id by which the server drops a repeated record.
   *
   * `POST /realtime/v1/sessions/{session}/in/append`; takes a secret key, or a public token with
   * `write:sessions:{session}`.
   */
  send(value: Part, requestOptions?: RequestOptions): Promise<void>;
  /**
   * Calls a handler with each record that is sent, and with those that are there. It goes on for as long as you let it.
   *
   * `GET /realtime/v1/sessions/{session}/in`; takes a secret key, or a public token with `read:sessions:{session}`.
   */
  on(handler: (data: Part) => void, options?: SessionFollowOptions): SessionFollowing;
  /** Waits for the next record. */
  once(options?: SessionOnceOptions): SessionOncePromise<Part>;
  /** Answers the sequence number of the last record that `on` or `once` has handed over. */
  lastDispatchedSeqNum(): number | undefined;
  /** Reads what the channel has now. */
  records(options?: SessionRecordsOptions): Promise<SessionStreamRecord[]>;
}

/** The options of waiting for one record. */
export interface SessionOnceOptions extends SessionFollowOptions {
  /** The longest wait. Default for ever. */
  timeoutMs?: number;
  /** Accepted, and means nothing outside a task. */
  spanName?: string;
}

/** The promise of a record. */
export interface SessionOncePromise<Part> extends Promise<SessionOnceResult<Part>> {
  /** Answers the record itself, and throws what is in the place of one. */
  unwrap(): Promise<Part>;
}

/** A record, or the error that is in its place. */
export type SessionOnceResult<Part> = { ok: true; output: Part } | { ok: false; error: Error };

/** The direction in which a session speaks to its clients. Writing takes a secret key. */
export interface SessionOutput<Part = unknown> {
  readonly sessionId: string;
  readonly channel?: string | undefined;
  /** Appends a record. */
  append(value: Part, options?: SessionPipeStreamOptions): Promise<void>;
  /** Writes all records of a source, as `streams.pipe` does. */
  pipe<Value = Part>(
    value: AsyncIterable<Value> | ReadableStream<Value>,
    options?: SessionPipeStreamOptions,
  ): PipeStreamResult<Value>;
  /** Writes what a function writes. */
  writer<Value = Part>(options: SessionWriterOptions<Value>): PipeStreamResult<Value>;
  /**
   * Reads the records as they come, as `streams.read` does. A public token is replaced by the fresh one that a
   * `turn-complete` record brings.
   *
   * `GET /realtime/v1/sessions/{session}/out`; takes a secret key, or a public token with `read:sessions:{session}`.
   */
  read<Value = Part>(options?: SessionReadOptions<Value>): Promise<RealtimeStream<Value>>;
  /** Reads what the channel has now. */
  records(options?: SessionRecordsOptions): Promise<SessionStreamRecord[]>;
  /** Writes a control record, for example `turn-complete`, which readers do not get among the data. */
  writeControl(
    subtype: string,
    extraHeaders?: readonly (readonly [name: string, value: string])[],
  ): Promise<StreamWriteResult>;
  /** Drops the records before a sequence number. */
  trimTo(earliestSeqNum: number): Promise<void>;
}

/** A record of a channel as it is read, its number and time included. */
export interface SessionPart<Part = unknown> {
  /** The sequence number. */
  id: string;
  /** The id that its writer gave it. */
  recordId?: string;
  chunk: Part;
  /** Epoch milliseconds. */
  timestamp: number;
  headers?: [name: string, value: string][];
}

/** The options of writers of a session's channel. */
export type SessionPipeStreamOptions = Omit<PipeStreamOptions, "target">;

/** The options of reading a session's channel. */
export interface SessionReadOptions<Part = unknown> extends ReadOptions {
  /** The sequence number behind which it begins. Default with the first that is there. */
  lastEventId?: number | string;
  /** Ends at once where the last turn is complete, and nothing more is to come. */
  peekSettled?: boolean;
  /** Called with each record, before it is taken; control records among them. */
  onPart?: (part: SessionPart<Part>) => void;
  /** Called with each control record, in its place among the data. */
  onControl?: (control: SessionControl) => void;
  /** Called once, when the reading has ended without an error. */
  onComplete?: () => void;
  /** Called once, with the error that ended the reading. */
  onError?: (error: unknown) => void;
}

/** The options of reading what a channel has. */
export interface SessionRecordsOptions {
  /** The sequence number after which it begins. Default the first that is there. */
  afterEventId?: number | string;
  requestOptions?: RequestOptions;
}

/** The status of a session. Values that the typings do not know yet pass through, so keep a default branch. */
export type SessionStatus = "ACTIVE" | "CLOSED" | "EXPIRED" | (string & {});

/** A record of a channel, as it is there now. */
export interface SessionStreamRecord {
  /** The value, or the text that `in.send` or an append through the API made of it. */
  data: unknown;
  id: string;
  seqNum: number;
  /** Set on control records alone. */
  headers?: [name: string, value: string][];
}

/** The config that all runs of a session are triggered with. */
export interface SessionTriggerConfig {
  /** The payload that each run gets. */
  basePayload: Record<string, unknown>;
  machine?: Machine;
  queue?: string;
  /** The names of concurrency limits that each run holds. */
  concurrency?: string[];
  /** Gives each run a pool of its own under its limits. */
  concurrencyKey?: string;
  /** At most 10. */
  tags?: string[];
  /** At most 10. */
  maxAttempts?: number;
  /** The longest time of each run, in seconds. */
  maxDuration?: number;
  /** The deployed version that each run is to use. */
  lockToVersion?: string;
  /**
   * The deployment that each run is to use, by an id of yours. It is never read from the process
   * environment, so null is the same as leaving it out.
   */
  externalDeploymentId?: string | null;
  region?: string;
  /** At most 3600. */
  idleTimeoutInSeconds?: number;
  /** The longest wait of a run before it expires: a duration such as `10m`, or seconds. */
  ttl?: string | number;
}

/** The options of a session writer: the function that writes. */
export type SessionWriterOptions<Part> = Omit<WriterStreamOptions<Part>, "target">;

/** A session to be started. */
export interface StartSessionParams {
  /** For example `chat.agent`. */
  type: string;
  /** An id of yours; starting one that is there already answers it. It may not begin with `session_`. */
  externalId?: string;
  /** The task whose runs serve it. */
  taskIdentifier: string;
  triggerConfig: SessionTriggerConfig;
  /** At most 10. */
  tags?: string[];
  metadata?: Record<string, unknown>;
  expiresAt?: Date | string;
}

/** A session that was started, or that was there already. */
export interface StartedSession {
  /** `session_…` */
  id: string;
  externalId: string | null;
  /** For example `chat.agent`. */
  type: string;
  /** The task whose runs serve it. */
  taskIdentifier: string;
  /** The config its runs are triggered with. Lists may leave it out. */
  triggerConfig?: SessionTriggerConfig;
  /** The run that serves it now, if any. */
  currentRunId?: string | null;
  tags: string[];
  metadata: Record<string, unknown> | null;
  closedAt: Date | null;
  closedReason: string | null;
  expiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** The run that serves it. */
  runId: string;
  /** A public token that reads and writes this session and nothing else, for a browser. */
  publicAccessToken: string;
  /** True when it was there already. */
  isCached: boolean;
  /** True when its run waits for a deployment that is not there yet. Older servers send none. */
  pendingVersion?: boolean;
}

/** The changes of a session; fields that are left out stay. */
export interface UpdateSessionParams {
  /** At most 10. */
  tags?: string[];
  /** Null clears it. */
  metadata?: Record<string, unknown> | null;
  /** The server refuses any other than the session has. */
  externalId?: string | null;
}

// Types of streams

/** A stream into runs, by its id. Its other functions work inside a task only, and say so. */
export interface RealtimeDefinedInputStream<Data> {
  id: string;
  /**
   * Sends data into a run. It is not retried after a failure that leaves open whether the run received it.
   *
   * `POST /realtime/v1/streams/{runId}/input/{id}`; takes a secret key, or a public token with
   * `write:inputStreams:{runId}`.
   */
  send(runId: string, data: Data, requestOptions?: RequestOptions): Promise<void>;
}

/** A stream by its id, for all runs. */
export interface RealtimeDefinedStream<Part> {
  id: string;
  /** Reads the stream of a run. */
  read(runId: string, options?: ReadStreamOptions): Promise<RealtimeStream<Part>>;
  /** Appends a part to the stream of the run that `target` names. */
  append(value: Part, options?: AppendStreamOptions): Promise<void>;
  /** Writes all parts of a source. */
  pipe(
    value: AsyncIterable<Part> | ReadableStream<Part>,
    options?: PipeStreamOptions,
  ): PipeStreamResult<Part>;
  /** Writes what a function writes. */
  writer(options: WriterStreamOptions<Part>): PipeStreamResult<Part>;
}

/** A part that is appended as it is: a text, or bytes of one, which are UTF-8. */
export type StreamPart = string | ArrayBuffer | ArrayBufferView | Blob | URLSearchParams;

// Types of tasks

/**
 * The handle of a run that was triggered, typed by the id, payload and output of its task.
 *
 * Only the types know them: at run time it has the fields of `TriggeredRun` and no others.
 */
export type RunHandle<Identifier extends string = string, Payload = any, Output = any> = TriggeredRun & {
  readonly __taskIdentifier?: Identifier;
  readonly __payload?: Payload;
  readonly __output?: Output;
};

/** The outcome of a run that was triggered and watched to its end. */
export type RunOutcome<Identifier extends string = string, Output = any> =
  | { ok: true; id: string; taskIdentifier: Identifier; output: Output }
  | { ok: false; id: string; taskIdentifier: Identifier; error: Error };

/** The options of `tasks.triggerAndSubscribe`: those of the trigger, and the signal that ends it. */
export interface TriggerAndSubscribeOptions extends TriggerOptions {
  /** Rejects with its reason when it is aborted. */
  signal?: AbortSignal;
  /** Cancels the run when the signal is aborted. Default true. */
  cancelOnAbort?: boolean;
}

/** The arguments a task is triggered with after its id; the payload may be left out where the task takes none. */
export type TriggerArguments<T> =
  undefined extends PayloadOf<T>
    ? [payload?: PayloadOf<T>, options?: TriggerOptions, requestOptions?: RequestOptions]
    : [payload: PayloadOf<T>, options?: TriggerOptions, requestOptions?: RequestOptions];

/** A run that was triggered. */
export interface TriggeredRun {
  id: string;
  /** True when the idempotency key was used before: this is the run it made then. */
  isCached?: boolean;
  /**
   * A public token that may read the run for an hour. Absent only where a server too old for it was
   * called with an additional key.
   */
  publicAccessToken: string;
}

// Types of wait

/** The answer to completing a token. */
export interface CompletedWaitpointToken {
  success: true;
}

/** The options of `wait.createToken`. */
export interface CreateWaitpointTokenOptions {
  /** A key that brings the same token again. At most 2,048 characters. */
  idempotencyKey?: string;
  /** The time the key is remembered, for example `24h`: a number of s, m, h or d. Default for ever. */
  idempotencyKeyTTL?: string;
  /** The time it times out: a duration such as `30s` or `1h30m`, or a date to come. Default never. */
  timeout?: string | Date;
  /** At most 10, of at most 128 characters each. */
  tags?: string | string[];
}

/** A token that was created, or the earlier one of the same idempotency key. */
export interface CreatedWaitpointToken {
  /** `waitpoint_…` */
  id: string;
  /** True when it is an earlier one, which may be complete. */
  isCached: boolean;
  /** The URL that completes the token: whoever posts to it needs no key. */
  url: string;
  /**
   * A public token that may complete this waitpoint token, for a day. Absent only where a server too old
   * for it was called with an additional key.
   */
  publicAccessToken: string;
}

/** The parameters of `wait.listTokens`. Filters must not be empty; several values of one mean any of them. */
export interface ListWaitpointTokensParams {
  status?: WaitpointTokenStatus | WaitpointTokenStatus[];
  idempotencyKey?: string;
  tags?: string | string[];
  /** The time from now back within which they were created, for example `24h` or `30d`. */
  period?: string;
  /** The earliest time of creation, as a Date or epoch milliseconds. */
  from?: Date | number;
  /** The latest time of creation, as a Date or epoch milliseconds. */
  to?: Date | number;
  /** Tokens per page, 1 to 100. Default 25. */
  limit?: number;
  /** The cursor of a page's `pagination.next`; not together with `before`. */
  after?: string;
  /** The cursor of a page's `pagination.previous`; not together with `after`. */
  before?: string;
}

/** A waitpoint token with its output, or with the error of one that timed out. */
export type WaitpointRetrievedToken<T = any> = WaitpointToken & { output?: T; error?: WaitpointTimeoutError };

/** A waitpoint token. Optional fields are absent, not null. */
export interface WaitpointToken {
  /** `waitpoint_…` */
  id: string;
  /** The URL that completes the token: whoever posts to it needs no key. */
  url: string;
  status: WaitpointTokenStatus;
  completedAt?: Date;
  /** An older name of `timeoutAt`. */
  completedAfter?: Date;
  /** The time it times out, or has timed out. */
  timeoutAt?: Date;
  idempotencyKey?: string;
  idempotencyKeyExpiresAt?: Date;
  tags: string[];
  createdAt: Date;
}

/** The status of a waitpoint token. Values that the typings do not know yet pass through, so keep a default branch. */
export type WaitpointTokenStatus = "WAITING" | "COMPLETED" | "TIMED_OUT" | (string & {});

// Types of webhooks

/** A deployment that failed. */
export interface AlertWebhookDeploymentFailedObject extends WebhookDeployment {
  deployment: { id: string; status: string; version: string; shortCode: string; failedAt: Date };
  error: DeploymentError;
}

/** A deployment that succeeded. */
export interface AlertWebhookDeploymentSuccessObject extends WebhookDeployment {
  deployment: { id: string; status: string; version: string; shortCode: string; deployedAt: Date };
  tasks: { id: string; filePath: string; exportName?: string; triggerSource: string }[];
}

/** An error that is new, is back, or is no longer ignored. */
export interface AlertWebhookErrorGroupObject {
  classification: "new_issue" | "regression" | "unignored";
  error: {
    fingerprint: string;
    type: string;
    message: string;
    stackTrace?: string;
    firstSeen: Date;
    lastSeen: Date;
    occurrenceCount: number;
    taskIdentifier: string;
  };
  environment: { id: string; name: string };
  organization: WebhookOrganization;
  project: WebhookProject;
  dashboardUrl: string;
}

/** A run that failed. */
export interface AlertWebhookRunFailedObject {
  task: {
    id: string;
    filePath: string;
    exportName?: string;
    version: string;
    sdkVersion: string;
    cliVersion: string;
  };
  run: {
    id: string;
    number: number;
    status: RunStatus;
    createdAt: Date;
    startedAt?: Date;
    completedAt?: Date;
    isTest: boolean;
    idempotencyKey?: string;
    tags: string[];
    error: WebhookRunError;
    isOutOfMemoryError: boolean;
    machine: string;
    dashboardUrl: string;
  };
  environment: WebhookEnvironment;
  organization: WebhookOrganization;
  project: WebhookProject;
}

/** The event that the server posts when an alert is raised; `type` tells the kinds apart. */
export type Webhook =
  | WebhookEvent<"alert.run.failed", AlertWebhookRunFailedObject>
  | WebhookEvent<"alert.deployment.success", AlertWebhookDeploymentSuccessObject>
  | WebhookEvent<"alert.deployment.failed", AlertWebhookDeploymentFailedObject>
  | WebhookEvent<"alert.error", AlertWebhookErrorGroupObject>;

/** The fields that events about deployments share. */
export interface WebhookDeployment {
  environment: WebhookEnvironment;
  organization: WebhookOrganization;
  project: WebhookProject;
  /** The commit it was made from. */
  git?: {
    branch: string;
    commitSha: string;
    commitMessage: string;
    commitUrl: string;
    branchUrl: string;
    pullRequestNumber?: number;
    pullRequestTitle?: string;
    pullRequestUrl?: string;
    provider?: string;
  };
  vercel?: { deploymentUrl: string };
}

/** The environment an event is of. */
export interface WebhookEnvironment {
  id: string;
  type: "PRODUCTION" | "STAGING" | "DEVELOPMENT" | "PREVIEW";
  slug: string;
  branchName?: string;
}

/** The envelope of every event. */
export interface WebhookEvent<Type extends string, Object> {
  id: string;
  type: Type;
  created: Date;
  webhookVersion: string;
  object: Object;
}

/** The organization an event is of. */
export interface WebhookOrganization {
  id: string;
  slug: string;
  name: string;
}

/** The project an event is of. */
export interface WebhookProject extends WebhookOrganization {
  /** `proj_…` */
  ref: string;
}

/** The raw body of a webhook, and the value of its signature header. */
export interface WebhookRequest {
  payload: string | Uint8Array;
  header: string | Uint8Array | string[];
}

/** The error a run failed with: the one that was thrown, or the platform's own. */
export type WebhookRunError =
  | { type: "BUILT_IN_ERROR"; name: string; message: string; stackTrace: string }
  | { type: "CUSTOM_ERROR" | "STRING_ERROR"; raw: string }
  | { type: "INTERNAL_ERROR"; code: string; message?: string; stackTrace?: string };

// Errors

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

/** The error of a waitpoint token that nobody completed in time. */
export declare class WaitpointTimeoutError extends Error {}

/** A webhook that cannot be read, or was not signed with the secret. */
export declare class WebhookError extends Error {
  constructor(message: string);
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

/** A credential as an error shows it: enough to tell which, never the token. */
export interface MaskedCredential {
  /** For example `a secret key`. */
  kind: string;
  /** For example `tr_prod_…a1B2`. */
  masked: string;
  /** The first digits of the token's SHA-256. */
  fingerprint: string;
}

// Names of the official SDK for types of this package

/** A run of any task as a subscription tells of it, as the official SDK calls it. */
export type AnyRealtimeRun = RealtimeRun<any>;

/** A run of any task that was retrieved, as the official SDK calls it. */
export type AnyRetrieveRunResult = Run<any>;

/** A run of any types as a subscription tells of it, as the official SDK calls it. */
export type AnyRunShape = RealtimeRun<any>;

/** Any task by its shape, as the official SDK calls it. */
export type AnyTask = TaskShape & { id: string };

/** The config of a scope, as the official SDK calls it. */
export type ApiClientConfiguration = ClientConfig;

/** A deployment of a list, as the official SDK calls it. */
export type ApiDeploymentListResponseItem = Deployment;

/** The handle of a batch, as the official SDK calls it. The types of the runs are not kept. */
export type BatchRunHandle<Identifier extends string, Payload, Output> = BatchHandle;

/** The parameters of `sessions.close`, as the official SDK calls them. */
export type CloseSessionRequestBody = CloseSessionParams;

/** The parameters of `sessions.start`, as the official SDK calls them. */
export type CreateSessionInput = StartSessionParams;

/** The body of `sessions.start`, as the official SDK calls it. */
export type CreateSessionRequestBody = StartSessionParams;

/** A session that was started, as the official SDK calls it. */
export type CreatedSessionResponseBody = StartedSession;

/** A dashboard, as the official SDK calls it. */
export type DashboardObject = Dashboard;

/** An idempotency key that `idempotencyKeys.create` made, as the official SDK calls it: a text here. */
export type IdempotencyKey = string;

/** The variables of an import, as the official SDK calls them. */
export type ImportEnvironmentVariablesParams = UploadVariablesParams;

/** The data of a defined input stream. */
export type InferInputStreamType<Stream> =
  Stream extends RealtimeDefinedInputStream<infer Data> ? Data : unknown;

/** The part of a defined stream. */
export type InferStreamType<Stream> = Stream extends RealtimeDefinedStream<infer Part> ? Part : unknown;

/** The parameters of `sessions.list`, as the official SDK calls them. */
export type ListSessionsOptions = ListSessionsParams;

/** A session of a list, as the official SDK calls it. */
export type ListedSessionItem = Session;

/** The format of a query's rows, as the official SDK calls it. */
export type QueryFormat = NonNullable<QueryOptions["format"]>;

/** The rows a query sees, as the official SDK calls it. */
export type QueryScope = NonNullable<QueryOptions["scope"]>;

/** The options of `streams.define`, as the official SDK calls them. */
export type RealtimeDefineStreamOptions = { id: string };

/** The deployment in force, as the official SDK calls it. */
export type RetrieveCurrentDeploymentResponseBody = Deployment;

/** A run that was retrieved, as the official SDK calls it. */
export type RetrieveRunResult<T> = Run<T>;

/** A session that was retrieved, as the official SDK calls it. */
export type RetrieveSessionResponseBody = Session;

/** A run by the types of its task as a subscription tells of it, as the official SDK calls it. */
export type RunShape<Types extends { taskIdentifier: string; payload: any; output: any }> = Omit<
  RealtimeRun<any>,
  "taskIdentifier" | "payload" | "output"
> & { taskIdentifier: Types["taskIdentifier"]; payload: Types["payload"]; output?: Types["output"] };

/** The two directions of a channel by its definition, as the official SDK calls them. */
export type SessionChannelHandleFor<Channel extends SessionChannel> =
  Channel extends SessionChannel<string, infer Shape> ? SessionChannelHandle<Shape> : SessionChannelHandle;

/** The input of a session, as the official SDK calls it. */
export type SessionInputChannel<Part = unknown> = SessionInput<Part>;

/** The output of a session, as the official SDK calls it. */
export type SessionOutputChannel<Part = unknown> = SessionOutput<Part>;

/** The options of reading a session, as the official SDK calls them. */
export type SessionSubscribeOptions<Part = unknown> = SessionReadOptions<Part>;

/** The config of a session's runs, as the official SDK calls it. */
export type SessionTriggerConfigInput = SessionTriggerConfig;

/** The task of this id among several, as the official SDK calls it. */
export type TaskFromIdentifier<Task extends AnyTask, Identifier extends Task["id"]> = Extract<
  Task,
  { id: Identifier }
>;

/** The id of a task, as the official SDK calls it. */
export type TaskIdentifier<Task extends AnyTask> = TaskIdOf<Task>;

/** The output of a task, as the official SDK calls it. */
export type TaskOutput<Task extends AnyTask> = OutputOf<Task>;

/** The payload of a task, as the official SDK calls it. */
export type TaskPayload<Task extends AnyTask> = PayloadOf<Task>;

/** A run of a task as a subscription tells of it, as the official SDK calls it. */
export type TaskRunShape<Task extends AnyTask> = RealtimeRun<Task>;

/** The config of a client, as the official SDK calls it. */
export type TriggerClientConfig = ClientConfig;

/** The changes of a session, as the official SDK calls them. */
export type UpdateSessionRequestBody = UpdateSessionParams;
