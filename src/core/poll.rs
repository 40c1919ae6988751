//! Requests until the answer is final.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use super::attempt;
use super::call::Call;
use super::delivery::Outcome;
use super::failure::Failure;
use super::network::Network;
use super::operation::{Finality, Kind};

/// As many as the official SDK makes.
const MAX_REQUESTS: u32 = 500;

/// How long a poll goes on.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two requests.
    pub interval: Duration,
    pub finality: Finality,
}

impl Pace {
    /// The pace of an operation's calls; `None` when it asks once.
    pub fn of(call: &Call) -> Option<Self> {
        match (call.operation.kind, call.request.poll_interval) {
            (Kind::Poll(finality), Some(interval)) => Some(Self { interval, finality }),
            _ => None,
        }
    }
}

impl Finality {
    fn is_reached(self, body: &str) -> bool {
        #[derive(Deserialize)]
        struct Run {
            #[serde(rename = "isCompleted", default)]
            is_completed: bool,
        }
        #[derive(Deserialize)]
        struct Action {
            #[serde(default)]
            status: Value,
        }
        match self {
            Self::Completed => serde_json::from_str::<Run>(body).is_ok_and(|run| run.is_completed),
            Self::NotPending => {
                serde_json::from_str::<Action>(body).is_ok_and(|action| action.status != "PENDING")
            }
        }
    }
}

/// Asks until the answer is final; each request has its own retries and deadline.
pub async fn run(call: &Call, network: &Network, made_at: Instant, pace: Pace) -> Outcome {
    let mut asked_at = made_at;
    for _ in 0..MAX_REQUESTS {
        let delivery = attempt::run(call, network, asked_at).await?;
        if pace.finality.is_reached(&delivery.body.text) {
            return Ok(delivery);
        }
        tokio::time::sleep(pace.interval).await;
        asked_at = Instant::now();
    }
    Err(Failure::unfinished(call.operation.name, MAX_REQUESTS).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_final_once_it_is_completed() {
        let is_final = |body| Finality::Completed.is_reached(body);
        assert!(is_final(r#"{"status":"EXPIRED","isCompleted":true}"#));
        for body in [r#"{"isCompleted":false}"#, r#"{"status":"COMPLETED"}"#, "{}", "[]"] {
            assert!(!is_final(body), "{body}");
        }
    }

    #[test]
    fn a_bulk_action_is_final_under_any_other_status() {
        let is_final = |body| Finality::NotPending.is_reached(body);
        for body in [r#"{"status":"COMPLETED"}"#, r#"{"status":"NEW_ONE"}"#, "{}"] {
            assert!(is_final(body), "{body}");
        }
        assert!(!is_final(r#"{"status":"PENDING"}"#));
    }
}
