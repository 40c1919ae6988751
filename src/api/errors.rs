//! Errors of an environment: like failures of runs, as groups.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::{Kind, Operation};
use crate::core::parameter::Argument::{self, EmptyBody, Segment};
use crate::core::shape::Shape;
use crate::model::error_group::{
    ErrorGroup, IgnoreErrorOptions, ListErrorsParams, ListedErrorGroup, ResolveErrorOptions,
};
use crate::model::parameters::{optional_params, options};
use crate::model::wire::HasFields;

const TAKERS: Accepts = Accepts::KEYS_AND_PUBLIC;
const NAMED: Argument = Segment("errorId");
const GROUP: Shape = Shape::Object(ErrorGroup::FIELDS);

static LIST: Operation = TAKERS
    .get("errors.list", "/api/v1/errors")
    .takes(&[optional_params::<ListErrorsParams>()])
    .pages(Kind::Page, Shape::Page(ListedErrorGroup::FIELDS));

/// Lists error groups, the most frequent first, a page at a time: await it for one page, iterate it for all.
///
/// **Without `from`, `to` or `period` it covers the last day only.**
///
/// `GET /api/v1/errors`; takes a secret key, or a public token with `read:errors`.
#[napi(
    namespace = "errors",
    ts_args_type = "params?: ListErrorsParams, requestOptions?: RequestOptions",
    ts_return_type = "CursorPagePromise<ListedErrorGroup>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

static RETRIEVE: Operation =
    TAKERS.get("errors.retrieve", "/api/v1/errors/{}").takes(&[NAMED]).answers(GROUP);

/// Retrieves an error group, with all its occurrences counted.
///
/// `GET /api/v1/errors/{errorId}`; takes a secret key, or a public token with `read:errors`.
#[napi(
    namespace = "errors",
    ts_args_type = "errorId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ErrorGroup>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments)
}

static RESOLVE: Operation = TAKERS
    .post("errors.resolve", "/api/v1/errors/{}/resolve", "")
    .takes(&[NAMED, options::<ResolveErrorOptions>(), EmptyBody])
    .repeatable()
    .answers(GROUP);

/// Marks an error as resolved; when it occurs again it is unresolved.
///
/// `POST /api/v1/errors/{errorId}/resolve`; takes a secret key, or a public token with `write:errors`.
#[napi(
    namespace = "errors",
    ts_args_type = "errorId: string, options?: ResolveErrorOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ErrorGroup>"
)]
pub fn resolve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RESOLVE, arguments)
}

static IGNORE: Operation = TAKERS
    .post("errors.ignore", "/api/v1/errors/{}/ignore", "")
    .takes(&[NAMED, options::<IgnoreErrorOptions>(), EmptyBody])
    .repeatable()
    .answers(GROUP);

/// Ignores an error, for some time, up to some number of occurrences, or for ever.
///
/// `POST /api/v1/errors/{errorId}/ignore`; takes a secret key, or a public token with `write:errors`.
#[napi(
    namespace = "errors",
    ts_args_type = "errorId: string, options?: IgnoreErrorOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ErrorGroup>"
)]
pub fn ignore(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&IGNORE, arguments)
}

static UNRESOLVE: Operation = TAKERS
    .post("errors.unresolve", "/api/v1/errors/{}/unresolve", "")
    .takes(&[NAMED])
    .repeatable()
    .answers(GROUP);

/// Takes back that an error is resolved or ignored.
///
/// `POST /api/v1/errors/{errorId}/unresolve`; takes a secret key, or a public token with `write:errors`.
#[napi(
    namespace = "errors",
    ts_args_type = "errorId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ErrorGroup>"
)]
pub fn unresolve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UNRESOLVE, arguments)
}
