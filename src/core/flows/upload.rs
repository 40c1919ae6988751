//! Puts large payloads into object storage.

use std::time::SystemTime;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use tokio::time::Instant;

use crate::attempt;
use crate::attempt::Network;
use crate::call::Call;
use crate::call::Request;
use crate::call::{Path, Segment};
use crate::call::{Payload, STORED, STORED_FROM};
use crate::operation::Operation;
use crate::outcome::{CallError, ErrorKind, FailureContext};
use crate::retry::Backoff;
use crate::retry::{Failed, Hints, Partition, classify};
use crate::transport::{Outgoing, Raw};

type Result<T> = std::result::Result<T, Box<CallError>>;

/// The place an upload goes to.
#[derive(Deserialize)]
struct Target {
    #[serde(rename = "presignedUrl")]
    url: String,
    #[serde(rename = "storagePath")]
    path: String,
}

/// Stores a large payload and answers one that says where; any other one it answers as it is. `presign` is
/// the operation that answers where to put it.
pub async fn offload(
    payload: &Payload,
    call: &Call,
    presign: &'static Operation,
    network: &Network,
    made_at: Instant,
) -> Result<Payload> {
    let Payload::Text(text, kind) = payload else { return Ok(payload.clone()) };
    if text.len() < STORED_FROM {
        return Ok(payload.clone());
    }
    let target = target(call, presign, kind, network, made_at).await?;
    let bytes = Bytes::copy_from_slice(text.as_bytes());
    upload(call, &target, bytes, kind, network, made_at).await.map_err(|reason| {
        let what = format!("the payload could not be put into object storage: {reason}");
        failure(call, ErrorKind::Connection, &what)
    })?;
    Ok(Payload::Text(target.path, STORED))
}

/// Asks where a payload of this type may be put.
async fn target(
    call: &Call,
    presign: &'static Operation,
    kind: &str,
    network: &Network,
    made_at: Instant,
) -> Result<Target> {
    let extension = if kind == "text/plain" { "txt" } else { "json" };
    let name = format!("trigger/packet_{}/payload.{extension}", uuid::Uuid::new_v4().simple());
    let segment =
        Segment::new("payload", &name).map_err(|invalid| CallError::refused(call.operation.name, invalid))?;
    let request = Request { path: Path::fill(presign.path, &[segment]), ..Request::default() };
    let asking = Call { operation: presign, request, content: None, ..call.brief() };
    let mut delivery = attempt::run(&asking, network, made_at).await?;
    let target = network.threads.parse(call.identity.credential.digest, &mut delivery.body.text).await;
    target.ok_or_else(|| {
        let what = "the server does not say where to put a large payload; it may be too old for them";
        failure(call, ErrorKind::Response, what).into()
    })
}

/// Puts the bytes there, without the token and without any of our headers.
async fn upload(
    call: &Call,
    target: &Target,
    bytes: Bytes,
    kind: &'static str,
    network: &Network,
    made_at: Instant,
) -> std::result::Result<(), String> {
    let url = Url::parse(&target.url).map_err(|error| format!("its URL cannot be read ({error})"))?;
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
    let timeout = call.policy.timeout;
    let partition =
        Partition::new(url.origin().ascii_serialization().into(), call.identity.credential.digest);
    let mut backoff = Backoff::new(&call.policy.retry, made_at, made_at.checked_add(timeout));
    loop {
        backoff.count();
        let outgoing =
            Outgoing { body: Some(bytes.clone()), ..call.elsewhere(Method::PUT, url.clone(), &headers)? };
        let remaining = timeout.saturating_sub(made_at.elapsed());
        let sent = tokio::time::timeout(remaining, network.transport.send(outgoing)).await;
        let (failed, reason) = match sent {
            Err(_) => return Err(format!("no answer within {} ms", timeout.as_millis())),
            Ok(Ok(raw)) if raw.is_success() => {
                network.succeeded(&partition);
                return Ok(());
            }
            Ok(Ok(Raw { head, .. })) => {
                let hints = Hints::read(&head, SystemTime::now());
                (Failed::Answered(head.status, hints), format!("it answered {}", head.status))
            }
            Ok(Err(error)) => (Failed::Broken(error.broken), error.reason),
        };
        match backoff.wait(classify(&failed, true), None) {
            Ok(wait) if network.pay_for_retry(&partition).is_ok() => tokio::time::sleep(wait).await,
            _ => return Err(reason),
        }
    }
}

fn failure(call: &Call, cause: ErrorKind, what: &str) -> CallError {
    CallError::sent(cause, what, &FailureContext { call, attempts: 0 })
}
