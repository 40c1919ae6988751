//! Concurrency limits on the wire.

use super::parameters::{Amount, Ttl};
use super::wire::{Timestamp, Wire};
use crate::engine::operation::{Field, FieldKind};

wire! {
    /// A concurrency limit.
    pub struct ConcurrencyLimit {
        /// `climit_…`
        pub id: String,
        /// As declared; `task/<id>` for one that a task declares for itself.
        pub name: String,
        /// What caps the runs of each concurrency key; runs without one share a pool.
        pub perKey: ConcurrencyLimitBound,
        /// What caps all runs that hold the limit.
        pub total: ConcurrencyLimitBound,
        /// Runs that are being executed and hold the limit.
        pub running: f64,
        /// Runs that wait and need the limit.
        pub queued: f64,
        /// Servers before pausing send none.
        pub paused: Option<bool>,
    }

    /// One bound of a concurrency limit; null where there is none.
    pub struct ConcurrencyLimitBound {
        /// What counts now, at most the environment's own limit.
        #[napi(ts_type = "number | null")]
        pub current: f64,
        /// What was declared.
        #[napi(ts_type = "number | null")]
        pub base: f64,
        #[napi(ts_type = "number | null")]
        pub r#override: f64,
        #[napi(ts_type = "Date | null")]
        pub overriddenAt: Timestamp,
    }

    /// What a concurrency limit is for one concurrency key.
    pub struct ConcurrencyLimitKey {
        /// The name of the limit.
        pub name: String,
        pub concurrencyKey: String,
        pub perKey: ConcurrencyLimitKeyBound,
        /// Runs of this key that are being executed and hold the limit.
        pub running: f64,
        /// Whether the limit is paused.
        pub paused: bool,
    }

    /// What caps the runs of one concurrency key; null where nothing does.
    pub struct ConcurrencyLimitKeyBound {
        /// What counts now, at most the environment's own limit.
        #[napi(ts_type = "number | null")]
        pub current: f64,
        /// What the limit says for every key.
        #[napi(ts_type = "number | null")]
        pub base: f64,
        #[napi(ts_type = "number | null")]
        pub r#override: f64,
        /// When the override ends.
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
    /// Which page of the concurrency limits.
    pub struct ListConcurrencyLimitsParams {
        /// Limits per page, 1 to 100. Default 25.
        pub perPage: Option<u32>,
        /// The number of the page, from 1. Default 1.
        pub page: Option<u32>,
    }

    /// Which concurrency key.
    pub struct ConcurrencyLimitKeyParams {
        /// Named but undefined is an error: the call would be about the whole limit.
        pub concurrencyKey: String,
    }

    /// What a concurrency limit is to be until it is reset: one bound, or both.
    pub struct OverrideConcurrencyLimitParams {
        /// For each concurrency key, 0 to 100,000; at most the environment's own limit.
        #[napi(ts_type = "number")]
        pub perKey: Option<Amount>,
        /// For all runs, 0 to 100,000; at most the environment's own limit.
        #[napi(ts_type = "number")]
        pub total: Option<Amount>,
    }

    /// What a concurrency limit is to be for one concurrency key, for a time.
    pub struct OverrideConcurrencyLimitKeyParams {
        /// Named but undefined is an error: the call would be about the whole limit.
        pub concurrencyKey: String,
        /// 0 to 100,000; 0 blocks the key.
        #[napi(ts_type = "number")]
        pub perKey: Amount,
        /// For how long: a duration such as `1h`, or seconds; at most 30 days. Default 7 days.
        #[napi(ts_type = "string | number")]
        pub ttl: Option<Ttl>,
    }
}
