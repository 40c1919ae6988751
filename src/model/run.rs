//! Runs on the wire.

use super::parameters::{
    Amount, AnyObject, Delay, Instant, Joined, Lifetime, Milliseconds, OneEnvironment, Period, Queues,
    SuperJson, Texts, Ttl,
};
use super::wire::{FreeForm, Timestamp};

/// A shape that begins with what every rendering of a run has. Optional fields are absent, not null.
macro_rules! run_shape {
    ($(#[$meta:meta])* pub struct $shape:ident { $($more:tt)* }) => { wire! {
        $(#[$meta])*
        pub struct $shape {
            /// `run_…`
            pub id: String,
            /// Values the typings do not know yet pass through.
            #[napi(ts_type = "RunStatus")]
            pub status: String,
            /// The id of the task it runs.
            pub taskIdentifier: String,
            /// The key it was triggered with, if any.
            pub idempotencyKey: Option<String>,
            /// The deployed version that runs it, for example `20261121.1`.
            pub version: Option<String>,
            /// Waiting to be run; also true of a delayed run.
            pub isQueued: bool,
            /// Running now.
            pub isExecuting: bool,
            /// Paused until something it waits for happens.
            pub isWaiting: bool,
            /// Ended, whether well or not. False of an expired run, which never began.
            pub isCompleted: bool,
            /// Ended well.
            pub isSuccess: bool,
            /// Ended without success; also true of a cancelled run.
            pub isFailed: bool,
            /// Ended by a cancellation.
            pub isCancelled: bool,
            /// Started as a test.
            pub isTest: bool,
            #[napi(ts_type = "Date")]
            pub createdAt: Timestamp,
            #[napi(ts_type = "Date")]
            pub updatedAt: Timestamp,
            #[napi(ts_type = "Date")]
            pub startedAt: Option<Timestamp>,
            #[napi(ts_type = "Date")]
            pub finishedAt: Option<Timestamp>,
            /// When a delayed run becomes due.
            #[napi(ts_type = "Date")]
            pub delayedUntil: Option<Timestamp>,
            /// How long it may wait before it expires, for example `10m`.
            pub ttl: Option<String>,
            #[napi(ts_type = "Date")]
            pub expiredAt: Option<Timestamp>,
            pub tags: Vec<String>,
            /// What computing it has cost so far, in US cents.
            pub costInCents: f64,
            /// What invoking it cost, in US cents.
            pub baseCostInCents: f64,
            /// How long it has been computing, in milliseconds.
            pub durationMs: f64,
            #[napi(ts_type = "Record<string, any>")]
            pub metadata: Option<FreeForm>,
            /// `STANDARD`, `SCHEDULED` and the like.
            pub taskKind: Option<String>,
            /// Where it runs.
            pub region: Option<String>,
            $($more)*
        }
    } };
}

run_shape! {
    /// A run as a list shows it. Optional fields are absent, not null.
    pub struct ListedRun {
        /// The environment it belongs to.
        pub env: RunEnvironment,
    }
}

run_shape! {
    /// A run that another one is the parent, root or child of.
    pub struct RelatedRun {
        /// How many triggers deep below its root run.
        pub depth: f64,
        #[napi(ts_type = "TriggerFunction")]
        pub triggerFunction: String,
        pub batchId: Option<String>,
    }
}

run_shape! {
    /// A run without its payload and output, which `Run` types by the task.
    pub struct RunDetails {
        /// How many triggers deep below its root run.
        pub depth: f64,
        #[napi(ts_type = "TriggerFunction")]
        pub triggerFunction: String,
        pub batchId: Option<String>,
        /// Where a payload over 512 kB is kept; `payload` holds what was found there.
        pub payloadPresignedUrl: Option<String>,
        /// Where an output over 512 kB is kept; `output` holds what was found there.
        pub outputPresignedUrl: Option<String>,
        /// Why it failed.
        #[napi(ts_type = "RunError")]
        pub error: Option<FreeForm>,
        pub schedule: Option<RunSchedule>,
        pub relatedRuns: RelatedRuns,
        /// How often it has been attempted.
        pub attemptCount: f64,
    }
}

wire! {
    /// The environment a listed run belongs to.
    pub struct RunEnvironment {
        pub id: String,
        /// The environment's slug, for example `prod`.
        pub name: String,
        /// Whose development environment it is.
        pub user: Option<String>,
    }

    /// The runs around a run.
    pub struct RelatedRuns {
        pub root: Option<RelatedRun>,
        pub parent: Option<RelatedRun>,
        pub children: Option<Vec<RelatedRun>>,
    }

    /// The schedule a run was started by.
    pub struct RunSchedule {
        pub id: String,
        pub externalId: Option<String>,
        pub deduplicationKey: Option<String>,
        #[napi(ts_type = "{ type: \"CRON\"; expression: string; description: string }")]
        pub generator: FreeForm,
    }

    /// The id of a run that was cancelled, or of the new run a replay made.
    pub struct RunReference {
        pub id: String,
    }
}

/// Parameters that begin with the filters of every listing of runs.
macro_rules! run_filters {
    ($(#[$meta:meta])* pub struct $shape:ident { $($more:tt)* }) => { parameters! {
        $(#[$meta])*
        pub struct $shape {
            #[napi(ts_type = "RunStatus | RunStatus[]")]
            pub status: Option<Joined> = "filter[status]",
            #[napi(ts_type = "string | string[]")]
            pub taskIdentifier: Option<Joined> = "filter[taskIdentifier]",
            #[napi(ts_type = "string | string[]")]
            pub version: Option<Joined> = "filter[version]",
            pub bulkAction: Option<String> = "filter[bulkAction]",
            #[napi(ts_type = "string | string[]")]
            pub tag: Option<Joined> = "filter[tag]",
            pub schedule: Option<String> = "filter[schedule]",
            pub isTest: Option<bool> = "filter[isTest]",
            /// Created at or after, as a Date or epoch milliseconds.
            #[napi(ts_type = "Date | number")]
            pub from: Option<Instant> = "filter[createdAt][from]",
            /// Created at or before, as a Date or epoch milliseconds.
            #[napi(ts_type = "Date | number")]
            pub to: Option<Instant> = "filter[createdAt][to]",
            /// Created within the last, for example `24h` or `30d`. Wins over `from`.
            #[napi(ts_type = "string")]
            pub period: Option<Period> = "filter[createdAt][period]",
            pub batch: Option<String> = "filter[batch]",
            #[napi(ts_type = "QueueName | QueueName[]")]
            pub queue: Option<Queues> = "filter[queue]",
            #[napi(ts_type = "Machine | Machine[]")]
            pub machine: Option<Joined> = "filter[machine]",
            #[napi(ts_type = "string | string[]")]
            pub region: Option<Joined> = "filter[region]",
            $($more)*
            /// Runs per page, 1 to 100. Default 25.
            pub limit: Option<u32> = "page[size]",
            /// The cursor of a page's `pagination.next`; not together with `before`.
            pub after: Option<String> = "page[after]",
            /// The cursor of a page's `pagination.previous`; not together with `after`.
            pub before: Option<String> = "page[before]",
        }
    } };
}

run_filters! {
    /// Which runs to list. Filters must not be empty; several values of one mean any of them.
    pub struct ListRunsParams {}
}

run_filters! {
    /// Which runs of a project to list.
    pub struct ListProjectRunsParams {
        /// One environment; the server needs it.
        #[napi(ts_type = "Environment | [Environment]")]
        pub env: Option<OneEnvironment> = "filter[env]",
        /// Accepted when it equals the ref before it, or stands alone.
        pub projectRef: Option<String>,
    }
}

parameters! {
    /// What a replayed run has other than the run it replays.
    pub struct ReplayRunOptions {
        #[napi(ts_type = "unknown")]
        pub payload: Option<SuperJson>,
        #[napi(ts_type = "Record<string, unknown>")]
        pub metadata: Option<AnyObject>,
        #[napi(ts_type = "string | string[]")]
        pub tags: Option<Texts>,
        pub queue: Option<String>,
        pub concurrencyKey: Option<String>,
        #[napi(ts_type = "Machine")]
        pub machine: Option<String>,
        pub version: Option<String>,
        pub region: Option<String>,
        /// A duration such as `1h`, or a date.
        #[napi(ts_type = "string | Date")]
        pub delay: Option<Delay>,
        /// A duration such as `10m`, or seconds.
        #[napi(ts_type = "string | number")]
        pub ttl: Option<Ttl>,
        pub idempotencyKey: Option<String>,
        #[napi(js_name = "idempotencyKeyTTL", ts_type = "string")]
        pub idempotencyKeyTTL: Option<Lifetime>,
        pub maxAttempts: Option<u32>,
        /// In seconds.
        #[napi(ts_type = "number")]
        pub maxDuration: Option<Amount>,
        pub priority: Option<f64>,
    }

    /// When a delayed run is to become due.
    pub struct RescheduleRunParams {
        /// A duration such as `1h`, or a date.
        #[napi(ts_type = "string | Date")]
        pub delay: Delay,
    }

    /// How a run or a bulk action is polled.
    pub struct PollOptions {
        /// The wait between two requests. Default 1000.
        #[napi(ts_type = "number")]
        pub pollIntervalMs: Option<Milliseconds>,
    }
}
