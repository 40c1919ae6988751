//! Decides whether, when and how fast a request may be repeated: classification, back-off, budgets, rate limits.
//!
//! Decisions alone: they are given a failure, a clock and chance, and the loop in `attempt` does what they say.
//! They know a credential by its digest only.

mod backoff;
mod budget;
mod classification;
mod partition;
mod rate_limit;
mod rate_limit_queue;

pub use backoff::{Backoff, FailedAttempt, NoRetry, longest_wait, wait};
pub use budget::{Budgets, Overdrawn};
pub use classification::{Class, Failed, Hints, classify};
pub use partition::{Partition, Partitions};
pub use rate_limit_queue::{RateLimitQueues, Slot, TurnTooLate, WaitLimit};
