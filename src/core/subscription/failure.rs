//! Failures of a feed: how long to wait before it is asked again, or what its subscribers are told in the end.

use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use tokio::time::sleep;

use super::feed::FeedFault;
use super::state::State;
use super::trouble::Trouble;
use crate::attempt::{self, Network};
use crate::call::{Call, FeedPlan, Reconnect};
use crate::outcome::{Attempted, CallError, ErrorKind, FailureContext, messages};
use crate::retry::{Class, Failed, Hints, NoRetry, Partition, classify};
use crate::transport::{Answer, Head};

/// Answers in a row that are none of a feed, before it ends.
const MAX_FOREIGN: u32 = 10;
/// A run that is not there yet may be soon: so many more tries.
const MAX_MISSING: u32 = 2;
/// Tries of what the server refuses and asks to repeat all the same.
const MAX_REFUSALS: u32 = 5;
/// While a limit lasts, a feed looks no more often. Of the first refusals nothing follows.
const LIMITED_LOOK: Duration = Duration::from_secs(20);
const MAX_QUICK_LOOKS: u32 = 2;

/// What went wrong.
pub enum Failure {
    /// The answer is none that a feed gives.
    Faulty(FeedFault, Answer),
    /// The server refused, or the connection broke.
    Broken(Attempted, Hints),
}

/// What follows of a failure that is not the end.
pub struct Judged {
    /// Before the next request.
    pub wait: Duration,
    /// Until then.
    pub state: State,
}

impl Judged {
    /// Waits, for as long as ever where the retry budget is spent.
    pub async fn pass(&self, network: &Network, partition: &Partition, reconnect: Reconnect) {
        sleep(match network.pay_for_retry(partition) {
            Ok(()) => self.wait,
            Err(_) => self.wait.max(reconnect.max_wait),
        })
        .await;
    }
}

impl Failure {
    /// Names it in a word: a status, the code of an error, or what is wrong with the answer.
    pub fn cause(&self) -> String {
        match self {
            Self::Broken(Ok(answer), _) => answer.head.status.to_string(),
            Self::Broken(Err(error), _) => error.code.unwrap_or("connection").to_owned(),
            Self::Faulty(FeedFault::NotAFeed(_), _) => "no answer of a feed".to_owned(),
            Self::Faulty(..) => "an answer that is of no use".to_owned(),
        }
    }

    /// An answer that is of no use. Boxed, because thousands wait at the same time for what is not.
    pub fn faulty<'a>(
        fault: FeedFault,
        call: &'a Call,
        network: &'a Network,
        head: Head,
        body: Vec<u8>,
    ) -> LocalBoxFuture<'a, Self> {
        Box::pin(async move { Self::Faulty(fault, attempt::misshapen(call, network, head, body).await) })
    }

    /// Says how to go on, or what to tell in the end.
    pub fn judge(
        self,
        call: &Call,
        plan: &FeedPlan,
        trouble: &mut Trouble,
        is_current: bool,
    ) -> Result<Judged, Box<CallError>> {
        match self {
            Self::Faulty(fault, answer) => judge_fault(call, plan, fault, answer, trouble),
            Self::Broken(attempted, hints) => judge_broken(call, attempted, hints, trouble, is_current),
        }
    }
}

fn judge_broken(
    call: &Call,
    attempted: Attempted,
    hints: Hints,
    trouble: &mut Trouble,
    is_current: bool,
) -> Result<Judged, Box<CallError>> {
    let status = attempted.as_ref().ok().map(|answer| answer.head.status);
    let failed = match &attempted {
        Ok(answer) => Failed::Answered(answer.head.status, hints),
        Err(error) => Failed::Broken(error.broken),
    };
    let most = match (classify(&failed, true), status) {
        (Class::Final | Class::Ambiguous, _) => 0,
        (Class::NotThereYet, _) => {
            if is_current {
                0
            } else {
                MAX_MISSING
            }
        }
        (Class::Repeatable, None | Some(408 | 429 | 500..)) => u32::MAX,
        (Class::Repeatable, Some(_)) => MAX_REFUSALS,
    };
    let wait = if trouble.tries() < most { trouble.wait(hints.wait) } else { None };
    let Some(wait) = wait else {
        let class = if status.is_some() { Class::Final } else { Class::Repeatable };
        let context = FailureContext { call, attempts: trouble.tries().max(1) };
        return Err(messages::failed(attempted, class, NoRetry::Exhausted, &context).into());
    };
    Ok(match status {
        Some(429) if trouble.tries() > MAX_QUICK_LOOKS => {
            Judged { wait: wait.max(LIMITED_LOOK), state: State::Limited }
        }
        Some(429) => Judged { wait, state: State::Limited },
        _ => Judged { wait, state: State::Waiting },
    })
}

fn judge_fault(
    call: &Call,
    plan: &FeedPlan,
    fault: FeedFault,
    answer: Answer,
    trouble: &mut Trouble,
) -> Result<Judged, Box<CallError>> {
    let response = |reason: &str, attempts| {
        Err(CallError::sent(ErrorKind::Response, reason, &FailureContext { call, attempts }).into())
    };
    match fault {
        FeedFault::NotAFeed(what) => {
            let wait = if trouble.tries() + 1 < MAX_FOREIGN { trouble.wait(None) } else { None };
            if let Some(wait) = wait {
                return Ok(Judged { wait, state: State::Waiting });
            }
            let context = FailureContext { call, attempts: trouble.tries().max(1) };
            Err(messages::misshapen(&answer, &format!("{what}; does a proxy answer?"), &context).into())
        }
        FeedFault::Futile(times) => {
            let reason = format!(
                "{times} answers in a row came at once and said nothing new; a cache or a proxy answers in the place \
                 of the server"
            );
            response(&reason, times)
        }
        FeedFault::Endless(times) => {
            let reason = format!("{times} answers in a row all said that there is more to say");
            response(&reason, times)
        }
        FeedFault::TooMuch => response(
            "its runs hold too much together, 64 MiB; leave columns out with skipColumns, or watch fewer runs at once",
            1,
        ),
        FeedFault::Crowded => response(
            "the runs that are watched under this credential hold too much together; leave columns out with \
             skipColumns, or watch fewer runs at once",
            1,
        ),
        FeedFault::TooLarge(row) => {
            let reason = format!(
                "a row holds {size} bytes and maxRowBytes is {limit}; most of it is in the column {column:?}: leave that \
                 out with skipColumns, or raise maxRowBytes",
                size = row.size,
                limit = plan.max_row_bytes,
                column = row.column,
            );
            response(&reason, 1)
        }
    }
}
