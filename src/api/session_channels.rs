//! The channels of sessions, as a backend reads and writes them. The facade makes of these what users call.
//!
//! Each function takes the session, and the name of a channel or undefined for the session's own.

use super::prelude::*;
use super::streams::{MAX_BODY_BYTES, check_length, part_request, parts, place, write_request};
use crate::binding::arguments::tails::{channel_tail, handler_tail};
use crate::engine::call::{Segment, StreamRecord, StreamWrite};

operations![
    SEND + SEND_NAMED,
    RECORDS_IN + RECORDS_IN_NAMED,
    RECORDS_OUT + RECORDS_OUT_NAMED,
    APPEND + APPEND_NAMED,
    CONTROL + CONTROL_NAMED,
    TRIM + TRIM_NAMED,
    READ + READ_NAMED,
    FOLLOW + FOLLOW_NAMED
];

const CONTROL_HEADER: &str = "trigger-control";

/// An operation on a session's own channel, and the same on one that has a name.
macro_rules! both {
    ($own:ident, $named:ident = $make:ident($name:literal, $path:literal $(, $how:literal)?) $(. $more:ident($($value:expr)?))*) => {
        static $own: Operation =
            Operation::$make($name, concat!("/realtime/v1/sessions/{session}/", $path) $(, $how)?)
                $(.$more($($value)?))*;
        static $named: Operation = Operation {
            path: concat!("/realtime/v1/sessions/{session}/channels/{name}/", $path),
            ..$own
        };
    };
}

both!(SEND_ONCE, SEND_ONCE_NAMED = post("sessions.in.send", "in/append", "").accepts(KEYS_AND_PUBLIC));
static SEND: Operation = SEND_ONCE.idempotent();
static SEND_NAMED: Operation = SEND_ONCE_NAMED.idempotent();
both!(RECORDS_IN, RECORDS_IN_NAMED = get("sessions.in.records", "in/records").accepts(KEYS_AND_PUBLIC));
both!(RECORDS_OUT, RECORDS_OUT_NAMED = get("sessions.out.records", "out/records").accepts(KEYS_AND_PUBLIC));
both!(READ, READ_NAMED = get("sessions.out.read", "out").accepts(KEYS_AND_PUBLIC).tails());
both!(FOLLOW, FOLLOW_NAMED = get("sessions.in.on", "in").accepts(KEYS_AND_PUBLIC).tails());
both!(APPEND, APPEND_NAMED = put("sessions.out.append", "out").accepts(KEYS));
both!(CONTROL, CONTROL_NAMED = put("sessions.out.writeControl", "out").accepts(KEYS));
both!(TRIM, TRIM_NAMED = put("sessions.out.trimTo", "out").accepts(KEYS));

/// The operation for a session's own channel or a named one, and its path.
fn address(
    read: &mut Reader<'_>,
    own: &'static Operation,
    named: &'static Operation,
) -> Result<Path, ReadError> {
    let session = read.segment("sessionIdOrExternalId")?;
    match read.take()? {
        Value::Undefined => Ok(Path::fill(own.path, &[session])),
        Value::Text(name) => Ok(Path::fill(named.path, &[session, channel(&name)?])),
        other => Err(other.unexpected("channel", "a string")),
    }
}

fn channel(name: &str) -> Result<Segment, ReadError> {
    const MAX_NAME: usize = 128;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if name.is_empty() || name.len() > MAX_NAME || !name.bytes().all(is_plain) {
        return Err(ReadError::argument(format!(
            "channel must be 1 to {MAX_NAME} letters, digits, dots, hyphens or underscores"
        )));
    }
    Ok(Segment::new("channel", name)?)
}

/// Sends a record to a session: the text of its body.
#[napi(namespace = "sessions.in", js_name = "send", skip_typescript)]
pub fn send_to_session(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&SEND, arguments, &|read| {
        let path = address(read, &SEND, &SEND_NAMED)?;
        let value = read.required::<kinds::AnyText>("value")?;
        check_length("value", value.len(), MAX_BODY_BYTES)?;
        part_request(path, value)
    })
}

/// Lists what a channel of a session has: after which record.
#[napi(namespace = "sessions.in", js_name = "records", skip_typescript)]
pub fn records_in(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&RECORDS_IN, arguments, &|read| {
        let path = address(read, &RECORDS_IN, &RECORDS_IN_NAMED)?;
        records_request(path, read)
    })
}

/// Lists what a channel of a session has: after which record.
#[napi(namespace = "sessions.out", js_name = "records", skip_typescript)]
pub fn records_out(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&RECORDS_OUT, arguments, &|read| {
        let path = address(read, &RECORDS_OUT, &RECORDS_OUT_NAMED)?;
        records_request(path, read)
    })
}

fn records_request(path: Path, read: &mut Reader<'_>) -> Result<Request, ReadError> {
    let mut request = Request { path, ..Request::default() };
    match read.take()? {
        Value::Undefined => {}
        Value::Text(id) if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) => {
            request.query.push(("afterEventId".into(), id));
        }
        _ => return Err(ReadError::argument("afterEventId must be a whole number, or one as a string")),
    }
    Ok(request)
}

/// Writes parts to a session: the parts as JSON.
#[napi(namespace = "sessions.out", js_name = "append", skip_typescript)]
pub fn append_to_session(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&APPEND, arguments, &|read| {
        let path = address(read, &APPEND, &APPEND_NAMED)?;
        Ok(write_request(path, StreamWrite { records: parts(read)?, lines: None }))
    })
}

/// Writes a control record to a session: a list of its kind, and names and values of headers by turns.
#[napi(namespace = "sessions.out", skip_typescript)]
pub fn write_control(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&CONTROL, arguments, &|read| {
        let path = address(read, &CONTROL, &CONTROL_NAMED)?;
        let mut given = read.texts("subtype")?.into_iter();
        let subtype = given.next().filter(|subtype| !subtype.is_empty());
        let subtype = subtype.ok_or_else(|| ReadError::argument("subtype must not be empty"))?;
        let mut headers = vec![(CONTROL_HEADER.to_owned(), subtype)];
        while let (Some(name), Some(value)) = (given.next(), given.next()) {
            headers.push((name, value));
        }
        let length = headers.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
        check_length("a control record", length, MAX_BODY_BYTES - 8)?;
        Ok(write_request(path, StreamWrite { records: vec![StreamRecord::Control(headers)], lines: None }))
    })
}

/// Drops what a session's channel has before a place.
#[napi(namespace = "sessions.out", skip_typescript)]
pub fn trim_to(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&TRIM, arguments, &|read| {
        let path = address(read, &TRIM, &TRIM_NAMED)?;
        let record = StreamRecord::Trim(place("earliestSeqNum", read)?);
        Ok(write_request(path, StreamWrite { records: vec![record], lines: None }))
    })
}

/// Reads what a session says: options.
#[napi(namespace = "sessions.out", js_name = "read", skip_typescript)]
pub fn read_session(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&READ, arguments, &|read| {
        let path = address(read, &READ, &READ_NAMED)?;
        channel_tail(read, path)
    })
}

/// Follows what is sent to a session, for as long as somebody handles it: options.
#[napi(namespace = "sessions.in", js_name = "on", skip_typescript)]
pub fn follow_session(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.prepare_with(&FOLLOW, arguments, &|read| {
        let path = address(read, &FOLLOW, &FOLLOW_NAMED)?;
        handler_tail(read, path)
    })
}
