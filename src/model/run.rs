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
            /// The status; values the typings do not know yet pass through.
            #[napi(ts_type = "RunStatus")]
            pub status: String,
            /// The id of the task it runs.
            pub taskIdentifier: String,
            /// The key it was triggered with, if any.
            pub idempotencyKey: Option<String>,
            /// The deployed version that runs it, for example `20261121.1`.
            pub version: Option<String>,
            /// True while it waits to be run; also of a delayed run.
            pub isQueued: bool,
            /// True while it is executed.
            pub isExecuting: bool,
            /// True while it is paused until something happens that it waits for.
            pub isWaiting: bool,
            /// True once it has ended, well or not. False of an expired run, which never began.
            pub isCompleted: bool,
            /// True when it ended well.
            pub isSuccess: bool,
            /// True when it ended without success; also of a cancelled run.
            pub isFailed: bool,
            /// True when a cancellation ended it.
            pub isCancelled: bool,
            /// True when it was started as a test.
            pub isTest: bool,
            #[napi(ts_type = "Date")]
            pub createdAt: Timestamp,
            #[napi(ts_type = "Date")]
            pub updatedAt: Timestamp,
            #[napi(ts_type = "Date")]
            pub startedAt: Option<Timestamp>,
            /// The time it ended. Absent, too, of a run that was cancelled while it was queued.
            #[napi(ts_type = "Date")]
            pub finishedAt: Option<Timestamp>,
            /// The time a delayed run becomes due.
            #[napi(ts_type = "Date")]
            pub delayedUntil: Option<Timestamp>,
            /// The longest wait before it expires, for example `10m`.
            pub ttl: Option<String>,
            #[napi(ts_type = "Date")]
            pub expiredAt: Option<Timestamp>,
            pub tags: Vec<String>,
            /// The cost of computing it so far, in US cents.
            pub costInCents: f64,
            /// The cost of invoking it, in US cents.
            pub baseCostInCents: f64,
            /// The time it has been computing, in milliseconds.
            pub durationMs: f64,
            #[napi(ts_type = "Record<string, any>")]
            pub metadata: Option<FreeForm>,
            /// `STANDARD`, `SCHEDULED` and the like.
            pub taskKind: Option<String>,
            /// The region it runs in.
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
        /// The number of triggers between its root run and it.
        pub depth: f64,
        #[napi(ts_type = "TriggerFunction")]
        pub triggerFunction: String,
        pub batchId: Option<String>,
    }
}

run_shape! {
    /// A run without its payload and output, which `Run` types by the task.
    pub struct RunDetails {
        /// The number of triggers between its root run and it.
        pub depth: f64,
        #[napi(ts_type = "TriggerFunction")]
        pub triggerFunction: String,
        pub batchId: Option<String>,
        /// The URL a payload over 512 kB is kept at; `payload` holds what was found there.
        pub payloadPresignedUrl: Option<String>,
        /// The URL an output over 512 kB is kept at; `output` holds what was found there.
        pub outputPresignedUrl: Option<String>,
        /// The reason why it failed.
        #[napi(ts_type = "RunError")]
        pub error: Option<FreeForm>,
        pub schedule: Option<RunSchedule>,
        pub relatedRuns: RelatedRuns,
        /// The number of attempts so far.
        pub attemptCount: f64,
    }
}

wire! {
    /// The environment a listed run belongs to.
    pub struct RunEnvironment {
        pub id: String,
        /// The environment's slug, for example `prod`.
        pub name: String,
        /// The person whose development environment it is.
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
            /// The earliest time of creation, as a Date or epoch milliseconds.
            #[napi(ts_type = "Date | number")]
            pub from: Option<Instant> = "filter[createdAt][from]",
            /// The latest time of creation, as a Date or epoch milliseconds.
            #[napi(ts_type = "Date | number")]
            pub to: Option<Instant> = "filter[createdAt][to]",
            /// The time from now back within which they were created, for example `24h` or `30d`. Wins over `from`.
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
    /// The parameters of `runs.list`. Filters must not be empty; several values of one mean any of them.
    ///
    /// **A filter that is named but undefined counts as left out**: `{ tag: undefined }` lists everybody's runs of the
    /// environment. Look up whose runs are meant before the call.
    pub struct ListRunsParams {}
}

run_filters! {
    /// The parameters of `runs.list` of a project.
    ///
    /// **A filter that is named but undefined counts as left out**: `{ tag: undefined }` lists everybody's runs of the
    /// environment. Look up whose runs are meant before the call.
    pub struct ListProjectRunsParams {
        /// The environment, exactly one; the server needs it.
        #[napi(ts_type = "Environment | [Environment]")]
        pub env: Option<OneEnvironment> = "filter[env]",
        /// The ref of the project, where it does not stand before the parameters; where it does, the same one.
        pub projectRef: Option<String>,
    }
}

parameters! {
    /// The options of `runs.replay`: what the new run has other than the one it replays.
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
        /// Seconds.
        #[napi(ts_type = "number")]
        pub maxDuration: Option<Amount>,
        pub priority: Option<f64>,
    }

    /// The new delay of a delayed run.
    pub struct RescheduleRunParams {
        /// A duration such as `1h`, or a date.
        #[napi(ts_type = "string | Date")]
        pub delay: Delay,
    }

    /// The options of `runs.poll` and `runs.bulk.poll`.
    pub struct PollOptions {
        /// The wait between two requests. Default 1000.
        #[napi(ts_type = "number")]
        pub pollIntervalMs: Option<Milliseconds>,
    }
}
