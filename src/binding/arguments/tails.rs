//! What the reading of a stream is asked for: from where, until when, and how.

use super::choices::choices;
use super::feeds::{names_function, read_reconnect};
use super::fields::Fields;
use super::numbers::{Milliseconds, numbers};
use super::options;
use super::positional::Reader;
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::call::{Path, Plan, Request, TailEnd, TailPlan, TailStart};
use crate::engine::operation::Operation;
use crate::engine::time::milliseconds;

type Result<T> = std::result::Result<T, ReadError>;

/// What every reading takes besides request options.
const NAMES: [&str; 7] = [
    "timeoutInSeconds",
    "since",
    "refreshAccessToken",
    "idleTimeoutInMs",
    "reconnect",
    "keepAlive",
    "throwOnAbort",
];
/// What the streams of runs take.
const OF_RUNS: [&str; 3] = ["startIndex", "from", "until"];
/// What the channels of sessions take.
const OF_SESSIONS: [&str; 6] = ["lastEventId", "peekSettled", "onPart", "onControl", "onComplete", "onError"];
/// What a handler of a session's channel has besides.
const OF_HANDLERS: [&str; 1] = ["lastEventId"];

choices! {
    /// Where the reading begins.
    From = "beginning" | "latest";
    /// What ends it.
    Until = "timeout" | "run-completes";
}

numbers! {
    /// Seconds that the server waits.
    Seconds = "a whole number of seconds from 1 to 600", |seconds| {
        (1.0..=600.0).contains(&seconds) && seconds.fract() == 0.0
    };
    /// A place in a stream.
    Index = "a whole number, 0 or more", |index| {
        (0.0..=9_007_199_254_740_991.0).contains(&index) && index.fract() == 0.0
    };
}

/// Reads the options of a run's stream: `run` has the path of the run, and the operation that tells of its completion.
pub fn stream_tail(
    read: &mut Reader<'_>,
    path: Path,
    run: (&'static Operation, Path),
    timeout_in_seconds: Option<u32>,
) -> Result<Request> {
    let mut plan = TailPlan { timeout_in_seconds, ..TailPlan::default() };
    let known = names(&OF_RUNS);
    if let Some(mut fields) = read.fields_of_options(&known)? {
        let index = fields.read::<Index>("startIndex")?;
        let from = fields.read::<From>("from")?;
        plan.start = match index {
            // As in the official SDK any index, the first included, is more precise than `from`.
            Some(index) if index > 0.0 => TailStart::After(format!("{}", index - 1.0)),
            None if from.is_some_and(|from| from == "latest") => TailStart::Latest,
            _ => TailStart::Beginning,
        };
        if fields.read::<Until>("until")?.is_some_and(|until| until == "run-completes") {
            plan.end = TailEnd::Completion(run.0, run.1);
        }
        read_common(&mut fields, &mut plan)?;
        refuse_two_starts(&plan, index.map(|_| "startIndex"))?;
        read.leave_options(fields, known);
    }
    Ok(request(path, plan))
}

/// Reads the options of a session's channel.
pub fn channel_tail(read: &mut Reader<'_>, path: Path) -> Result<Request> {
    let mut plan = TailPlan::default();
    let known = names(&OF_SESSIONS);
    if let Some(mut fields) = read.fields_of_options(&known)? {
        let is_told = read_last_event(&mut fields, &mut plan)?;
        plan.peeks = fields.read::<bool>("peekSettled")?.unwrap_or(false);
        for name in ["onComplete", "onError"] {
            names_function(&mut fields, name, CALLBACK)?;
        }
        for name in ["onPart", "onControl"] {
            plan.tells_parts |= names_function(&mut fields, name, CALLBACK)?;
        }
        read_common(&mut fields, &mut plan)?;
        refuse_two_starts(&plan, is_told.then_some("lastEventId"))?;
        read.leave_options(fields, known);
    }
    Ok(request(path, plan))
}

/// Reads the options of what handles the records of a session's channel for as long as it wants them.
pub fn handler_tail(read: &mut Reader<'_>, path: Path) -> Result<Request> {
    let mut plan = TailPlan { end: TailEnd::Reader, ..TailPlan::default() };
    let known = names(&OF_HANDLERS);
    if let Some(mut fields) = read.fields_of_options(&known)? {
        let is_told = read_last_event(&mut fields, &mut plan)?;
        read_common(&mut fields, &mut plan)?;
        refuse_two_starts(&plan, is_told.then_some("lastEventId"))?;
        read.leave_options(fields, known);
    }
    Ok(request(path, plan))
}

const CALLBACK: &str = "a function";

fn request(path: Path, plan: TailPlan) -> Request {
    Request { path, plan: Plan::Tail(plan.into()), ..Request::default() }
}

fn names(more: &[&'static str]) -> Vec<&'static str> {
    let mut names = more.to_vec();
    names.extend(NAMES);
    names.extend(options::names());
    names
}

fn read_common(fields: &mut Fields<'_>, plan: &mut TailPlan) -> Result<()> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is checked")]
    if let Some(seconds) = fields.read::<Seconds>("timeoutInSeconds")? {
        plan.timeout_in_seconds = Some(seconds as u32);
    }
    plan.since = fields.read::<String>("since")?;
    plan.refreshes = names_function(fields, "refreshAccessToken", "a function that answers a token")?;
    plan.idle_timeout = fields.read::<Milliseconds>("idleTimeoutInMs")?.map(milliseconds);
    plan.reconnect = read_reconnect(fields)?;
    plan.keeps_alive = fields.read::<bool>("keepAlive")?.unwrap_or(true);
    plan.throws_on_abort = fields.read::<bool>("throwOnAbort")?.unwrap_or(false);
    Ok(())
}

/// Reads the record behind which a channel is read: its number, which may be a text.
fn read_last_event(fields: &mut Fields<'_>, plan: &mut TailPlan) -> Result<bool> {
    let place = match fields.value("lastEventId")? {
        None => return Ok(false),
        Some(Value::Text(id)) if is_number(&id) => id,
        Some(Value::Number(number)) if is_number(&number.to_string()) => number.to_string(),
        Some(other) => {
            return Err(
                other.unexpected("options.lastEventId", "the number of a record, which may be a string")
            );
        }
    };
    plan.start = TailStart::After(place);
    Ok(true)
}

/// The server begins at the start where it is given anything else.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u64>().is_ok()
}

fn refuse_two_starts(plan: &TailPlan, other: Option<&str>) -> Result<()> {
    match other {
        Some(other) if plan.since.is_some() => Err(ReadError::argument(format!(
            "options.since and options.{other} both say where to begin; pass one of them"
        ))),
        _ => Ok(()),
    }
}
