/** The types of a channel's records, by their direction. */
export interface SessionChannelShape {
  in?: unknown;
  out?: unknown;
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

/** A part of one direction of a channel, by its shape. */
type RecordOf<Shape, Side extends string> = Shape extends Record<Side, infer Part> ? Part : unknown;

/** The options of writers of a session's channel. */
export type SessionPipeStreamOptions = Omit<PipeStreamOptions, "target">;

/** The options of a session writer: the function that writes. */
export type SessionWriterOptions<Part> = Omit<WriterStreamOptions<Part>, "target">;

/** A record of a channel, as it is there now. */
export interface SessionStreamRecord {
  /** The value, or the text that `in.send` or an append through the API made of it. */
  data: unknown;
  id: string;
  seqNum: number;
  /** Set on control records alone. */
  headers?: [name: string, value: string][];
}

/** The options of reading what a channel has. */
export interface SessionRecordsOptions {
  /** The sequence number after which it begins. Default the first that is there. */
  afterEventId?: number | string;
  requestOptions?: RequestOptions;
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

/** A control record: it says something about the data, for example that a turn is complete. */
export interface SessionControl {
  /** `turn-complete`, `upgrade-required`, `session-closed`, … */
  subtype: string;
  headers: readonly (readonly [name: string, value: string])[];
  seqNum: number;
  /** Epoch milliseconds. */
  timestamp: number;
}

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

/** The options of handling what is sent to a session. */
export interface SessionFollowOptions extends ReadOptions {
  /**
   * The sequence number behind which it begins. Default behind what this handle has handed over, or with the first that
   * is there.
   */
  lastEventId?: number | string;
}

/** The options of waiting for one record. */
export interface SessionOnceOptions extends SessionFollowOptions {
  /** The longest wait. Default for ever. */
  timeoutMs?: number;
  /** Accepted, and means nothing outside a task. */
  spanName?: string;
}

/** The handling of what is sent to a session. */
export interface SessionFollowing {
  /** Ends it. */
  off(): void;
  /** A promise that is resolved when it has ended by `off`, and rejects with what went wrong. */
  readonly closed: Promise<void>;
}

/** A record, or the error that is in its place. */
export type SessionOnceResult<Part> = { ok: true; output: Part } | { ok: false; error: Error };

/** The promise of a record. */
export interface SessionOncePromise<Part> extends Promise<SessionOnceResult<Part>> {
  /** Answers the record itself, and throws what is in the place of one. */
  unwrap(): Promise<Part>;
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

/** The two directions of a channel. */
export interface SessionChannelHandle<Shape extends SessionChannelShape = SessionChannelShape> {
  readonly name: string;
  readonly in: SessionInput<RecordOf<Shape, "in">>;
  readonly out: SessionOutput<RecordOf<Shape, "out">>;
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

export declare namespace sessions {
  /** Opens the channels of a session, by either of its ids. It asks nothing of the server. */
  function open(sessionIdOrExternalId: string): SessionHandle;
  /** Names a channel, whose records have types. */
  function defineChannel<
    Shape extends SessionChannelShape = SessionChannelShape,
    Name extends string = string,
  >(name: Name): SessionChannel<Name, Shape>;
}
