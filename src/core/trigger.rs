//! One run to trigger: by itself, or as an item of a batch.

use tokio::time::Instant;

use super::attempt;
use super::call::{Call, Content};
use super::engine::Outcome;
use super::network::Network;
use super::operation::Operation;
use super::payload::Payload;
use super::request::JsonObject;

/// A payload and the options it is triggered with.
#[derive(Clone)]
pub struct Trigger {
    pub payload: Payload,
    pub options: TriggerOptions,
    /// What answers where a large payload may be put.
    pub ask: &'static Operation,
}

/// The options of a trigger, but for those that say what its payload is.
#[derive(Clone)]
pub struct TriggerOptions {
    pub object: JsonObject,
    /// They lock the run to a version.
    pub is_locked: bool,
    /// They make it harmless to trigger again.
    pub is_idempotent: bool,
}

impl TriggerOptions {
    pub fn lock_to(&mut self, version: &str) {
        if !self.is_locked {
            self.object.add_text("lockToVersion", version);
            self.is_locked = true;
        }
    }
}

impl Trigger {
    pub fn lock_to(&mut self, version: &str) {
        self.options.lock_to(version);
    }

    /// Whether its request can go out as it is.
    pub fn content(&self) -> Option<Content> {
        if self.payload.is_large() {
            return None;
        }
        Some(Content::json(body(&self.payload, self.payload.size(), self.options.object.clone())))
    }

    /// Puts the payload where it belongs, then triggers.
    pub async fn run(&self, call: &Call, network: &Network, made_at: Instant) -> Outcome {
        let size = self.payload.size();
        match self.payload.clone().offload(call, self.ask, network).await {
            Err(failed) => *failed,
            Ok(payload) => {
                let content = Content::json(body(&payload, size, self.options.object.clone()));
                let call = Call { content: Some(content), ..call.clone() };
                attempt::run(&call, network, made_at).await
            }
        }
    }
}

fn body(payload: &Payload, size: usize, mut options: JsonObject) -> JsonObject {
    let mut body = JsonObject::default();
    payload.add_to(&mut body);
    options.add_text("payloadType", payload.kind());
    options.add_json("payloadSize", &size.to_string());
    body.add_json("options", &options.finish());
    body
}
