//! The loop: attempts under one deadline until there is an answer or nothing more to try.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::SystemTime;

use reqwest::Url;
use reqwest::header::HeaderMap;
use tokio::time::Instant;

use super::attempt_span::AttemptSpan;
use super::network::Network;
use super::packets;
use super::post_process::post_process;
use crate::call::Call;
use crate::decode;
use crate::invalid::Invalid;
use crate::outcome::Attempted;
use crate::outcome::is_explained;
use crate::outcome::messages;
use crate::outcome::{Answered, CallError, ErrorKind, FailureContext, without_token};
use crate::outcome::{Delivery, Outcome};
use crate::retry::Backoff;
use crate::retry::Partition;
use crate::retry::{Class, Failed, Hints, classify};
use crate::retry::{NoRetry, longest_wait};
use crate::retry::{Slot, WaitLimit};
use crate::transport::Answer;
use crate::transport::Outgoing;

/// Makes the call: its turn, attempts, waits and body within the deadline, counted from `made_at`.
pub async fn run(call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let request_id = uuid::Uuid::new_v4().to_string();
    let headers = match call.headers(&request_id) {
        Ok(headers) => headers,
        Err(invalid) => return refused(call, invalid),
    };
    let deadline = made_at.checked_add(call.policy.timeout);
    let attempts = Attempts {
        call,
        network,
        request_id: &request_id,
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
    request_id: &'a str,
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
                Ok(attempted) => attempted,
                Err(turn_too_late) => {
                    return Err(Box::new(messages::turn_too_late(&turn_too_late, &self.context())));
                }
            };
            let attempted = match attempted {
                Ok(answer) if answer.is_success() => {
                    network.succeeded(&partition);
                    return self.deliver(answer).await;
                }
                attempted => attempted,
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

    /// One attempt, in its turn, and what the server says about repeating it.
    async fn attempt(&self, slot: &Slot) -> Result<(Attempted, Hints), crate::retry::TurnTooLate> {
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
        let attempted = network.transport.send(outgoing).await.map(|answer| match answer.is_success() {
            true => answer,
            false => without_token(answer, &call.identity.credential),
        });
        if let Some(span) = span {
            span.ended(&attempted);
        }
        let mut hints = Hints::default();
        if let Ok(answer) = &attempted {
            hints = Hints::read(&answer.head, SystemTime::now());
            permit.answered(answer, &hints);
            if is_explained(call, answer.head.status) {
                hints.should_retry = Some(false);
            }
        }
        Ok((attempted, hints))
    }

    fn context(&self) -> FailureContext<'_> {
        FailureContext {
            call: self.call,
            request_id: Some(self.request_id),
            attempts: self.backoff.borrow().attempts(),
        }
    }

    /// Checks the shape of a 2xx and hands it over as text.
    async fn deliver(&self, answer: Answer) -> Outcome {
        let Self { call, network, .. } = *self;
        let Answer { head, body } = answer;
        let body = match decode::read(call.operation.answer, body) {
            Ok(body) => body,
            Err((what, body)) => {
                return Err(Box::new(messages::misshapen(Answer { head, body }, what, &self.context())));
            }
        };
        let packets = packets::resolve(call, &network.transport, &body.text).await;
        let body = match post_process(call, &head, body) {
            Some(body) => body,
            None => {
                let what = "no public token can be made of it: it needs the secret key of an environment";
                return Err(Box::new(CallError::sent(ErrorKind::Response, what, &self.context())));
            }
        };
        let by =
            Answered { identity: Arc::clone(&call.identity), attempts: self.backoff.borrow().attempts() };
        Ok(Delivery { operation: call.operation.name, by: Some(by), head: head.to_json(), body, packets })
    }
}

fn refused(call: &Call, invalid: Invalid) -> Outcome {
    Err(Box::new(CallError::refused(call.operation.name, invalid)))
}
