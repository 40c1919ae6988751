//! The older products, which servers of one's own may still run: events, jobs and their runs.
//!
//! They are no part of the main entry: `hairtrigger/legacy` has them, in scopes of their own.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use super::operations::operations;
use crate::binding::Argument::Segment;
use crate::binding::arguments::fields::Fields;
use crate::binding::arguments::options;
use crate::binding::{Arguments, Parameter, PrepareResult, ReadError, Reader, ScopeHandle, Value, names};
use crate::engine::call::{JsonObject, Path, Request};
use crate::engine::operation::{Accepts, Operation, Shape};
use crate::model::legacy::{
    LegacyCustomEvent, LegacyEvent, LegacyEventDetails, LegacyGetRunOptions, LegacyGetRunsOptions,
    LegacyInvokeOptions, LegacyInvokedRun, LegacyRunDetails, LegacyRuns, LegacySendEventOptions,
    LegacySentEvent,
};
use crate::model::parameters::{AnyJson, HasParameters};
use crate::model::wire::HasFields;

operations![SEND, SEND_CUSTOM, SEND_MANY, GET_EVENT, GET_RUNS, GET_RUN, CANCEL_RUN, INVOKE_JOB];

const KEY: Accepts = Accepts::LEGACY_KEY;
const RUN: Shape = Shape::Object(LegacyRunDetails::FIELDS);

static SEND_CUSTOM: Operation = Operation::post(
    "legacy.sendEvent",
    "/api/v1/events",
    "look for what the event has started before sending it again",
)
.accepts(KEY)
.answers(Shape::Any);
static SEND: Operation = Operation::post("legacy.sendEvent", "/api/v1/events", "")
    .accepts(KEY)
    .idempotent_given("id", "give the event an id to make the call safe to repeat")
    .answers(Shape::Object(LegacySentEvent::FIELDS));

/// Sends an event: to the first product an id and the event, to the second the event and its options.
///
/// An event of the second product is sent again after a failure that leaves open whether it was processed only
/// with an `id`, one of the first product never. The server of the first product answers no event.
///
/// `POST /api/v1/events`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "event: LegacyEvent, options?: LegacySendEventOptions, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacySentEvent>"
)]
pub fn send_event(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    if arguments.first_is_text()? {
        return scope.prepare_with(&SEND_CUSTOM, arguments, &|read| {
            let id = read.text("id")?;
            let known = names(LegacyCustomEvent::PARAMETERS);
            let event = object_of(read.fields("event", &known)?, LegacyCustomEvent::PARAMETERS)?;
            let mut body = JsonObject::default();
            body.add_text("id", &id);
            body.add_json("event", &event.finish());
            Ok(posted(&SEND_CUSTOM, body))
        });
    }
    scope.prepare_with(&SEND, arguments, &|read| {
        let fields = read.fields("event", &names(LegacyEvent::PARAMETERS))?;
        let event = object_of(fields, LegacyEvent::PARAMETERS)?;
        let is_idempotent = event.has("id");
        let mut body = JsonObject::default();
        body.add_json("event", &event.finish());
        body.add_json("options", &delivery(read)?.finish());
        Ok(Request { is_idempotent, ..posted(&SEND, body) })
    })
}

static SEND_MANY: Operation = Operation::post("legacy.sendEvents", "/api/v1/events/bulk", "")
    .accepts(KEY)
    .idempotent_given("id", "give every event an id to make the call safe to repeat")
    .answers(Shape::List(LegacySentEvent::FIELDS));

/// Sends several events to the second product, one after the other; those before one that fails are sent.
///
/// They are sent again after a failure that leaves open whether they were processed only when each has an `id`.
///
/// `POST /api/v1/events/bulk`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "events: LegacyEvent[], options?: LegacySendEventOptions, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacySentEvent[]>"
)]
pub fn send_events(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&SEND_MANY, arguments, &|read| {
        let list = match read.take()? {
            Value::List(list) => list.elements()?,
            other => return Err(other.unexpected("events", "an array of events")),
        };
        let known = names(LegacyEvent::PARAMETERS);
        let mut is_idempotent = true;
        let mut events = Vec::with_capacity(list.len());
        for (index, element) in list.into_iter().enumerate() {
            let fields = match Value::read(element)? {
                Value::Object(object) => {
                    Fields::of(&read.encoder, object, &format!("events[{index}]."), &known)?
                }
                other => return Err(other.unexpected(format_args!("events[{index}]"), "an object")),
            };
            let event = object_of(fields, LegacyEvent::PARAMETERS)?;
            is_idempotent &= event.has("id");
            events.push(event.finish());
        }
        let mut body = JsonObject::default();
        body.add_json("events", &format!("[{}]", events.join(",")));
        body.add_json("options", &delivery(read)?.finish());
        Ok(Request { is_idempotent, ..posted(&SEND_MANY, body) })
    })
}

