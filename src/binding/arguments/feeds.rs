//! What subscriptions are asked for: which runs, and how.

use std::time::Duration;

use napi::ValueType;

use super::choices::choices;
use super::fields::Fields;
use super::numbers::{Amount, Milliseconds, numbers};
use super::options;
use super::positional::Reader;
use super::read_error::ReadError;
use super::texts::Joined;
use super::value::Value;
use crate::engine::call::{FeedPlan, FeedTransport, Path, Plan, Reconnect, Request, Segment, Watched};
use crate::engine::operation::Operation;
use crate::engine::time::{duration, milliseconds};

type Result<T> = std::result::Result<T, ReadError>;

/// What every subscription takes besides request options.
const NAMES: [&str; 11] = [
    "since",
    "updates",
    "transport",
    "refreshAccessToken",
    "idleTimeoutInMs",
    "reconnect",
    "maxRowBytes",
    "share",
    "keepAlive",
    "throwOnAbort",
    "skipColumns",
];
const STOP: &str = "stopOnCompletion";
const RECONNECT_NAMES: &[&str] = &["maxElapsedInMs", "minTimeoutInMs", "maxTimeoutInMs"];
/// Runs that one subscription names.
const MAX_RUNS: usize = 10_000;
/// The server looks no further back for runs with a tag.
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

choices! {
    /// Which updates are told.
    Updates = "latest" | "every";

    /// The way in which updates come.
    Transport = "auto" | "realtime" | "poll";
}

numbers! {
    /// Bytes of a row.
    RowLimit = "a positive integer up to 536870888", |limit| (1.0..=536_870_888.0).contains(&limit) && limit.fract() == 0.0;
}

/// The request of a subscription to one run.
pub fn run_feed(read: &mut Reader<'_>, operation: &Operation) -> Result<Request> {
    let run = read.id_or_handle("runId")?;
    feeds(read, operation, Watched::Runs(vec![run]), Some(true))
}

/// The request of a subscription to several runs, by their ids.
pub fn runs_feed(read: &mut Reader<'_>, operation: &Operation) -> Result<Request> {
    let ids = read.texts("runIds")?;
    if ids.len() > MAX_RUNS {
        return Err(ReadError::argument(format!("runIds must be at most {MAX_RUNS}, got {}", ids.len())));
    }
    let runs = ids.iter().map(|id| Segment::new("runId", id)).collect::<std::result::Result<_, _>>()?;
    feeds(read, operation, Watched::Runs(runs), Some(true))
}

/// The request of a subscription to a batch.
pub fn batch_feed(read: &mut Reader<'_>, operation: &Operation) -> Result<Request> {
    let batch = read.segment("batchId")?;
    feeds(read, operation, Watched::Batch(batch), None)
}

/// The request of a subscription to the runs with all of some tags.
pub fn tag_feed(read: &mut Reader<'_>, operation: &Operation) -> Result<Request> {
    let tags = read.texts("tag")?;
    if let Some(wrong) = tags
        .iter()
        .find(|tag| tag.is_empty() || tag.contains([',', '"', '\\']) || tag.contains(char::is_control))
    {
        let why = "a tag of a subscription must not be empty and must not hold a comma, a quotation mark, a backslash or a control character";
        return Err(ReadError::argument(format!(
            "tag: {why}, got one of {} characters",
            wrong.chars().count()
        )));
    }
    let mut query = vec![("tags".into(), tags.join(","))];
    let known = ["createdAt", "skipColumns"];
    let mut oldest = None;
    if let Some(mut filters) = read.optional_fields_but("filters", &known, &names(None))? {
        if let Some(age) = filters.read::<super::dates::Lifetime>("createdAt")? {
            check_age(&age)?;
            oldest = Some(age.clone());
            query.push(("createdAt".into(), age));
        }
        if let Some(columns) = filters.read::<Joined>("skipColumns")? {
            query.push(("skipColumns".into(), columns));
        }
        filters.finish(&known)?;
    }
    let mut request = feeds(read, operation, Watched::Tags { tags, age: oldest }, None)?;
    request.query.extend(query);
    if request.query.iter().filter(|(name, _)| *name == "skipColumns").count() > 1 {
        return Err(ReadError::argument(
            "skipColumns stands in the filters and in the options; name it once",
        ));
    }
    Ok(request)
}

