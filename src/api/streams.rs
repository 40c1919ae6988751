//! The streams of runs, and into them, as a backend writes and reads them. The facade makes of these what users call.

use super::prelude::*;
use crate::binding::arguments::tails::stream_tail;
use crate::binding::prepared::Prepared;
use crate::engine::call::{
    Call, LineWrite, Segment, StreamRecord, StreamWrite, TailEnd, TailPlan, unique_part_id,
};
use crate::engine::invalid::Invalid;
use crate::engine::outcome::CallError;
use napi::bindgen_prelude::Either;

operations![APPEND, WRITE + LINES, SEND, READ + RUN_OF_READ, FETCH + RUN_OF_FETCH];

const STREAM: &str = "/realtime/v1/streams/{runId}/self/{key}";
/// What the server takes of a part, of anything else, and of a record of its store.
const MAX_PART_BYTES: usize = 512 * 1024;
pub(super) const MAX_BODY_BYTES: usize = 1024 * 1024;
const MAX_STORED_BYTES: usize = 1024 * 1024;
/// What a record has around its part: its id, the names of both, and eight bytes.
const AROUND_PART: usize = 64;

static APPEND: Operation =
    Operation::post("streams.append", "/realtime/v1/streams/{runId}/self/{key}/append", "")
        .accepts(KEYS)
        .idempotent();

/// Appends a part to a stream of a run: run, key, part.
#[napi(namespace = "streams", skip_typescript)]
pub fn append(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&APPEND, arguments, &|read| {
        let path = Path::fill(APPEND.path, &[read.segment("runId")?, read.segment("key")?]);
        let part = read.required::<kinds::AnyText>("part")?;
        check_length("part", part.len(), MAX_PART_BYTES)?;
        let stored = serde_json::Value::from(part.as_str()).to_string().len() + AROUND_PART;
        check_length("part, as it is stored,", stored, MAX_STORED_BYTES)?;
        part_request(path, part)
    })
}

static WRITE: Operation = Operation::put("streams.writer", STREAM).accepts(KEYS);
static LINES: Operation = Operation::post(
    "streams.writer",
    STREAM,
    "the server has no store for streams, and may have the parts already; read the stream to see",
)
.accepts(KEYS);

/// Writes parts to a stream of a run: run, key, who writes, the number of the first part, the parts as JSON.
#[napi(namespace = "streams", skip_typescript)]
pub fn writer(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&WRITE, arguments, &|read| {
        let path = Path::fill(WRITE.path, &[read.segment("runId")?, read.segment("key")?]);
        let client_id = read.text("clientId")?;
        let first = place("first", read)?;
        let lines = Some(LineWrite { operation: &LINES, client_id, first });
        Ok(write_request(path, StreamWrite { records: parts(read)?, lines }))
    })
}

static SEND: Operation = Operation::post(
    "streams.input.send",
    "/realtime/v1/streams/{runId}/input/{id}",
    "the run may have received it; ask it before sending it again",
)
.accepts(KEYS_AND_PUBLIC);

/// Sends data into a run: run, the id of the input stream, data.
#[napi(namespace = "streams.input", skip_typescript)]
pub fn send(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&SEND, arguments, &|read| {
        let path = Path::fill(SEND.path, &[read.segment("runId")?, read.segment("id")?]);
        let data = read.required::<kinds::AnyJson>("data")?.0;
        check_length("data", data.len(), MAX_BODY_BYTES - AROUND_PART)?;
        let mut request = Request { path, ..Request::default() };
        request.json.get_or_insert_default().add_json("data", &data);
        Ok(request)
    })
}

/// A request that carries a part, with an id that its repetitions have too.
pub(super) fn part_request(path: Path, part: String) -> Result<Request, ReadError> {
    let mut request = Request { path, any_json: Some(part), ..Request::default() };
    request.headers.insert("headers", "x-part-id", &unique_part_id())?;
    Ok(request)
}

/// A request that asks where a stream is written, and what is written there.
pub(super) fn write_request(path: Path, write: StreamWrite) -> Request {
    Request { path, plan: Plan::StreamWrite(write.into()), ..Request::default() }
}

/// Parts, as JSON, which get their ids here.
pub(super) fn parts(read: &mut Reader<'_>) -> Result<Vec<StreamRecord>, ReadError> {
    let parts = read.texts("parts")?.into_iter().map(StreamRecord::part);
    Ok(parts.collect::<Result<_, Invalid>>()?)
}

