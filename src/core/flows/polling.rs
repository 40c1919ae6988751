//! Requests until the answer is final.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use crate::attempt;
use crate::attempt::Network;
use crate::call::Call;
use crate::operation::{Finality, Kind};
use crate::outcome::CallError;
use crate::outcome::Outcome;

/// The official SDK makes as many.
const MAX_REQUESTS: u32 = 500;

/// A poll: its pace, and when it is over.
#[derive(Clone, Copy, Debug)]
pub struct Polling {
    /// Between two requests.
    pub interval: Duration,
    /// Tells a final answer from one to ask again after.
    pub finality: Finality,
}

impl Polling {
    /// Reads how the calls of an operation poll; `None` when it asks once.
    pub fn of(call: &Call) -> Option<Self> {
        match (call.operation.kind, call.request.poll_interval) {
            (Kind::Poll(finality), Some(interval)) => Some(Self { interval, finality }),
            _ => None,
        }
    }
}

/// Asks until the answer is final; each request has its own retries and deadline.
pub async fn run(polling: Polling, call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let mut asked_at = made_at;
    for _ in 0..MAX_REQUESTS {
        let mut delivery = attempt::run(call, network, asked_at).await?;
        let state: Option<State> =
            network.threads.parse(call.identity.credential.digest, &mut delivery.body.text).await;
        if is_final(polling.finality, state.as_ref()) {
            return Ok(delivery);
        }
        tokio::time::sleep(polling.interval).await;
        asked_at = Instant::now();
    }
    Err(CallError::unfinished(call.operation.name, MAX_REQUESTS).into())
}

/// The fields of a run and of a bulk action that say how far it has got.
#[derive(Deserialize)]
struct State {
    #[serde(rename = "isCompleted", default)]
    is_completed: bool,
    #[serde(default)]
    status: Value,
}

/// Says if an answer is the last one to ask for.
fn is_final(finality: Finality, state: Option<&State>) -> bool {
    state.is_some_and(|state| match finality {
        Finality::Completed => state.is_completed,
        Finality::NotPending => state.status != "PENDING",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_final_once_it_is_completed() {
        let is_final = |body| super::is_final(Finality::Completed, serde_json::from_str(body).ok().as_ref());
        assert!(is_final(r#"{"status":"EXPIRED","isCompleted":true}"#));
        for body in [r#"{"isCompleted":false}"#, r#"{"status":"COMPLETED"}"#, "{}", "[]"] {
            assert!(!is_final(body), "{body}");
        }
    }

    #[test]
    fn a_bulk_action_is_final_under_any_other_status() {
        let is_final = |body| super::is_final(Finality::NotPending, serde_json::from_str(body).ok().as_ref());
        for body in [r#"{"status":"COMPLETED"}"#, r#"{"status":"NEW_ONE"}"#, "{}"] {
            assert!(is_final(body), "{body}");
        }
        assert!(!is_final(r#"{"status":"PENDING"}"#));
    }
}
