//! Runs: list, retrieve, cancel, replay, reschedule, poll.

use std::time::Duration;

use napi::Env;
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Encoder, Fields, Handle, Reader, Refusal, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::environment::Environment;
use crate::core::operation::{Kind, Method, Operation, Repeat};
use crate::core::path::Segment;
use crate::core::request::{JsonObject, Request};
use crate::core::shape::Shape;
use crate::model::run::{ListedRun, RunDetails, RunReference};
use crate::model::wire::HasFields;
use crate::path;

const KEYS: Accepts = Accepts::SECRET_KEY.or(Accepts::ADDITIONAL_KEY);
const KEYS_AND_PUBLIC: Accepts = KEYS.or(Accepts::PUBLIC_TOKEN);
const RUN: Shape = Shape::Object(RunDetails::FIELDS);
const REFERENCE: Shape = Shape::Object(RunReference::FIELDS);

static LIST: Operation = Operation {
    name: "runs.list",
    kind: Kind::Page,
    method: Method::Get,
    accepts: KEYS_AND_PUBLIC,
    instead: "Under a personal access token name the project: runs.list(projectRef, { env })",
    repeat: Repeat::Safe,
    answer: Shape::Page(ListedRun::FIELDS),
};

static LIST_OF_PROJECT: Operation = Operation {
    accepts: Accepts::PERSONAL_ACCESS_TOKEN.or(Accepts::USER_ACTOR_TOKEN),
    instead: "Under a secret key leave the project out: runs.list({ … })",
    ..LIST
};

const FILTERS: &[&str] = &[
    "status",
    "taskIdentifier",
    "version",
    "bulkAction",
    "tag",
    "schedule",
    "isTest",
    "from",
    "to",
    "period",
    "batch",
    "queue",
    "machine",
    "region",
    "limit",
    "after",
    "before",
];
const PROJECT_FILTERS: &[&str] = &[
    "env",
    "projectRef",
    "status",
    "taskIdentifier",
    "version",
    "bulkAction",
    "tag",
    "schedule",
    "isTest",
    "from",
    "to",
    "period",
    "batch",
    "queue",
    "machine",
    "region",
    "limit",
    "after",
    "before",
];
const NEEDS_ENV: &str = "A project's runs are listed for one environment: pass dev, staging, prod or preview as env, \
     as in runs.list(projectRef, { env: \"prod\" })";

/// Lists runs, newest first, a page at a time: await it for one page, iterate it for all runs.
///
/// **Without `from`, `to` or `period` it covers the last 7 days only**, whatever the other filters.
/// `period` wins over `from`. A page may hold fewer runs than `limit` (default 25, at most 100) and
/// still have a next one; a page asked for with `before` comes in reverse order. A new run shows up
/// after a second or two.
///
/// `GET /api/v1/runs`; takes a secret key, or a public token with `read:runs`.
#[napi(
    namespace = "runs",
    ts_args_type = "params?: ListRunsParams, requestOptions?: RequestOptions",
    ts_return_type = "CursorPagePromise<ListedRun>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    if arguments.first_is_text()? || arguments.first_names("projectRef")? {
        return list_of_project(scope, arguments);
    }
    scope.prepare(&LIST, arguments, |read| {
        let request = Request::new(path!("/api/v1/runs"));
        match read.optional_fields("params", FILTERS)? {
            None => Ok(request),
            Some(mut params) => {
                let request = page(filters(request, &mut params)?, &mut params)?;
                params.finish(FILTERS)?;
                Ok(request)
            }
        }
    })
}

fn list_of_project(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    let named = arguments.first_is_text()?;
    scope.prepare(&LIST_OF_PROJECT, arguments, |read| {
        let positional = if named { Some(read.segment("projectRef")?) } else { None };
        let mut params = read.optional_fields("params", PROJECT_FILTERS)?;
        let project = project(positional, params.as_mut())?;
        let request = Request::new(path!("/api/v1/projects/{}/runs", project));
        let Some(mut params) = params else { return Ok(request.explaining(true, 500, NEEDS_ENV)) };
        let env = environment(&mut params)?;
        let known = env.as_deref().is_some_and(|env| Environment::parse(env).is_some());
        let request = filters(request, &mut params)?.explaining(!known, 500, NEEDS_ENV);
        let request = page(request.query("filter[env]", env), &mut params)?;
        params.finish(PROJECT_FILTERS)?;
        Ok(request)
    })
}

