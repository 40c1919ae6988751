//! Triggers a run whose payload may have to be stored first.

use tokio::time::Instant;

use super::upload;
use crate::attempt;
use crate::attempt::Network;
use crate::call::Call;
use crate::call::Trigger;
use crate::outcome::Outcome;

/// Puts the payload where it belongs, then triggers.
pub async fn run(trigger: &Trigger, call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let payload = upload::offload(&trigger.payload, call, trigger.presign, network, made_at).await?;
    let call = Call { content: Some(trigger.content_with(&payload)), ..call.clone() };
    attempt::run(&call, network, made_at).await
}
