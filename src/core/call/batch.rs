//! A batch of runs to trigger: created with the number of its items, which follow as lines of JSON.

use super::content::JsonObject;
use super::payload::Payload;
use super::trigger::TriggerOptions;
use crate::operation::Operation;

/// The items of a batch. The request that creates it is that of its call.
#[derive(Clone)]
pub struct Batch {
    /// The runs, in the order in which they are triggered.
    pub items: Vec<Item>,
    /// Takes the items of a batch, whose id is in its path.
    pub send: &'static Operation,
    /// Answers where a large payload may be put.
    pub presign: &'static Operation,
}

/// A run of a batch.
#[derive(Clone)]
pub struct Item {
    /// The id of the task.
    pub task: String,
    /// The payload, encoded.
    pub payload: Payload,
    /// The options of this run alone.
    pub options: TriggerOptions,
}

impl Batch {
    /// Locks the runs to a version whose items name none.
    pub fn lock_to(&mut self, version: &str) {
        for item in &mut self.items {
            item.options.lock_to(version);
        }
    }

    /// Writes the items as lines, with their payloads as they go out: in the line, or stored.
    pub fn lines(&self, payloads: &[Payload]) -> String {
        let numbered = self.items.iter().zip(payloads).enumerate();
        numbered.map(|(index, (item, payload))| item.line(index, payload)).collect()
    }
}

impl Item {
    fn line(&self, index: usize, payload: &Payload) -> String {
        let mut line = JsonObject::default();
        line.add_json("index", &index.to_string());
        line.add_text("task", &self.task);
        payload.add_to(&mut line);
        let mut options = self.options.object.clone();
        options.add_text("payloadType", payload.kind());
        if matches!(&self.payload, Payload::Text(text, _) if !text.is_empty()) {
            options.add_json("payloadSize", &self.payload.size().to_string());
        }
        line.add_json("options", &options.finish());
        let mut line = line.finish();
        line.push('\n');
        line
    }
}
