//! Runs: list, retrieve, cancel, replay, reschedule, poll.

use super::polling::polling;
use super::prelude::*;
use crate::binding::Argument::{Handle as HandleOrId, Segment};
use crate::engine::call;
use crate::engine::identity::Environment;
use crate::engine::operation::Finality;
use crate::model::run::{
    ListProjectRunsParams, ListRunsParams, ListedRun, ReplayRunOptions, RescheduleRunParams, RunDetails,
    RunReference,
};

operations![LIST, LIST_OF_PROJECT, RETRIEVE, CANCEL, REPLAY, RESCHEDULE, POLL];

const RUN: Shape = Shape::Object(RunDetails::FIELDS);
const REFERENCE: Shape = Shape::Object(RunReference::FIELDS);
const RUNS: Shape = Shape::Page(ListedRun::FIELDS);

static LIST: Operation = Operation::get("runs.list", "/api/v1/runs")
    .accepts(KEYS_AND_PUBLIC)
    .instead("Under a personal access token name the project: runs.list(projectRef, { env })")
    .pages(Kind::Page, RUNS);

static LIST_OF_PROJECT: Operation = Operation::get("runs.list", "/api/v1/projects/{projectRef}/runs")
    .accepts(Accepts::PERSONAL_ACCESS_TOKEN.or(Accepts::USER_ACTOR_TOKEN))
    .instead("Under a secret key leave the project out: runs.list({ … })")
    .pages(Kind::Page, RUNS);

const NEEDS_ENV: &str = "A project's runs are listed for one environment: pass dev, staging, prod or preview as env, \
     as in runs.list(projectRef, { env: \"prod\" })";

/// Lists the runs of the environment, newest first, a page at a time: await it for one page, iterate it for all.
///
/// **Without `from`, `to` or `period` it covers the last 7 days only**, whatever the other filters.
/// `period` wins over `from`. **A filter that is named but undefined counts as left out**: `{ tag: undefined }` lists
/// everybody's runs of the environment. A page may hold fewer runs than `limit` (default 25, at most 100) and
/// still have a next one; a page asked for with `before` comes in reverse order. A new run shows up
/// after a second or two.
///
/// `GET /api/v1/runs`; takes a secret key, or a public token with `read:runs`.
#[napi(
    namespace = "runs",
    ts_args_type = "params?: ListRunsParams, requestOptions?: RequestOptions",
    ts_return_type = "CursorPagePromise<ListedRun>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    if arguments.first_is_text()? || arguments.first_names("projectRef")? {
        return list_of_project(scope, arguments);
    }
    scope.prepare(&LIST, const { &[optional_params::<ListRunsParams>()] }, arguments)
}

fn list_of_project(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    let named = arguments.first_is_text()?;
    scope.prepare_with(&LIST_OF_PROJECT, arguments, &|read| project_listing(read, named))
}

fn project_listing(read: &mut Reader<'_>, named: bool) -> Result<Request, ReadError> {
    let positional = if named { Some(read.segment("projectRef")?) } else { None };
    let mut request = Request::default();
    let mut among = None;
    if let Some(mut params) = read.optional_fields("params", &names(ListProjectRunsParams::PARAMETERS))? {
        among = params
            .read::<String>("projectRef")?
            .map(|text| call::Segment::new("projectRef", &text))
            .transpose()?;
        params.add_to(ListProjectRunsParams::PARAMETERS, &LIST_OF_PROJECT, &mut request)?;
    }
    let project = match (positional, among) {
        (Some(positional), Some(among)) if positional != among => Err(ReadError::argument(
            "projectRef names one project before the parameters and another among them",
        )),
        (Some(project), _) | (None, Some(project)) => Ok(project),
        (None, None) => Err(Value::Undefined.unexpected("projectRef", "a string")),
    }?;
    request.path = Path::fill(LIST_OF_PROJECT.path, &[project]);
    let named = request.query.iter().find(|(name, _)| *name == "filter[env]");
    let is_known = named.is_some_and(|(_, env)| Environment::parse(env).is_some());
    Ok(request.explaining(!is_known, 500, NEEDS_ENV))
}

