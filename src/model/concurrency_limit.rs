//! Concurrency limits on the wire.

use super::parameters::{Amount, Ttl};
use super::wire::{Timestamp, Wire};
use crate::engine::operation::{Field, FieldKind};

wire! {
    /// A concurrency limit.
    pub struct ConcurrencyLimit {
        /// `climit_…`
        pub id: String,
        /// The name as declared; `task/<id>` for one that a task declares for itself.
        pub name: String,
        /// The bound for each concurrency key; runs without one share a pool.
        pub perKey: ConcurrencyLimitBound,
        /// The bound for all runs that hold the limit.
        pub total: ConcurrencyLimitBound,
        /// Runs that are being executed and hold the limit.
        pub running: f64,
        /// Runs that wait and need the limit.
        pub queued: f64,
        /// Servers before pausing send none.
        pub paused: Option<bool>,
    }

    /// A bound of a concurrency limit; null where there is none.
    pub struct ConcurrencyLimitBound {
        /// The bound in force, at most the environment's own limit.
        #[napi(ts_type = "number | null")]
        pub current: f64,
        /// The bound as declared.
        #[napi(ts_type = "number | null")]
        pub base: f64,
        #[napi(ts_type = "number | null")]
        pub r#override: f64,
        #[napi(ts_type = "Date | null")]
        pub overriddenAt: Timestamp,
    }

    /// A concurrency limit for one concurrency key.
    pub struct ConcurrencyLimitKey {
        /// The name of the limit.
        pub name: String,
        pub concurrencyKey: String,
        pub perKey: ConcurrencyLimitKeyBound,
        /// Runs of this key that are being executed and hold the limit.
        pub running: f64,
        /// True while the limit is paused.
        pub paused: bool,
    }

    /// The bound for the runs of one concurrency key; null where there is none.
    pub struct ConcurrencyLimitKeyBound {
        /// The bound in force, at most the environment's own limit.
        #[napi(ts_type = "number | null")]
        pub current: f64,
        /// The bound for every key.
        #[napi(ts_type = "number | null")]
        pub base: f64,
        #[napi(ts_type = "number | null")]
        pub r#override: f64,
        /// The time the override ends.
        #[napi(ts_type = "Date | null")]
        pub expiresAt: Timestamp,
    }
}

/// The fields that matter of a limit, and of what it is for one key: the same functions answer both.
pub const LIMIT_OR_KEY: &[Field] = &[
    Field {
        name: "perKey",
        kind: FieldKind::Nested(&[
            Field { name: "overriddenAt", kind: FieldKind::Date },
            Field { name: "expiresAt", kind: FieldKind::Date },
        ]),
    },
    Field { name: "total", kind: ConcurrencyLimitBound::KIND },
];

parameters! {
    /// The parameters of `concurrencyLimits.list`.
    pub struct ListConcurrencyLimitsParams {
        /// Limits per page, 1 to 100. Default 25.
        pub perPage: Option<u32>,
        /// The number of the page, from 1. Default 1.
        pub page: Option<u32>,
    }

    /// The concurrency key of a limit.
    pub struct ConcurrencyLimitKeyParams {
        /// The key. Named but undefined it is an error: the call would be about the whole limit.
        pub concurrencyKey: String,
    }

    /// The bounds a concurrency limit is to have until it is reset: one, or both.
    pub struct OverrideConcurrencyLimitParams {
        /// The bound for each concurrency key, 0 to 100,000; at most the environment's own limit.
        #[napi(ts_type = "number")]
        pub perKey: Option<Amount>,
        /// The bound for all runs, 0 to 100,000; at most the environment's own limit.
        #[napi(ts_type = "number")]
        pub total: Option<Amount>,
    }

    /// The bound a concurrency limit is to have for one concurrency key, for a time.
    pub struct OverrideConcurrencyLimitKeyParams {
        /// The key. Named but undefined it is an error: the call would be about the whole limit.
        pub concurrencyKey: String,
        /// The bound, 0 to 100,000; 0 blocks the key.
        #[napi(ts_type = "number")]
        pub perKey: Amount,
        /// The time it lasts: a duration such as `1h`, or seconds; at most 30 days. Default 7 days.
        #[napi(ts_type = "string | number")]
        pub ttl: Option<Ttl>,
    }
}
