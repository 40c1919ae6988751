//! Writes parts to a stream of lines, where the server has no store for records.
//!
//! The server numbers lines by what it is told, and takes one that is sent twice for two. So nothing is sent again before
//! it was asked which of them it has, and where it does not say, the failure is told.

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use tokio::time::{Instant, sleep, timeout_at};

use crate::attempt::{self, Network};
use crate::call::{Call, Content, LineWrite, Plan, Request, StreamRecord, StreamWrite};
use crate::outcome::{CallError, Delivery, ErrorKind, FailureContext, Outcome};
use crate::retry::{Backoff, Class, Failed, Hints, Partition, classify};
use crate::transport::Broken;

type Result<T> = std::result::Result<T, Box<CallError>>;

const LAST_LINE: &str = "x-last-chunk-index";
/// The language of lines, as the official SDK names it.
const VERSION: (&str, &str) = ("x-stream-version", "v1");

/// Writes the parts, each once.
pub async fn run(write: &StreamWrite, call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let Some(way) = &write.lines else {
        let reason = "the server has no store for the channels of sessions";
        let context = FailureContext { call, attempts: 0 };
        return Err(CallError::sent(ErrorKind::Response, reason, &context).into());
    };
    let lines: Vec<&str> = write.records.iter().filter_map(json_of).collect();
    let deadline = made_at.checked_add(call.policy.timeout);
    let partition = Partition::new(call.server.base_url.host().clone(), call.identity.credential.digest);
    let mut backoff = Backoff::new(&call.policy.retry, made_at, deadline);
    let mut taken = 0;
    while let Some(rest) = lines.get(taken..).filter(|rest| !rest.is_empty()) {
        backoff.count();
        let from = way.first.saturating_add(taken as u64);
        let Err(failure) = send(rest, from, way, call, network, made_at).await else { break };
        let mut class = class_of(&failure);
        loop {
            match backoff.wait(class, None) {
                Ok(wait) if network.pay_for_retry(&partition).is_ok() => sleep(wait).await,
                _ => return Err(failure),
            }
            match count_taken(way, call, network, deadline).await {
                Ok(count) => {
                    taken = taken.max(count);
                    break;
                }
                Err(unanswered) => class = unanswered,
            }
            backoff.count();
        }
    }
    network.succeeded(&partition);
    Ok(Delivery::local(call.operation.name, "{}".to_owned()))
}

fn json_of(record: &StreamRecord) -> Option<&str> {
    match record {
        StreamRecord::Part { json, .. } => Some(json),
        StreamRecord::Control(_) | StreamRecord::Trim(_) => None,
    }
}

/// Sends lines once, of which the first has a number.
async fn send(
    lines: &[&str],
    from: u64,
    LineWrite { operation, client_id, .. }: &LineWrite,
    call: &Call,
    network: &Network,
    made_at: Instant,
) -> Result<()> {
    let mut text = lines.join("\n");
    text.push('\n');
    let mut request = Request { plan: Plan::Single, ..call.request.clone() };
    let (number, (version, one)) = (from.to_string(), VERSION);
    for (name, value) in
        [("x-client-id", client_id.as_str()), ("x-resume-from-chunk", &number), (version, one)]
    {
        let inserted = request.headers.insert("headers", name, value);
        inserted.map_err(|invalid| CallError::refused(call.operation.name, invalid))?;
    }
    let content = Some(Content { kind: "application/x-ndjson", bytes: text.into() });
    let headers = call.headers.with(&request.headers);
    let sending = Call { operation, headers, request, content, ..call.clone() };
    attempt::run(&sending, network, made_at).await.map(|_| ())
}

/// Says what may be done about a failure, once it is known which lines were taken.
fn class_of(failure: &CallError) -> Class {
    let failed = match failure.kind {
        ErrorKind::Connection => Failed::Broken(Broken::Lost),
        ErrorKind::Status => {
            let status = u16::try_from(failure.status()).unwrap_or_default();
            Failed::Answered(status, Hints::default())
        }
        _ => return Class::Final,
    };
    classify(&failed, true)
}

/// Asks how many of the lines the server has; where it does not say, what may be done about that.
async fn count_taken(
    LineWrite { client_id, first, .. }: &LineWrite,
    call: &Call,
    network: &Network,
    deadline: Option<Instant>,
) -> std::result::Result<usize, Class> {
    let id = uuid::Uuid::new_v4().to_string();
    let mut headers = call.headers(&id).map_err(|_| Class::Final)?;
    for (name, value) in [("x-client-id", client_id.as_str()), VERSION] {
        let value = HeaderValue::from_str(value).map_err(|_| Class::Final)?;
        headers.insert(HeaderName::from_static(name), value);
    }
    headers.remove(reqwest::header::CONTENT_LENGTH);
    let sending = network.transport.send(call.outgoing(Method::HEAD, call.url(), &headers));
    let sent = match deadline {
        Some(deadline) => timeout_at(deadline, sending).await.map_err(|_| Class::Final)?,
        None => sending.await,
    };
    let raw = sent.map_err(|error| classify(&Failed::Broken(error.broken), true))?;
    if !raw.is_success() {
        return Err(classify(&Failed::Answered(raw.head.status, Hints::default()), true));
    }
    // No line has the number -1.
    let last: i64 =
        raw.head.header(LAST_LINE).and_then(|text| text.trim().parse().ok()).ok_or(Class::Final)?;
    let next = u64::try_from(last.saturating_add(1)).unwrap_or_default();
    Ok(usize::try_from(next.saturating_sub(*first)).unwrap_or(usize::MAX))
}
