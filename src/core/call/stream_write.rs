//! What is written to a stream at once. Its request is the one that asks where the stream is written.

use serde_json::{Value, json};

use crate::invalid::Invalid;
use crate::operation::Operation;

/// The most that the server takes of one record: 1 MiB, less what it adds.
pub const MAX_RECORD_BYTES: usize = 1_047_552;
/// The bytes that a record counts for besides its body.
pub const RECORD_OVERHEAD: usize = 8;
const ID_LENGTH: usize = 7;

/// Records for a stream, in their order.
#[derive(Clone)]
pub struct StreamWrite {
    /// The records.
    pub records: Vec<StreamRecord>,
    /// Takes lines where the stream has no records, which those of sessions always have.
    pub lines: Option<LineWrite>,
}

/// The way in which a stream of lines is written.
#[derive(Clone)]
pub struct LineWrite {
    /// Takes the lines.
    pub operation: &'static Operation,
    /// Names who writes, so that the server can number the lines.
    pub client_id: String,
    /// The number of the first line.
    pub first: u64,
}

/// A record of a stream.
#[derive(Clone)]
pub enum StreamRecord {
    /// A part, as JSON, and the id by which readers tell a repeated one.
    Part {
        /// The id.
        id: String,
        /// The value.
        json: String,
    },
    /// A word to readers, in headers.
    Control(Vec<(String, String)>),
    /// Drops what was before a place.
    Trim(u64),
}

impl StreamRecord {
    /// Makes a part of a value's JSON, with an id of its own.
    pub fn part(json: String) -> Result<Self, Invalid> {
        let record = Self::Part { id: part_id(), json };
        let length = record.body().len() + RECORD_OVERHEAD;
        if length > MAX_RECORD_BYTES {
            return Err(Invalid::argument(format!(
                "a part of {length} bytes is more than a stream takes, which is {MAX_RECORD_BYTES}; write it in \
                 several parts, or write where it is"
            )));
        }
        Ok(record)
    }

    /// Writes the body of the record.
    pub fn body(&self) -> String {
        match self {
            Self::Part { id, json } => format!(r#"{{"data":{json},"id":{}}}"#, Value::from(id.as_str())),
            Self::Control(_) | Self::Trim(_) => String::new(),
        }
    }

    /// Writes the record as JSON, its bytes in base64 where `encode` says how.
    pub fn to_json(&self, encode: impl Fn(&[u8]) -> String) -> Value {
        match self {
            Self::Part { .. } => json!({ "body": encode(self.body().as_bytes()), "headers": [] }),
            Self::Control(headers) => {
                let pairs: Vec<_> = headers
                    .iter()
                    .map(|(name, value)| [encode(name.as_bytes()), encode(value.as_bytes())])
                    .collect();
                json!({ "body": "", "headers": pairs })
            }
            Self::Trim(place) => {
                json!({ "body": encode(&place.to_be_bytes()), "headers": [["", encode(b"trim")]] })
            }
        }
    }
}

/// Makes an id for a part: as long as those of the official SDK.
fn part_id() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(ID_LENGTH).collect()
}

/// Makes an id for a part that the API itself stores, which drops a repeated one.
pub fn unique_part_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    #[test]
    fn a_part_has_an_id_that_stays() {
        let record = StreamRecord::part(r#"{"a":1}"#.to_owned()).unwrap();
        let written = record.to_json(plain);
        let body: Value = serde_json::from_str(written["body"].as_str().unwrap()).unwrap();
        assert_eq!(body["data"], json!({ "a": 1 }));
        assert_eq!(body["id"].as_str().unwrap().len(), ID_LENGTH);
        assert_eq!(record.to_json(plain), written);
        assert_ne!(StreamRecord::part("1".to_owned()).unwrap().body(), record.body());
    }

    #[test]
    fn a_part_has_a_limit() {
        let around = r#"{"data":,"id":"1234567"}"#.len() + RECORD_OVERHEAD;
        let of = |length: usize| StreamRecord::part("1".repeat(length));
        assert!(of(MAX_RECORD_BYTES - around).is_ok());
        assert!(of(MAX_RECORD_BYTES - around + 1).is_err());
    }

    #[test]
    fn words_and_commands_are_headers() {
        let control = StreamRecord::Control(vec![("trigger-control".into(), "turn-complete".into())]);
        assert_eq!(
            control.to_json(plain),
            json!({ "body": "", "headers": [["trigger-control", "turn-complete"]] })
        );
        let trim = StreamRecord::Trim(258).to_json(|bytes| format!("{bytes:?}"));
        assert_eq!(trim["body"], "[0, 0, 0, 0, 0, 0, 1, 2]");
        assert_eq!(trim["headers"][0][0], "");
    }
}
