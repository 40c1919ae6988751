//! Batches of runs of any tasks.

use super::prelude::*;
use crate::binding::Argument::Segment;
use crate::binding::arguments::triggers::{Defaults, Keys, TaskIn, item};
use crate::engine::call::Batch;
use crate::engine::identity::public_token::HOUR;
use crate::model::trigger::{self, BatchResults, BatchTriggerOptions, TriggerOptions};

operations![
    TRIGGER.create + TRIGGER.send + TRIGGER.presign,
    TRIGGER_BY_TASK.create + TRIGGER_BY_TASK.send + TRIGGER_BY_TASK.presign,
    RETRIEVE,
    RESULTS,
];

/// The requests of one batch, all under the name of its call.
pub struct Steps {
    pub create: Operation,
    pub send: Operation,
    pub presign: Operation,
}

impl Steps {
    pub const fn of(name: &'static str) -> Self {
        let how = "look for the runs of its items before triggering them again";
        Self {
            create: Operation {
                kind: Kind::Batch,
                ..Operation::post(name, "/api/v3/batches", how)
                    .accepts(KEYS_AND_PUBLIC)
                    .answers(Shape::Object(&[]))
            },
            // It knows each item by its index, however often it arrives.
            send: Operation::post(name, "/api/v3/batches/{batchId}/items", "")
                .accepts(KEYS_AND_PUBLIC)
                .idempotent()
                .answers(Shape::Object(&[])),
            presign: presigns(name),
        }
    }
}

/// Answers where a large payload may be put.
pub const fn presigns(name: &'static str) -> Operation {
    Operation::put(name, "/api/v2/packets/{filename}").accepts(KEYS_AND_PUBLIC).answers(Shape::Object(&[]))
}

const MAX_ITEMS: usize = 1_000;
const TOO_MANY: &str =
    "A batch takes at most 1,000 items; batch.triggerAll triggers any number, a batch at a time";

const KEY_IS_TAKEN: &str = "A batch is made once for its idempotencyKey; a list that is to be sent again needs the keys on \
                            its items instead, options.idempotencyKey of each";

/// The request that creates a batch, with everything that follows it.
pub fn request(read: &mut Reader<'_>, steps: &'static Steps, task: TaskIn<'_>) -> Result<Request, ReadError> {
    let values = read.items()?;
    let (mut body, keys) = read.batch_options(BatchTriggerOptions::PARAMETERS)?;
    let defaults = Defaults { parameters: TriggerOptions::PARAMETERS, keys: Some(keys) };
    let has_key = defaults.keys.as_ref().is_some_and(Keys::are_given);
    let items = values
        .into_iter()
        .enumerate()
        .map(|(index, value)| item(value, index, task, &defaults, &read.encoder))
        .collect::<Result<Vec<_>, _>>()?;
    let mut tasks: Vec<&str> = items.iter().map(|item| item.task.as_str()).collect();
    tasks.sort_unstable();
    tasks.dedup();
    body.add_json("runCount", &items.len().to_string());
    body.add_json("taskIdentifiers", &serde_json::Value::from(tasks).to_string());
    let too_many = items.len() > MAX_ITEMS;
    let request = Request {
        path: Path::fill(steps.create.path, &[]),
        json: Some(body),
        plan: Plan::Batch(Batch { items, send: &steps.send, presign: &steps.presign }.into()),
        post_process: PostProcess::AddPublicToken("read:batch", HOUR),
        ..Request::default()
    };
    Ok(if too_many {
        request.explaining(true, 400, TOO_MANY)
    } else {
        request.explaining(has_key, 422, KEY_IS_TAKEN)
    })
}

static TRIGGER: Steps = Steps::of("batch.trigger");

endpoint! {
    /// Triggers a batch of runs of several tasks: an array of items, or an async iterable, which is collected first.
    ///
    /// The server takes at most 1,000 items in a batch; `batch.triggerAll` triggers any number. The batch is made
    /// with one request, and its items follow in another, which is repeated until the server has all of them.
    ///
    /// `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
    /// with `batchTrigger:tasks`.
    "batch" trigger<"T extends TaskShape = any">("items: BatchItems<BatchItemById<T>>, options?: BatchTriggerOptions, requestOptions?: RequestOptions") -> "ApiPromise<BatchHandle>" = TRIGGER.create, read &|read| request(read, &TRIGGER, TaskIn::Field("id"))
}

static TRIGGER_BY_TASK: Steps = Steps::of("batch.triggerByTask");

endpoint! {
    /// Triggers a batch of runs, each item with its task: anything that carries the task's `id`.
    ///
    /// `POST /api/v3/batches` and `POST /api/v3/batches/{batchId}/items`; takes a secret key, or a public token
    /// with `batchTrigger:tasks`.
    "batch" trigger_by_task<"T extends TaskShape = any">("items: BatchItems<BatchItemByTask<T>>, options?: BatchTriggerOptions, requestOptions?: RequestOptions") -> "ApiPromise<BatchHandle>" = TRIGGER_BY_TASK.create, read &|read| {
        request(read, &TRIGGER_BY_TASK, TaskIn::Field("task"))
    }
}

static RETRIEVE: Operation = Operation::get("batch.retrieve", "/api/v2/batches/{batchId}")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(trigger::Batch::FIELDS));

endpoint! {
    /// Retrieves a batch: its runs, and the items that could not become one.
    ///
    /// `GET /api/v2/batches/{batchId}`; takes a secret key, or a public token with `read:batch`.
    "batch" retrieve("batchId: string, requestOptions?: RequestOptions") -> "ApiPromise<Batch>" = RETRIEVE,
        takes &[Segment("batchId")]
}

static RESULTS: Operation = Operation::get("batch.retrieveResults", "/api/v1/batches/{batchId}/results")
    .accepts(KEYS)
    .answers(Shape::Object(BatchResults::FIELDS));

endpoint! {
    /// Retrieves how the runs of a batch have ended, as far as they have.
    ///
    /// `GET /api/v1/batches/{batchId}/results`; takes a secret key.
    "batch" retrieve_results("batchId: string, requestOptions?: RequestOptions") -> "ApiPromise<BatchResults>" = RESULTS,
        takes &[Segment("batchId")]
}
