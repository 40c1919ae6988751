//! Requests until the answer is final.

use serde::Deserialize;

use super::attempt;
use super::call::Call;
use super::engine::Outcome;
use super::failure::{Cause, Failure};
use super::transport::Transport;

/// As many as the official SDK makes.
const MOST_REQUESTS: u32 = 500;

#[derive(Deserialize)]
struct State {
    #[serde(rename = "isCompleted", default)]
    is_completed: bool,
}

/// Asks until the run is completed; each request has its own retries and deadline.
pub async fn run(call: &Call, transport: &Transport, interval: std::time::Duration) -> Outcome {
    for _ in 0..MOST_REQUESTS {
        let outcome = attempt::run(call, transport).await;
        let done = match &outcome {
            Outcome::Answered(delivery) => {
                serde_json::from_str::<State>(&delivery.body).is_ok_and(|state| state.is_completed)
            }
            Outcome::Failed(_) => true,
        };
        if done {
            return outcome;
        }
        tokio::time::sleep(interval).await;
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
