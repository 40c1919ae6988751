//! Queues of an environment.

use super::prelude::*;
use crate::binding::Argument::{self, Constant, NamedQueue, Queue};
use crate::model::queue::{self, ListQueuesParams, QueueMetrics, QueueMetricsParams};

operations![LIST, RETRIEVE, METRICS, PAUSE, RESUME, OVERRIDE, RESET];

const QUEUE: Shape = Shape::Object(queue::Queue::FIELDS);
const NAMED: &[Argument] = &[Queue("queue")];

static LIST: Operation = Operation::get("queues.list", "/api/v1/queues")
    .accepts(KEYS)
    .pages(Kind::NumberedPage, Shape::Page(queue::Queue::FIELDS));

endpoint! {
    /// Lists the queues of the environment, a page at a time: await it for one page, iterate it for all.
    ///
    /// `GET /api/v1/queues`; takes a secret key.
    "queues" list("params?: ListQueuesParams, requestOptions?: RequestOptions") -> "OffsetLimitPagePromise<Queue>" = LIST,
        takes &[optional_params::<ListQueuesParams>()]
}

static RETRIEVE: Operation =
    Operation::get("queues.retrieve", "/api/v1/queues/{queue}").accepts(KEYS_AND_PUBLIC).answers(QUEUE);

endpoint! {
    /// Retrieves a queue by its id, or by its type and name.
    ///
    /// `GET /api/v1/queues/{queue}`; takes a secret key, or a public token with `read:queues`.
    "queues" retrieve("queue: string | QueueName, requestOptions?: RequestOptions") -> "ApiPromise<Queue>" = RETRIEVE,
        takes NAMED
}

static METRICS: Operation = Operation::get("queues.retrieveMetrics", "/api/v1/queues/{queue}/metrics")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(QueueMetrics::FIELDS));

endpoint! {
    /// Retrieves what a queue has been through lately: waiting times, peaks, throttling.
    ///
    /// The queue is named by its type and name, not by its id. Of a queue that does not exist everything is 0.
    ///
    /// `GET /api/v1/queues/{queue}/metrics`; takes a secret key, or a public token with `read:query`.
    "queues" retrieve_metrics("queue: QueueName, params?: QueueMetricsParams, requestOptions?: RequestOptions") -> "ApiPromise<QueueMetrics>" = METRICS,
        takes &[NamedQueue("queue"), optional_params::<QueueMetricsParams>()]
}

static PAUSE: Operation = Operation::post("queues.pause", "/api/v1/queues/{queue}/pause", "")
    .accepts(KEYS)
    .idempotent()
    .answers(QUEUE);

endpoint! {
    /// Pauses a queue: no new runs start, those that run go on.
    ///
    /// `POST /api/v1/queues/{queue}/pause`; takes a secret key.
    "queues" pause("queue: string | QueueName, requestOptions?: RequestOptions") -> "ApiPromise<Queue>" = PAUSE,
        takes &[Queue("queue"), Constant("action", "pause")]
}

static RESUME: Operation = Operation { name: "queues.resume", ..PAUSE };

endpoint! {
    /// Resumes a paused queue.
    ///
    /// `POST /api/v1/queues/{queue}/pause`; takes a secret key.
    "queues" resume("queue: string | QueueName, requestOptions?: RequestOptions") -> "ApiPromise<Queue>" = RESUME,
        takes &[Queue("queue"), Constant("action", "resume")]
}

static OVERRIDE: Operation =
    Operation::post("queues.overrideConcurrencyLimit", "/api/v1/queues/{queue}/concurrency/override", "")
        .accepts(KEYS)
        .idempotent()
        .answers(QUEUE);

endpoint! {
    /// Overrides the concurrency limit of a queue, 0 to 100,000.
    ///
    /// The server refuses it for queues whose concurrency is declared on the task; `concurrencyLimits` has those.
    ///
    /// `POST /api/v1/queues/{queue}/concurrency/override`; takes a secret key.
    "queues" override_concurrency_limit("queue: string | QueueName, concurrencyLimit: number, requestOptions?: RequestOptions") -> "ApiPromise<Queue>" = OVERRIDE,
        takes &[Queue("queue"), value::<kinds::Amount>("concurrencyLimit")]
}

static RESET: Operation =
    Operation::post("queues.resetConcurrencyLimit", "/api/v1/queues/{queue}/concurrency/reset", "")
        .accepts(KEYS)
        .idempotent()
        .answers(QUEUE);

endpoint! {
    /// Resets the concurrency limit of a queue to what it was before it was overridden.
    ///
    /// `POST /api/v1/queues/{queue}/concurrency/reset`; takes a secret key.
    "queues" reset_concurrency_limit("queue: string | QueueName, requestOptions?: RequestOptions") -> "ApiPromise<Queue>" = RESET,
        takes NAMED
}
