//! Tasks: trigger one run, or a batch of runs of one task.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use super::batch::{self, Steps};
use crate::binding::triggers::{Defaults, TaskIn};
use crate::binding::{Arguments, Handle, Reader, Refusal, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::path::{Path, Segment};
use crate::core::public_token::HOUR;
use crate::core::request::{Plan, Request, Then};
use crate::core::shape::Shape;
use crate::core::trigger::Trigger;
use crate::model::parameters::HasParameters;
use crate::model::trigger::{TriggerOptions, TriggeredRun};
use crate::model::wire::HasFields;

static TRIGGER: Operation = Accepts::KEYS_AND_PUBLIC
    .post("tasks.trigger", "/api/v1/tasks/{}/trigger", "")
    .repeatable_given("idempotencyKey", "pass options.idempotencyKey to make the call safe to repeat")
    .answers(Shape::Object(TriggeredRun::FIELDS));
static ASK: Operation = batch::asks("tasks.trigger");

/// Triggers a run of a task: `tasks.trigger<typeof myTask>("my-task", payload)` types payload and output.
///
/// It is retried after a failure that leaves open whether the run was made only with an `idempotencyKey`. A
/// payload of 128 KiB or more goes to object storage first.
///
/// `POST /api/v1/tasks/{taskId}/trigger`; takes a secret key, or a public token with `trigger:tasks`.
#[napi(
    namespace = "tasks",
    ts_generic_types = "T extends TaskShape = any",
    ts_args_type = "taskId: TaskIdOf<T>, ...rest: TriggerArguments<T>",
    ts_return_type = "ApiPromise<RunHandle<T>>"
)]
pub fn trigger(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&TRIGGER, arguments, &trigger_request)
}

fn trigger_request(read: &mut Reader<'_>) -> Result<Request, Refusal> {
    let task = read.segment("taskId")?;
    let payload = read.payload("payload")?;
    let options = read.trigger_options(&Defaults { parameters: TriggerOptions::PARAMETERS, keys: None })?;
    let repeatable = options.is_idempotent;
    Ok(Request {
        path: Path::fill(TRIGGER.path, &[task]),
        plan: Plan::Trigger(Trigger { payload, options, ask: &ASK }.into()),
        then: Then::AddPublicToken("read:runs", HOUR),
        repeatable,
        ..Request::default()
    })
}

static BATCH: Steps = Steps::of("tasks.batchTrigger");

/// Triggers a batch of runs of one task: an array of items, or an async iterable, which is collected first.
///
/// The server takes at most 1,000 items in a batch; `batch.triggerAll` triggers any number. The batch is made
/// with one request, and its items follow in another, which is repeated until the server has all of them.
///
/// `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
/// with `batchTrigger:tasks`.
#[napi(
    namespace = "tasks",
    ts_generic_types = "T extends TaskShape = any",
    ts_args_type = "taskId: TaskIdOf<T>, items: BatchItems<BatchItem<T>>, options?: BatchTriggerOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<BatchHandle>"
)]
pub fn batch_trigger(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&BATCH.create, arguments, &|read| {
        let task = read.text("taskId")?;
        Segment::new("taskId", &task)?;
        batch::request(read, &BATCH, TaskIn::Call(&task))
    })
}
