//! The loop: attempts under one deadline until there is an answer or nothing more to try.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::SystemTime;

use futures_util::future::LocalBoxFuture;
use reqwest::Url;
use reqwest::header::HeaderMap;
use tokio::time::Instant;

use super::attempt_span::AttemptSpan;
use super::network::Network;
use super::packets;
use super::post_process::post_process;
use super::reading::{self, Success};
use crate::call::Call;
use crate::invalid::Invalid;
use crate::outcome::Attempted;
use crate::outcome::is_explained;
use crate::outcome::messages;
use crate::outcome::{Answered, CallError, ErrorKind, FailureContext};
use crate::outcome::{Delivery, Outcome};
use crate::retry::{
    Backoff, Class, Failed, Hints, NoRetry, Partition, Slot, TurnTooLate, WaitLimit, classify, longest_wait,
};
use crate::transport::{Answer, Head, Outgoing};

/// Makes the call: its turn, attempts, waits and body within the deadline, counted from `made_at`.
///
/// Boxed, because every flow awaits it: its code is there once and not once for each of them.
pub fn run<'a>(call: &'a Call, network: &'a Network, made_at: Instant) -> LocalBoxFuture<'a, Outcome> {
    Box::pin(make(call, network, made_at))
}

async fn make(call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let request_id = uuid::Uuid::new_v4().to_string();
    let headers = match call.headers(&request_id) {
        Ok(headers) => headers,
        Err(invalid) => return refused(call, invalid),
    };
    let deadline = made_at.checked_add(call.policy.timeout);
    let attempts = Attempts {
        call,
        network,
        url: call.url(),
        headers,
        deadline,
        backoff: Backoff::new(&call.policy.retry, made_at, deadline).into(),
        last_failure: RefCell::default(),
    };
    match deadline {
        None => attempts.run().await,
        Some(deadline) => match tokio::time::timeout_at(deadline, attempts.run()).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Box::new(messages::timed_out(
                &attempts.context(),
                attempts.last_failure.take().as_deref(),
            ))),
        },
    }
}

/// The attempts of one call, and what a deadline that passes leaves to report of them.
struct Attempts<'a> {
    call: &'a Call,
    network: &'a Network,
    url: Url,
    headers: HeaderMap,
    deadline: Option<Instant>,
    backoff: RefCell<Backoff<'a>>,
    last_failure: RefCell<Option<String>>,
}

