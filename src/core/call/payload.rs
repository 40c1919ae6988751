//! The payload that a task is triggered with: in the body, or in object storage when it is large.

use super::content::JsonObject;

/// From so many bytes on a payload goes to object storage.
pub const STORED_FROM: usize = 128 * 1024;
/// The type of a payload that says where it is stored.
pub const STORED: &str = "application/store";

/// A payload in the encoding of the official SDK.
#[derive(Clone)]
pub enum Payload {
    /// No payload was passed.
    Absent,
    /// A text, and the type that says how to read it.
    Text(String, &'static str),
    /// JSON that superjson has no text for.
    Json(String),
}

impl Payload {
    /// Counts its bytes.
    pub fn size(&self) -> usize {
        match self {
            Self::Absent => 0,
            Self::Text(text, _) | Self::Json(text) => text.len(),
        }
    }

    /// It is too large for the body of a request.
    pub fn is_large(&self) -> bool {
        matches!(self, Self::Text(text, _) if text.len() >= STORED_FROM)
    }

    /// Its content type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Absent | Self::Json(_) => "application/json",
            Self::Text(_, kind) => kind,
        }
    }

    /// Adds it to the body of a request.
    pub fn add_to(&self, body: &mut JsonObject) {
        match self {
            Self::Absent => {}
            Self::Text(text, _) => body.add_text("payload", text),
            Self::Json(json) => body.add_json("payload", json),
        }
    }
}