/// Reads when events are delivered; of two words about it the server would follow one.
fn delivery(read: &mut Reader<'_>) -> Result<JsonObject, ReadError> {
    let parameters = LegacySendEventOptions::PARAMETERS;
    let fields = read.optional_fields("options", &names(parameters))?;
    let options = object_of(fields.unwrap_or_else(|| Fields::none(&read.encoder)), parameters)?;
    match options.has("deliverAt") && options.has("deliverAfter") {
        false => Ok(options),
        true => Err(ReadError::argument(
            "deliverAt and deliverAfter cannot be combined; the server would follow deliverAt alone",
        )),
    }
}

fn object_of(mut fields: Fields<'_>, parameters: &'static [Parameter]) -> Result<JsonObject, ReadError> {
    let mut object = JsonObject::default();
    fields.write(parameters, &mut object)?;
    fields.finish(&names(parameters))?;
    Ok(object)
}

fn posted(operation: &'static Operation, body: JsonObject) -> Request {
    Request { path: Path::fill(operation.path, &[]), json: Some(body), ..Request::default() }
}

static GET_EVENT: Operation = Operation::get("legacy.getEvent", "/api/v2/events/{eventId}")
    .accepts(KEY)
    .answers(Shape::Object(LegacyEventDetails::FIELDS));

/// Retrieves an event with the runs it has started.
///
/// `GET /api/v2/events/{eventId}`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "eventId: string, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacyEventDetails>"
)]
pub fn get_event(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare(&GET_EVENT, const { &[Segment("eventId")] }, arguments)
}

static GET_RUNS: Operation = Operation::get("legacy.getRuns", "/api/v1/jobs/{jobSlug}/runs")
    .accepts(KEY)
    .answers(Shape::Object(LegacyRuns::FIELDS));

/// Lists runs of a job, newest first, those of all environments of its project.
///
/// `GET /api/v1/jobs/{jobSlug}/runs`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "jobSlug: string, options?: LegacyGetRunsOptions, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacyRuns>"
)]
pub fn get_runs(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare(&GET_RUNS, const { &[Segment("jobSlug"), options::<LegacyGetRunsOptions>()] }, arguments)
}

static GET_RUN: Operation = Operation::get("legacy.getRun", "/api/v2/runs/{runId}").accepts(KEY).answers(RUN);

/// Retrieves a run with its output and its tasks.
///
/// `GET /api/v2/runs/{runId}`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "runId: string, options?: LegacyGetRunOptions, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacyRunDetails>"
)]
pub fn get_run(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare(&GET_RUN, const { &[Segment("runId"), options::<LegacyGetRunOptions>()] }, arguments)
}

static CANCEL_RUN: Operation = Operation::post("legacy.cancelRun", "/api/v1/runs/{runId}/cancel", "")
    .accepts(KEY)
    .idempotent()
    .answers(RUN);

/// Cancels a run and what its tasks still do. The server calls a run canceled that had ended, too.
///
/// `POST /api/v1/runs/{runId}/cancel`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "runId: string, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacyRunDetails>"
)]
pub fn cancel_run(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare(&CANCEL_RUN, const { &[Segment("runId")] }, arguments)
}

static INVOKE_JOB: Operation = Operation::post("legacy.invokeJob", "/api/v1/jobs/{jobId}/invoke", "")
    .accepts(KEY)
    .idempotent_given("idempotencyKey", "pass options.idempotencyKey to make the call safe to repeat")
    .answers(Shape::Object(LegacyInvokedRun::FIELDS));

/// Invokes a job, which has to have an invoke trigger, with a payload.
///
/// It is retried after a failure that leaves open whether the run was made only with an `idempotencyKey`.
///
/// `POST /api/v1/jobs/{jobId}/invoke`; takes `TRIGGER_API_KEY`.
#[napi(
    namespace = "legacy",
    ts_args_type = "jobId: string, payload?: unknown, options?: LegacyInvokeOptions, requestOptions?: LegacyRequestOptions",
    ts_return_type = "ApiPromise<LegacyInvokedRun>"
)]
pub fn invoke_job(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&INVOKE_JOB, arguments, &invocation)
}

fn invocation(read: &mut Reader<'_>) -> Result<Request, ReadError> {
    let job = read.segment("jobId")?;
    let payload =
        Fields::single(&read.encoder.clone(), "payload", read.take_any()).read::<AnyJson>("payload")?;
    let known = names(LegacyInvokeOptions::PARAMETERS);
    let mut fields = read.optional_fields("options", &known)?.unwrap_or_else(|| Fields::none(&read.encoder));
    let mut request = Request::default();
    if let Some(key) = fields.read::<String>("idempotencyKey")? {
        request.headers.insert("idempotencyKey", "Idempotency-Key", &key)?;
        request.is_idempotent = true;
    }
    let mut body = JsonObject::default();
    if let Some(payload) = payload {
        body.add_json("payload", &payload.0);
    }
    let context = fields.read::<AnyJson>("context")?;
    body.add_json("context", context.as_ref().map_or("{}", |json| &json.0));
    let mut options = JsonObject::default();
    for name in ["accountId", "callbackUrl"] {
        if let Some(text) = fields.read::<String>(name)? {
            options.add_text(name, &text);
        }
    }
    fields.finish(&known)?;
    body.add_json("options", &options.finish());
    request.path = Path::fill(INVOKE_JOB.path, &[job]);
    Ok(Request { json: Some(body), ..request })
}
