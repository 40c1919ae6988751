//! Waitpoint tokens on the wire.

use super::parameters::{Instant, Joined, Lifetime, Period, Texts, Timeout};
use super::wire::Timestamp;

wire! {
    /// A waitpoint token. Optional fields are absent, not null.
    pub struct WaitpointToken {
        /// `waitpoint_…`
        pub id: String,
        /// The URL that completes the token: whoever posts to it needs no key.
        pub url: String,
        #[napi(ts_type = "WaitpointTokenStatus")]
        pub status: String,
        #[napi(ts_type = "Date")]
        pub completedAt: Option<Timestamp>,
        /// An older name of `timeoutAt`.
        #[napi(ts_type = "Date")]
        pub completedAfter: Option<Timestamp>,
        /// The time it times out, or has timed out.
        #[napi(ts_type = "Date")]
        pub timeoutAt: Option<Timestamp>,
        pub idempotencyKey: Option<String>,
        #[napi(ts_type = "Date")]
        pub idempotencyKeyExpiresAt: Option<Timestamp>,
        pub tags: Vec<String>,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
    }

    /// A token that was created, or the earlier one of the same idempotency key.
    pub struct CreatedWaitpointToken {
        /// `waitpoint_…`
        pub id: String,
        /// True when it is an earlier one, which may be complete.
        pub isCached: bool,
        /// The URL that completes the token: whoever posts to it needs no key.
        pub url: String,
        /// A public token that may complete this waitpoint token, for a day. Absent only where a server too old
        /// for it was called with an additional key.
        pub publicAccessToken: String,
    }

    /// The answer to completing a token.
    pub struct CompletedWaitpointToken {
        #[napi(ts_type = "true")]
        pub success: bool,
    }
}

parameters! {
    /// The options of `wait.createToken`.
    pub struct CreateWaitpointTokenOptions {
        /// A key that brings the same token again. At most 2,048 characters.
        pub idempotencyKey: Option<String>,
        /// The time the key is remembered, for example `24h`: a number of s, m, h or d. Default for ever.
        #[napi(js_name = "idempotencyKeyTTL", ts_type = "string")]
        pub idempotencyKeyTTL: Option<Lifetime>,
        /// The time it times out: a duration such as `30s` or `1h30m`, or a date to come. Default never.
        #[napi(ts_type = "string | Date")]
        pub timeout: Option<Timeout>,
        /// At most 10, of at most 128 characters each.
        #[napi(ts_type = "string | string[]")]
        pub tags: Option<Texts>,
    }

    /// The parameters of `wait.listTokens`. Filters must not be empty; several values of one mean any of them.
    pub struct ListWaitpointTokensParams {
        #[napi(ts_type = "WaitpointTokenStatus | WaitpointTokenStatus[]")]
        pub status: Option<Joined> = "filter[status]",
        pub idempotencyKey: Option<String> = "filter[idempotencyKey]",
        #[napi(ts_type = "string | string[]")]
        pub tags: Option<Joined> = "filter[tags]",
        /// The time from now back within which they were created, for example `24h` or `30d`.
        #[napi(ts_type = "string")]
        pub period: Option<Period> = "filter[createdAt][period]",
        /// The earliest time of creation, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub from: Option<Instant> = "filter[createdAt][from]",
        /// The latest time of creation, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub to: Option<Instant> = "filter[createdAt][to]",
        /// Tokens per page, 1 to 100. Default 25.
        pub limit: Option<u32> = "page[size]",
        /// The cursor of a page's `pagination.next`; not together with `before`.
        pub after: Option<String> = "page[after]",
        /// The cursor of a page's `pagination.previous`; not together with `after`.
        pub before: Option<String> = "page[before]",
    }
}
