//! Errors of an environment: like failures of runs, as groups.

use super::prelude::*;
use crate::binding::Argument::{self, EmptyBody, Segment};
use crate::model::error_group::{
    ErrorGroup, IgnoreErrorOptions, ListErrorsParams, ListedErrorGroup, ResolveErrorOptions,
};

operations![LIST, RETRIEVE, RESOLVE, IGNORE, UNRESOLVE];

const NAMED: Argument = Segment("errorId");
const GROUP: Shape = Shape::Object(ErrorGroup::FIELDS);

static LIST: Operation = Operation::get("errors.list", "/api/v1/errors")
    .accepts(KEYS_AND_PUBLIC)
    .pages(Kind::Page, Shape::Page(ListedErrorGroup::FIELDS));

endpoint! {
    /// Lists error groups, the most frequent first, a page at a time: await it for one page, iterate it for all.
    ///
    /// **Without `from`, `to` or `period` it covers the last day only.** Ids are not unique: groups of tasks that fail
    /// alike share one.
    ///
    /// `GET /api/v1/errors`; takes a secret key, or a public token with `read:errors`.
    "errors" list("params?: ListErrorsParams, requestOptions?: RequestOptions") -> "CursorPagePromise<ListedErrorGroup>" = LIST,
        takes &[optional_params::<ListErrorsParams>()]
}

static RETRIEVE: Operation =
    Operation::get("errors.retrieve", "/api/v1/errors/{errorId}").accepts(KEYS_AND_PUBLIC).answers(GROUP);

endpoint! {
    /// Retrieves an error group, with all its occurrences counted.
    ///
    /// Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
    /// does not say. Look at `taskIdentifier` of the answer.
    ///
    /// `GET /api/v1/errors/{errorId}`; takes a secret key, or a public token with `read:errors`.
    "errors" retrieve("errorId: string, requestOptions?: RequestOptions") -> "ApiPromise<ErrorGroup>" = RETRIEVE,
        takes &[NAMED]
}

static RESOLVE: Operation = Operation::post("errors.resolve", "/api/v1/errors/{errorId}/resolve", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(GROUP);

endpoint! {
    /// Marks an error as resolved; when it occurs again it is unresolved.
    ///
    /// Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
    /// does not say. Look at `taskIdentifier` of the answer.
    ///
    /// `POST /api/v1/errors/{errorId}/resolve`; takes a secret key, or a public token with `write:errors`.
    "errors" resolve("errorId: string, options?: ResolveErrorOptions, requestOptions?: RequestOptions") -> "ApiPromise<ErrorGroup>" = RESOLVE,
        takes &[NAMED, options::<ResolveErrorOptions>(), EmptyBody]
}

static IGNORE: Operation = Operation::post("errors.ignore", "/api/v1/errors/{errorId}/ignore", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(GROUP);

endpoint! {
    /// Ignores an error, for some time, up to some number of occurrences, or for ever.
    ///
    /// Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
    /// does not say. Look at `taskIdentifier` of the answer.
    ///
    /// `POST /api/v1/errors/{errorId}/ignore`; takes a secret key, or a public token with `write:errors`.
    "errors" ignore("errorId: string, options?: IgnoreErrorOptions, requestOptions?: RequestOptions") -> "ApiPromise<ErrorGroup>" = IGNORE,
        takes &[NAMED, options::<IgnoreErrorOptions>(), EmptyBody]
}

static UNRESOLVE: Operation = Operation::post("errors.unresolve", "/api/v1/errors/{errorId}/unresolve", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(GROUP);

endpoint! {
    /// Takes back that an error is resolved or ignored.
    ///
    /// Where several tasks fail alike one id names several groups: the server acts on one of them, and on which it
    /// does not say. Look at `taskIdentifier` of the answer.
    ///
    /// `POST /api/v1/errors/{errorId}/unresolve`; takes a secret key, or a public token with `write:errors`.
    "errors" unresolve("errorId: string, requestOptions?: RequestOptions") -> "ApiPromise<ErrorGroup>" = UNRESOLVE,
        takes &[NAMED]
}
