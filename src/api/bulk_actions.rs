//! Bulk actions: one request that cancels or replays many runs.

use super::polling::polling;
use super::prelude::*;
use crate::binding::Argument::{Constant, Segment};
use crate::engine::operation::Finality;
use crate::model::bulk_action::{
    BulkAction, BulkActionReference, BulkCancelParams, BulkReplayParams, ListBulkActionsParams,
};

operations![CANCEL, REPLAY, RETRIEVE, ABORT, LIST, POLL];

const ACTIONS: &str = "/api/v1/bulk-actions";
const ACTION: &str = "/api/v1/bulk-actions/{bulkActionId}";
const REFERENCE: Shape = Shape::Object(BulkActionReference::FIELDS);
const LOOK: &str = "look for the bulk action with runs.bulk.list() before making another";

static CANCEL: Operation =
    Operation::post("runs.bulk.cancel", ACTIONS, LOOK).accepts(KEYS).answers(REFERENCE);

endpoint! {
    /// Cancels many runs: those a filter selects, or those named by their ids, at most 500 of them.
    ///
    /// It answers at once; the runs are cancelled one after the other, see `poll`. A filter without `from`,
    /// `to` or `period` selects among the runs of **the last 7 days only**; run ids have no such bound. It is
    /// not retried after a failure that leaves open whether the bulk action was made.
    ///
    /// `POST /api/v1/bulk-actions`; takes a secret key.
    "runs.bulk" cancel("params: BulkCancelParams & RunSelection, requestOptions?: RequestOptions") -> "ApiPromise<BulkActionReference>" = CANCEL,
        takes &[params::<BulkCancelParams>(), Constant("action", "cancel")]
}

static REPLAY: Operation =
    Operation::post("runs.bulk.replay", ACTIONS, LOOK).accepts(KEYS).answers(REFERENCE);

endpoint! {
    /// Replays many runs: those a filter selects, or those named by their ids, at most 500 of them.
    ///
    /// As with `cancel` it answers at once, and a filter without a window selects among the runs of the last
    /// 7 days only. The server bounds how many bulk replays an environment has at a time: 429.
    ///
    /// `POST /api/v1/bulk-actions`; takes a secret key.
    "runs.bulk" replay("params: BulkReplayParams & RunSelection, requestOptions?: RequestOptions") -> "ApiPromise<BulkActionReference>" = REPLAY,
        takes &[params::<BulkReplayParams>(), Constant("action", "replay")]
}

static RETRIEVE: Operation =
    Operation::get("runs.bulk.retrieve", ACTION).accepts(KEYS).answers(Shape::Object(BulkAction::FIELDS));

endpoint! {
    /// Retrieves a bulk action: how far it has got.
    ///
    /// `GET /api/v1/bulk-actions/{bulkActionId}`; takes a secret key.
    "runs.bulk" retrieve("bulkActionId: string, requestOptions?: RequestOptions") -> "ApiPromise<BulkAction>" = RETRIEVE,
        takes &[Segment("bulkActionId")]
}

static ABORT: Operation = Operation::post("runs.bulk.abort", "/api/v1/bulk-actions/{bulkActionId}/abort", "")
    .accepts(KEYS)
    .idempotent()
    .answers(REFERENCE);

endpoint! {
    /// Aborts a bulk action: no more runs are taken, those it has reached stay as they are.
    ///
    /// The server refuses one that has been completed or aborted already.
    ///
    /// `POST /api/v1/bulk-actions/{bulkActionId}/abort`; takes a secret key.
    "runs.bulk" abort("bulkActionId: string, requestOptions?: RequestOptions") -> "ApiPromise<BulkActionReference>" = ABORT,
        takes &[Segment("bulkActionId")]
}

static LIST: Operation = Operation::get("runs.bulk.list", ACTIONS)
    .accepts(KEYS)
    .pages(Kind::Page, Shape::Page(BulkAction::FIELDS));

endpoint! {
    /// Lists bulk actions, newest first, a page at a time: await it for one page, iterate it for all.
    ///
    /// `GET /api/v1/bulk-actions`; takes a secret key.
    "runs.bulk" list("params?: ListBulkActionsParams, requestOptions?: RequestOptions") -> "CursorPagePromise<BulkAction>" = LIST,
        takes &[optional_params::<ListBulkActionsParams>()]
}

static POLL: Operation =
    Operation { name: "runs.bulk.poll", kind: Kind::Poll(Finality::NotPending), ..RETRIEVE };

endpoint! {
    /// Retrieves a bulk action until it is no longer pending, every `pollIntervalMs` (default 1000).
    ///
    /// `timeoutInMs` bounds each request, `signal` ends the whole. It gives up after 500 requests.
    ///
    /// `GET /api/v1/bulk-actions/{bulkActionId}`; takes a secret key.
    "runs.bulk" poll("bulkActionId: string, options?: PollOptions, requestOptions?: RequestOptions") -> "Promise<BulkAction>" = POLL, read &|read| polling(read, &POLL, &[Segment("bulkActionId")])
}
