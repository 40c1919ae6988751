//! Rate limits: how fast the calls of a credential may go out, as its answers tell.
//!
//! # What
//!
//! The server has a bucket for each credential, which a call takes one from and which is filled again at a reset. A
//! [`RateLimit`] is what is known of that bucket, and says of the next call if its turn is now or when ([`Turn`]). It
//! is pure: it is handed answers, a clock, and what departs and returns. Who waits, in which order and for how long at
//! most is for `rate_limit_queue`, which keeps one queue for each credential on a host. So a customer who is limited
//! waits, and no other one notices.
//!
//! # Why
//!
//! Without it a thousand calls that were refused together come back together, and are refused again, each of them
//! costing attempts and its deadline. With it the server is asked again when it said so, and then no faster than the
//! bucket is filled.
//!
//! # When calls are held back
//!
//! - *Nothing is known*: never. A credential that was not limited is not slowed down.
//! - *A 429 that says when to come back* (`Retry-After`, or `x-ratelimit-reset`): until then. A reset more than five
//!   minutes away is not believed.
//! - *`x-ratelimit-remaining`* says how many are left until `x-ratelimit-reset`: once as many are in flight, until
//!   the reset, even before anything was refused. Answers overtake each other, so of two about the same filling the
//!   lower one counts.
//! - *After a reset while others wait*, only an answer tells how much there is: the first call goes alone. Where
//!   answers say nothing about the bucket each of them doubles how many go at once, and none is waited for longer than
//!   a second.
//!
//! A filling that was used up and the one after it tell the speed of the bucket, and with it [`RateLimit::earliest`] knows how
//! long a queue of so many takes. A call whose turn comes after its deadline, or after the longest wait it allows, is
//! told at once and not when it has waited: in JavaScript a `RateLimitError` with the answer that refused the others.
//!
//! # Example
//!
//! A slot is a call's place in the queue through all its attempts; a permit stands for a request that is out.
//!
//! ```
//! use std::time::Duration;
//! use hairtrigger_core::retry::{Partition, RateLimitQueues, WaitLimit};
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
//! # runtime.block_on(async {
//! let mut queues = RateLimitQueues::default();
//! let partition = Partition::new("https://api.trigger.dev".into(), [7; 32]);
//! let slot = queues.slot(&partition, WaitLimit { deadline: None, longest: Duration::from_secs(30) });
//!
//! let permit = slot.acquire().await.ok().expect("nothing is known of a limit yet");
//! // The request goes out; then `permit.answered(…)`, or a drop when nothing came back.
//! drop(permit);
//! assert!(!slot.is_limited());
//! # });
//! # Ok::<(), std::io::Error>(())
//! ```

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::classification::Hints;
use crate::transport::Head;

/// A reset further away than this is not believed: a clock is wrong, or the server is.
const MAX_WAIT: Duration = Duration::from_secs(300);
/// An answer that says how much is left is waited for so long before another call is sent to ask.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

const REMAINING: &str = "x-ratelimit-remaining";

/// The turn of the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Now,
    /// Then, or when an answer has changed what is known.
    Wait(Instant),
}

/// The rate limit of a credential, as its answers describe it.
#[derive(Default)]
pub struct RateLimit {
    /// The last word about the bucket; without one nothing is held back.
    report: Option<Report>,
    /// A 429 closed the gate until then.
    refused_until: Option<Instant>,
    /// Calls had to wait for a reset, and others still do.
    recovery: Option<Recovery>,
    in_flight: u32,
    /// The gain of the bucket per reset and how long that takes, once it was seen.
    refill: Option<Refill>,
}

#[derive(Clone, Copy)]
struct Report {
    /// The reset in epoch milliseconds: tells one filling of the bucket from the next.
    filling: u64,
    resets_at: Instant,
    remaining: u32,
}

#[derive(Clone, Copy)]
struct Refill {
    calls: u32,
    every: Duration,
}

/// After a reset only an answer can tell how much there is, so the first call goes alone; where
/// answers say nothing, each doubles how many go at once.
#[derive(Clone, Copy)]
struct Recovery {
    at_once: u32,
    sent: u32,
    since: Instant,
}

impl Recovery {
    fn begun(now: Instant) -> Self {
        Self { at_once: 1, sent: 0, since: now }
    }
}

impl RateLimit {
    pub fn turn(&self, now: Instant) -> Turn {
        if let Some(until) = self.refused_until(now) {
            return Turn::Wait(until);
        }
        match (self.report_at(now), self.recovery) {
            // What is in flight may have been counted already; its answers will say.
            (Some(report), _) if self.in_flight >= report.remaining => Turn::Wait(report.resets_at),
            (None, Some(recovery)) if recovery.sent >= recovery.at_once => {
                let patient_until = recovery.since + ANSWER_TIMEOUT;
                if patient_until > now { Turn::Wait(patient_until) } else { Turn::Now }
            }
            _ => Turn::Now,
        }
    }

