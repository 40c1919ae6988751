//! Queues on the wire.

use super::wire::Timestamp;

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
        /// `V1` for a queue that has a concurrency limit of its own; servers before the distinction send none.
        #[napi(ts_type = "\"V1\" | \"V2\" | (string & {})")]
        pub version: Option<String>,
        pub concurrency: Option<QueueConcurrency>,
    }

    /// The concurrency limit of a queue, and what overrides it.
    pub struct QueueConcurrency {
        /// What counts now.
        #[napi(ts_type = "number | null")]
        pub current: f64,
        /// What it would be without an override.
        #[napi(ts_type = "number | null")]
        pub base: f64,
        #[napi(ts_type = "number | null")]
        pub r#override: f64,
        #[napi(ts_type = "Date | null")]
        pub overriddenAt: Timestamp,
        #[napi(ts_type = "string | null")]
        pub overriddenBy: String,
    }
}

parameters! {
    /// Which page of the queues.
    pub struct ListQueuesParams {
        /// The number of the page, from 1. Default 1.
        pub page: Option<u32>,
        /// Queues per page.
        pub perPage: Option<u32>,
    }
}
