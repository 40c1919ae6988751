/** An environment of a Trigger.dev project. */
export type Environment = "dev" | "staging" | "prod" | "preview";

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
