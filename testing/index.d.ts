// Typings of hairtrigger/testing.

import type { ClientConfig, Run, RunStatus, TriggerClient } from "../index.js";

/** Declares what `await using` needs, for programs whose libraries are older than that. */
declare global {
  /** Names the method that is called at the end of a block. */
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }

  /** Has that method. */
  interface AsyncDisposable {
    [Symbol.asyncDispose](): PromiseLike<void>;
  }
}

/**
 * Starts an in-memory Trigger.dev API on a loopback port. It lives until `close`, which `await using` calls at
 * the end of a block.
 */
export declare function createTestServer(options?: TestServerOptions): Promise<TestServer>;

/** The options of `createTestServer`. */
export interface TestServerOptions {
  /** Default any free one. */
  port?: number;
  /** Speaks HTTPS with this certificate. */
  tls?: { key: string; cert: string };
  /** Offers HTTP/2 besides HTTP/1.1, with so many requests at once over a connection; needs `tls`. */
  http2?: boolean | { maxConcurrentStreams?: number };
  /** False: `verify` and `close` throw nothing, whatever was asked. Default true. */
  strict?: boolean;
  /** The server that stands behind the feeds of runs, and how feeds and streams answer. Default `native`. */
  realtime?: "native" | "electric" | RealtimeOptions;
  /** The server's clock in epoch milliseconds, for creation dates and time windows. */
  now?: () => number;
}

/** The servers that stand behind feeds and streams in production, and how long they wait. */
export interface RealtimeOptions {
  /**
   * `native` answers with whole rows and knows no deletion; `electric` sends a snapshot in parts, changed columns
   * and deletions, and answers 409 when its shapes are rebuilt. Default `native`.
   */
  backend?: "native" | "electric";
  /** The time a live poll waits for news. Default 20,000, of `native` up to 15 % more or less. */
  holdInMs?: number;
  /** `native`: the time for which a poll that comes late is still told of a run's change. Default 2,000. */
  replayWindowInMs?: number;
  /** `electric`: the rows in a part of a snapshot. Default 100. */
  rowsPerChunk?: number;
  /** `v1`: a server without S2, whose streams are lines, and which has no session channels. Default `v2`. */
  streams?: "v1" | "v2";
  /** The time that a second of an open stream takes: of its `Timeout-Seconds`, its pings. Default 1,000. */
  secondInMs?: number;
}

/**
 * An in-memory Trigger.dev API. It answers as the real one does, from what is seeded and what it is asked to do.
 * At the end of an `await using` block it is closed, and what nobody expected is written to stderr too: when the
 * block has failed already, test runners show neither error.
 */
export interface TestServer extends AsyncDisposable {
  /** The base URL, for example `http://127.0.0.1:1234`. */
  readonly url: string;
  /** Every request since the last `clearRequests`, in the order they arrived. */
  readonly requests: readonly RequestRecord[];
  /** The requests nobody expected since the last `verify`. */
  readonly unexpectedRequests: readonly RequestRecord[];
  /** The requests whose header `x-test-tenant` is not the ref of the project they ran for. */
  readonly wrongKeyCalls: readonly RequestRecord[];
  /** The number of requests that are being answered. */
  readonly inFlight: number;

  /** Adds a project with its four environments, each with a secret key. */
  createProject(options?: TestProjectOptions): TestProject;
  /** Adds an organization, for projects that are not to share one. */
  createOrganization(options?: { title?: string }): TestOrganization;
  /** Issues a personal access token, `tr_pat_…`, that sees these projects and no others. */
  createPersonalAccessToken(options: { projects: TestProject[] }): string;
  /** Issues an organization token, `tr_oat_…`, that sees these projects and no others. */
  createOrganizationToken(options: { projects: TestProject[] }): string;
  /** Revokes a key or a token. */
  revoke(token: string): void;

  /**
   * Makes a client for this server, under the token of the config. `environment.client()` needs no config. Its
   * retries begin after a millisecond instead of a second.
   */
  client(config: ClientConfig): TriggerClient;

