//! A batch of records, read a few at a time: whatever a server puts into it costs little more than its bytes.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::records::{HARMLESS, Place, Record, RecordFault, RecordKind, Tail, unwrap};

const CONTROL: &str = "trigger-control";
/// Records, and bytes of them, that are read at once.
const MAX_RECORDS: usize = 1_000;
const MAX_BYTES: usize = 256 * 1024;
const FOREIGN: RecordFault = RecordFault::Foreign("an event of the stream is no list of records");

/// The data of a `batch` event of version 2.
pub struct RecordBatch {
    text: String,
    /// Where the next record begins, and where the last one has ended.
    at: usize,
    end: usize,
    tail: Option<u64>,
}

#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(borrow)]
    records: &'a RawValue,
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
    headers: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl RecordBatch {
    /// Looks where the records are; what is wrong with the data, where there are none.
    pub fn of(text: String) -> Result<Self, RecordFault> {
        let Ok(Outline { records, tail }) = serde_json::from_str::<Outline<'_>>(&text) else {
            return Err(FOREIGN);
        };
        let list = records.get();
        if !list.starts_with('[') {
            return Err(FOREIGN);
        }
        let begin = list.as_ptr().addr() - text.as_ptr().addr();
        let (at, end) = (begin + 1, begin + list.len() - 1);
        Ok(Self { at, end, tail: tail.map(|tail| tail.seq_num), text })
    }

    /// The place of the next record that will be written.
    pub fn tail(&self) -> Option<u64> {
        self.tail
    }

    /// The bytes of the records that were not read yet.
    pub fn left(&self) -> usize {
        self.end - self.at
    }

    /// Reads the next few records; none when all were read. What is wrong with one is told once those before it were read.
    pub fn read(&mut self) -> Result<Vec<Record>, RecordFault> {
        let (begin, mut records) = (self.at, Vec::new());
        while records.len() < MAX_RECORDS && self.at - begin < MAX_BYTES {
            let left = self.text.get(self.at..self.end).unwrap_or_default();
            let next = left.trim_start_matches([',', ' ', '\n', '\r', '\t']);
            self.at = self.end - next.len();
            let mut values = serde_json::Deserializer::from_str(next).into_iter::<RawRecord<'_>>();
            let Some(read) = values.next() else { break };
            match read.map_err(|_| FOREIGN).and_then(RawRecord::read) {
                Ok(record) => {
                    self.at += values.byte_offset();
                    records.push(record);
                }
                Err(fault) if records.is_empty() => return Err(fault),
                Err(_) => break,
            }
        }
        Ok(records)
    }
}

impl RawRecord<'_> {
    fn read(self) -> Result<Record, RecordFault> {
        let headers = self.headers.map_or_else(|| Ok(Vec::new()), read_headers)?;
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

fn read_headers(list: &RawValue) -> Result<Vec<(String, String)>, RecordFault> {
    if list.get().len() > HARMLESS {
        return Err(RecordFault::Costly("the headers of a part of the stream hold more than 64 KiB"));
    }
    serde_json::from_str(list.get()).map_err(|_| FOREIGN)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (Vec<Record>, Option<u64>);

    fn read(data: &str) -> Result<Read, RecordFault> {
        let mut batch = RecordBatch::of(data.to_owned())?;
        let mut all = Vec::new();
        loop {
            let records = batch.read()?;
            if records.is_empty() {
                return Ok((all, batch.tail()));
            }
            all.extend(records);
        }
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
        let (records, tail) = read(data).expect("a batch");
        assert_eq!(tail, Some(10));
        let told: Vec<_> = records
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
        assert_eq!(records.last().map(|record| record.place.clone()), Some(Place::Number(7)));
        assert_eq!(records.get(2).and_then(|record| record.header("last-event-id")), Some("1"));
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
            assert!(read(data).is_err(), "{data}");
        }
        let deep = format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000));
        let body = serde_json::Value::from(format!(r#"{{"data":{deep}}}"#)).to_string();
        assert!(read(&format!(r#"{{"records":[{{"seq_num":0,"body":{body}}}]}}"#)).is_err());
        let header = format!(r#"["x","{}"]"#, "y".repeat(HARMLESS));
        let costly = format!(r#"{{"records":[{{"seq_num":0,"headers":[{header}]}}]}}"#);
        assert!(matches!(read(&costly), Err(RecordFault::Costly(_))));
    }

    #[test]
    fn a_large_batch_is_read_a_few_records_at_a_time() {
        let many = r#"{"seq_num":1} , "#.repeat(3 * MAX_RECORDS);
        let mut batch =
            RecordBatch::of(format!(r#"{{"records":[ {many}{{"seq_num":2}} ]}}"#)).expect("a batch");
        let mut counts = Vec::new();
        while let Some(count) = batch.read().map(|records| records.len()).ok().filter(|count| *count > 0) {
            counts.push(count);
        }
        assert_eq!((counts, batch.left()), (vec![MAX_RECORDS, MAX_RECORDS, MAX_RECORDS, 1], 0));
        let large = format!(r#"{{"seq_num":1,"body":"{}"}}"#, "x".repeat(MAX_BYTES));
        let mut batch = RecordBatch::of(format!(r#"{{"records":[{large},{large}]}}"#)).expect("a batch");
        assert_eq!(batch.read().map(|records| records.len()), Ok(1));
        assert!(batch.left() > MAX_BYTES);
    }

    #[test]
    fn records_before_one_that_is_none_are_read() {
        let mut batch = RecordBatch::of(r#"{"records":[{"seq_num":1},{}]}"#.to_owned()).expect("a batch");
        assert_eq!(batch.read().map(|records| records.len()), Ok(1));
        assert_eq!(batch.read(), Err(FOREIGN));
    }
}
