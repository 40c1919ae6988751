//! Triggers a run whose payload may have to be stored first.

use tokio::time::Instant;

use super::attempt;
use super::call::Call;
use super::delivery::Outcome;
use super::network::Network;
use super::trigger::Trigger;
use super::upload;

/// Puts the payload where it belongs, then triggers.
pub async fn run(trigger: &Trigger, call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let payload = upload::offload(&trigger.payload, call, trigger.presign, network).await?;
    let call = Call { content: Some(trigger.content_with(&payload)), ..call.clone() };
    attempt::run(&call, network, made_at).await
}