impl Attempts<'_> {
    async fn run(&self) -> Outcome {
        let Self { call, network, .. } = *self;
        // Whose call it is, as far as rate limits and retry budgets are concerned.
        let partition =
            Partition::new(Arc::clone(call.server.base_url.host()), call.identity.credential.digest);
        let longest = longest_wait(&call.policy.retry);
        let slot = network.slot(&partition, WaitLimit { deadline: self.deadline, longest });
        loop {
            let (attempted, hints) = match self.attempt(&slot).await {
                Ok(Attempt::Succeeded(success)) => {
                    network.succeeded(&partition);
                    return self.deliver(success).await;
                }
                Ok(Attempt::Failed(attempted, hints)) => (attempted, hints),
                Err(turn_too_late) => {
                    return Err(Box::new(messages::turn_too_late(&turn_too_late, &self.context())));
                }
            };
            let failed = match &attempted {
                Ok(answer) => Failed::Answered(answer.head.status, hints),
                Err(error) => Failed::Broken(error.broken),
            };
            let class = classify(&failed, call.is_idempotent());
            if class == Class::Final && attempted.is_ok() {
                network.succeeded(&partition);
            }
            let wait = match self.backoff.borrow().wait(class, hints.wait) {
                Ok(wait) if failed.is_paced() => Ok(wait),
                Ok(wait) => network.pay_for_retry(&partition).map(|()| wait).map_err(NoRetry::OverBudget),
                stopped => stopped,
            };
            match wait {
                Err(stop) => return Err(Box::new(messages::failed(attempted, class, stop, &self.context()))),
                Ok(wait) => {
                    self.last_failure.replace(Some(messages::describe(call, &attempted)));
                    // Under a rate limit it waits in its slot among the others.
                    if !slot.is_limited() {
                        tokio::time::sleep(wait).await;
                    }
                }
            }
        }
    }

    /// Makes one attempt, in its turn.
    async fn attempt(&self, slot: &Slot) -> Result<Attempt, TurnTooLate> {
        let Self { call, network, .. } = *self;
        let span = AttemptSpan::begin(call);
        let permit = slot.acquire().await?;
        if let Some(span) = &span {
            span.sent();
        }
        self.backoff.borrow_mut().count();
        let outgoing = Outgoing {
            body: call.content.as_ref().map(|content| content.bytes.clone()),
            head_at: span.as_ref().map(|span| &span.head_at),
            ..call.outgoing(call.operation.method.http(), self.url.clone(), &self.headers)
        };
        let read = match network.transport.send(outgoing).await {
            Ok(raw) if raw.is_success() => reading::success(call, network, raw).await.map(Read::Success),
            Ok(raw) => reading::refusal(call, network, raw).await.map(Read::Refusal),
            Err(error) => Err(error),
        };
        if let Some(span) = span {
            span.ended(read.as_ref().map(Read::head));
        }
        let read = match read {
            Ok(read) => read,
            Err(error) => return Ok(Attempt::Failed(Err(error), Hints::default())),
        };
        let mut hints = Hints::read(read.head(), SystemTime::now());
        permit.answered(read.head(), read.refusal(), &hints);
        Ok(match read {
            Read::Success(success) => Attempt::Succeeded(success),
            Read::Refusal(answer) => {
                if is_explained(call, answer.head.status) {
                    hints.should_retry = Some(false);
                }
                Attempt::Failed(Ok(answer), hints)
            }
        })
    }

    fn context(&self) -> FailureContext<'_> {
        FailureContext { call: self.call, attempts: self.backoff.borrow().attempts() }
    }

    /// Checks the shape of a 2xx and hands it over as text.
    async fn deliver(&self, Success { head, body, held }: Success) -> Outcome {
        let Self { call, network, .. } = *self;
        let mut body = match body {
            Ok(body) => body,
            Err((what, body)) => {
                let answer = reading::misshapen(call, network, head, body).await;
                return Err(Box::new(messages::misshapen(&answer, what, &self.context())));
            }
        };
        let mut held: Vec<_> = held.into_iter().map(Arc::new).collect();
        let packets = packets::resolve(call, network, &mut body.text).await.map(|(json, of_packets)| {
            held.extend(of_packets);
            json
        });
        let Some(body) = post_process(call, network, &head, body).await else {
            let what = "no public token can be made of it: it needs the secret key of an environment";
            return Err(Box::new(CallError::sent(ErrorKind::Response, what, &self.context())));
        };
        let by =
            Answered { identity: Arc::clone(&call.identity), attempts: self.backoff.borrow().attempts() };
        let operation = call.operation.name;
        Ok(Delivery { operation, by: Some(by), head: head.to_json(), body, packets, held })
    }
}

/// The end of an attempt, and what the server says about repeating one that failed.
enum Attempt {
    Succeeded(Success),
    Failed(Attempted, Hints),
}

/// An answer that was read.
enum Read {
    Success(Success),
    Refusal(Answer),
}

impl Read {
    fn head(&self) -> &Head {
        match self {
            Self::Success(success) => &success.head,
            Self::Refusal(answer) => &answer.head,
        }
    }

    fn refusal(&self) -> Option<&Answer> {
        match self {
            Self::Success(_) => None,
            Self::Refusal(answer) => Some(answer),
        }
    }
}

fn refused(call: &Call, invalid: Invalid) -> Outcome {
    Err(Box::new(CallError::refused(call.operation.name, invalid)))
}
