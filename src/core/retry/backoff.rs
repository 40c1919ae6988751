//! The waits of one call between its attempts.

use std::time::Duration;

use tokio::time::Instant;

use super::budget::Overdrawn;
use super::classification::Class;
use crate::identity::RetryOptions;
use crate::time::milliseconds;

/// Counts the attempts of a call, and says how long to wait for the next one.
pub struct Backoff<'a> {
    options: &'a RetryOptions,
    begun_at: Instant,
    deadline: Option<Instant>,
    attempts: u32,
}

impl<'a> Backoff<'a> {
    /// Begins to count, from when the call was made.
    pub fn new(options: &'a RetryOptions, begun_at: Instant, deadline: Option<Instant>) -> Self {
        Self { options, begun_at, deadline, attempts: 0 }
    }

    /// Counts an attempt that is about to be made.
    pub fn count(&mut self) {
        self.attempts += 1;
    }

    /// Attempts made so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Answers the wait after the attempt that has just failed, or why no other is made.
    pub fn wait(&self, class: Class, hint: Option<Duration>) -> Result<Duration, NoRetry> {
        let now = Instant::now();
        let failed = FailedAttempt {
            number: self.attempts,
            elapsed: now.duration_since(self.begun_at),
            remaining: self.deadline.map_or(Duration::MAX, |deadline| deadline.duration_since(now)),
        };
        wait(self.options, class, failed, hint, fastrand::f64())
    }
}

/// The attempt that has just failed.
#[derive(Clone, Copy)]
pub struct FailedAttempt {
    /// The first one is 1.
    pub number: u32,
    /// The time since the call was made.
    pub elapsed: Duration,
    /// The time left of its deadline.
    pub remaining: Duration,
}

/// The reason why no further attempt is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoRetry {
    /// Another attempt would not help, may do harm, or is one too many.
    Exhausted,
    /// The retry budget does not afford another attempt.
    OverBudget(Overdrawn),
    /// The server asks for a longer wait than the options or the deadline allow.
    TooLong(Duration),
}

/// Answers the wait before the next attempt. `chance` is in 0..1.
///
/// A wait beyond what is left of the deadline stops at once: the failure in hand says more than a timeout
/// later.
pub fn wait(
    options: &RetryOptions,
    class: Class,
    failed: FailedAttempt,
    hint: Option<Duration>,
    chance: f64,
) -> Result<Duration, NoRetry> {
    let FailedAttempt { number, elapsed, remaining } = failed;
    const LAG_ATTEMPTS: u32 = 3;
    const LAG_WINDOW: Duration = Duration::from_secs(3);
    let chance = if options.randomize { chance } else { 0.0 };
    let longest = longest_wait(options);
    if number >= options.max_attempts || matches!(class, Class::Final | Class::Ambiguous) {
        return Err(NoRetry::Exhausted);
    }
    let wait = match hint {
        Some(asked) if asked > longest => return Err(NoRetry::TooLong(asked)),
        // A little later than asked, so that all who wait do not come back in one instant.
        Some(asked) => asked.saturating_add(asked.mul_f64(0.1 * chance)),
        None => {
            let grown = options.min_timeout_in_ms * options.factor.powf(f64::from(number.saturating_sub(1)));
            milliseconds((grown * (1.0 + chance)).min(options.max_timeout_in_ms).round())
        }
    };
    if class == Class::NotThereYet && (number >= LAG_ATTEMPTS || elapsed.saturating_add(wait) > LAG_WINDOW) {
        return Err(NoRetry::Exhausted);
    }
    if wait >= remaining {
        return Err(NoRetry::TooLong(wait));
    }
    Ok(wait)
}

/// The longest wait between two attempts.
pub fn longest_wait(options: &RetryOptions) -> Duration {
    milliseconds(options.max_timeout_in_ms)
}

#[cfg(test)]
#[path = "backoff_tests.rs"]
mod tests;