/// The server takes an older time for a day without a word.
fn check_age(age: &str) -> Result<()> {
    match duration(age) {
        Some(duration) if duration > MAX_AGE => Err(ReadError::argument(format!(
            "filters.createdAt is {age:?}, and the server looks back 24h at most; for older runs list them with runs.list({{ tag }}) and watch them with runs.subscribeToRuns"
        ))),
        _ => Ok(()),
    }
}

fn names(stops: Option<bool>) -> Vec<&'static str> {
    let mut names = NAMES.to_vec();
    names.extend(stops.map(|_| STOP));
    names.extend(options::names());
    names
}

/// Reads the options, which are those of the subscription and request options in one object.
fn feeds(
    read: &mut Reader<'_>,
    operation: &Operation,
    watched: Watched,
    stops: Option<bool>,
) -> Result<Request> {
    let path = |segments: &[Segment]| Path::fill(operation.path, segments);
    let paths = match &watched {
        Watched::Runs(runs) => runs.iter().map(|run| path(std::slice::from_ref(run))).collect(),
        Watched::Batch(batch) => vec![path(std::slice::from_ref(batch))],
        Watched::Tags { .. } => vec![path(&[])],
    };
    let mut plan =
        FeedPlan { paths, watched, stops_on_completion: stops.unwrap_or(false), ..FeedPlan::default() };
    let mut request = Request::default();
    let known = names(stops);
    if let Some(mut fields) = read.fields_of_options(&known)? {
        if stops.is_some() {
            plan.stops_on_completion = fields.read::<bool>(STOP)?.unwrap_or(true);
        }
        if let Some(columns) = fields.read::<Joined>("skipColumns")? {
            request.query.push(("skipColumns".into(), columns));
        }
        plan.since = fields.read::<String>("since")?;
        plan.keeps_every = fields.read::<Updates>("updates")?.is_some_and(|updates| updates == "every");
        plan.transport = match fields.read::<Transport>("transport")?.as_deref() {
            Some("realtime") => FeedTransport::Realtime,
            Some("poll") => FeedTransport::Poll,
            _ => FeedTransport::Auto,
        };
        plan.refreshes =
            names_function(&mut fields, "refreshAccessToken", "a function that answers a token")?;
        if let Some(idle) = fields.read::<Milliseconds>("idleTimeoutInMs")? {
            plan.idle_timeout = milliseconds(idle);
        }
        plan.reconnect = read_reconnect(&mut fields)?;
        if let Some(limit) = fields.read::<RowLimit>("maxRowBytes")? {
            plan.max_row_bytes = limit as usize;
        }
        plan.is_shared = fields.read::<bool>("share")?.unwrap_or(true);
        plan.keeps_alive = fields.read::<bool>("keepAlive")?.unwrap_or(true);
        plan.throws_on_abort = fields.read::<bool>("throwOnAbort")?.unwrap_or(false);
        read.leave_options(fields, known);
    }
    // Where it says whose feed it is: the first one stands for all.
    request.path = plan.paths.first().cloned().unwrap_or_default();
    request.plan = Plan::Feed(plan.into());
    Ok(request)
}

pub(super) fn read_reconnect(fields: &mut Fields<'_>) -> Result<Reconnect> {
    let mut reconnect = Reconnect::default();
    let Some(mut given) = fields.object("reconnect", RECONNECT_NAMES)? else { return Ok(reconnect) };
    reconnect.max_elapsed = given.read::<Amount>("maxElapsedInMs")?.map(milliseconds);
    if let Some(wait) = given.read::<Milliseconds>("minTimeoutInMs")? {
        reconnect.min_wait = milliseconds(wait);
    }
    if let Some(wait) = given.read::<Milliseconds>("maxTimeoutInMs")? {
        reconnect.max_wait = milliseconds(wait);
    }
    given.finish(RECONNECT_NAMES)?;
    Ok(reconnect)
}

/// The facade calls it; here it is known only whether there is one.
pub(super) fn names_function(fields: &mut Fields<'_>, name: &str, expected: &str) -> Result<bool> {
    let Some(raw) = fields.take(name) else { return Ok(false) };
    match raw.get_type()? {
        ValueType::Undefined => Ok(false),
        ValueType::Function => Ok(true),
        _ => Err(Value::read(raw)?.unexpected(fields.place(name), expected)),
    }
}
