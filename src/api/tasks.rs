//! Tasks: trigger one run, or a batch of runs of one task.

use super::batch::{self, Steps};
use super::prelude::*;
use crate::binding::arguments::options;
use crate::binding::arguments::triggers::{Defaults, TaskIn};
use crate::engine::call::{Segment, Trigger};
use crate::engine::identity::public_token::HOUR;
use crate::model::trigger::{TriggerOptions, TriggeredRun};

operations![TRIGGER + PRESIGN, BATCH.create + BATCH.send + BATCH.presign];

static TRIGGER: Operation = Operation::post("tasks.trigger", "/api/v1/tasks/{taskId}/trigger", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent_given("idempotencyKey", "pass options.idempotencyKey to make the call safe to repeat")
    .answers(Shape::Object(TriggeredRun::FIELDS));
static PRESIGN: Operation = batch::presigns("tasks.trigger");

endpoint! {
    /// Triggers a run of a task: `tasks.trigger<typeof myTask>("my-task", payload)` types payload and output.
    ///
    /// It is retried after a failure that leaves open whether the run was made only with an `idempotencyKey`. A
    /// payload of 128 KiB or more goes to object storage first.
    ///
    /// `POST /api/v1/tasks/{taskId}/trigger`; takes a secret key, or a public token with `trigger:tasks`.
    "tasks" trigger<"T extends TaskShape = any">("taskId: TaskIdOf<T>, ...rest: TriggerArguments<T>") -> "ApiPromise<RunHandle<TaskIdOf<T>, PayloadOf<T>, OutputOf<T>>>" = TRIGGER, read &trigger_request
}

fn trigger_request(read: &mut Reader<'_>) -> Result<Request, ReadError> {
    let task = read.segment("taskId")?;
    let payload = read.payload("payload")?;
    let options = read.trigger_options(&Defaults { parameters: TriggerOptions::PARAMETERS, keys: None })?;
    let is_idempotent = options.is_idempotent;
    Ok(Request {
        path: Path::fill(TRIGGER.path, &[task]),
        plan: Plan::Trigger(Trigger { payload, options, presign: &PRESIGN }.into()),
        post_process: PostProcess::AddPublicToken("read:runs", HOUR),
        is_idempotent,
        ..Request::default()
    })
}

/// The names of all options: of `"request"` or of a `"trigger"`, for what is made of several calls.
#[napi(skip_typescript, catch_unwind)]
pub fn option_names(of: String) -> Vec<&'static str> {
    match of.as_str() {
        "trigger" => names(TriggerOptions::PARAMETERS),
        _ => options::names().to_vec(),
    }
}

static BATCH: Steps = Steps::of("tasks.batchTrigger");

endpoint! {
    /// Triggers a batch of runs of one task: an array of items, or an async iterable, which is collected first.
    ///
    /// The server takes at most 1,000 items in a batch; `batch.triggerAll` triggers any number. The batch is made
    /// with one request, and its items follow in another, which is repeated until the server has all of them.
    ///
    /// `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
    /// with `batchTrigger:tasks`.
    "tasks" batch_trigger<"T extends TaskShape = any">("taskId: TaskIdOf<T>, items: BatchItems<BatchItem<PayloadOf<T>>>, options?: BatchTriggerOptions, requestOptions?: RequestOptions") -> "ApiPromise<BatchHandle>" = BATCH.create, read &|read| {
        let task = read.text("taskId")?;
        Segment::new("taskId", &task)?;
        batch::request(read, &BATCH, TaskIn::Call(&task))
    }
}
