//! One request of a feed, and what came of it.

use std::time::{Duration, SystemTime};

use super::feed::FeedRequest;
use crate::attempt::{self, Network, Success};
use crate::call::Call;
use crate::decode::Body;
use crate::operation::Method;
use crate::outcome::Attempted;
use crate::retry::Hints;
use crate::transport::{Answer, Head, Progress, Traffic, TransportError};

/// The end of a request.
pub enum Asked {
    Success(Head, String),
    /// A success whose body is no JSON, and says what is wrong with it.
    Foreign(&'static str, Answer),
    Failed(Attempted, Hints),
}

impl Asked {
    /// The bytes of the body, inflated.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Success(_, body) => body.len() as u64,
            Self::Foreign(_, answer) | Self::Failed(Ok(answer), _) => answer.body.len() as u64,
            Self::Failed(Err(_), _) => 0,
        }
    }
}

/// Asks, and waits for the answer for as long as something of it comes within the idle time.
pub async fn ask(
    call: &Call,
    network: &Network,
    request: &FeedRequest,
    progress: &Progress,
    idle: Duration,
) -> Asked {
    let broken = |error| Asked::Failed(Err(error), Hints::default());
    let headers = match call.headers("") {
        Ok(headers) => headers,
        Err(invalid) => return broken(TransportError::permanent(invalid.message)),
    };
    let url = call.url_with(request.query.clone());
    let mut outgoing = call.outgoing(Method::Get.http(), url.clone(), &headers);
    outgoing.traffic = Traffic::Polls;
    outgoing.progress = Some(progress);
    let raw = tokio::select! {
        raw = network.transport.send(outgoing) => raw,
        () = progress.stalled(idle) => Err(TransportError::silent(&url, idle)),
    };
    match raw {
        Err(error) => broken(error),
        Ok(raw) if !raw.is_success() => {
            let hints = Hints::read(&raw.head, SystemTime::now());
            Asked::Failed(attempt::refusal(call, network, raw).await, hints)
        }
        Ok(raw) => match attempt::success(call, network, raw).await {
            Ok(Success { head, body: Ok(Body { text, .. }), .. }) => Asked::Success(head, text),
            Ok(Success { head, body: Err((what, body)), .. }) => Asked::Foreign(what, Answer { head, body }),
            Err(error) => broken(error),
        },
    }
}

/// The server has another feed by now: it says so, or does not know what it is asked after.
pub fn is_restart(answer: &Answer) -> bool {
    match answer.head.status {
        409 => true,
        400 => String::from_utf8_lossy(&answer.body).contains("out of bounds for this shape"),
        _ => false,
    }
}

/// The handle that an answer names.
pub fn handle_of(head: &Head) -> Option<String> {
    head.header("electric-handle").or_else(|| head.header("electric-shape-id")).map(str::to_owned)
}
