//! Queues of an environment.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::{Kind, Operation};
use crate::core::parameter::Argument::{self, Constant, NamedQueue, Queue};
use crate::core::parameter::{Parameter, ParameterKind};
use crate::core::shape::Shape;
use crate::model::parameters::optional_params;
use crate::model::queue::{self, ListQueuesParams, QueueMetrics, QueueMetricsParams};
use crate::model::wire::HasFields;

const QUEUE: Shape = Shape::Object(queue::Queue::FIELDS);
const NAMED: &[Argument] = &[Queue("queue")];
const LIMIT: Parameter = Parameter {
    name: "concurrencyLimit",
    wire: "concurrencyLimit",
    kind: ParameterKind::Amount,
    is_required: true,
};

static LIST: Operation = Accepts::KEYS
    .get("queues.list", "/api/v1/queues")
    .takes(&[optional_params::<ListQueuesParams>()])
    .pages(Kind::NumberedPage, Shape::Page(queue::Queue::FIELDS));

/// Lists the queues of the environment, a page at a time: await it for one page, iterate it for all.
///
/// `GET /api/v1/queues`; takes a secret key.
#[napi(
    namespace = "queues",
    ts_args_type = "params?: ListQueuesParams, requestOptions?: RequestOptions",
    ts_return_type = "OffsetLimitPagePromise<Queue>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

static RETRIEVE: Operation =
    Accepts::KEYS_AND_PUBLIC.get("queues.retrieve", "/api/v1/queues/{}").takes(NAMED).answers(QUEUE);

/// Retrieves a queue by its id, or by its type and name.
///
/// `GET /api/v1/queues/{queue}`; takes a secret key, or a public token with `read:queues`.
#[napi(
    namespace = "queues",
    ts_args_type = "queue: string | QueueName, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Queue>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments)
}

static METRICS: Operation = Accepts::KEYS_AND_PUBLIC
    .get("queues.retrieveMetrics", "/api/v1/queues/{}/metrics")
    .takes(&[NamedQueue("queue"), optional_params::<QueueMetricsParams>()])
    .answers(Shape::Object(QueueMetrics::FIELDS));

/// Retrieves what a queue has been through lately: waiting times, peaks, throttling.
///
/// The queue is named by its type and name, not by its id. Of a queue that does not exist everything is 0.
///
/// `GET /api/v1/queues/{queue}/metrics`; takes a secret key, or a public token with `read:query`.
#[napi(
    namespace = "queues",
    ts_args_type = "queue: QueueName, params?: QueueMetricsParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<QueueMetrics>"
)]
pub fn retrieve_metrics(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&METRICS, arguments)
}

static PAUSE: Operation = Accepts::KEYS
    .post("queues.pause", "/api/v1/queues/{}/pause", "")
    .takes(&[Queue("queue"), Constant("action", "pause")])
    .repeatable()
    .answers(QUEUE);

/// Pauses a queue: no new runs start, those that run go on.
///
/// `POST /api/v1/queues/{queue}/pause`; takes a secret key.
#[napi(
    namespace = "queues",
    ts_args_type = "queue: string | QueueName, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Queue>"
)]
pub fn pause(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&PAUSE, arguments)
}

static RESUME: Operation =
    Operation { name: "queues.resume", arguments: &[Queue("queue"), Constant("action", "resume")], ..PAUSE };

/// Resumes a paused queue.
///
/// `POST /api/v1/queues/{queue}/pause`; takes a secret key.
#[napi(
    namespace = "queues",
    ts_args_type = "queue: string | QueueName, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Queue>"
)]
pub fn resume(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RESUME, arguments)
}

static OVERRIDE: Operation = Accepts::KEYS
    .post("queues.overrideConcurrencyLimit", "/api/v1/queues/{}/concurrency/override", "")
    .takes(&[Queue("queue"), Argument::Value(&LIMIT)])
    .repeatable()
    .answers(QUEUE);

/// Overrides the concurrency limit of a queue, 0 to 100,000.
///
/// The server refuses it for queues whose concurrency is declared on the task; `concurrencyLimits` has those.
///
/// `POST /api/v1/queues/{queue}/concurrency/override`; takes a secret key.
#[napi(
    namespace = "queues",
    ts_args_type = "queue: string | QueueName, concurrencyLimit: number, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Queue>"
)]
pub fn override_concurrency_limit(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&OVERRIDE, arguments)
}

static RESET: Operation = Accepts::KEYS
    .post("queues.resetConcurrencyLimit", "/api/v1/queues/{}/concurrency/reset", "")
    .takes(NAMED)
    .repeatable()
    .answers(QUEUE);

/// Resets the concurrency limit of a queue to what it was before it was overridden.
///
/// `POST /api/v1/queues/{queue}/concurrency/reset`; takes a secret key.
#[napi(
    namespace = "queues",
    ts_args_type = "queue: string | QueueName, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Queue>"
)]
pub fn reset_concurrency_limit(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RESET, arguments)
}
