/** A queue by its kind and name. */
export interface QueueName {
  /** `task` for a task's own queue. */
  type: "task" | "custom";
  name: string;
}

export declare namespace queues {
  /** Lists the queues under request options alone. */
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Queue>;
  /** Retrieves the metrics of a queue over the last hour, under request options alone. */
  function retrieveMetrics(queue: QueueName, requestOptions: RequestOptions): ApiPromise<QueueMetrics>;
}