  /** Makes matching requests slow, or go wrong; until it is removed, or has applied `times` times. */
  fault(options: FaultOptions): Fault;
  /**
   * Limits the requests of a token, or of all keys of a secret key's environment: the next ones get a 429. Null ends
   * the limit.
   */
  limitRate(token: string, options: { limit: number; windowInMs: number } | null): void;
  /**
   * Limits the live polls of a secret key's environment, and of each of its branches, over all their tokens: one too
   * many gets a 429.
   */
  limitLivePolls(secretKey: string, options: { limit: number }): void;
  /** Makes the handles of all feeds invalid, as Electric does when it rebuilds its shapes: they get a 409. */
  rotateFeeds(): void;

  /** Resolves with the first request, past or future, that satisfies the predicate. Default: any, within 10 s. */
  waitForRequest(
    predicate?: (request: RequestRecord) => boolean,
    options?: { timeoutInMs?: number },
  ): Promise<RequestRecord>;
  /** Forgets `requests`. */
  clearRequests(): void;

  /** Makes matching requests expected, whatever becomes of them; without options all. */
  allow(options?: RequestMatch): void;
  /**
   * Throws an error with a line for each request that nobody expected: one to a route or method there is not,
   * about an id, name or project that was never seeded, or under a token this server did not issue. Then it
   * forgets them. Made-up failures (`fault`, `limitRate`, `revoke`) are expected. Faults that no request has met
   * are named too, once.
   */
  verify(): void;
  /** Ends every connection; then does what `verify` does. */
  close(): Promise<void>;
}

/** The options of `createProject`. */
export interface TestProjectOptions {
  /** `proj_…`; made up if absent. */
  ref?: string;
  /** Default `main`. */
  name?: string;
  /** Default one that all projects share. */
  organization?: TestOrganization;
}

/** An organization, which projects can share. */
export interface TestOrganization {
  readonly id: string;
  readonly title: string;
  readonly slug: string;
}

/** A project with its environments. */
export interface TestProject {
  readonly ref: string;
  readonly name: string;
  readonly organization: TestOrganization;
  readonly dev: TestEnvironment;
  readonly staging: TestEnvironment;
  readonly prod: TestEnvironment;
  /** The parent of the preview branches: its key needs a branch. See `createBranch`. */
  readonly preview: TestEnvironment;

  /** Returns the environment of a name. */
  environment(name: "dev" | "staging" | "stg" | "prod" | "preview"): TestEnvironment;
  /** Adds a branch, of preview unless the options say dev, and returns its environment. */
  createBranch(name: string, options?: { environment?: "preview" | "dev" }): TestEnvironment;
  /** Makes a task known, as a deployment does; schedules ask for it. */
  createTask(id: string, options?: { isScheduled?: boolean }): void;
}

/** An environment, or a branch of one: it has its parent's key, and runs and variables of its own. */
export interface TestEnvironment {
  readonly id: string;
  readonly project: TestProject;
  /** The name, as run lists show it: `dev`, `stg`, `prod`, `preview`, `preview-my-branch`. */
  readonly name: string;
  readonly branchName?: string;
  readonly secretKey: string;
  /** For `configure`, `withAuth` and `new TriggerClient`: base URL, secret key, branch. */
  readonly config: ClientConfig;
  /** For the environment of a process: `TRIGGER_API_URL`, `TRIGGER_SECRET_KEY`, `TRIGGER_PREVIEW_BRANCH`. */
  readonly processEnvironment: Record<string, string>;

  /** Makes a client for this environment, under its secret key unless the config has another token. */
  client(config?: ClientConfig): TriggerClient;
  /** Issues an additional API key with these scopes, for example `["read:runs"]`. */
  createAdditionalKey(options: { scopes: string[] }): string;
  /** Signs a public token; a negative expiry makes one that has expired. Default an hour. */
  createPublicToken(options: {
    scopes: string[];
    expiresInSeconds?: number;
    /** The columns that no feed has under this token. */
    realtime?: { skipColumns: string[] };
  }): string;

  /** Adds a run. */
  seedRun(fields?: SeededRunFields): Seeded;
  /** Adds so many runs; `describe` returns the fields of each. */
  seedRuns(count: number, describe?: (index: number) => SeededRunFields): Seeded[];
  /** Returns a run as `runs.retrieve` would now, or undefined. */
  run(id: string): Run | undefined;
  /** Changes a run, as its task does: a status that begins or ends it sets the dates. */
  updateRun(id: string, fields: ChangedRunFields): void;
  /** Deletes a run. */
  removeRun(id: string): void;

