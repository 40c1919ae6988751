//! Queues on the wire.

use super::wire::{FreeForm, Timestamp};

wire! {
    /// A queue.
    pub struct Queue {
        /// `queue_…`
        pub id: String,
        pub name: String,
        /// `task` for a task's own queue.
        #[napi(ts_type = "\"task\" | \"custom\" | (string & {})")]
        pub r#type: String,
        /// Runs that are being executed.
        pub running: f64,
        /// Runs that wait.
        pub queued: f64,
        pub paused: bool,
        #[napi(ts_type = "number | null")]
        pub concurrencyLimit: f64,
        /// `V1` for a queue that has a concurrency limit of its own. Absent where the server sends none, which the
        /// official SDK takes for `V1`.
        #[napi(ts_type = "\"V1\" | \"V2\" | (string & {})")]
        pub version: Option<String>,
        pub concurrency: Option<QueueConcurrency>,
    }

    /// The concurrency limit of a queue, and what overrides it.
    pub struct QueueConcurrency {
        /// The limit in force.
        #[napi(ts_type = "number | null")]
        pub current: f64,
        /// The limit without an override.
        #[napi(ts_type = "number | null")]
        pub base: f64,
        #[napi(ts_type = "number | null")]
        pub r#override: f64,
        #[napi(ts_type = "Date | null")]
        pub overriddenAt: Timestamp,
        #[napi(ts_type = "string | null")]
        pub overriddenBy: String,
    }

    /// The recent history of a queue.
    pub struct QueueMetrics {
        /// The name as the server keeps it: `task/<id>` for a task's own queue.
        pub queue: String,
        /// The period that was asked for.
        pub period: String,
        #[napi(ts_type = "Date")]
        pub from: Timestamp,
        #[napi(ts_type = "Date")]
        pub to: Timestamp,
        pub waitMs: QueueWait,
        /// The most runs that waited at one time.
        pub peakQueued: f64,
        pub startedCount: f64,
        pub startedPerMin: f64,
        /// The number of times a run could not start because a limit was reached.
        pub throttledCount: f64,
        /// The distance of the points of `depthTrend`, in milliseconds.
        pub bucketIntervalMs: f64,
        /// The number of runs that waited, oldest point first.
        #[napi(ts_type = "number[]")]
        pub depthTrend: FreeForm,
    }

    /// The waiting time of runs, in milliseconds; null where none waited.
    pub struct QueueWait {
        #[napi(ts_type = "number | null")]
        pub p50: f64,
        #[napi(ts_type = "number | null")]
        pub p95: f64,
    }
}

parameters! {
    /// The parameters of `queues.list`.
    pub struct ListQueuesParams {
        /// Queues per page; the server takes a number above 100 for 100. Default 25.
        pub perPage: Option<u32>,
        /// The number of the page, from 1. Default 1.
        pub page: Option<u32>,
    }

    /// The parameters of `queues.retrieveMetrics`.
    pub struct QueueMetricsParams {
        /// The time from now back, for example `15m` or `24h`; at most `7d`. Default `1h`.
        pub period: Option<String>,
    }
}
