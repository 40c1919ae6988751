//! Messages of failed calls: what happened, why it was not tried again, what to do.

use super::advice::explain;
use super::call_error::{CallError, ErrorKind, FailureContext};
use crate::call::Call;
use crate::operation::Method;
use crate::retry::Class;
use crate::retry::NoRetry;
use crate::retry::Overdrawn;
use crate::retry::TurnTooLate;
use crate::transport::TransportError;
use crate::transport::target;
use crate::transport::{Answer, Head};

/// The outcome of an attempt.
pub type Attempted = Result<Answer, TransportError>;

/// The last attempt failed and no other is made.
pub fn failed(attempted: Attempted, class: Class, stop: NoRetry, context: &FailureContext<'_>) -> CallError {
    let call = context.call;
    let mut what = describe(call, &attempted);
    if let Ok(answer) = &attempted {
        if let Some(redirected) = redirected(call, answer) {
            what = redirected;
        }
        if call.operation.method == Method::Delete && context.attempts > 1 && answer.head.status == 404 {
            what.push_str(". An earlier attempt of this call may have deleted it");
        }
    }
    if let Err(TransportError { head: Some(head), .. }) = &attempted {
        what.push_str(&processed(call, head));
    }
    if let Some(advice) = unrepeated(call, class, stop) {
        what = format!("{what}. {advice}");
    }
    match attempted {
        Ok(answer) => CallError::sent(ErrorKind::Status, &what, context).with_answer(&answer, call),
        // An answer began, and could not be used.
        Err(TransportError { head: Some(head), .. }) => CallError::sent(ErrorKind::Response, &what, context)
            .with_answer(&Answer::new(*head, Vec::new()), call),
        Err(TransportError { code, .. }) => {
            CallError::sent(ErrorKind::Connection, &what, context).with_code(code)
        }
    }
}

/// A 2xx whose body is not what the API promises.
pub fn misshapen(answer: &Answer, what: &str, context: &FailureContext<'_>) -> CallError {
    let call = context.call;
    let mut what = format!("{} but {what}", answer.head.status);
    if !answer.said.is_empty() {
        what = format!("{what}: {}", answer.said);
    }
    what.push_str(&processed(call, &answer.head));
    CallError::sent(ErrorKind::Response, &what, context).with_answer(answer, call)
}

/// The deadline passed.
pub fn timed_out(context: &FailureContext<'_>, last_failure: Option<&str>) -> CallError {
    let call = context.call;
    let mut what = format!(
        "no answer within {} ms{}; timeoutInMs bounds the whole call, its waits and retries included",
        call.policy.timeout.as_millis(),
        last_failure.map_or_else(String::new, |last| format!(" (last failure: {last})")),
    );
    if context.attempts > 0
        && let Some(advice) = ambiguity(call)
    {
        what = format!("{what}. {advice}");
    }
    CallError::sent(ErrorKind::Timeout, &what, context).with_code(Some("ETIMEDOUT"))
}

/// Tells that the rate limit does not let the call out in time, so that it was not sent.
pub fn turn_too_late(turn_too_late: &TurnTooLate, context: &FailureContext<'_>) -> CallError {
    let call = context.call;
    let what = format!(
        "{}, and others wait before this call: its turn would come in {} ms, later than \
         retry.maxTimeoutInMs or its deadline (timeoutInMs) allow",
        explain(call, &turn_too_late.refusal),
        turn_too_late.wait.as_millis(),
    );
    CallError::sent(ErrorKind::Status, &what, context).with_answer(&turn_too_late.refusal, call)
}

/// One line about an attempt.
pub fn describe(call: &Call, attempted: &Attempted) -> String {
    match attempted {
        Ok(answer) => explain(call, answer),
        Err(error) => error.reason.clone(),
    }
}

/// Says where an answer points that is not followed, and the base URL that leads there.
fn redirected(call: &Call, answer: &Answer) -> Option<String> {
    if !(300..400).contains(&answer.head.status) {
        return None;
    }
    let pointed = target(&call.url(), &answer.head)?;
    let origin = pointed.origin().ascii_serialization();
    let advice = match pointed.path().strip_suffix(call.request.path.as_str()) {
        Some(prefix) => format!("configure baseURL: \"{origin}{prefix}\" if the API is there"),
        None => "configure the baseURL the API has there".to_owned(),
    };
    Some(format!(
        "{} redirects to {origin}{}, which is not followed; {advice}",
        answer.head.status,
        pointed.path(),
    ))
}

/// Says why a failure that looks passing was not retried.
fn unrepeated(call: &Call, class: Class, stop: NoRetry) -> Option<String> {
    match (class, stop) {
        (Class::Ambiguous, _) => ambiguity(call),
        (_, NoRetry::TooLong(wait)) => Some(format!(
            "The next attempt would have to wait {} ms, longer than retry.maxTimeoutInMs or the \
             deadline allow",
            wait.as_millis()
        )),
        (_, NoRetry::OverBudget(whose)) => Some(format!(
            "It was not tried again: {} has used up its retries for {}, and gets new ones as calls succeed",
            match whose {
                Overdrawn::Credential => "this credential",
                Overdrawn::Host => "this process",
            },
            call.server.base_url.host(),
        )),
        (_, NoRetry::Exhausted) => None,
    }
}

/// Says what to know of a call that may have been processed although it failed.
fn ambiguity(call: &Call) -> Option<String> {
    let how = unless_repeated(call)?;
    Some(format!("It is not known whether the server has processed the call, so it was not repeated; {how}"))
}

/// Says what to know of a call whose answer began well, and cannot be read.
fn processed(call: &Call, head: &Head) -> String {
    match unless_repeated(call) {
        None => String::new(),
        Some(how) => {
            format!(". By its status, {}, the server has processed the call; {how}", head.status)
        }
    }
}

/// Says how a call that must not be sent twice is made again.
fn unless_repeated(call: &Call) -> Option<&'static str> {
    if call.is_idempotent() { None } else { call.operation.idempotency.advice() }
}
