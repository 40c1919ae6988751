//! Sessions on the wire.

use super::parameters::{
    AnyJson, AnyObject, Instant, Joined, Moment, OneText, Period, TextOrNone, TextOrNull, Texts, Ttl,
};
use super::wire::{FreeForm, Timestamp};

/// A shape that begins with what every rendering of a session has.
macro_rules! session_shape {
    ($(#[$meta:meta])* pub struct $shape:ident { $($more:tt)* }) => { wire! {
        $(#[$meta])*
        pub struct $shape {
            /// `session_…`
            pub id: String,
            #[napi(ts_type = "string | null")]
            pub externalId: String,
            /// For example `chat.agent`.
            pub r#type: String,
            /// The task whose runs serve it.
            pub taskIdentifier: String,
            /// The config its runs are triggered with. Lists may leave it out.
            #[napi(ts_type = "SessionTriggerConfig")]
            pub triggerConfig: Option<FreeForm>,
            /// The run that serves it now, if any.
            #[napi(ts_type = "string | null")]
            pub currentRunId: Option<String>,
            pub tags: Vec<String>,
            #[napi(ts_type = "Record<string, unknown> | null")]
            pub metadata: FreeForm,
            #[napi(ts_type = "Date | null")]
            pub closedAt: Timestamp,
            #[napi(ts_type = "string | null")]
            pub closedReason: String,
            #[napi(ts_type = "Date | null")]
            pub expiresAt: Timestamp,
            #[napi(ts_type = "Date")]
            pub createdAt: Timestamp,
            #[napi(ts_type = "Date")]
            pub updatedAt: Timestamp,
            $($more)*
        }
    } };
}

session_shape! {
    /// A session: what an agent remembers across its runs.
    pub struct Session {}
}

session_shape! {
    /// A session that was started, or that was there already.
    pub struct StartedSession {
        /// The run that serves it.
        pub runId: String,
        /// A public token that reads and writes this session and nothing else, for a browser.
        pub publicAccessToken: String,
        /// True when it was there already.
        pub isCached: bool,
        /// True when its run waits for a deployment that is not there yet. Older servers send none.
        pub pendingVersion: Option<bool>,
    }
}

parameters! {
    /// The config that all runs of a session are triggered with.
    pub struct SessionTriggerConfig {
        /// The payload that each run gets.
        #[napi(ts_type = "Record<string, unknown>")]
        pub basePayload: AnyObject,
        #[napi(ts_type = "Machine")]
        pub machine: Option<String>,
        pub queue: Option<String>,
        /// The names of concurrency limits that each run holds.
        #[napi(ts_type = "string[]")]
        pub concurrency: Option<Texts>,
        /// Gives each run a pool of its own under its limits.
        pub concurrencyKey: Option<String>,
        /// At most 10.
        #[napi(ts_type = "string[]")]
        pub tags: Option<Texts>,
        /// At most 10.
        pub maxAttempts: Option<u32>,
        /// The longest time of each run, in seconds.
        pub maxDuration: Option<u32>,
        /// The deployed version that each run is to use.
        pub lockToVersion: Option<String>,
        /// The deployment that each run is to use, by an id of yours. It is never read from the process
        /// environment, so null is the same as leaving it out.
        #[napi(ts_type = "string | null")]
        pub externalDeploymentId: Option<TextOrNone>,
        pub region: Option<String>,
        /// At most 3600.
        pub idleTimeoutInSeconds: Option<u32>,
        /// The longest wait of a run before it expires: a duration such as `10m`, or seconds.
        #[napi(ts_type = "string | number")]
        pub ttl: Option<Ttl>,
    }

    /// A session to be started.
    pub struct StartSessionParams {
        /// For example `chat.agent`.
        pub r#type: String,
        /// An id of yours; starting one that is there already answers it. It may not begin with `session_`.
        pub externalId: Option<String>,
        /// The task whose runs serve it.
        pub taskIdentifier: String,
        pub triggerConfig: SessionTriggerConfig,
        /// At most 10.
        #[napi(ts_type = "string[]")]
        pub tags: Option<Texts>,
        #[napi(ts_type = "Record<string, unknown>")]
        pub metadata: Option<AnyObject>,
        #[napi(ts_type = "Date | string")]
        pub expiresAt: Option<Moment>,
    }

    /// The changes of a session; fields that are left out stay.
    pub struct UpdateSessionParams {
        /// At most 10.
        #[napi(ts_type = "string[]")]
        pub tags: Option<Texts>,
        /// Null clears it.
        #[napi(ts_type = "Record<string, unknown> | null")]
        pub metadata: Option<AnyJson>,
        /// The server refuses any other than the session has.
        #[napi(ts_type = "string | null")]
        pub externalId: Option<TextOrNull>,
    }

    /// The parameters of `sessions.close`.
    pub struct CloseSessionParams {
        pub reason: Option<String>,
        /// The run that asks for it, when it is the session's own.
        pub callingRunId: Option<String>,
    }

    /// The parameters of `sessions.list`.
    pub struct ListSessionsParams {
        #[napi(ts_type = "string | [string]")]
        pub r#type: Option<OneText> = "filter[type]",
        #[napi(ts_type = "string | [string]")]
        pub tag: Option<OneText> = "filter[tags]",
        #[napi(ts_type = "string | [string]")]
        pub taskIdentifier: Option<OneText> = "filter[taskIdentifier]",
        pub externalId: Option<String> = "filter[externalId]",
        #[napi(ts_type = "SessionStatus | [SessionStatus]")]
        pub status: Option<Joined> = "filter[status]",
        /// The time from now back within which they were created, for example `30d`.
        #[napi(ts_type = "string")]
        pub period: Option<Period> = "filter[createdAt][period]",
        /// The earliest time of creation, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub from: Option<Instant> = "filter[createdAt][from]",
        /// The latest time of creation, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub to: Option<Instant> = "filter[createdAt][to]",
        /// Sessions per page, 1 to 100. Default 20.
        pub limit: Option<u32> = "page[size]",
        /// The cursor of a page's `pagination.next`.
        pub after: Option<String> = "page[after]",
        /// The cursor of a page's `pagination.previous`.
        pub before: Option<String> = "page[before]",
    }
}
