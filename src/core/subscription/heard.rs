//! What the events of a stream mean, in either of the two languages that servers speak.

use super::records::read_ping;
use super::sse::{Event, text_of};

/// What is longer is a sign of life, and nothing else.
const MAX_PING_BYTES: usize = 4 * 1024;

/// The language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// A line for each part, from Redis.
    One,
    /// Batches of records, from S2.
    Two,
}

/// An event that matters.
pub enum Heard {
    /// Records.
    Batch(Vec<u8>),
    /// A part, with the id it may have.
    Line(Option<String>, Vec<u8>),
    /// A sign of life, which may say where the stream ends.
    Ping(Option<u64>),
    /// The server could not read on.
    Failed,
    /// The answer is whole.
    Done,
    /// Nothing that is known.
    Nothing,
}

impl Heard {
    /// Says what an event is in a language.
    pub fn of(version: Version, Event { name, id, data }: Event) -> Self {
        match (version, name.as_str()) {
            (Version::One, _) => Self::Line(id, data),
            (Version::Two, "batch") => Self::Batch(data),
            (Version::Two, "ping") if data.len() > MAX_PING_BYTES => Self::Ping(None),
            (Version::Two, "ping") => Self::Ping(read_ping(&text_of(data))),
            (Version::Two, "error") => Self::Failed,
            (Version::Two, _) if data == b"[DONE]" => Self::Done,
            (Version::Two, _) => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(data: &str) -> Heard {
        let (name, data) = ("ping".to_owned(), data.as_bytes().to_vec());
        Heard::of(Version::Two, Event { name, id: None, data })
    }

    #[test]
    fn a_ping_that_is_long_is_a_sign_of_life_alone() {
        let end = r#"{"tail":{"seq_num":4}}"#;
        assert!(matches!(heard(end), Heard::Ping(Some(4))));
        assert!(matches!(heard(&format!("{end}{}", " ".repeat(MAX_PING_BYTES))), Heard::Ping(None)));
    }
}
