/** A task by its shape, as the official SDK types one. */
export interface TaskShape {
  trigger(payload: any, ...rest: any[]): any;
}

/** A type that tells a run: the type of its task, of its handle, or `string` where only the id is known. */
export type RunSource = TaskShape | { id: string } | string;

/** The argument that names a run of this source: its handle, or its id. */
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
export type OutputOf<T> = T extends { triggerAndWait(...args: any[]): { unwrap(): Promise<infer O> } }
  ? O
  : T extends { trigger(...args: any[]): Promise<{ readonly __output?: infer O }> }
    ? O
    : T extends { readonly __output?: infer O }
      ? O
      : any;

/** The id of a task. */
export type TaskIdOf<T> = T extends { id: infer I extends string } ? I : string;

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

/** The arguments a task is triggered with after its id; the payload may be left out where the task takes none. */
export type TriggerArguments<T> =
  undefined extends PayloadOf<T>
    ? [payload?: PayloadOf<T>, options?: TriggerOptions, requestOptions?: RequestOptions]
    : [payload: PayloadOf<T>, options?: TriggerOptions, requestOptions?: RequestOptions];

/** An item of a batch of one task, typed by the payload; it may be left out where the task takes none. */
export type BatchItem<Payload = any> = { options?: TriggerOptions } & (undefined extends Payload
  ? { payload?: Payload }
  : { payload: Payload });

/** An item of a batch, which names its task by its id. */
export type BatchItemById<T = any> = T extends unknown
  ? BatchItem<PayloadOf<T>> & { id: TaskIdOf<T> }
  : never;

/** An item of a batch, which carries its task. */
export type BatchItemByTask<T = any> = T extends unknown
  ? BatchItem<PayloadOf<T>> & { task: { id: TaskIdOf<T> } }
  : never;

/** The items of a batch: an array, or an async iterable such as a stream. */
export type BatchItems<Item> = readonly Item[] | AsyncIterable<Item>;

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

export declare namespace tasks {
  /**
   * Triggers a run and waits for its end, whatever comes of it: with success `ok` is true and `output` is there, else
   * `error`. It watches the run as `runs.subscribeToRun` does, and asks for nothing in between.
   *
   * `POST /api/v1/tasks/{taskId}/trigger` and `GET /realtime/v1/runs/{runId}`; takes a secret key, or a public token
   * that may do both.
   */
  function triggerAndSubscribe<T extends TaskShape = any>(
    taskId: TaskIdOf<T>,
    payload?: PayloadOf<T>,
    options?: TriggerAndSubscribeOptions,
    requestOptions?: RequestOptions,
  ): Promise<RunOutcome<TaskIdOf<T>, OutputOf<T>>>;
}

/** The options of `batch.triggerAll`. */
export interface TriggerAllOptions extends BatchTriggerOptions {
  /** Items in a batch, at most 1000. Default 500. */
  batchSize?: number;
}

export declare namespace batch {
  /**
   * Triggers any number of runs, a batch at a time: an async iterable of one handle for each batch, which
   * goes on as it is iterated: to await it alone sends nothing. At most two batches are in memory.
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