  /** Returns a stream of a run, to write it as its task does. Default `default`. */
  stream(runId: string, key?: string): TestStream;
  /** Returns a stream into a run. */
  inputStream(runId: string, id: string): TestStream;
  /** Returns the two channels of a session, by either of its ids; with a name those of that name. */
  sessionChannel(id: string, channel?: string): { readonly in: TestStream; readonly out: TestStream };

  /** Sets a variable. */
  setVariable(name: string, value: string, options?: { isSecret?: boolean }): void;
  /** Returns a variable that is set in this environment itself, or undefined. A secret one has its value. */
  variable(name: string): TestVariable | undefined;
  /** Returns the variables that are set in this environment itself, by name. */
  variables(): Map<string, TestVariable>;

  /** Adds a queue. */
  createQueue(fields: SeededQueueFields): Seeded;
  /** Adds a schedule, without asking the API's rules. */
  createSchedule(fields: SeededScheduleFields): Seeded;
  /** Adds a concurrency limit. */
  createConcurrencyLimit(fields: SeededConcurrencyLimitFields): Seeded;
  /** Adds a prompt. */
  seedPrompt(fields: SeededPromptFields): Seeded & { readonly slug: string };
  /** Sets the rows that a query, word for word, finds. */
  seedQuery(query: string, rows: Record<string, unknown>[]): void;
  /** Adds a session, without a run. */
  seedSession(fields?: SeededSessionFields): Seeded;
  /** Adds a waitpoint token. */
  seedWaitpoint(fields?: SeededWaitpointFields): Seeded;
  /** Adds a deployment; the newest deployed one is the current one. */
  seedDeployment(fields?: SeededDeploymentFields): Seeded & { readonly version: string };
  /** Adds an error group. */
  seedError(fields?: SeededErrorFields): Seeded;
}

/** A stream of a run, or a channel of a session. */
export interface TestStream {
  /** `v1`: lines. `v2`: records with ids, control records and trimming. */
  readonly version: "v1" | "v2";
  /** The parts that are there. What was appended through the API is a text; an id have those of `v2`. */
  readonly parts: { data: unknown; id?: string }[];
  /** Adds a part, as a writer in a task does; the id is made up if absent. */
  append(data: unknown, options?: { id?: string }): void;
  /** `v2`: adds a control record, for example `turn-complete`, with these headers. */
  writeControl(type: string, headers?: Record<string, string>): void;
  /** `v2`: adds the record that trims, and drops what was before that sequence number. */
  trim(earliestSeqNum: number): void;
}

/** A seeded object, by the id to ask for it. */
export interface Seeded {
  readonly id: string;
}

/** A variable as it is set, a secret one with its value. */
export interface TestVariable {
  value: string;
  isSecret: boolean;
}

/** A moment: a Date, epoch milliseconds or ISO 8601. */
export type Moment = Date | number | string;

/** The fields of a run that can change. A date that is null is absent where it would have a default. */
export interface ChangedRunFields {
  /** Default `QUEUED`; names the API does not have pass through. */
  status?: RunStatus;
  /** Default `hello-world`. */
  taskIdentifier?: string;
  version?: string;
  /** Default the latest of the other dates. */
  updatedAt?: Moment;
  /** Default the creation, if it began. */
  startedAt?: Moment | null;
  /** Default the start, if it is over. */
  finishedAt?: Moment | null;
  delayedUntil?: Moment;
  expiredAt?: Moment | null;
  ttl?: string;
  tags?: string[];
  isTest?: boolean;
  /** The value, or the encoded text under another `payloadType`. */
  payload?: unknown;
  /** Default `application/json`. */
  payloadType?: string;
  /** Puts it behind a presigned URL. Default where it is over 512 kB. */
  payloadOffloaded?: boolean;
  /** The value, or the encoded text under another `outputType`. */
  output?: unknown;
  outputType?: string;
  outputOffloaded?: boolean;
  metadata?: unknown;
  error?: { message: string; name?: string; stackTrace?: string };
  /** The id that `filter[error]` selects by. */
  errorId?: string;
  costInCents?: number;
  baseCostInCents?: number;
  durationMs?: number;
  depth?: number;
  attemptCount?: number;
  /** Default `us-east-1`. */
  region?: string;
  /** Default `task/` and the task. */
  queue?: string;
  /** Default `small-1x`. */
  machine?: string;
  /** Default `STANDARD`. */
  taskKind?: string;
  triggerFunction?: string;
  /** `batch_…` */
  batchId?: string;
  /** `bulk_…` */
  bulkActionId?: string;
  /** The schedule, as retrieving shows it. */
  schedule?: { id: string; [field: string]: unknown };
  /** The related runs, as retrieving shows them; default no children. */
  relatedRuns?: object;
  /** The spans that its trace has below the root span. */
  spans?: SeededSpan[];
  /** Fields no documentation knows, shown as they are. */
  extra?: Record<string, unknown>;
}

