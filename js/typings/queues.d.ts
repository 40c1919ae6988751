/** A queue by its kind and name. */
export interface QueueName {
  /** `task` for a task's own queue. */
  type: "task" | "custom";
  name: string;
}

export declare namespace queues {
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Queue>;
  function retrieveMetrics(queue: QueueName, requestOptions: RequestOptions): ApiPromise<QueueMetrics>;
}
