//! Error groups on the wire.

use super::parameters::{Amount, Instant, Joined, Milliseconds};
use super::wire::Timestamp;

/// A shape that begins with what every rendering of an error group has.
macro_rules! error_shape {
    ($(#[$meta:meta])* pub struct $shape:ident { $($more:tt)* }) => { wire! {
        $(#[$meta])*
        pub struct $shape {
            /// `error_…`, with the fingerprint behind it. **Not unique**: groups of tasks that fail alike share it.
            pub id: String,
            /// The digest of the type, message and stack that its failures have in common.
            pub fingerprint: String,
            /// The task that fails with it.
            pub taskIdentifier: String,
            /// For example `TypeError`.
            pub errorType: String,
            /// The message, without the parts that differ from one failure to the next.
            pub errorMessage: String,
            #[napi(ts_type = "ErrorStatus")]
            pub status: String,
            /// The number of occurrences; in a list, of those within the time that was asked for.
            pub count: f64,
            #[napi(ts_type = "Date")]
            pub firstSeen: Timestamp,
            #[napi(ts_type = "Date")]
            pub lastSeen: Timestamp,
            #[napi(ts_type = "Date | null")]
            pub resolvedAt: Timestamp,
            #[napi(ts_type = "Date | null")]
            pub ignoredUntil: Timestamp,
            $($more)*
        }
    } };
}

error_shape! {
    /// A group of like failures as a list shows it.
    pub struct ListedErrorGroup {}
}

error_shape! {
    /// A group of like failures, and what was decided about it.
    pub struct ErrorGroup {
        /// The newest versions it occurred in, at most five.
        pub affectedVersions: Vec<String>,
        #[napi(ts_type = "string | null")]
        pub resolvedInVersion: String,
        /// The id of a user, where one is known.
        #[napi(ts_type = "string | null")]
        pub resolvedBy: String,
        #[napi(ts_type = "Date | null")]
        pub ignoredAt: Timestamp,
        #[napi(ts_type = "string | null")]
        pub ignoredReason: String,
        #[napi(ts_type = "string | null")]
        pub ignoredByUserId: String,
        /// Occurrences per minute that bring it back.
        #[napi(ts_type = "number | null")]
        pub ignoredUntilOccurrenceRate: f64,
        /// Occurrences since it was ignored that bring it back.
        #[napi(ts_type = "number | null")]
        pub ignoredUntilTotalOccurrences: f64,
    }
}

parameters! {
    /// The parameters of `errors.list`. Filters must not be empty; several values of one mean any of them.
    pub struct ListErrorsParams {
        #[napi(ts_type = "string | string[]")]
        pub taskIdentifier: Option<Joined> = "filter[taskIdentifier]",
        #[napi(ts_type = "string | string[]")]
        pub version: Option<Joined> = "filter[version]",
        #[napi(ts_type = "ErrorStatus | ErrorStatus[]")]
        pub status: Option<Joined> = "filter[status]",
        /// A part of the type or the message, in any case.
        pub search: Option<String> = "filter[search]",
        /// The time from now back within which they occurred, for example `7d`.
        pub period: Option<String> = "filter[period]",
        /// The earliest time of occurrence, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub from: Option<Instant> = "filter[from]",
        /// The latest time of occurrence, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub to: Option<Instant> = "filter[to]",
        /// Groups per page, 1 to 100.
        pub limit: Option<u32> = "page[size]",
        /// The cursor of a page's `pagination.next`; not together with `before`.
        pub after: Option<String> = "page[after]",
        /// The cursor of a page's `pagination.previous`; not together with `after`.
        pub before: Option<String> = "page[before]",
    }

    /// The options of `errors.resolve`.
    pub struct ResolveErrorOptions {
        /// The version that no longer has it.
        pub resolvedInVersion: Option<String>,
    }

    /// The end of ignoring an error: the first of these, never without any.
    pub struct IgnoreErrorOptions {
        /// The time it is ignored, in milliseconds.
        #[napi(ts_type = "number")]
        pub duration: Option<Milliseconds>,
        /// Occurrences in a minute above which it is no longer ignored.
        #[napi(ts_type = "number")]
        pub occurrenceRate: Option<Amount>,
        /// Further occurrences after which it is no longer ignored.
        pub totalOccurrences: Option<u32>,
        /// At most 1,000 characters.
        pub reason: Option<String>,
    }
}
