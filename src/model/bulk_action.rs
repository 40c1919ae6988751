//! Bulk actions on the wire.

use super::parameters::{JsonInstant, Period, QueueObjects, Selection, SomeTexts, TextList};
use super::wire::Timestamp;

wire! {
    /// Many runs that are cancelled or replayed by one request.
    pub struct BulkAction {
        /// `bulk_…`
        pub id: String,
        /// The name it was given.
        pub name: Option<String>,
        #[napi(ts_type = "\"CANCEL\" | \"REPLAY\" | (string & {})")]
        pub r#type: String,
        /// `PENDING` while there are runs left to take.
        #[napi(ts_type = "\"PENDING\" | \"COMPLETED\" | \"ABORTED\" | (string & {})")]
        pub status: String,
        pub counts: BulkActionCounts,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub completedAt: Option<Timestamp>,
    }

    /// The progress of a bulk action.
    pub struct BulkActionCounts {
        /// The runs it selected when it was made.
        pub total: f64,
        /// The runs it has cancelled or replayed.
        pub success: f64,
        /// The runs it could not cancel or replay; to a cancellation also those that had ended.
        pub failure: f64,
    }

    /// The id of a bulk action that was made or aborted.
    pub struct BulkActionReference {
        pub id: String,
    }
}

parameters! {
    /// The runs a bulk action is about: the filters of `runs.list`, at least one. Several values of one
    /// mean any of them. A field that is named but undefined is an error: the action would be about more runs.
    pub struct BulkActionFilter {
        #[napi(ts_type = "RunStatus | RunStatus[]")]
        pub status: Option<SomeTexts>,
        #[napi(ts_type = "string | string[]")]
        pub taskIdentifier: Option<SomeTexts>,
        #[napi(ts_type = "string | string[]")]
        pub version: Option<SomeTexts>,
        /// The earliest time of creation, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub from: Option<JsonInstant>,
        /// The latest time of creation, as a Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub to: Option<JsonInstant>,
        /// The time from now back within which they were created, for example `24h` or `30d`. Wins over `from`.
        #[napi(ts_type = "string")]
        pub period: Option<Period>,
        /// Runs that another bulk action has processed.
        pub bulkAction: Option<String>,
        #[napi(ts_type = "string | string[]")]
        pub tag: Option<SomeTexts>,
        pub schedule: Option<String>,
        pub isTest: Option<bool>,
        pub batch: Option<String>,
        #[napi(ts_type = "QueueName | QueueName[]")]
        pub queue: Option<QueueObjects>,
        #[napi(ts_type = "Machine | Machine[]")]
        pub machine: Option<SomeTexts>,
        #[napi(ts_type = "string | string[]")]
        pub region: Option<SomeTexts>,
    }

    /// The runs a bulk action cancels: those a filter selects, or those of these ids.
    pub struct BulkCancelParams {
        #[napi(ts_type = "BulkActionFilter")]
        pub filter: Option<Selection<BulkActionFilter>>,
        #[napi(ts_type = "string[]")]
        pub runIds: Option<TextList>,
        /// The name that the dashboard shows, at most 255 characters.
        pub name: Option<String>,
    }

    /// The runs a bulk action replays: those a filter selects, or those of these ids.
    pub struct BulkReplayParams {
        #[napi(ts_type = "BulkActionFilter")]
        pub filter: Option<Selection<BulkActionFilter>>,
        #[napi(ts_type = "string[]")]
        pub runIds: Option<TextList>,
        /// The name that the dashboard shows, at most 255 characters.
        pub name: Option<String>,
        /// The region of the new runs. Default each run's own.
        pub targetRegion: Option<String>,
    }

    /// The parameters of `runs.bulk.list`.
    pub struct ListBulkActionsParams {
        /// Bulk actions per page, 1 to 100. Default 25.
        pub limit: Option<u32> = "page[size]",
        /// The cursor of a page's `pagination.next`; not together with `before`.
        pub after: Option<String> = "page[after]",
        /// The cursor of a page's `pagination.previous`; not together with `after`.
        pub before: Option<String> = "page[before]",
    }
}
