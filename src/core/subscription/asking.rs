//! One request of a feed, and what came of it.

use std::time::{Duration, SystemTime};

use crate::attempt::{self, Network};
use crate::call::Call;
use crate::decode::Body;
use crate::operation::Method;
use crate::outcome::Attempted;
use crate::retry::Hints;
use crate::transport::{Answer, Head, Progress, Traffic, TransportError};

/// The end of a request; of a success with what its body was read into.
pub enum Asked<T> {
    Success(Head, String, T),
    /// A success whose body is no JSON, and says what is wrong with it.
    Foreign(&'static str, Answer),
    Failed(Attempted, Hints),
}

impl<T> Asked<T> {
    /// The head of the answer, and all of it where it is a refusal.
    pub fn answer(&self) -> Option<(&Head, Option<&Answer>)> {
        match self {
            Self::Success(head, ..) => Some((head, None)),
            Self::Foreign(_, answer) => Some((&answer.head, None)),
            Self::Failed(Ok(answer), _) => Some((&answer.head, Some(answer))),
            Self::Failed(Err(_), _) => None,
        }
    }

    /// The bytes of the body, inflated.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Success(_, body, _) => body.len() as u64,
            Self::Foreign(_, answer) | Self::Failed(Ok(answer), _) => answer.body.len() as u64,
            Self::Failed(Err(_), _) => 0,
        }
    }
}

/// What to ask besides what the call itself does, and how.
pub struct Question<'a> {
    pub query: Vec<(&'static str, String)>,
    pub traffic: Traffic,
    pub progress: &'a Progress,
    /// The longest that nothing may come of the answer.
    pub idle: Duration,
}

/// Asks, and waits for the answer for as long as something of it comes within the idle time.
///
/// A large body is read on another thread than this one, which is everybody's. What comes after the wait is boxed: thousands
/// wait at the same time.
pub async fn ask<T: Send + 'static>(
    call: &Call,
    network: &Network,
    Question { query, traffic, progress, idle }: Question<'_>,
    read: impl FnOnce(&str) -> T + Send + 'static,
) -> Asked<T> {
    let broken = |error| Asked::Failed(Err(error), Hints::default());
    // Feeds have none.
    let request_id = if traffic.is_held() { String::new() } else { uuid::Uuid::new_v4().to_string() };
    let headers = match call.headers(&request_id) {
        Ok(headers) => headers,
        Err(invalid) => return broken(TransportError::permanent(invalid.message)),
    };
    let sending = {
        let mut outgoing = call.outgoing(Method::Get.http(), call.url_with(query), &headers);
        outgoing.traffic = traffic;
        outgoing.progress = Some(progress);
        network.transport.send(outgoing)
    };
    let raw = tokio::select! {
        raw = sending => raw,
        () = progress.stalled(idle) => Err(TransportError::silent(&call.url(), idle)),
    };
    match raw {
        Err(error) => broken(error),
        Ok(raw) if !raw.is_success() => {
            let hints = Hints::read(&raw.head, SystemTime::now());
            Asked::Failed(Box::pin(attempt::refusal(call, network, raw)).await, hints)
        }
        Ok(raw) => match Box::pin(attempt::success_read(call, network, raw, read)).await {
            Ok((head, Ok((Body { text, .. }, read)))) => Asked::Success(head, text, read),
            Ok((head, Err((what, body)))) => {
                Asked::Foreign(what, Box::pin(attempt::misshapen(call, network, head, body)).await)
            }
            Err(error) => broken(error),
        },
    }
}

/// The server has no feeds at all: it does not know the route, or nothing stands behind it. A 404 in JSON is about what was
/// asked for.
pub fn is_without_feeds(answer: &Answer) -> bool {
    match answer.head.status {
        404 => serde_json::from_slice::<serde::de::IgnoredAny>(&answer.body).is_err(),
        status => status == 501,
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
