//! Concurrency limits of an environment, and what they are for single concurrency keys.

use super::prelude::*;
use crate::engine::operation::parameter::Argument::{self, Constant, Segment};
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
    .takes(&[optional_params::<ListConcurrencyLimitsParams>()])
    .pages(Kind::NumberedPage, Shape::Page(ConcurrencyLimit::FIELDS));

endpoint! {
    /// Lists the concurrency limits of the environment, a page at a time: await it for one page, iterate it
    /// for all.
    ///
    /// `GET /api/v1/concurrency-limits`; takes a secret key.
    "concurrencyLimits" list("params?: ListConcurrencyLimitsParams, requestOptions?: RequestOptions") -> "OffsetLimitPagePromise<ConcurrencyLimit>" = LIST
}

static RETRIEVE: Operation =
    Operation::get("concurrencyLimits.retrieve", LIMIT).accepts(KEYS).takes(NAMED).answers(ONE);
static RETRIEVE_OF_KEY: Operation = Operation { arguments: OF_KEY, ..RETRIEVE };

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
    let operation = if arguments.names(1, KEY)? { &RETRIEVE_OF_KEY } else { &RETRIEVE };
    scope.prepare(operation, arguments)
}

static OVERRIDE: Operation =
    Operation::post("concurrencyLimits.override", "/api/v1/concurrency-limits/{name}/override", "")
        .accepts(KEYS)
        .takes(&[Segment("name"), params::<OverrideConcurrencyLimitParams>()])
        .idempotent()
        .answers(ONE);
// Repeated, it ends as it would have, but for the moment its time is counted from.
static OVERRIDE_KEY: Operation =
    Operation { arguments: &[Segment("name"), params::<OverrideConcurrencyLimitKeyParams>()], ..OVERRIDE };

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
    let operation = if arguments.names(1, KEY)? { &OVERRIDE_KEY } else { &OVERRIDE };
    scope.prepare(operation, arguments)
}

static RESET: Operation =
    Operation::post("concurrencyLimits.reset", "/api/v1/concurrency-limits/{name}/reset", "")
        .accepts(KEYS)
        .takes(NAMED)
        .idempotent()
        .answers(ONE);
static RESET_KEY: Operation = Operation { arguments: OF_KEY, ..RESET };

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
    let operation = if arguments.names(1, KEY)? { &RESET_KEY } else { &RESET };
    scope.prepare_with(operation, arguments, &|reader| {
        let mut request = reader.request(operation)?;
        // What may name a key has a body, be it empty.
        request.json.get_or_insert_default();
        Ok(request)
    })
}

static PAUSE: Operation =
    Operation::post("concurrencyLimits.pause", "/api/v1/concurrency-limits/{name}/pause", "")
        .accepts(KEYS)
        .takes(&[Segment("name"), Constant("action", "pause")])
        .idempotent()
        .answers(ONE);

endpoint! {
    /// Pauses a concurrency limit: no new runs that hold it start, those that run go on. Its bounds stay.
    ///
    /// `POST /api/v1/concurrency-limits/{name}/pause`; takes a secret key.
    "concurrencyLimits" pause("name: string, requestOptions?: RequestOptions") -> "ApiPromise<ConcurrencyLimit>" = PAUSE
}

static RESUME: Operation = Operation {
    name: "concurrencyLimits.resume",
    arguments: &[Segment("name"), Constant("action", "resume")],
    ..PAUSE
};

endpoint! {
    /// Resumes a paused concurrency limit, under the bounds it has.
    ///
    /// `POST /api/v1/concurrency-limits/{name}/pause`; takes a secret key.
    "concurrencyLimits" resume("name: string, requestOptions?: RequestOptions") -> "ApiPromise<ConcurrencyLimit>" = RESUME
}