/// The project, named before the parameters, among them, or in both places alike.
fn project(positional: Option<Segment>, params: Option<&mut Fields<'_>>) -> Result<Segment, Refusal> {
    let text = match params {
        Some(params) => params.text("projectRef")?,
        None => None,
    };
    let among = text.map(|text| Segment::new("projectRef", &text)).transpose()?;
    match (positional, among) {
        (Some(positional), Some(among)) if positional != among => Err(Refusal::argument(
            "projectRef names one project before the parameters and another among them",
        )),
        (Some(project), _) | (None, Some(project)) => Ok(project),
        (None, None) => Err(Refusal::argument("projectRef must be a string, got undefined")),
    }
}

/// One environment: of several the server would list only one, without saying so.
fn environment(params: &mut Fields<'_>) -> Result<Option<String>, Refusal> {
    let env = params.joined("env")?;
    match env {
        Some(env) if env.contains(',') => Err(Refusal::argument(
            "env must name one environment; the server lists only one of several. Make one call for each",
        )),
        env => Ok(env),
    }
}

fn filters(request: Request, params: &mut Fields<'_>) -> Result<Request, Refusal> {
    Ok(request
        .query("filter[status]", params.joined("status")?)
        .query("filter[taskIdentifier]", params.joined("taskIdentifier")?)
        .query("filter[version]", params.joined("version")?)
        .query("filter[bulkAction]", params.text("bulkAction")?)
        .query("filter[tag]", params.joined("tag")?)
        .query("filter[schedule]", params.text("schedule")?)
        .query("filter[isTest]", params.flag("isTest")?.map(|flag| flag.to_string()))
        .query("filter[createdAt][from]", params.instant("from")?)
        .query("filter[createdAt][to]", params.instant("to")?)
        .query("filter[createdAt][period]", params.text("period")?)
        .query("filter[batch]", params.text("batch")?)
        .query("filter[queue]", params.queues("queue")?)
        .query("filter[machine]", params.joined("machine")?)
        .query("filter[region]", params.joined("region")?))
}

fn page(request: Request, params: &mut Fields<'_>) -> Result<Request, Refusal> {
    let size = params.positive_integer("limit")?.map(|limit| limit.to_string());
    let (after, before) = (params.text("after")?, params.text("before")?);
    if after.is_some() && before.is_some() {
        return Err(Refusal::argument(
            "after and before cannot be combined; the server would follow before alone",
        ));
    }
    Ok(request.query("page[size]", size).query("page[after]", after).query("page[before]", before))
}

static RETRIEVE: Operation = Operation {
    name: "runs.retrieve",
    kind: Kind::Json,
    method: Method::Get,
    accepts: KEYS_AND_PUBLIC,
    instead: "",
    repeat: Repeat::Safe,
    answer: RUN,
};

fn retrieval(read: &mut Reader<'_>) -> Result<Request, Refusal> {
    let run = read.id_or_handle("runId")?;
    Ok(Request::new(path!("/api/v3/runs/{}", run)).resolving_packets())
}

/// Retrieves a run with its payload, output and related runs.
///
/// A payload or output over 512 kB is fetched from object storage, without the token. A run that
/// was just triggered may not be there yet: a 404 is asked again twice within three seconds.
///
/// `GET /api/v3/runs/{runId}`; takes a secret key, or a public token that may read the run.
#[napi(
    namespace = "runs",
    ts_generic_types = "T extends RunSource = string",
    ts_args_type = "runId: RunIdOf<T>, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Run<T>>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments, retrieval)
}

static CANCEL: Operation =
    Operation { name: "runs.cancel", method: Method::Post, answer: REFERENCE, ..RETRIEVE };

/// Cancels a run. Cancelling one that has ended does nothing and is no error.
///
/// `POST /api/v2/runs/{runId}/cancel`; takes a secret key, or a public token with `write:runs`.
#[napi(
    namespace = "runs",
    ts_args_type = "runId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<RunReference>"
)]
pub fn cancel(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&CANCEL, arguments, |read| {
        let run = read.segment("runId")?;
        Ok(Request::new(path!("/api/v2/runs/{}/cancel", run)))
    })
}

static REPLAY: Operation = Operation {
    name: "runs.replay",
    method: Method::Post,
    accepts: KEYS,
    repeat: Repeat::Unless(
        "a repeated replay makes another run, so look for the new run before replaying again",
    ),
    answer: REFERENCE,
    ..RETRIEVE
};

const REPLAY_FIELDS: &[&str] = &[
    "payload",
    "metadata",
    "tags",
    "queue",
    "concurrencyKey",
    "machine",
    "version",
    "region",
    "delay",
    "ttl",
    "idempotencyKey",
    "idempotencyKeyTTL",
    "maxAttempts",
    "maxDuration",
    "priority",
];

