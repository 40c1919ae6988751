//! The loop: attempts under one deadline until there is an answer or nothing more to try.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::call::Call;
use super::engine::{Delivery, Outcome};
use super::explain::{explain, is_explained, shorten};
use super::failure::{Cause, Failure, Trail};
use super::fault::Fault;
use super::operation::Repeat;
use super::packet;
use super::response::Answer;
use super::retry::{self, Class, Failed, Hints, Stop};
use super::transport::{Outgoing, Transport, TransportError, target};

/// Makes the call: attempts, waits and body within the call's deadline.
pub async fn run(call: &Call, transport: &Transport) -> Outcome {
    let request_id = uuid::Uuid::new_v4().to_string();
    let progress = Progress::default();
    let work = attempts(call, transport, &request_id, &progress);
    match tokio::time::timeout(call.policy.timeout, work).await {
        Ok(outcome) => outcome,
        Err(_) => {
            let attempts = progress.attempts.get();
            let last = progress.last_failure.take();
            let mut what = format!(
                "no answer within {} ms{}; timeoutInMs bounds the whole call, retries included",
                call.policy.timeout.as_millis(),
                last.map_or_else(String::new, |last| format!(" (last failure: {last})")),
            );
            if let Some(advice) = ambiguity(call) {
                what = format!("{what}. {advice}");
            }
            let trail = Trail { call, request_id: &request_id, attempts };
            Outcome::failed(Failure::sent(Cause::Timeout, &what, &trail))
        }
    }
}

/// What a deadline that passes leaves to report.
#[derive(Default)]
struct Progress {
    attempts: std::cell::Cell<u32>,
    last_failure: std::cell::Cell<Option<String>>,
}

async fn attempts(call: &Call, transport: &Transport, request_id: &str, progress: &Progress) -> Outcome {
    let started = Instant::now();
    let (url, headers) = match call.url().and_then(|url| Ok((url, call.headers(request_id)?))) {
        Ok(prepared) => prepared,
        Err(fault) => return refused(call, fault),
    };
    let mut attempt = 0;
    loop {
        attempt += 1;
        progress.attempts.set(attempt);
        let trail = Trail { call, request_id, attempts: attempt };
        let outgoing = Outgoing {
            method: call.operation.method.http(),
            url: url.clone(),
            headers: headers.clone(),
            body: call.request.body.clone(),
            authority: call.server.certificate_authority.as_ref(),
        };
        let attempted = match transport.send(outgoing).await {
            Ok(answer) if (200..300).contains(&answer.head.status) => {
                return deliver(call, transport, answer, &trail).await;
            }
            attempted => attempted,
        };
        let (failed, hint) = judge(call, &attempted);
        let class = retry::classify(&failed, call.may_repeat());
        let elapsed = started.elapsed();
        let remaining = call.policy.timeout.saturating_sub(elapsed);
        let chance = fastrand::f64();
        let options = &call.policy.retry;
        match retry::wait(options, class, attempt, hint, elapsed, remaining, chance) {
            Ok(wait) => {
                progress.last_failure.set(Some(describe(call, &attempted)));
                tokio::time::sleep(wait).await;
            }
            Err(stop) => return Outcome::failed(failure(call, attempted, class, stop, &trail)),
        }
    }
}

/// What repeating is decided on.
fn judge(call: &Call, attempted: &Result<Answer, TransportError>) -> (Failed, Option<Duration>) {
    match attempted {
        Err(error) => (error.failed, None),
        Ok(answer) => {
            let status = answer.head.status;
            let mut hints = Hints::read(&answer.head, SystemTime::now());
            if is_explained(call, status) {
                hints.should_retry = Some(false);
            }
            (Failed::Answered(status, hints), hints.wait)
        }
    }
}

/// Checks the shape of a 2xx and hands it over as text.
async fn deliver(call: &Call, transport: &Transport, answer: Answer, trail: &Trail<'_>) -> Outcome {
    let Answer { head, body } = answer;
    let checked = match String::from_utf8(body) {
        Err(error) => Err(("the body is not UTF-8 text", error.into_bytes())),
        Ok(text) => match check(call, &text) {
            Ok(()) => Ok(text),
            Err(what) => Err((what, text.into_bytes())),
        },
    };
    let body = match checked {
        Ok(body) => body,
        Err((what, body)) => {
            let what = format!("{} but {what}: {}", head.status, shorten(&String::from_utf8_lossy(&body)));
            let answer = Answer { head, body };
            return Outcome::failed(Failure::sent(Cause::Response, &what, trail).with_answer(&answer, call));
        }
    };
    let packets = packet::resolve(call, transport, &body).await;
    Outcome::Answered(Delivery { head: head.to_json(), body, packets })
}

fn check(call: &Call, body: &str) -> Result<(), &'static str> {
    let raw =
        serde_json::from_str::<&serde_json::value::RawValue>(body).map_err(|_| "the body is not JSON")?;
    call.operation.answer.check(raw)
}

/// One line about an attempt, for the message of a deadline that passes later.
fn describe(call: &Call, attempted: &Result<Answer, TransportError>) -> String {
    match attempted {
        Ok(answer) => explain(call, answer),
        Err(error) => error.what.clone(),
    }
}

fn failure(
    call: &Call,
    attempted: Result<Answer, TransportError>,
    class: Class,
    stop: Stop,
    trail: &Trail<'_>,
) -> Failure {
    let mut what = describe(call, &attempted);
    if let Ok(answer) = &attempted
        && (300..400).contains(&answer.head.status)
        && let Some(pointed) = call.url().ok().and_then(|url| target(&url, &answer.head))
    {
        what = format!(
            "{} redirects to {}://{}{}, which is not followed; configure the baseURL the API has there",
            answer.head.status,
            pointed.scheme(),
            pointed.authority(),
            pointed.path(),
        );
    }
    if let Some(advice) = unrepeated(call, class, stop) {
        what = format!("{what}. {advice}");
    }
    if call.operation.method == super::operation::Method::Delete
        && trail.attempts > 1
        && matches!(&attempted, Ok(answer) if answer.head.status == 404)
    {
        what.push_str(". An earlier attempt of this call may have deleted it");
    }
    match attempted {
        Ok(answer) => Failure::sent(Cause::Status, &what, trail).with_answer(&answer, call),
        Err(error) => {
            let cause = match error.failed {
                Failed::Hopeless if what.contains("larger than") => Cause::Response,
                _ => Cause::Connection,
            };
            Failure::sent(cause, &what, trail)
        }
    }
}

/// Why a failure that looks passing was not retried.
fn unrepeated(call: &Call, class: Class, stop: Stop) -> Option<String> {
    match (class, stop) {
        (Class::Ambiguous, _) => ambiguity(call),
        (_, Stop::TooLong(wait)) => Some(format!(
            "The next attempt would have to wait {} ms, longer than retry.maxTimeoutInMs or the \
             deadline allow",
            wait.as_millis()
        )),
        _ => None,
    }
}

/// What to know of a call that may have been processed although it failed.
fn ambiguity(call: &Call) -> Option<String> {
    match call.operation.repeat {
        Repeat::Unless(how) if !call.may_repeat() => Some(format!(
            "It is not known whether the server has processed the call, so it was not repeated; {how}"
        )),
        _ => None,
    }
}

fn refused(call: &Call, fault: Fault) -> Outcome {
    Outcome::failed(Failure::refused(call.operation.name, fault))
}
