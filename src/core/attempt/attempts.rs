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
use crate::fault::Fault;
use crate::outcome::Attempted;
use crate::outcome::is_explained;
use crate::outcome::messages;
use crate::outcome::{Answered, Cause, Failure, Trail, without_token};
use crate::outcome::{Delivery, Outcome};
use crate::retry::Backoff;
use crate::retry::Partition;
use crate::retry::{Class, Failed, Hints, classify};
use crate::retry::{Patience, Place};
use crate::retry::{Stop, longest_wait};
use crate::transport::Answer;
use crate::transport::Outgoing;

/// Makes the call: its turn, attempts, waits and body within the deadline, counted from `made_at`.
pub async fn run(call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let request_id = uuid::Uuid::new_v4().to_string();
    let headers = match call.headers(&request_id) {
        Ok(headers) => headers,
        Err(fault) => return refused(call, fault),
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
            Err(_) => {
                Err(Box::new(messages::timed_out(&attempts.trail(), attempts.last_failure.take().as_deref())))
            }
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
        let unasked = longest_wait(&call.policy.retry);
        let place = network.place(&partition, Patience { deadline: self.deadline, unasked });
        loop {
            let (attempted, hints) = match self.attempt(&place).await {
                Ok(attempted) => attempted,
                Err(too_late) => return Err(Box::new(messages::too_late(&too_late, &self.trail()))),
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
            let class = classify(&failed, call.may_repeat());
            if class == Class::Final && attempted.is_ok() {
                network.succeeded(&partition);
            }
            let wait = match self.backoff.borrow().wait(class, hints.wait) {
                Ok(wait) if failed.is_paced() => Ok(wait),
                Ok(wait) => network.pay_for_retry(&partition).map(|()| wait).map_err(Stop::OverBudget),
                stopped => stopped,
            };
            match wait {
                Err(stop) => return Err(Box::new(messages::failed(attempted, class, stop, &self.trail()))),
                Ok(wait) => {
                    self.last_failure.replace(Some(messages::describe(call, &attempted)));
                    // At a closed gate it waits in its place among the others.
                    if !place.is_closed() {
                        tokio::time::sleep(wait).await;
                    }
                }
            }
        }
    }

    /// One attempt, in its turn, and what the server says about repeating it.
    async fn attempt(&self, place: &Place) -> Result<(Attempted, Hints), crate::retry::TooLate> {
        let Self { call, network, .. } = *self;
        let span = AttemptSpan::begin(call);
        let passage = place.enter().await?;
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
            passage.answered(answer, &hints);
            if is_explained(call, answer.head.status) {
                hints.should_retry = Some(false);
            }
        }
        Ok((attempted, hints))
    }

    fn trail(&self) -> Trail<'_> {
        Trail {
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
                return Err(Box::new(messages::misshapen(Answer { head, body }, what, &self.trail())));
            }
        };
        let packets = packets::resolve(call, &network.transport, &body.text).await;
        let body = match post_process(call, &head, body) {
            Some(body) => body,
            None => {
                let what = "no public token can be made of it: it needs the secret key of an environment";
                return Err(Box::new(Failure::sent(Cause::Response, what, &self.trail())));
            }
        };
        let by =
            Answered { identity: Arc::clone(&call.identity), attempts: self.backoff.borrow().attempts() };
        Ok(Delivery { operation: call.operation.name, by: Some(by), head: head.to_json(), body, packets })
    }
}

fn refused(call: &Call, fault: Fault) -> Outcome {
    Err(Box::new(Failure::refused(call.operation.name, fault)))
}