/// Replays a run: makes a new run of the same task, with the same payload and options unless given.
///
/// It is not retried after a failure that leaves open whether the new run was made.
///
/// `POST /api/v1/runs/{runId}/replay`; takes a secret key.
#[napi(
    namespace = "runs",
    ts_args_type = "runId: string, options?: ReplayRunOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<RunReference>"
)]
pub fn replay(env: Env, scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&REPLAY, arguments, |read| {
        let run = read.segment("runId")?;
        let request = Request::new(path!("/api/v1/runs/{}/replay", run));
        match read.optional_fields("options", REPLAY_FIELDS)? {
            None => Ok(request),
            Some(options) => Ok(request.json(replay_body(&scope.encoder(&env), options)?)),
        }
    })
}

fn replay_body(encoder: &Encoder<'_>, mut options: Fields<'_>) -> Result<JsonObject, Refusal> {
    let payload = options.payload("payload", encoder)?;
    let body = payload
        .add_to(JsonObject::default())?
        .text("metadata", options.json_object("metadata", encoder)?)
        .field("tags", options.text_or_texts("tags")?)?
        .field("queue", options.text("queue")?)?
        .field("concurrencyKey", options.text("concurrencyKey")?)?
        .field("machine", options.text("machine")?)?
        .field("version", options.text("version")?)?
        .field("region", options.text("region")?)?
        .text("delay", options.delay("delay", encoder)?)
        .field("ttl", options.text_or_seconds("ttl")?)?
        .field("idempotencyKey", options.text("idempotencyKey")?)?
        .field("idempotencyKeyTTL", options.text("idempotencyKeyTTL")?)?
        .field("maxAttempts", options.positive_integer("maxAttempts")?)?
        .field(
            "maxDuration",
            options.json_number("maxDuration", "a number of seconds, 0 or more", |n| n >= 0.0)?,
        )?
        .field("priority", options.json_number("priority", "a number", |_| true)?)?;
    options.finish(REPLAY_FIELDS)?;
    Ok(body)
}

// The delay it sets is the same however often the call arrives.
static RESCHEDULE: Operation =
    Operation { name: "runs.reschedule", method: Method::Post, accepts: KEYS, ..RETRIEVE };

const RESCHEDULE_FIELDS: &[&str] = &["delay"];

/// Gives a delayed run another delay. The server refuses runs that are no longer delayed.
///
/// `POST /api/v1/runs/{runId}/reschedule`; takes a secret key.
#[napi(
    namespace = "runs",
    ts_args_type = "runId: string, params: RescheduleRunParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Run>"
)]
pub fn reschedule(env: Env, scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RESCHEDULE, arguments, |read| {
        let run = read.segment("runId")?;
        let mut params = read.fields("params", RESCHEDULE_FIELDS)?;
        let delay = params.required_delay("delay", &scope.encoder(&env))?;
        let body = JsonObject::default().text("delay", Some(delay));
        params.finish(RESCHEDULE_FIELDS)?;
        Ok(Request::new(path!("/api/v1/runs/{}/reschedule", run)).json(body))
    })
}

static POLL: Operation = Operation { name: "runs.poll", kind: Kind::Poll, ..RETRIEVE };

const POLL_FIELDS: &[&str] = &["pollIntervalMs"];
const POLL_INTERVAL_IN_MS: f64 = 1_000.0;

/// Retrieves a run again and again until it is completed, every `pollIntervalMs` (default 1000).
///
/// `timeoutInMs` bounds each request, `signal` ends the whole. It gives up after 500 requests.
///
/// `GET /api/v3/runs/{runId}`; takes a secret key, or a public token that may read the run.
#[napi(
    namespace = "runs",
    ts_generic_types = "T extends RunSource = string",
    ts_args_type = "runId: RunIdOf<T>, options?: PollOptions, requestOptions?: RequestOptions",
    ts_return_type = "Promise<Run<T>>"
)]
pub fn poll(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&POLL, arguments, |read| {
        let request = retrieval(read)?;
        let interval = match read.optional_fields("options", POLL_FIELDS)? {
            None => None,
            Some(mut options) => {
                let interval = options.milliseconds("pollIntervalMs")?;
                options.finish(POLL_FIELDS)?;
                interval
            }
        };
        let interval = Duration::try_from_secs_f64(interval.unwrap_or(POLL_INTERVAL_IN_MS) / 1_000.0);
        Ok(request.polling(interval.unwrap_or(Duration::MAX)))
    })
}