/** The fields a run can be seeded with. */
export interface SeededRunFields extends ChangedRunFields {
  /** `run_…`; made up if absent. */
  id?: string;
  idempotencyKey?: string;
  /** The language of its streams. Default that of the server. */
  streamsVersion?: "v1" | "v2";
  /** Default now. `runs.list` covers the last 7 days unless it is told otherwise. */
  createdAt?: Moment;
}

/** The fields a span can be seeded with. */
export interface SeededSpan {
  /** Sixteen hexadecimal digits; made up if absent. */
  id?: string;
  message: string;
  /** Default the run's creation. */
  startTime?: Moment;
  /** Default 0. */
  durationInMs?: number;
  /** Default `TRACE`. */
  level?: string;
  isError?: boolean;
  properties?: object;
  events?: object[];
  /** The call of a language model, as the API shows it. */
  ai?: object;
  /** The runs it triggered, as the API shows them. */
  triggeredRuns?: object[];
  children?: SeededSpan[];
}

/** The fields a queue can be seeded with. */
export interface SeededQueueFields {
  /** The name; the id of the task for a task's own queue. */
  name: string;
  /** Default `custom`. */
  type?: "task" | "custom";
  /** `queue_…`; made up if absent. */
  id?: string;
  /** Default none. */
  concurrencyLimit?: number | null;
  running?: number;
  queued?: number;
  version?: string;
  /** The recent history of the queue. */
  metrics?: {
    waitMs: { p50: number; p95: number };
    peakQueued: number;
    startedCount: number;
    throttledCount: number;
    /** The number of runs that waited all the time. */
    depth: number;
  };
}

/** The fields a schedule can be seeded with. */
export interface SeededScheduleFields {
  task: string;
  cron: string;
  /** `sched_…`; made up if absent. */
  id?: string;
  /** `DECLARATIVE` for one of the task's own code. */
  type?: string;
  /** Default `UTC`. */
  timezone?: string;
  externalId?: string;
  deduplicationKey?: string;
  window?: string;
  active?: boolean;
}

/** The fields a concurrency limit can be seeded with. */
export interface SeededConcurrencyLimitFields {
  /** The name; `task/` and the task for one that a task declares for itself. */
  name: string;
  id?: string;
  /** Default no bound. */
  perKey?: number | null;
  /** Default no bound. */
  total?: number | null;
  running?: number;
  queued?: number;
}

/** The fields a prompt can be seeded with. */
export interface SeededPromptFields {
  slug: string;
  /** `prompt_…`; made up if absent. */
  id?: string;
  description?: string | null;
  tags?: string[];
  defaultModel?: string | null;
  defaultConfig?: object | null;
  content?: string;
  /** From the first to the last, which is the current one. */
  versions?: {
    content: string;
    model?: string;
    config?: object;
    /** Default `code`. */
    source?: string;
    labels?: string[];
    commitMessage?: string;
  }[];
}

/** The fields a session can be seeded with. */
export interface SeededSessionFields {
  /** `session_…`; made up if absent. */
  id?: string;
  externalId?: string;
  /** Default `chat.agent`. */
  type?: string;
  /** Default `hello-world`. */
  taskIdentifier?: string;
  triggerConfig?: object;
  tags?: string[];
  metadata?: object;
  /** Epoch milliseconds; default now. */
  createdAt?: number;
  /** Epoch milliseconds. */
  expiresAt?: number;
  /** Epoch milliseconds. */
  closedAt?: number;
  closedReason?: string;
}

/** The fields a waitpoint token can be seeded with. */
export interface SeededWaitpointFields {
  /** `waitpoint_…`; made up if absent. */
  id?: string;
  /** Epoch milliseconds; default now. */
  createdAt?: number;
  /** Epoch milliseconds. */
  timeoutAt?: number;
  idempotencyKey?: string;
  /** Epoch milliseconds. */
  idempotencyKeyExpiresAt?: number;
  tags?: string[];
}

