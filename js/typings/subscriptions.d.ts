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

/** A state of a run, or a part of one of its streams with the state in which the run named that stream. */
export type RunWithStreamsPart<T, Streams extends Record<string, any>> =
  | { type: "run"; run: RealtimeRun<T> }
  | {
      [Key in keyof Streams & string]: { type: Key; chunk: Streams[Key]; run: RealtimeRun<T> };
    }[keyof Streams & string];

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
