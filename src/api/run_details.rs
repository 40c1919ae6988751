//! The details of a run: its result, its trace, its tags and its metadata.

use super::prelude::*;
use crate::binding::Argument::{self, Segment};
use crate::engine::call::JsonObject;
use crate::model::run_details::{
    AddedTags, RunEvents, RunMetadata, RunResult, RunTrace, SpanDetails, StoredMetadata, UpdateMetadataParams,
};

operations![RESULT, EVENTS, TRACE, SPAN, ADD_TAGS, UPDATE_METADATA, RETRIEVE_METADATA];

const RUN: &[Argument] = &[Segment("runId")];
const METADATA: &str = "/api/v1/runs/{runId}/metadata";

static RESULT: Operation = Operation::get("runs.retrieveResult", "/api/v1/runs/{runId}/result")
    .accepts(KEYS)
    .answers(Shape::Object(RunResult::FIELDS));

endpoint! {
    /// Retrieves what a run has ended with: its output as it is stored, or its error.
    ///
    /// A run that has not ended is a 404, as one that does not exist. Today's servers know the results of cancelled
    /// runs and of those the first engine ran; `retrieve` has the output of any run.
    ///
    /// `GET /api/v1/runs/{runId}/result`; takes a secret key.
    "runs" retrieve_result("runId: string, requestOptions?: RequestOptions") -> "ApiPromise<RunResult>" = RESULT,
        takes RUN
}

static EVENTS: Operation = Operation::get("runs.listEvents", "/api/v1/runs/{runId}/events")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(RunEvents::FIELDS));

endpoint! {
    /// Lists what was recorded of a run, all of it at once.
    ///
    /// `GET /api/v1/runs/{runId}/events`; takes a secret key, or a public token that may read the run.
    "runs" list_events("runId: string, requestOptions?: RequestOptions") -> "ApiPromise<RunEvents>" = EVENTS,
        takes RUN
}

static TRACE: Operation = Operation::get("runs.retrieveTrace", "/api/v1/runs/{runId}/trace")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(RunTrace::FIELDS));

endpoint! {
    /// Retrieves the trace a run belongs to, as a tree of spans.
    ///
    /// `GET /api/v1/runs/{runId}/trace`; takes a secret key, or a public token that may read the run.
    "runs" retrieve_trace("runId: string, requestOptions?: RequestOptions") -> "ApiPromise<RunTrace>" = TRACE,
        takes RUN
}

static SPAN: Operation = Operation::get("runs.retrieveSpan", "/api/v1/runs/{runId}/spans/{spanId}")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(SpanDetails::FIELDS));

endpoint! {
    /// Retrieves one span of a run's trace, with its properties and the runs it triggered.
    ///
    /// `GET /api/v1/runs/{runId}/spans/{spanId}`; takes a secret key, or a public token that may read the run.
    "runs" retrieve_span("runId: string, spanId: string, requestOptions?: RequestOptions") -> "ApiPromise<SpanDetails>" = SPAN,
        takes &[Segment("runId"), Segment("spanId")]
}

// A tag that the run has already is not added again.
static ADD_TAGS: Operation = Operation::post("runs.addTags", "/api/v1/runs/{runId}/tags", "")
    .accepts(KEYS)
    .idempotent()
    .answers(Shape::Object(AddedTags::FIELDS));

endpoint! {
    /// Adds tags to a run; those it has already stay. A run has at most 10, each of at most 128 characters.
    ///
    /// Blank tags, which the server would drop, are refused.
    ///
    /// `POST /api/v1/runs/{runId}/tags`; takes a secret key.
    "runs" add_tags("runId: string, tags: string | string[], requestOptions?: RequestOptions") -> "ApiPromise<AddedTags>" = ADD_TAGS,
        takes &[Segment("runId"), value::<kinds::Tags>("tags")]
}

static UPDATE_METADATA: Operation = Operation::put("runs.updateMetadata", METADATA)
    .accepts(KEYS)
    .idempotent_given(
        "metadata",
        "operations such as increment would be applied twice, so look at the metadata before calling again",
    )
    .answers(Shape::Object(RunMetadata::FIELDS));

endpoint! {
    /// Replaces a run's metadata, or changes some of it by operations.
    ///
    /// Operations are not retried after a failure that leaves open whether they were applied. The server
    /// refuses runs that ended more than an hour ago.
    ///
    /// `PUT /api/v1/runs/{runId}/metadata`; takes a secret key.
    "runs" update_metadata("runId: string, params: UpdateMetadataParams, requestOptions?: RequestOptions") -> "ApiPromise<RunMetadata>" = UPDATE_METADATA, read &metadata_update
}

fn metadata_update(read: &mut Reader<'_>) -> Result<Request, ReadError> {
    let request = read.request(&UPDATE_METADATA, &[Segment("runId"), params::<UpdateMetadataParams>()])?;
    match request.json.as_ref().map_or(0, JsonObject::field_count) {
        1 => Ok(request),
        _ => Err(ReadError::argument(
            "params must have either metadata or operations; of both the server would take the operations \
             alone",
        )),
    }
}

static RETRIEVE_METADATA: Operation = Operation::get("runs.retrieveMetadata", METADATA)
    .accepts(KEYS)
    .answers(Shape::Object(StoredMetadata::FIELDS));

endpoint! {
    /// Retrieves a run's metadata as it is stored: as text. `retrieve` has it as an object, among the rest.
    ///
    /// `GET /api/v1/runs/{runId}/metadata`; takes a secret key.
    "runs" retrieve_metadata("runId: string, requestOptions?: RequestOptions") -> "ApiPromise<StoredMetadata>" = RETRIEVE_METADATA,
        takes RUN
}
