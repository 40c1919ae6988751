//! Events, jobs and runs of the older products. Their typings go to `legacy.d.ts`, by the names' beginning.

use super::parameters::{Amount, AnyJson, HasParameters, Kind, Moment, OnlyTrue, one_field};
use super::wire::{Alike, FreeForm, Timestamp};
use crate::binding::arguments::Given;
use crate::binding::{ReadError, Value};
use crate::engine::call::JsonObject;

/// The time for which the first product holds an event back.
pub struct Delay;

impl Kind for Delay {
    type Output = JsonObject;
    const EXPECTED: &'static str = "an object with one of seconds, minutes, hours, days, until";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonObject, ReadError> {
        one_field(given, value, LegacyDelay::PARAMETERS, Self::EXPECTED)
    }
}

parameters! {
    /// An event of the first product.
    pub struct LegacyCustomEvent {
        pub name: String,
        #[napi(ts_type = "unknown")]
        pub payload: Option<AnyJson>,
        #[napi(ts_type = "unknown")]
        pub context: Option<AnyJson>,
        /// The time it happened. Default now.
        #[napi(ts_type = "string | Date")]
        pub timestamp: Option<Moment>,
        /// The time it is held back.
        #[napi(ts_type = "LegacyDelay")]
        pub delay: Option<Delay>,
    }

    /// The time an event is held back, by one of these.
    pub struct LegacyDelay {
        #[napi(ts_type = "number")]
        pub seconds: Option<Amount>,
        #[napi(ts_type = "number")]
        pub minutes: Option<Amount>,
        #[napi(ts_type = "number")]
        pub hours: Option<Amount>,
        #[napi(ts_type = "number")]
        pub days: Option<Amount>,
        #[napi(ts_type = "string | Date")]
        pub until: Option<Moment>,
    }

    /// An event of the second product.
    pub struct LegacyEvent {
        pub name: String,
        #[napi(ts_type = "unknown")]
        pub payload: Option<AnyJson>,
        #[napi(ts_type = "unknown")]
        pub context: Option<AnyJson>,
        /// The id; a second event with the same one is not made. Default one of the server's.
        pub id: Option<String>,
        /// The time it happened. Default now.
        #[napi(ts_type = "string | Date")]
        pub timestamp: Option<Moment>,
        /// Default `trigger.dev`.
        pub source: Option<String>,
        /// Default `JSON`.
        #[napi(ts_type = "\"JSON\" | \"REQUEST\"")]
        pub payloadType: Option<String>,
    }

    /// The options of an event of the second product.
    pub struct LegacySendEventOptions {
        #[napi(ts_type = "string | Date")]
        pub deliverAt: Option<Moment>,
        /// Seconds.
        #[napi(ts_type = "number")]
        pub deliverAfter: Option<Amount>,
        pub accountId: Option<String>,
    }

    /// The options of `invokeJob`.
    pub struct LegacyInvokeOptions {
        pub accountId: Option<String>,
        /// An invocation with a key that was used before answers the run it made then.
        pub idempotencyKey: Option<String>,
        #[napi(ts_type = "unknown")]
        pub context: Option<AnyJson>,
        /// A URL that is told when the run has ended.
        pub callbackUrl: Option<String>,
    }

    /// The options of `getRun`: which tasks, and what of them.
    pub struct LegacyGetRunOptions {
        /// Tasks with their subtasks. Default false.
        #[napi(ts_type = "boolean")]
        pub subtasks: Option<OnlyTrue>,
        /// Tasks with their `params` and `output`. Default false.
        #[napi(ts_type = "boolean")]
        pub taskdetails: Option<OnlyTrue>,
        /// The `nextCursor` of the tasks before.
        pub cursor: Option<String>,
        /// The number of tasks, at most 50. Default 20.
        pub take: Option<u32>,
    }

    /// The options of `getRuns`.
    pub struct LegacyGetRunsOptions {
        /// The `nextCursor` of the runs before.
        pub cursor: Option<String>,
        /// The number of runs. Default 20.
        pub take: Option<u32>,
    }
}

wire! {
    /// An event that was sent to the second product.
    pub struct LegacySentEvent {
        pub id: String,
        pub name: String,
        #[napi(ts_type = "any")]
        pub payload: FreeForm,
        #[napi(ts_type = "any")]
        pub context: Option<FreeForm>,
        #[napi(ts_type = "Date")]
        pub timestamp: Timestamp,
        #[napi(ts_type = "Date | null")]
        pub deliverAt: Option<Timestamp>,
        #[napi(ts_type = "Date | null")]
        pub deliveredAt: Option<Timestamp>,
        #[napi(ts_type = "Date | null")]
        pub cancelledAt: Option<Timestamp>,
    }

    /// An event with the runs it has started.
    pub struct LegacyEventDetails {
        pub id: String,
        pub name: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub updatedAt: Timestamp,
        pub runs: Vec<LegacyEventRun>,
    }

    /// A run that an event has started.
    pub struct LegacyEventRun {
        pub id: String,
        #[napi(ts_type = "LegacyRunStatus")]
        pub status: String,
        #[napi(ts_type = "Date | null")]
        pub startedAt: Option<Timestamp>,
        #[napi(ts_type = "Date | null")]
        pub completedAt: Option<Timestamp>,
    }

    /// Runs of a job.
    pub struct LegacyRuns {
        pub runs: Vec<LegacyRun>,
        /// The cursor of the next ones; absent on the last page.
        pub nextCursor: Option<String>,
    }

    /// A run of a job.
    pub struct LegacyRun {
        pub id: String,
        #[napi(ts_type = "LegacyRunStatus")]
        pub status: String,
        #[napi(ts_type = "Date | null")]
        pub startedAt: Timestamp,
        #[napi(ts_type = "Date | null")]
        pub updatedAt: Timestamp,
        #[napi(ts_type = "Date | null")]
        pub completedAt: Timestamp,
    }

    /// A run of a job with its output and its tasks.
    pub struct LegacyRunDetails {
        pub id: String,
        #[napi(ts_type = "LegacyRunStatus")]
        pub status: String,
        #[napi(ts_type = "Date | null")]
        pub startedAt: Timestamp,
        #[napi(ts_type = "Date | null")]
        pub updatedAt: Timestamp,
        #[napi(ts_type = "Date | null")]
        pub completedAt: Timestamp,
        #[napi(ts_type = "any")]
        pub output: Option<FreeForm>,
        pub tasks: Vec<LegacyTask>,
        /// The statuses the run has told of itself.
        #[napi(ts_type = "any[]")]
        pub statuses: Option<FreeForm>,
        /// The cursor of the next tasks; absent when there are no more.
        pub nextCursor: Option<String>,
    }

    /// A task of a run.
    pub struct LegacyTask {
        pub id: String,
        #[napi(ts_type = "string | null")]
        pub displayKey: String,
        pub status: String,
        pub name: String,
        #[napi(ts_type = "string | null")]
        pub icon: String,
        #[napi(ts_type = "Date | null")]
        pub startedAt: Timestamp,
        #[napi(ts_type = "Date | null")]
        pub completedAt: Timestamp,
        /// The tasks below it, only where they were asked for.
        #[napi(ts_type = "LegacyTask[]")]
        pub subtasks: Option<Alike>,
    }

    /// A run that was made.
    pub struct LegacyInvokedRun {
        pub id: String,
    }
}
