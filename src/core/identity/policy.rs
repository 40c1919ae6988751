//! The request policy: how long a call may take and how often it may be tried.

use std::time::Duration;

use crate::transport::MAX_BRIEF_BYTES;

/// The request policy of a scope: inherited by the scopes under it unless they change it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// The number of attempts, and the delays between them.
    pub retry: RetryOptions,
    /// Bounds the whole call: queueing, attempts, waits and body.
    pub timeout: Duration,
    /// The most a response body may hold after decompression.
    pub max_response_bytes: usize,
}

/// The official SDK's retry options with the defaults of its management client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryOptions {
    /// Attempts in all, the first one included.
    pub max_attempts: u32,
    /// The factor from one delay to the next.
    pub factor: f64,
    /// The first delay.
    pub min_timeout_in_ms: f64,
    /// The longest delay, and the longest wait that a server may ask for.
    pub max_timeout_in_ms: f64,
    /// Adds 0 to 100 % to each delay, so that many clients do not come back at once.
    pub randomize: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            retry: RetryOptions {
                max_attempts: 5,
                factor: 1.6,
                min_timeout_in_ms: 1_000.0,
                max_timeout_in_ms: 30_000.0,
                randomize: true,
            },
            timeout: Duration::from_secs(60),
            max_response_bytes: 16 * 1024 * 1024,
        }
    }
}

/// Changes that a config or a call's request options make to the policy, field by field.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PolicyChanges {
    /// `retry.maxAttempts`
    pub max_attempts: Option<u32>,
    /// `retry.factor`
    pub factor: Option<f64>,
    /// `retry.minTimeoutInMs`
    pub min_timeout_in_ms: Option<f64>,
    /// `retry.maxTimeoutInMs`
    pub max_timeout_in_ms: Option<f64>,
    /// `retry.randomize`
    pub randomize: Option<bool>,
    /// `timeoutInMs`
    pub timeout: Option<Duration>,
    /// `maxResponseBytes`
    pub max_response_bytes: Option<usize>,
}

impl Policy {
    /// The policy of a request whose answer names a place, a number or an owner: it is read where everybody waits for it.
    pub fn brief(self) -> Self {
        Self { max_response_bytes: self.max_response_bytes.min(MAX_BRIEF_BYTES), ..self }
    }

    /// The policy with these changes.
    pub fn with(self, changes: &PolicyChanges) -> Self {
        let retry = self.retry;
        Self {
            retry: RetryOptions {
                max_attempts: changes.max_attempts.unwrap_or(retry.max_attempts),
                factor: changes.factor.unwrap_or(retry.factor),
                min_timeout_in_ms: changes.min_timeout_in_ms.unwrap_or(retry.min_timeout_in_ms),
                max_timeout_in_ms: changes.max_timeout_in_ms.unwrap_or(retry.max_timeout_in_ms),
                randomize: changes.randomize.unwrap_or(retry.randomize),
            },
            timeout: changes.timeout.unwrap_or(self.timeout),
            max_response_bytes: changes.max_response_bytes.unwrap_or(self.max_response_bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_merge_field_by_field() {
        let changes = PolicyChanges { max_attempts: Some(2), ..PolicyChanges::default() };
        let default = Policy::default();
        let retry = RetryOptions { max_attempts: 2, ..default.retry };
        assert_eq!(default.with(&changes), Policy { retry, ..default });
    }
}
