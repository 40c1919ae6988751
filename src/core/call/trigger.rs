//! A run to trigger: by itself, or as an item of a batch.

use super::content::{Content, JsonObject};
use super::payload::Payload;
use crate::operation::Operation;

/// A payload and the options it is triggered with.
#[derive(Clone)]
pub struct Trigger {
    /// The payload, encoded.
    pub payload: Payload,
    /// The options of the run.
    pub options: TriggerOptions,
    /// Answers where a large payload may be put.
    pub presign: &'static Operation,
}

/// The options of a trigger, but for those that say what its payload is.
#[derive(Clone)]
pub struct TriggerOptions {
    /// The options as they go out.
    pub object: JsonObject,
    /// They lock the run to a version.
    pub is_locked: bool,
    /// They make it harmless to trigger again.
    pub is_idempotent: bool,
}

impl TriggerOptions {
    /// Locks the run to a version unless they name one.
    pub fn lock_to(&mut self, version: &str) {
        if !self.is_locked {
            self.object.add_text("lockToVersion", version);
            self.is_locked = true;
        }
    }
}

impl Trigger {
    /// Writes the body of its request, unless its payload has to be stored first.
    pub fn content(&self) -> Option<Content> {
        if self.payload.is_large() { None } else { Some(self.content_with(&self.payload)) }
    }

    /// Writes the body of its request with the payload as it goes out: in the body, or stored.
    pub fn content_with(&self, payload: &Payload) -> Content {
        let mut body = JsonObject::default();
        payload.add_to(&mut body);
        let mut options = self.options.object.clone();
        options.add_text("payloadType", payload.kind());
        options.add_json("payloadSize", &self.payload.size().to_string());
        body.add_json("options", &options.finish());
        Content::json(body)
    }
}