/// A place in a stream: a whole number that is not negative.
pub(super) fn place(name: &str, read: &mut Reader<'_>) -> Result<u64, ReadError> {
    const MAX_PLACE: f64 = 9_007_199_254_740_991.0;
    match read.take()? {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is checked")]
        Value::Number(number) if number.fract() == 0.0 && (0.0..=MAX_PLACE).contains(&number) => {
            Ok(number as u64)
        }
        other => Err(other.unexpected(name, "a whole number that is not negative")),
    }
}

/// Refuses what the server would refuse for its length.
pub(super) fn check_length(what: &str, length: usize, most: usize) -> Result<(), ReadError> {
    if length <= most {
        return Ok(());
    }
    Err(ReadError::argument(format!("{what} has {length} bytes, and the server takes {most}")))
}

const READ_PATH: &str = "/realtime/v1/streams/{runId}/{key}";
static READ: Operation = Operation::get("streams.read", READ_PATH).accepts(KEYS_AND_PUBLIC).tails();
static FETCH: Operation = Operation::get("runs.fetchStream", READ_PATH).accepts(KEYS_AND_PUBLIC).tails();
/// Tell of the run whose stream is read, under the same names.
static RUN_OF_READ: Operation = run_of(&READ);
static RUN_OF_FETCH: Operation = run_of(&FETCH);

const fn run_of(operation: &Operation) -> Operation {
    Operation::get(operation.name, "/realtime/v1/runs/{runId}").accepts(operation.accepts).feeds()
}

/// Reads a stream of a run: run, key, options.
#[napi(namespace = "streams", js_name = "read", skip_typescript)]
pub fn read_stream_of_run(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    /// As long as the official SDK's.
    const TIMEOUT_IN_SECONDS: u32 = 60;
    scope.prepare_with(&READ, arguments, &|read| tail(read, &RUN_OF_READ, Some(TIMEOUT_IN_SECONDS)))
}

endpoint! {
    /// Reads a stream of a run, as `streams.read` does; it ends when nothing has come for as long as the server waits,
    /// which is a minute.
    ///
    /// `GET /realtime/v1/streams/{runId}/{key}`; takes a secret key, or a public token that may read the run.
    "runs" fetch_stream<"T = unknown">("runId: string, streamKey: string, options?: ReadStreamOptions") -> "Promise<RealtimeStream<T>>" = FETCH, read &|read| tail(read, &RUN_OF_FETCH, None)
}

fn tail(
    read: &mut Reader<'_>,
    run_of: &'static Operation,
    timeout: Option<u32>,
) -> Result<Request, ReadError> {
    let (run, key) = (read.segment("runId")?, read.segment("key")?);
    let run_path = Path::fill(run_of.path, std::slice::from_ref(&run));
    stream_tail(read, Path::fill(READ_PATH, &[run, key]), (run_of, run_path), timeout)
}

static STREAM_OF_RUN: Operation =
    Operation::get("runs.subscribeToRun().withStreams", READ_PATH).accepts(KEYS_AND_PUBLIC).tails();

/// The call that reads a stream of a run, in the scope and under the options of a subscription that has told of it; or the
/// failure of one that cannot be.
#[napi(skip_typescript, catch_unwind)]
pub fn stream_of_run(
    subscription: &External<Prepared>,
    run_id: String,
    key: String,
) -> Either<External<Prepared>, String> {
    let refused = |invalid| CallError::refused(STREAM_OF_RUN.name, invalid).to_json();
    let (feed, feed_plan) = match subscription.feed() {
        Ok(feed) => feed,
        Err(failure) => return Either::B(failure),
    };
    let segments = Segment::new("runId", &run_id).and_then(|run| Ok([run, Segment::new("key", &key)?]));
    let segments = match segments {
        Ok(segments) => segments,
        Err(invalid) => return Either::B(refused(invalid)),
    };
    let plan = TailPlan {
        end: TailEnd::Reader,
        reconnect: feed_plan.reconnect,
        refreshes: feed_plan.refreshes,
        keeps_alive: feed_plan.keeps_alive,
        ..TailPlan::default()
    };
    let path = Path::fill(READ_PATH, &segments);
    let request = Request { path, plan: Plan::Tail(plan.into()), ..Request::default() };
    let call = Call { operation: &STREAM_OF_RUN, request, ..Call::clone(feed) };
    Either::A(External::new(subscription.reading(call)))
}