    /// The server itself refused: nothing goes out before this.
    pub fn refused_until(&self, now: Instant) -> Option<Instant> {
        self.refused_until.filter(|until| *until > now)
    }

    /// The earliest moment at which a call with so many before it can go out.
    pub fn earliest(&self, before: usize, now: Instant) -> Instant {
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        let (left, reset) = match (self.refused_until(now), self.report_at(now)) {
            (Some(until), _) => (0, until),
            (None, Some(report)) => (report.remaining, report.resets_at),
            (None, None) => return now,
        };
        let Some(waiting_for_fillings) = before.checked_sub(left) else { return now };
        let Some(refill) = self.refill else { return reset };
        let further = refill.every.saturating_mul(waiting_for_fillings / refill.calls.max(1));
        reset.checked_add(further).unwrap_or(reset)
    }

    /// A call goes out.
    pub fn departed(&mut self, now: Instant) {
        self.in_flight += 1;
        if self.report_at(now).is_none()
            && let Some(recovery) = &mut self.recovery
        {
            recovery.sent += 1;
            recovery.since = now;
        }
    }

    /// A call has to wait: from now on no more go out at once than the limit is known to allow.
    pub fn held_back(&mut self, now: Instant) {
        self.recovery.get_or_insert(Recovery::begun(now));
    }

    /// Nobody waits any more.
    pub fn caught_up(&mut self) {
        self.recovery = None;
    }

    /// A call is no longer in flight, with or without an answer.
    pub fn returned(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Takes an answer's word. True when it moved the turns of those that wait: the gate was closed,
    /// or the speed of the bucket has become known.
    pub fn answered(&mut self, head: &Head, hints: &Hints, now: Instant, clock: SystemTime) -> bool {
        let report = Report::read(head, now, clock);
        if let Some(recovery) = &mut self.recovery {
            if report.is_some() {
                *recovery = Recovery::begun(now);
            } else if head.header(REMAINING).is_none() {
                *recovery = Recovery { at_once: recovery.at_once.saturating_mul(2), ..Recovery::begun(now) };
            }
        }
        let learnt = report.is_some_and(|report| self.take(report));
        let refused = match hints.wait {
            Some(wait) if head.status == 429 && wait <= MAX_WAIT => self.refuse(now, now + wait),
            _ => false,
        };
        learnt || refused
    }

    fn refuse(&mut self, now: Instant, until: Instant) -> bool {
        /// Those refused together say the same, give or take how long their answers took.
        const TOGETHER: Duration = Duration::from_millis(50);
        self.recovery = Some(Recovery::begun(now));
        let known = self.refused_until.replace(until);
        let moved = known.is_none_or(|known| known + TOGETHER < until);
        self.refused_until = known.max(Some(until));
        moved
    }

    fn take(&mut self, new: Report) -> bool {
        let Some(known) = &mut self.report else {
            self.report = Some(new);
            return false;
        };
        if known.filling == new.filling {
            // Answers overtake each other: the least that is left is the latest word.
            known.remaining = known.remaining.min(new.remaining);
            return false;
        }
        if known.filling > new.filling {
            return false;
        }
        let before = std::mem::replace(known, new);
        let was_empty = before.remaining == 0 && self.recovery.is_some();
        if was_empty {
            // The answer that says so has taken one.
            let calls = new.remaining.saturating_add(1);
            self.refill = Some(Refill { calls, every: Duration::from_millis(new.filling - before.filling) });
        }
        was_empty
    }

    fn report_at(&self, now: Instant) -> Option<Report> {
        self.report.filter(|report| report.resets_at > now)
    }
}

impl Report {
    fn read(head: &Head, now: Instant, clock: SystemTime) -> Option<Self> {
        let remaining: i64 = head.header(REMAINING)?.trim().parse().ok()?;
        let filling: u64 = head.header("x-ratelimit-reset")?.trim().parse().ok()?;
        let reset = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(filling))?;
        let wait = reset.duration_since(clock).ok().filter(|wait| *wait <= MAX_WAIT)?;
        // It can be -1.
        let remaining = u32::try_from(remaining.max(0)).unwrap_or(u32::MAX);
        Some(Self { filling, resets_at: now + wait, remaining })
    }
}

#[cfg(test)]
#[path = "rate_limit_tests.rs"]
mod tests;
