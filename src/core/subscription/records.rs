//! The records that the events of a stream hold: data, what is said about it, and what only the store understands.

use std::cmp::Ordering;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::decode::{has_too_many, is_too_deep};

/// Parts of fewer bytes are no danger, whatever is in them.
pub(super) const HARMLESS: usize = 64 * 1024;

/// The place of a record in its stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In version 2, from 0.
    Number(u64),
    /// In version 1, `<milliseconds>-<count>` as far as is known.
    Id(String),
}

impl Place {
    /// Reads what a cursor names: a number is one of version 2.
    pub fn of(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Id(text.to_owned()), Self::Number)
    }

    /// It stands behind another one, or is not known to stand before it.
    pub fn is_after(&self, other: &Self) -> bool {
        let order = match (self, other) {
            (Self::Number(one), Self::Number(other)) => Some(one.cmp(other)),
            (Self::Id(one), Self::Id(other)) => match (entry(one), entry(other)) {
                (Some(one), Some(other)) => Some(one.cmp(&other)),
                _ => (one == other).then_some(Ordering::Equal),
            },
            _ => None,
        };
        order.is_none_or(|order| order == Ordering::Greater)
    }

    /// An event of version 1 that has no id stands wherever those before it do.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Id(id) if id.is_empty())
    }

    /// The text that a request names it by.
    pub fn to_text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Id(id) => id.clone(),
        }
    }
}

fn entry(id: &str) -> Option<(u64, u64)> {
    let (time, count) = id.split_once('-').unwrap_or((id, "0"));
    Some((time.parse().ok()?, count.parse().ok()?))
}

/// What a record is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Its writer's readers.
    Data,
    /// Those who read, about the data.
    Control,
    /// The store.
    Command,
}

/// A record of a stream.
#[derive(Debug, PartialEq)]
pub struct Record {
    /// Its place.
    pub place: Place,
    /// What it is for.
    pub kind: RecordKind,
    /// Epoch milliseconds, where that is known.
    pub timestamp: Option<f64>,
    /// The id that its writer gave it: two with the same are one.
    pub id: Option<String>,
    /// The value, as JSON; there may be none.
    pub chunk: Option<String>,
    /// Names and values; version 1 has none.
    pub headers: Option<Vec<(String, String)>>,
}

impl Record {
    /// Finds a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.headers.as_ref()?;
        headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What is wrong with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// It is none of a stream.
    Foreign(&'static str),
    /// A part of it would cost more than its bytes, each time it is read.
    Costly(&'static str),
}

#[derive(Deserialize)]
pub(super) struct Tail {
    pub(super) seq_num: u64,
}

#[derive(Deserialize)]
struct Ping {
    #[serde(default)]
    tail: Option<Tail>,
}

/// The writer's part around its value.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default, deserialize_with = "given")]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// Null is a value, too.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads the place of the next record from a `ping` of version 2.
pub fn read_ping(data: &str) -> Option<u64> {
    Some(serde_json::from_str::<Ping>(data).ok()?.tail?.seq_num)
}

/// Reads an event of version 1: its id, empty where it has none, and its data, which is JSON or a text.
pub fn read_line(id: &str, data: &str) -> Result<Record, RecordFault> {
    let chunk = Some(json_of(data)?);
    let timestamp = id.split('-').next().and_then(|time| time.parse().ok());
    let place = Place::Id(id.to_owned());
    Ok(Record { place, kind: RecordKind::Data, timestamp, id: None, chunk, headers: None })
}

/// Takes a value out of what its writer put around it. A body that has nothing around it is the value itself.
pub(super) fn unwrap(body: &str) -> Result<(Option<String>, Option<String>), RecordFault> {
    if body.is_empty() {
        return Ok((None, None));
    }
    // A derived struct would take an array for an object.
    let envelope =
        body.trim_ascii_start().starts_with('{').then(|| serde_json::from_str::<Envelope<'_>>(body));
    let Some(Ok(Envelope { data, id })) = envelope else { return Ok((Some(json_of(body)?), None)) };
    let chunk = data.map(|data| sane(data.get()).map(str::to_owned)).transpose()?;
    let id = id.map(RawValue::get).filter(|id| !matches!(*id, "null" | "\"\"" | "0" | "false"));
    Ok((chunk, id.map(|id| serde_json::from_str::<String>(id).unwrap_or_else(|_| id.to_owned()))))
}

/// A text as JSON: as it is where it is that already.
fn json_of(text: &str) -> Result<String, RecordFault> {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(json) => sane(json.get()).map(str::to_owned),
        Err(_) => Ok(serde_json::Value::from(text).to_string()),
    }
}

/// Refuses what would cost JavaScript more than its bytes.
fn sane(json: &str) -> Result<&str, RecordFault> {
    if is_too_deep(json) {
        return Err(RecordFault::Costly("a part of the stream nests too deep"));
    }
    if json.len() > HARMLESS && has_too_many(json) {
        return Err(RecordFault::Costly("a part of the stream holds more than 1,000,000 values"));
    }
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(number: u64) -> Place {
        Place::Number(number)
    }

    #[test]
    fn a_part_that_costs_more_than_its_bytes_is_refused() {
        let deep = format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000));
        assert!(read_line("1-0", &deep).is_err());
        assert!(read_line("1-0", &format!("[{}1]", "1,".repeat(1_000_000))).is_err());
    }

    #[test]
    fn a_ping_may_say_where_the_stream_ends() {
        assert_eq!(read_ping(r#"{"timestamp":1,"tail":{"seq_num":4}}"#), Some(4));
        assert_eq!([read_ping(r#"{"timestamp":1}"#), read_ping(""), read_ping("{")], [None; 3]);
    }

    #[test]
    fn a_line_is_json_or_a_text() {
        let line = read_line("1712150400000-3", r#" {"a":1} "#).expect("a line");
        assert_eq!((line.chunk.as_deref(), line.timestamp), (Some(r#"{"a":1}"#), Some(1_712_150_400_000.0)));
        for (data, chunk) in
            [("undefined", "\"undefined\""), ("{\"a\":", "\"{\\\"a\\\":\""), ("\"t\"", "\"t\""), ("", "\"\"")]
        {
            assert_eq!(read_line("", data).expect("a line").chunk.as_deref(), Some(chunk));
        }
    }

    #[test]
    fn places_have_an_order() {
        let id = |text: &str| Place::Id(text.to_owned());
        assert!(number(2).is_after(&number(1)) && !number(1).is_after(&number(1)));
        assert!(
            id("10-0").is_after(&id("9-5"))
                && id("9-10").is_after(&id("9-9"))
                && !id("9-1").is_after(&id("9-1"))
        );
        assert!(id("x").is_after(&id("y")) && !id("x").is_after(&id("x")), "as far as is known");
        assert!(number(0).is_after(&id("9-1")), "a stream of another version");
        assert!(id("").is_unknown() && !id("1-0").is_unknown() && !number(0).is_unknown());
    }
}
