/** The options of `streams.append` and of a stream's `append`. */
export interface AppendStreamOptions {
  /** The id of the run; `self`, `parent` and `root` are known inside a task only. */
  target?: string;
  requestOptions?: RequestOptions;
}

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
  /** Adds a part. */
  write(part: Part): void;
  /** Adds what a stream has, beside what else is written. */
  merge(stream: ReadableStream<Part>): void;
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
  /** The parts once more, to read. Those that nobody reads stay in memory. */
  stream: ReadableStream<Part>;
  /** Resolves when the server has every part, and rejects with what went wrong. */
  waitUntilComplete(): Promise<StreamWriteResult>;
}

/** A stream by its id, for all runs. */
export interface RealtimeDefinedStream<Part> {
  id: string;
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
  function append(part: string, options: AppendStreamOptions): Promise<void>;
  /**
   * Appends a text to a stream of a run; readers get it as a text. For values there is `define().append`.
   *
   * It is retried under an id by which the server drops a repeated part; one without S2 does not, and may have it
   * twice after a failure that leaves open whether it arrived.
   *
   * `POST /realtime/v1/streams/{runId}/self/{key}/append`; takes a secret key.
   */
  function append(key: string, part: string, options: AppendStreamOptions): Promise<void>;

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

  /** Names a stream, whose parts have a type. */
  function define<Part>(options: { id: string }): RealtimeDefinedStream<Part>;
  /** Names a stream into runs, whose data has a type. */
  function input<Data>(options: { id: string }): RealtimeDefinedInputStream<Data>;
}
