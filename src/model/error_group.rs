//! Error groups on the wire.

use super::parameters::{Amount, Instant, Joined, Milliseconds};
use super::wire::Timestamp;

/// A shape that begins with what every rendering of an error group has.
macro_rules! error_shape {
    ($(#[$meta:meta])* pub struct $shape:ident { $($more:tt)* }) => { wire! {
        $(#[$meta])*
        pub struct $shape {
            /// `error_…`, with the fingerprint behind it.
            pub id: String,
            /// What failures have in common that are grouped: type, message and stack.
            pub fingerprint: String,
            /// The task that fails with it.
            pub taskIdentifier: String,
            /// For example `TypeError`.
            pub errorType: String,
            /// Without what differs from one failure to the next.
            pub errorMessage: String,
            #[napi(ts_type = "ErrorStatus")]
            pub status: String,
            /// How often it occurred, of a listed one within the time that was asked for.
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
    /// Which error groups to list. Filters must not be empty; several values of one mean any of them.
    pub struct ListErrorsParams {
        #[napi(ts_type = "string | string[]")]
        pub taskIdentifier: Option<Joined> = "filter[taskIdentifier]",
        #[napi(ts_type = "string | string[]")]
        pub version: Option<Joined> = "filter[version]",
        #[napi(ts_type = "ErrorStatus | ErrorStatus[]")]
        pub status: Option<Joined> = "filter[status]",
        /// A part of the type or the message, in any case.
        pub search: Option<String> = "filter[search]",
        /// Occurred within the last, for example `7d`.
        pub period: Option<String> = "filter[period]",
        /// Occurred at or after, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub from: Option<Instant> = "filter[from]",
        /// Occurred at or before, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub to: Option<Instant> = "filter[to]",
        /// Groups per page, 1 to 100.
        pub limit: Option<u32> = "page[size]",
        /// The cursor of a page's `pagination.next`; not together with `before`.
        pub after: Option<String> = "page[after]",
        /// The cursor of a page's `pagination.previous`; not together with `after`.
        pub before: Option<String> = "page[before]",
    }

    /// How an error was resolved.
    pub struct ResolveErrorOptions {
        /// The version that no longer has it.
        pub resolvedInVersion: Option<String>,
    }

    /// Until when an error is ignored: until the first of these, for ever without any.
    pub struct IgnoreErrorOptions {
        /// For how long, in milliseconds.
        #[napi(ts_type = "number")]
        pub duration: Option<Milliseconds>,
        /// Until it occurs more often than this in a minute.
        #[napi(ts_type = "number")]
        pub occurrenceRate: Option<Amount>,
        /// Until it has occurred this often again.
        pub totalOccurrences: Option<u32>,
        /// At most 1,000 characters.
        pub reason: Option<String>,
    }
}
