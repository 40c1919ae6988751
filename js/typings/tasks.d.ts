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

/** What a task is triggered with; its payload may be left out where the task takes none. */
export type TriggerArguments<T> =
  undefined extends PayloadOf<T>
    ? [payload?: PayloadOf<T>, options?: TriggerOptions, requestOptions?: RequestOptions]
    : [payload: PayloadOf<T>, options?: TriggerOptions, requestOptions?: RequestOptions];

/** An item of a batch of one task. */
export type BatchItem<T = any> = { options?: TriggerOptions } & (undefined extends PayloadOf<T>
  ? { payload?: PayloadOf<T> }
  : { payload: PayloadOf<T> });

/** An item of a batch, which names its task by its id. */
export type BatchItemById<T = any> = T extends unknown ? BatchItem<T> & { id: TaskIdOf<T> } : never;

/** An item of a batch, which carries its task. */
export type BatchItemByTask<T = any> = T extends unknown
  ? BatchItem<T> & { task: { id: TaskIdOf<T> } }
  : never;

/** An array, or an async iterable such as a stream. */
export type BatchItems<Item> = readonly Item[] | AsyncIterable<Item>;

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
