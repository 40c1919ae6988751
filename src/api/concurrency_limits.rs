//! Concurrency limits of an environment, and what they are for single concurrency keys.

use super::prelude::*;
use crate::binding::Argument::{self, Constant, Segment};
use crate::model::concurrency_limit::{
    ConcurrencyLimit, ConcurrencyLimitKeyParams, LIMIT_OR_KEY, ListConcurrencyLimitsParams,
    OverrideConcurrencyLimitKeyParams, OverrideConcurrencyLimitParams,
};

operations![LIST, RETRIEVE, OVERRIDE, RESET, PAUSE, RESUME];

const LIMIT: &str = "/api/v1/concurrency-limits/{name}";
const NAMED: &[Argument] = &[Segment("name")];
const OF_KEY: &[Argument] = &[Segment("name"), params::<ConcurrencyLimitKeyParams>()];
const ONE: Shape = Shape::Object(LIMIT_OR_KEY);
/// The field that tells the form for one key from the one for the whole limit, although it may be undefined: a
/// missing key must not make the call one about the whole limit.
const KEY: &str = "concurrencyKey";

static LIST: Operation = Operation::get("concurrencyLimits.list", "/api/v1/concurrency-limits")
    .accepts(KEYS)
    .pages(Kind::NumberedPage, Shape::Page(ConcurrencyLimit::FIELDS));

endpoint! {
    /// Lists the concurrency limits of the environment, a page at a time: await it for one page, iterate it
    /// for all.
    ///
    /// `GET /api/v1/concurrency-limits`; takes a secret key.
    "concurrencyLimits" list("params?: ListConcurrencyLimitsParams, requestOptions?: RequestOptions") -> "OffsetLimitPagePromise<ConcurrencyLimit>" = LIST,
        takes &[optional_params::<ListConcurrencyLimitsParams>()]
}

static RETRIEVE: Operation = Operation::get("concurrencyLimits.retrieve", LIMIT).accepts(KEYS).answers(ONE);

/// Retrieves a concurrency limit by its name; with `{ concurrencyKey }`, what it is for that key.
///
/// Servers that know no limits of single keys overlook `concurrencyKey`, here and in `override` and `reset`.
///
/// `GET /api/v1/concurrency-limits/{name}`; takes a secret key.
#[napi(
    namespace = "concurrencyLimits",
    ts_args_type = "name: string, params: ConcurrencyLimitKeyParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ConcurrencyLimitKey>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    let takes = if arguments.names(1, KEY)? { OF_KEY } else { NAMED };
    scope.prepare(&RETRIEVE, takes, arguments)
}

static OVERRIDE: Operation =
    Operation::post("concurrencyLimits.override", "/api/v1/concurrency-limits/{name}/override", "")
        .accepts(KEYS)
        .idempotent()
        .answers(ONE);
const OVERRIDES: &[Argument] = &[Segment("name"), params::<OverrideConcurrencyLimitParams>()];
// Repeated, it ends as it would have, but for the moment its time is counted from.
const OVERRIDES_KEY: &[Argument] = &[Segment("name"), params::<OverrideConcurrencyLimitKeyParams>()];

/// Overrides the bounds of a concurrency limit; one that is not given stays as it is.
///
/// A total of 0 blocks every run that holds the limit; `pause` does it and keeps the bounds. With
/// `concurrencyKey` it is that key's cap alone, for the time `ttl` says.
///
/// `POST /api/v1/concurrency-limits/{name}/override`; takes a secret key.
#[napi(
    namespace = "concurrencyLimits",
    js_name = "override",
    ts_args_type = "name: string, params: LimitOverride | KeyOverride, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ConcurrencyLimit | ConcurrencyLimitKey>"
)]
pub fn override_limit(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    let takes = if arguments.names(1, KEY)? { OVERRIDES_KEY } else { OVERRIDES };
    scope.prepare(&OVERRIDE, takes, arguments)
}

static RESET: Operation =
    Operation::post("concurrencyLimits.reset", "/api/v1/concurrency-limits/{name}/reset", "")
        .accepts(KEYS)
        .idempotent()
        .answers(ONE);

/// Resets a concurrency limit to what was declared; with `{ concurrencyKey }` that key alone.
///
/// The limit itself stays as it is when a key is reset. The server refuses it where nothing is overridden.
///
/// `POST /api/v1/concurrency-limits/{name}/reset`; takes a secret key.
#[napi(
    namespace = "concurrencyLimits",
    ts_args_type = "name: string, params: ConcurrencyLimitKeyParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ConcurrencyLimitKey>"
)]
pub fn reset(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    let takes = if arguments.names(1, KEY)? { OF_KEY } else { NAMED };
    scope.prepare_with(&RESET, arguments, &|reader| {
        let mut request = reader.request(&RESET, takes)?;
        // What may name a key has a body, be it empty.
        request.json.get_or_insert_default();
        Ok(request)
    })
}

static PAUSE: Operation =
    Operation::post("concurrencyLimits.pause", "/api/v1/concurrency-limits/{name}/pause", "")
        .accepts(KEYS)
        .idempotent()
        .answers(ONE);

endpoint! {
    /// Pauses a concurrency limit: no new runs that hold it start, those that run go on. Its bounds stay.
    ///
    /// `POST /api/v1/concurrency-limits/{name}/pause`; takes a secret key.
    "concurrencyLimits" pause("name: string, requestOptions?: RequestOptions") -> "ApiPromise<ConcurrencyLimit>" = PAUSE,
        takes &[Segment("name"), Constant("action", "pause")]
}

static RESUME: Operation = Operation { name: "concurrencyLimits.resume", ..PAUSE };

endpoint! {
    /// Resumes a paused concurrency limit, under the bounds it has.
    ///
    /// `POST /api/v1/concurrency-limits/{name}/pause`; takes a secret key.
    "concurrencyLimits" resume("name: string, requestOptions?: RequestOptions") -> "ApiPromise<ConcurrencyLimit>" = RESUME,
        takes &[Segment("name"), Constant("action", "resume")]
}
