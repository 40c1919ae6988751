//! Requests until the answer is final.

use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

use super::attempt;
use super::call::Call;
use super::engine::Outcome;
use super::failure::{Cause, Failure};
use super::network::Network;

/// As many as the official SDK makes.
const MOST_REQUESTS: u32 = 500;

#[derive(Deserialize)]
struct State {
    #[serde(rename = "isCompleted", default)]
    is_completed: bool,
}

/// Asks until the run is completed; each request has its own retries and deadline.
pub async fn run(call: &Call, network: &Network, made_at: Instant, interval: Duration) -> Outcome {
    let mut asked_at = made_at;
    for _ in 0..MOST_REQUESTS {
        let outcome = attempt::run(call, network, asked_at).await;
        let done = match &outcome {
            Outcome::Answered(delivery) => {
                serde_json::from_str::<State>(&delivery.body.text).is_ok_and(|state| state.is_completed)
            }
            Outcome::Failed(_) => true,
        };
        if done {
            return outcome;
        }
        tokio::time::sleep(interval).await;
        asked_at = Instant::now();
    }
    let mut failure = Failure::internal(call.operation.name, "");
    failure.cause = Cause::Unfinished;
    failure.attempts = MOST_REQUESTS;
    failure.message = format!(
        "{}: the run did not complete within {MOST_REQUESTS} requests; raise pollIntervalMs to wait longer",
        call.operation.name
    );
    Outcome::Failed(Box::new(failure))
}
