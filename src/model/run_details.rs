//! A run's result, trace and metadata on the wire.

use super::parameters::{AnyJson, AnyObject};
use super::wire::{Alike, FreeForm, Timestamp};

wire! {
    /// The result of a run that has ended.
    pub struct RunResult {
        /// True when it ended well: then there may be an output, otherwise there is an error.
        pub ok: bool,
        pub id: String,
        pub taskIdentifier: Option<String>,
        /// A text in the format of `outputType`.
        pub output: Option<String>,
        /// For example `application/json`; `application/store` when the output is kept elsewhere.
        pub outputType: Option<String>,
        #[napi(ts_type = "{ type: string; [field: string]: any }")]
        pub error: Option<FreeForm>,
    }

    /// The events that were recorded of a run.
    pub struct RunEvents {
        pub events: Vec<RunEvent>,
    }

    /// An event that was recorded of a run.
    pub struct RunEvent {
        pub spanId: String,
        #[napi(ts_type = "string | null")]
        pub parentId: Option<String>,
        pub runId: String,
        pub message: String,
        #[napi(ts_type = "Record<string, any>")]
        pub style: Option<FreeForm>,
        #[napi(ts_type = "any[]")]
        pub events: Option<FreeForm>,
        /// Nanoseconds since 1970, as text: more digits than a number holds.
        pub startTime: String,
        /// Nanoseconds.
        pub duration: f64,
        pub isError: bool,
        /// True while it has not ended.
        pub isPartial: bool,
        pub isCancelled: bool,
        pub kind: Option<String>,
        #[napi(ts_type = "number | null")]
        pub attemptNumber: Option<f64>,
        pub level: String,
    }

    /// The trace a run belongs to.
    pub struct RunTrace {
        pub trace: Trace,
    }

    /// Spans as a tree.
    pub struct Trace {
        pub traceId: String,
        pub rootSpan: TraceSpan,
        /// True when there are more spans than are shown.
        pub isTruncated: Option<bool>,
    }

    /// A span with those below it.
    pub struct TraceSpan {
        pub id: String,
        pub parentId: Option<String>,
        pub runId: String,
        pub data: TraceSpanData,
        #[napi(ts_type = "TraceSpan[]")]
        pub children: Alike,
    }

    /// The event that a span records.
    pub struct TraceSpanData {
        pub message: String,
        pub taskSlug: Option<String>,
        pub taskPath: Option<String>,
        #[napi(ts_type = "any[]")]
        pub events: Option<FreeForm>,
        #[napi(ts_type = "Date")]
        pub startTime: Timestamp,
        /// Nanoseconds.
        pub duration: f64,
        pub isError: bool,
        /// True while it has not ended.
        pub isPartial: bool,
        pub isCancelled: bool,
        pub level: String,
        pub workerVersion: Option<String>,
        pub queueName: Option<String>,
        pub machinePreset: Option<String>,
        #[napi(ts_type = "Record<string, any>")]
        pub properties: Option<FreeForm>,
        #[napi(ts_type = "unknown")]
        pub output: Option<FreeForm>,
    }

    /// A span with its properties, events and the runs it triggered.
    pub struct SpanDetails {
        pub spanId: String,
        #[napi(ts_type = "string | null")]
        pub parentId: String,
        pub runId: String,
        pub message: String,
        pub isError: bool,
        /// True while it has not ended.
        pub isPartial: bool,
        pub isCancelled: bool,
        pub level: String,
        #[napi(ts_type = "Date")]
        pub startTime: Timestamp,
        pub durationMs: f64,
        #[napi(ts_type = "Record<string, any>")]
        pub properties: Option<FreeForm>,
        #[napi(ts_type = "any[]")]
        pub events: Option<FreeForm>,
        pub entityType: Option<String>,
        pub ai: Option<ModelCall>,
        pub triggeredRuns: Option<Vec<SpanTriggeredRun>>,
    }

    /// A call of a language model, with its tokens, costs and times. Costs are in US dollars.
    pub struct ModelCall {
        pub model: String,
        pub provider: String,
        pub operationName: String,
        pub inputTokens: f64,
        pub outputTokens: f64,
        pub totalTokens: f64,
        pub cachedTokens: Option<f64>,
        pub reasoningTokens: Option<f64>,
        pub inputCost: Option<f64>,
        pub outputCost: Option<f64>,
        pub totalCost: Option<f64>,
        pub cachedCost: Option<f64>,
        pub cacheCreationCost: Option<f64>,
        pub tokensPerSecond: Option<f64>,
        pub msToFirstChunk: Option<f64>,
        pub durationMs: f64,
        pub finishReason: Option<String>,
        pub responseText: Option<String>,
    }

    /// A run that was triggered in a span.
    pub struct SpanTriggeredRun {
        pub runId: String,
        pub taskIdentifier: String,
        /// The status as the server stores it, for example `COMPLETED_SUCCESSFULLY`.
        pub status: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
    }

    /// The answer to adding tags.
    pub struct AddedTags {
        /// For example `Successfully set 1 new tags.`
        pub message: String,
    }

    /// A run's metadata after an update.
    pub struct RunMetadata {
        #[napi(ts_type = "Record<string, any>")]
        pub metadata: FreeForm,
    }

    /// A run's metadata as it is stored.
    pub struct StoredMetadata {
        /// A text in the format of `metadataType`; null when there is none.
        #[napi(ts_type = "string | null")]
        pub metadata: Option<String>,
        /// For example `application/json`.
        pub metadataType: String,
    }
}

parameters! {
    /// Either metadata or operations.
    pub struct UpdateMetadataParams {
        /// Replaces all there was.
        #[napi(ts_type = "Record<string, unknown>")]
        pub metadata: Option<AnyObject>,
        /// Applied one after the other to what there is.
        #[napi(ts_type = "MetadataOperation[]")]
        pub operations: Option<AnyJson>,
    }
}
