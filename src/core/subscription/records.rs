//! The records that the events of a stream hold: data, what is said about it, and what only the store understands.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::decode::{has_too_many, is_too_deep};

const CONTROL: &str = "trigger-control";
/// Parts of fewer bytes are no danger, whatever is in them.
const HARMLESS: usize = 64 * 1024;

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

/// What a batch of version 2 says.
#[derive(Debug, PartialEq)]
pub struct RecordBatch {
    /// Its records, in their order.
    pub records: Vec<Record>,
    /// The place of the next record that will be written.
    pub tail: Option<u64>,
}

#[derive(Deserialize)]
struct RawBatch<'a> {
    #[serde(borrow)]
    records: Vec<RawRecord<'a>>,
    #[serde(default)]
    tail: Option<Tail>,
}

#[derive(Deserialize)]
struct RawRecord<'a> {
    seq_num: u64,
    #[serde(default)]
    timestamp: Option<f64>,
    #[serde(borrow, default)]
    body: Option<Text<'a>>,
    #[serde(borrow, default)]
    headers: Option<Vec<(Text<'a>, Text<'a>)>>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Tail {
    seq_num: u64,
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

/// Reads the data of a `batch` event of version 2; what is wrong with it, where it is none.
pub fn read_batch(data: &str) -> Result<RecordBatch, RecordFault> {
    let Ok(batch) = serde_json::from_str::<RawBatch<'_>>(data) else {
        return Err(RecordFault::Foreign("an event of the stream is no list of records"));
    };
    let records = batch.records.into_iter().map(RawRecord::read).collect::<Result<_, _>>()?;
    Ok(RecordBatch { records, tail: batch.tail.map(|tail| tail.seq_num) })
}

/// Reads the place of the next record from a `ping` of version 2.
pub fn read_ping(data: &str) -> Option<u64> {
    Some(serde_json::from_str::<Ping>(data).ok()?.tail?.seq_num)
}

/// Reads an event of version 1: its id, and its data, which is JSON or a text.
pub fn read_line(id: &str, data: &str) -> Result<Record, RecordFault> {
    let chunk = Some(json_of(data)?);
    let timestamp = id.split('-').next().and_then(|time| time.parse().ok());
    let place = Place::Id(id.to_owned());
    Ok(Record { place, kind: RecordKind::Data, timestamp, id: None, chunk, headers: None })
}

impl RawRecord<'_> {
    fn read(self) -> Result<Record, RecordFault> {
        let headers: Vec<(String, String)> = self.headers.map_or_else(Vec::new, |headers| {
            headers.into_iter().map(|(name, value)| (name.0.into_owned(), value.0.into_owned())).collect()
        });
        let body = self.body.map_or(Cow::Borrowed(""), |Text(body)| body);
        let is_control = headers.iter().any(|(name, value)| name == CONTROL && !value.is_empty());
        let kind = match headers.first() {
            Some((name, _)) if name.is_empty() => RecordKind::Command,
            _ if is_control => RecordKind::Control,
            _ => RecordKind::Data,
        };
        let (chunk, id) = if kind == RecordKind::Command { (None, None) } else { unwrap(&body)? };
        let (place, timestamp) = (Place::Number(self.seq_num), self.timestamp);
        Ok(Record { place, kind, timestamp, id, chunk, headers: Some(headers) })
    }
}

/// Takes a value out of what its writer put around it. A body that has nothing around it is the value itself.
fn unwrap(body: &str) -> Result<(Option<String>, Option<String>), RecordFault> {
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
    fn a_batch_has_data_and_control_and_commands() {
        let data = r#"{"records":[
            {"seq_num":0,"timestamp":1712150400000,"body":"{\"data\":{\"a\":[1, \"é\"]},\"id\":\"abc1234\"}","headers":[]},
            {"seq_num":1,"timestamp":1,"body":"{\"id\":\"b\"}"},
            {"seq_num":2,"timestamp":2,"body":"","headers":[["trigger-control","turn-complete"],["last-event-id","1"]]},
            {"seq_num":3,"timestamp":3,"body":"\u0000\u0001","headers":[["","trim"]]},
            {"seq_num":4,"timestamp":4,"body":"plain","more":1},
            {"seq_num":5,"timestamp":5,"body":"{\"data\":\"{}\",\"id\":7}","headers":[["x","y"]]},
            {"seq_num":6,"timestamp":6,"body":""},
            {"seq_num":7,"timestamp":7,"body":"{\"data\":null}"}
        ],"tail":{"seq_num":10,"timestamp":1712150400500}}"#;
        let batch = read_batch(data).expect("a batch");
        assert_eq!(batch.tail, Some(10));
        let told: Vec<_> = batch
            .records
            .iter()
            .map(|record| (record.kind, record.chunk.as_deref(), record.id.as_deref()))
            .collect();
        use RecordKind::{Command, Control, Data};
        assert_eq!(
            told,
            [
                (Data, Some(r#"{"a":[1, "é"]}"#), Some("abc1234")),
                (Data, None, Some("b")),
                (Control, None, None),
                (Command, None, None),
                (Data, Some("\"plain\""), None),
                (Data, Some("\"{}\""), Some("7")),
                (Data, None, None),
                (Data, Some("null"), None),
            ]
        );
        assert_eq!(batch.records.last().map(|record| record.place.clone()), Some(number(7)));
        assert_eq!(batch.records.get(2).and_then(|record| record.header("last-event-id")), Some("1"));
    }

    #[test]
    fn what_is_no_batch_is_told_and_not_passed_over() {
        for data in [
            "",
            "{}",
            "[]",
            "null",
            "<html>",
            r#"{"records":1}"#,
            r#"{"records":[{}]}"#,
            r#"{"records":[{"seq_num":-1}]}"#,
        ] {
            assert!(read_batch(data).is_err(), "{data}");
        }
        let deep = format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000));
        let body = serde_json::Value::from(format!(r#"{{"data":{deep}}}"#)).to_string();
        assert!(read_batch(&format!(r#"{{"records":[{{"seq_num":0,"body":{body}}}]}}"#)).is_err());
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
    }
}
