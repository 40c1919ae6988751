//! What a task is triggered with, as it goes out: in the body, or in object storage when it is large.

use std::time::SystemTime;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Deserialize;
use tokio::time::Instant;

use super::attempt;
use super::call::Call;
use super::engine::{Delivery, Outcome};
use super::failure::{Cause, Failure, Trail};
use super::network::Network;
use super::operation::Operation;
use super::path::{Path, Segment};
use super::request::{JsonObject, Request};
use super::retry::{self, Failed, Hints};
use super::transport::Outgoing;

/// From so many bytes on a payload goes to object storage.
const LARGE: usize = 128 * 1024;
const STORED: &str = "application/store";

/// A payload in the encoding of the official SDK.
#[derive(Clone)]
pub enum Payload {
    /// Nothing was passed.
    Absent,
    /// A text, and the type that says how to read it.
    Text(String, &'static str),
    /// What superjson has no text for, as it is.
    Json(String),
}

/// Where an upload goes.
#[derive(Deserialize)]
struct Place {
    #[serde(rename = "presignedUrl")]
    url: String,
    #[serde(rename = "storagePath")]
    path: String,
}

impl Payload {
    /// How many bytes it has.
    pub fn size(&self) -> usize {
        match self {
            Self::Absent => 0,
            Self::Text(text, _) | Self::Json(text) => text.len(),
        }
    }

    pub fn is_large(&self) -> bool {
        matches!(self, Self::Text(text, _) if text.len() >= LARGE)
    }

    pub fn kind(&self) -> &'static str {
        match self {
            Self::Absent | Self::Json(_) => "application/json",
            Self::Text(_, kind) => kind,
        }
    }

    pub fn add_to(&self, body: &mut JsonObject) {
        match self {
            Self::Absent => {}
            Self::Text(text, _) => body.add_text("payload", text),
            Self::Json(json) => body.add_json("payload", json),
        }
    }

    /// Puts a large payload into object storage; what then goes out says where. `ask` is the operation that
    /// answers where to put it.
    pub async fn offload(
        self,
        call: &Call,
        ask: &'static Operation,
        network: &Network,
    ) -> Result<Self, Box<Outcome>> {
        let Self::Text(text, kind) = self else { return Ok(self) };
        if text.len() < LARGE {
            return Ok(Self::Text(text, kind));
        }
        let place = place(call, ask, kind, network).await?;
        upload(call, &place, text.into(), kind, network).await.map_err(|what| {
            let trail = Trail { call, request_id: None, attempts: 0 };
            let what = format!("the payload could not be put into object storage: {what}");
            Box::new(Outcome::failed(Failure::sent(Cause::Connection, &what, &trail)))
        })?;
        Ok(Self::Text(place.path, STORED))
    }
}

/// Asks where a payload of this type may be put.
async fn place(
    call: &Call,
    ask: &'static Operation,
    kind: &str,
    network: &Network,
) -> Result<Place, Box<Outcome>> {
    let extension = if kind == "text/plain" { "txt" } else { "json" };
    let name = format!("trigger/packet_{}/payload.{extension}", uuid::Uuid::new_v4().simple());
    let segment = Segment::new("payload", &name)
        .map_err(|fault| Box::new(Outcome::failed(Failure::refused(call.operation.name, fault))))?;
    let request = Request { path: Path::fill(ask.path, &[segment]), ..Request::default() };
    let asking = Call { operation: ask, request, content: None, ..call.clone() };
    match attempt::run(&asking, network, Instant::now()).await {
        Outcome::Answered(Delivery { body, .. }) => serde_json::from_str(&body.text).map_err(|_| {
            let trail = Trail { call, request_id: None, attempts: 0 };
            let what = "the server does not say where to put a large payload; it may be too old for them";
            Box::new(Outcome::failed(Failure::sent(Cause::Response, what, &trail)))
        }),
        failed => Err(Box::new(failed)),
    }
}

/// Puts the bytes there, without the token and without any of our headers.
async fn upload(
    call: &Call,
    place: &Place,
    bytes: Bytes,
    kind: &'static str,
    network: &Network,
) -> Result<(), String> {
    let url = Url::parse(&place.url).map_err(|error| format!("its URL cannot be read ({error})"))?;
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
    let begun = Instant::now();
    let deadline = call.policy.timeout;
    let mut made = 0;
    loop {
        made += 1;
        let outgoing = Outgoing {
            method: reqwest::Method::PUT,
            url: url.clone(),
            host: url.origin().ascii_serialization().into(),
            headers: &headers,
            body: Some(bytes.clone()),
            authority: None,
            max_response_bytes: call.policy.max_response_bytes,
            head_at: None,
        };
        let remaining = deadline.saturating_sub(begun.elapsed());
        let sent = tokio::time::timeout(remaining, network.transport.send(outgoing)).await;
        let (failed, what) = match sent {
            Err(_) => return Err(format!("no answer within {} ms", deadline.as_millis())),
            Ok(Ok(answer)) if answer.is_success() => return Ok(()),
            Ok(Ok(answer)) => {
                let hints = Hints::read(&answer.head, SystemTime::now());
                (Failed::Answered(answer.head.status, hints), format!("it answered {}", answer.head.status))
            }
            Ok(Err(error)) => (error.failed, error.what),
        };
        let class = retry::classify(&failed, true);
        let elapsed = begun.elapsed();
        let left = deadline.saturating_sub(elapsed);
        match retry::wait(&call.policy.retry, class, made, None, elapsed, left, fastrand::f64()) {
            Ok(wait) => tokio::time::sleep(wait).await,
            Err(_) => return Err(what),
        }
    }
}