/** The fields a deployment can be seeded with. */
export interface SeededDeploymentFields {
  /** `deployment_…`; made up if absent. */
  id?: string;
  /** Epoch milliseconds; default now. */
  createdAt?: number;
  /** Default the first of its day that is free. */
  version?: string;
  /** Default `DEPLOYED`. */
  status?: string;
  /** Default `MANAGED`. */
  type?: "MANAGED" | "UNMANAGED";
  /** Epoch milliseconds; default the creation, if it is deployed. */
  deployedAt?: number;
  git?: object;
  /** The reason why it failed. */
  errorData?: object;
  externalId?: string;
  /** The tasks of its worker. */
  tasks?: { id: string; slug: string; filePath?: string; exportName?: string }[];
}

/** The fields an error group can be seeded with. */
export interface SeededErrorFields {
  /** Made up if absent. */
  fingerprint?: string;
  /** Default `hello-world`. */
  taskIdentifier?: string;
  /** Default `Error`. */
  errorType?: string;
  /** Default `boom`. */
  errorMessage?: string;
  /** Default 1. */
  count?: number;
  /** Epoch milliseconds; default now. */
  firstSeen?: number;
  /** Epoch milliseconds; default now. */
  lastSeen?: number;
  affectedVersions?: string[];
}

/** A request as the server saw it. */
export interface RequestRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly path: string;
  readonly query: [name: string, value: string][];
  /** Lower-case names, `authorization` included. */
  readonly headers: Record<string, string>;
  /** Parsed JSON, or text if it is not JSON; undefined if there is none. */
  readonly body: any;
  /** The owner of the token; null without an Authorization header. */
  readonly credential: {
    /** For example `secret-key` or `personal-access-token`; `unknown` for one this server did not issue. */
    kind: string;
    /** For example `tr_prod_…a1B2`. */
    masked: string;
    environmentId?: string;
    projectRefs: string[];
  } | null;
  /** The status it was answered with; undefined until then. */
  readonly status: number | undefined;
  /** True while a live poll, or the reading of a stream, waits for news. */
  readonly held?: boolean;
  /** True when the client went away before the answer was complete. */
  readonly aborted: boolean;
  /** The reason why nobody expected it; absent if somebody did. */
  readonly unexpected?: string;
}

/** A selection of requests: all those that satisfy what is given. */
export interface RequestMatch {
  method?: string;
  /** Tested against the path, or a prefix of it. */
  path?: RegExp | string;
  /** The one in the Authorization header. */
  token?: string;
  match?: (request: RequestRecord) => boolean;
}

/** A fault, and the requests it applies to. */
export interface FaultOptions extends RequestMatch {
  /** The number of requests it applies to. Default all. */
  times?: number;
  /** The probability of applying to a request that matches. Default 1. */
  probability?: number;
  /** Waits before anything else. */
  delayInMs?: number;
  /** Answers this, and carries nothing out. Default 200 with a body. */
  status?: number;
  /** The headers of that answer; without `status` or `body` they are added to the real answer. */
  headers?: Record<string, string>;
  /** The body of that answer: text or bytes as they are, anything else as JSON. Default `{ error }` with the status in words. */
  body?: unknown;
  /** Answers a page, as a proxy or a login does. Default status 200. */
  html?: boolean;
  /**
   * Carries the request out, then resets the connection: before the answer, within its head or its body, or after
   * the first message of that, within the second.
   */
  cut?: "before-response" | "mid-head" | "mid-body" | "mid-event";
  /** Carries the request out and sends so much of the answer; then nothing comes, and the connection stays. */
  silent?: "after-head" | "mid-body";
  /** The number of answers of status 102 that come before the real one. */
  informational?: number;
  /**
   * Answers as a cache does that never forgets: a request whose path, `offset` and `live` were asked before gets the
   * answer of that time, with its handle.
   */
  stale?: boolean;
  /** Answers live polls at once that there is nothing, again and again. */
  loop?: boolean;
  /** Says every change of a feed, and every event of a stream, twice. */
  duplicate?: boolean;
  /** Never answers, and carries nothing out. */
  hang?: boolean;
}

/** A fault that is in force. `verify` and `close` tell of one that no request has met, unless it was removed. */
export interface Fault {
  /** The number of requests it has applied to. */
  readonly hits: number;
  /** Ends it. */
  remove(): void;
}