static RETRIEVE: Operation =
    Operation::get("runs.retrieve", "/api/v3/runs/{runId}").accepts(KEYS_AND_PUBLIC).answers(RUN);

endpoint! {
    /// Retrieves a run with its payload, output and related runs.
    ///
    /// Payload and output come as JSON: a `Date` is a text in them, a `Map` or `Set` an empty object. One over 512 kB is
    /// fetched from object storage, without the token, and has them again. A run that was just triggered may not be
    /// there yet: a 404 is asked again twice within three seconds.
    ///
    /// `GET /api/v3/runs/{runId}`; takes a secret key, or a public token that may read the run.
    "runs" retrieve<"T extends RunSource = string">("runId: RunIdOf<T>, requestOptions?: RequestOptions") -> "ApiPromise<Run<T>>" = RETRIEVE, read &|read| {
        Ok(read.request(&RETRIEVE, &[HandleOrId("runId")])?.resolving(Packets::Elsewhere))
    }
}

static CANCEL: Operation = Operation::post("runs.cancel", "/api/v2/runs/{runId}/cancel", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(REFERENCE);

endpoint! {
    /// Cancels a run. Cancelling one that has ended does nothing and is no error.
    ///
    /// `POST /api/v2/runs/{runId}/cancel`; takes a secret key, or a public token with `write:runs`.
    "runs" cancel("runId: string, requestOptions?: RequestOptions") -> "ApiPromise<RunReference>" = CANCEL,
        takes &[Segment("runId")]
}

static REPLAY: Operation = Operation::post(
    "runs.replay",
    "/api/v1/runs/{runId}/replay",
    "a repeated replay makes another run, so look for the new run before replaying again",
)
.accepts(KEYS)
.answers(REFERENCE);

endpoint! {
    /// Replays a run: makes a new run of the same task, with the same payload and options unless given.
    ///
    /// It is not retried after a failure that leaves open whether the new run was made.
    ///
    /// `POST /api/v1/runs/{runId}/replay`; takes a secret key.
    "runs" replay("runId: string, options?: ReplayRunOptions, requestOptions?: RequestOptions") -> "ApiPromise<RunReference>" = REPLAY,
        takes &[Segment("runId"), options::<ReplayRunOptions>()]
}

// The delay it sets is the same however often the call arrives.
static RESCHEDULE: Operation = Operation::post("runs.reschedule", "/api/v1/runs/{runId}/reschedule", "")
    .accepts(KEYS)
    .idempotent()
    .answers(RUN);

endpoint! {
    /// Gives a delayed run another delay. The server refuses runs that are no longer delayed.
    ///
    /// `POST /api/v1/runs/{runId}/reschedule`; takes a secret key.
    "runs" reschedule("runId: string, params: RescheduleRunParams, requestOptions?: RequestOptions") -> "ApiPromise<Run>" = RESCHEDULE,
        takes &[Segment("runId"), params::<RescheduleRunParams>()]
}

static POLL: Operation = Operation { name: "runs.poll", kind: Kind::Poll(Finality::Completed), ..RETRIEVE };

endpoint! {
    /// Retrieves a run again and again until it is completed, every `pollIntervalMs` (default 1000).
    ///
    /// `timeoutInMs` bounds each request, `signal` ends the whole. It gives up after 500 requests.
    ///
    /// `GET /api/v3/runs/{runId}`; takes a secret key, or a public token that may read the run.
    "runs" poll<"T extends RunSource = string">("runId: RunIdOf<T>, options?: PollOptions, requestOptions?: RequestOptions") -> "Promise<Run<T>>" = POLL, read &|read| Ok(polling(read, &POLL, &[HandleOrId("runId")])?.resolving(Packets::Elsewhere))
}
