/** The options of `streams.append` and of a stream's `append`. */
export interface AppendStreamOptions {
  /** The id of the run; `self`, `parent` and `root` are known inside a task only. */
  target?: string;
  requestOptions?: RequestOptions;
}

/** A part that is appended as it is: a text, or bytes of one, which are UTF-8. */
export type StreamPart = string | ArrayBuffer | ArrayBufferView | Blob | URLSearchParams;

/** The options of writers of streams. */
export interface PipeStreamOptions extends AppendStreamOptions {
  /** Ends the writing; what was sent stays. */
  signal?: AbortSignal;
  /** Accepted, and means nothing outside a task. */
  spanName?: string;
  /** Accepted, and means nothing outside a task. */
  collapsed?: boolean;
}

/** The tools of a function that writes a stream. */
export interface StreamTools<Part> {
  /** Adds a part. With 64 MiB of parts that wait to be sent it throws: `await ready()` where there are many. */
  write(part: Part): void;
  /** Adds what a stream has, beside what else is written, as fast as the server takes it. */
  merge(stream: ReadableStream<Part>): void;
  /** Resolves when the server has taken enough for more to be written; the official SDK has no such thing. */
  ready(): Promise<void>;
}

/** The options of `streams.writer`. */
export interface WriterStreamOptions<Part> extends PipeStreamOptions {
  /** Writes the parts; the stream is complete when it has returned, and what it merged has ended. */
  execute(tools: StreamTools<Part>): Promise<void> | void;
}

/** The place of the last record that was written; a server without S2 names none. */
export interface StreamWriteResult {
  lastEventId?: string;
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

/**
 * The parts of a stream: a genuine `ReadableStream`, and an iteration. Nothing is asked before somebody reads. To leave
 * the loop, or to cancel the stream, ends the reading.
 */
export type RealtimeStream<Part> = ReadableStream<Part> & AsyncIterable<Part> & RealtimeReading;

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

/** The part of a defined stream. */
export type InferStreamType<Stream> = Stream extends RealtimeDefinedStream<infer Part> ? Part : unknown;

/** The data of a defined input stream. */
export type InferInputStreamType<Stream> =
  Stream extends RealtimeDefinedInputStream<infer Data> ? Data : unknown;

export declare namespace streams {
  /** Appends a text to the stream `default` of a run. */
  function append(part: StreamPart, options: AppendStreamOptions): Promise<void>;
  /**
   * Appends a text to a stream of a run; readers get it as a text. For values there is `define().append`, for streams `pipe`.
   *
   * It is retried under an id by which the server drops a repeated part; one without S2 does not, and may have it
   * twice after a failure that leaves open whether it arrived.
   *
   * `POST /realtime/v1/streams/{runId}/self/{key}/append`; takes a secret key.
   */
  function append(key: string, part: StreamPart, options: AppendStreamOptions): Promise<void>;

  /** Writes all parts of a source to the stream `default` of a run. */
  function pipe<Part>(
    value: AsyncIterable<Part> | ReadableStream<Part>,
    options: PipeStreamOptions,
  ): PipeStreamResult<Part>;
  /**
   * Writes all parts of a source to a stream of a run, gathered for 100 ms or up to 512 kB. A part may have
   * 1,047,552 bytes. Arguments that are wrong throw at once.
   *
   * `PUT /realtime/v1/streams/{runId}/self/{key}` once, then the store that the answer names; takes a secret key.
   */
  function pipe<Part>(
    key: string,
    value: AsyncIterable<Part> | ReadableStream<Part>,
    options: PipeStreamOptions,
  ): PipeStreamResult<Part>;

  /** Writes what a function writes to the stream `default` of a run. */
  function writer<Part>(options: WriterStreamOptions<Part>): PipeStreamResult<Part>;
  /** Writes what a function writes to a stream of a run, as `pipe` does. */
  function writer<Part>(key: string, options: WriterStreamOptions<Part>): PipeStreamResult<Part>;

  /** Reads the stream `default` of a run. */
  function read<Part = unknown>(runId: string, options?: ReadStreamOptions): Promise<RealtimeStream<Part>>;
  /**
   * Reads a stream of a run: iterate over its parts as they come, or hand it on as the `ReadableStream` it is.
   *
   * Whatever breaks and can be mended is gone on from where it was, and no part is told twice; what cannot, such as a
   * token that is refused or a run that is not there, is thrown by the reading. Who reads slowly slows the server down:
   * not more than 1.3 MB wait for a reader.
   *
   * `GET /realtime/v1/streams/{runId}/{key}`; takes a secret key, or a public token that may read the run.
   */
  function read<Part = unknown>(
    runId: string,
    key: string,
    options?: ReadStreamOptions,
  ): Promise<RealtimeStream<Part>>;

  /** Names a stream, whose parts have a type. */
  function define<Part>(options: { id: string }): RealtimeDefinedStream<Part>;
  /** Names a stream into runs, whose data has a type. */
  function input<Data>(options: { id: string }): RealtimeDefinedInputStream<Data>;
}
