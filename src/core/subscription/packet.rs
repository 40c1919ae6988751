//! Values of a run that say their own type.

use std::sync::Arc;

use super::column::Column;
use crate::digest::sha256;

/// The fields of a run that are packets.
pub const PACKETS: [&str; 3] = ["payload", "output", "metadata"];
/// Their columns, and those of their types.
pub const COLUMNS: [(Column, Column); 3] = [
    (Column::Payload, Column::PayloadType),
    (Column::Output, Column::OutputType),
    (Column::Metadata, Column::MetadataType),
];

/// A value that says its own type.
#[derive(Debug)]
pub struct Packet {
    /// The content type.
    pub kind: Arc<str>,
    /// The value as a text.
    pub text: Arc<str>,
    /// Tells it from others without looking at their texts, which may be long.
    pub digest: [u8; 32],
}

impl Packet {
    /// Makes a packet of a type and a text.
    pub fn new(kind: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let (kind, text) = (kind.into(), text.into());
        // What separates them is in no type.
        let digest = sha256([kind.as_bytes(), b"\0", text.as_bytes()]);
        Self { kind, text, digest }
    }

    /// It was made of these very texts, and so is what they would make again.
    pub fn is_of(&self, kind: &Arc<str>, text: &Arc<str>) -> bool {
        Arc::ptr_eq(&self.kind, kind) && Arc::ptr_eq(&self.text, text)
    }
}

impl PartialEq for Packet {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}
