//! Triggers: options of a run, and the handle that comes back.

use super::parameters::{
    Amount, AnyObject, Delay, IdempotencyKeyParts, Lifetime, QueueByName, Texts, TextsAsList, Ttl,
};
use super::wire::{FreeForm, Timestamp};

parameters! {
    /// The options of a run that is triggered.
    pub struct TriggerOptions {
        /// The name of the queue it waits in.
        #[napi(ts_type = "string")]
        pub queue: Option<QueueByName>,
        /// Names of at most two concurrency limits, instead of the task's own named ones.
        #[napi(ts_type = "string | string[]")]
        pub concurrency: Option<TextsAsList>,
        /// Runs of one key have a queue of their own.
        pub concurrencyKey: Option<String>,
        /// A trigger with a key that was used before answers the run it made then; with one the call is
        /// retried after failures that leave open whether it was processed. Raw keys are hashed.
        #[napi(ts_type = "string | string[]")]
        pub idempotencyKey: Option<IdempotencyKeyParts>,
        /// The time the key is remembered, for example `10m`: a number of s, m, h or d.
        #[napi(js_name = "idempotencyKeyTTL", ts_type = "string")]
        pub idempotencyKeyTTL: Option<Lifetime>,
        /// A duration such as `1h`, or a date, before which it does not start.
        #[napi(ts_type = "string | Date")]
        pub delay: Option<Delay>,
        /// The longest wait before it expires: a duration such as `10m`, or seconds.
        #[napi(ts_type = "string | number")]
        pub ttl: Option<Ttl>,
        #[napi(ts_type = "string | string[]")]
        pub tags: Option<Texts>,
        pub maxAttempts: Option<u32>,
        #[napi(ts_type = "Record<string, unknown>")]
        pub metadata: Option<AnyObject>,
        /// Seconds.
        #[napi(ts_type = "number")]
        pub maxDuration: Option<Amount>,
        #[napi(ts_type = "Machine")]
        pub machine: Option<String>,
        /// Seconds by which it is dequeued before runs that were triggered at the same time.
        pub priority: Option<f64>,
        pub region: Option<String>,
        /// The version of the deployment that runs it. Default `TRIGGER_VERSION`, in the default scope alone.
        pub version: Option<String> = "lockToVersion",
        /// The deployment that runs it, by an id of your own, such as a commit.
        pub externalDeploymentId: Option<String>,
        /// Makes triggers of one key end in one run.
        pub debounce: Option<DebounceOptions>,
    }

    /// Debouncing: triggers of one key end in one run, which starts when no more of them come.
    pub struct DebounceOptions {
        /// Triggers of one key and task belong together.
        pub key: String,
        /// A duration such as `5s`, by which each trigger puts the run off.
        pub delay: String,
        /// The trigger whose payload and options count: the first (default), or the last.
        #[napi(ts_type = "\"leading\" | \"trailing\"")]
        pub mode: Option<String>,
        /// The longest time the run can be put off in all.
        pub maxDelay: Option<String>,
    }

    /// The options of a batch that is triggered.
    pub struct BatchTriggerOptions {
        /// Gives each item without a key one of its own, and refuses a second batch with the same key.
        #[napi(ts_type = "string | string[]")]
        pub idempotencyKey: Option<IdempotencyKeyParts>,
        /// The time the keys of the items are remembered, for example `10m`: a number of s, m, h or d.
        #[napi(js_name = "idempotencyKeyTTL", ts_type = "string")]
        pub idempotencyKeyTTL: Option<Lifetime>,
    }
}

wire! {
    /// A run that was triggered.
    pub struct TriggeredRun {
        pub id: String,
        /// True when the idempotency key was used before: this is the run it made then.
        pub isCached: Option<bool>,
        /// A public token that may read the run for an hour. Absent only where a server too old for it was
        /// called with an additional key.
        #[napi(ts_type = "string")]
        pub publicAccessToken: String,
    }

    /// A batch that was triggered.
    pub struct BatchHandle {
        pub batchId: String,
        pub runCount: f64,
        /// A public token that may read the batch for an hour. Absent only where a server too old for it was
        /// called with an additional key.
        #[napi(ts_type = "string")]
        pub publicAccessToken: String,
    }

    /// A batch of runs.
    pub struct Batch {
        /// `batch_…`
        pub id: String,
        /// `PENDING`, `PROCESSING`, `COMPLETED`, `PARTIAL_FAILED`, `ABORTED`
        pub status: String,
        pub idempotencyKey: Option<String>,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub updatedAt: Timestamp,
        pub runCount: f64,
        /// The ids of its runs.
        pub runs: Vec<String>,
        pub processing: BatchProcessing,
    }

    /// The progress of a batch in becoming runs.
    pub struct BatchProcessing {
        #[napi(ts_type = "Date")]
        pub completedAt: Option<Timestamp>,
        /// Items that could not become runs.
        #[napi(ts_type = "BatchItemError[]")]
        pub errors: FreeForm,
    }

    /// An item that could not become a run.
    pub struct BatchItemError {
        pub index: f64,
        pub taskIdentifier: String,
        pub error: String,
        pub errorCode: Option<String>,
    }

    /// The results of the runs of a batch that have ended.
    pub struct BatchResults {
        /// `batch_…`
        pub id: String,
        #[napi(ts_type = "RunResult[]")]
        pub items: FreeForm,
    }
}
