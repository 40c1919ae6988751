//! Classifies a failed attempt: whether it may be made again, however long that would take.
//!
//! Pure: the loop in `attempt` gives it what it needs, the clock included.

use std::time::{Duration, SystemTime};

use crate::transport::Broken;
use crate::transport::Head;

/// A failed attempt, as far as repeating it is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failed {
    /// No usable answer came.
    Broken(Broken),
    /// The server answered with an error status.
    Answered(u16, Hints),
}

/// The server's word about repeating.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hints {
    /// `x-should-retry`
    pub should_retry: Option<bool>,
    /// `Retry-After`, or on a 429 the time until `x-ratelimit-reset`.
    pub wait: Option<Duration>,
}

impl Failed {
    /// A 429 that says when to come back: pacing bounds what repeating it costs, not the budget.
    pub fn is_paced(&self) -> bool {
        matches!(self, Self::Answered(429, Hints { wait: Some(_), .. }))
    }
}

impl Hints {
    /// Reads them from the head of an answer.
    pub fn read(head: &Head, now: SystemTime) -> Self {
        let should_retry = match head.header("x-should-retry") {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        let wait = retry_after(head, now).or_else(|| reset(head, now).filter(|_| head.status == 429));
        Self { should_retry, wait }
    }
}

/// `retry-after-ms`, or `Retry-After` in seconds or as an HTTP date.
fn retry_after(head: &Head, now: SystemTime) -> Option<Duration> {
    let milliseconds = head.header("retry-after-ms").and_then(|text| text.trim().parse::<f64>().ok());
    if let Some(wait) = milliseconds.and_then(|ms| Duration::try_from_secs_f64(ms / 1_000.0).ok()) {
        return Some(wait);
    }
    let text = head.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// `x-ratelimit-reset`: when the bucket is filled again, in epoch milliseconds.
fn reset(head: &Head, now: SystemTime) -> Option<Duration> {
    let milliseconds: u64 = head.header("x-ratelimit-reset")?.trim().parse().ok()?;
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))?;
    // A reset that has passed by our clock says nothing: one of the clocks is wrong.
    at.duration_since(now).ok()
}

/// The class of a failed attempt: what may be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The failure is the result.
    Final,
    /// It would be repeated, but this call must not be sent twice.
    Ambiguous,
    /// Another attempt may help, and does no harm.
    Repeatable,
    /// A 404 that may only mean the replica is behind: two more tries within three seconds.
    NotThereYet,
}

/// Says what may be done about a failure. `is_idempotent`: sending the call twice does no harm.
pub fn classify(failed: &Failed, is_idempotent: bool) -> Class {
    let if_harmless = if is_idempotent { Class::Repeatable } else { Class::Ambiguous };
    match *failed {
        Failed::Broken(Broken::NotSent) => Class::Repeatable,
        Failed::Broken(Broken::Lost) => if_harmless,
        Failed::Broken(Broken::Permanent) => Class::Final,
        Failed::Broken(Broken::Unreadable) if is_idempotent => Class::Final,
        Failed::Broken(Broken::Unreadable) => Class::Ambiguous,
        // The server's no is always obeyed.
        Failed::Answered(_, Hints { should_retry: Some(false), .. }) => Class::Final,
        // Rate-limited requests are turned away before anything is done.
        Failed::Answered(429, _) => Class::Repeatable,
        Failed::Answered(404, Hints { should_retry: Some(true), .. }) if is_idempotent => Class::NotThereYet,
        Failed::Answered(_, Hints { should_retry: Some(true), .. }) => if_harmless,
        // A 409 says what state its object is in: repeating the call does not change that.
        Failed::Answered(408 | 500..=599, _) => if_harmless,
        Failed::Answered(..) => Class::Final,
    }
}

#[cfg(test)]
#[path = "classification_tests.rs"]
mod tests;
