//! Whatever the events of a stream hold: what is handed over to JavaScript is JSON, with as many parts as there are, each
//! with the value that a parser finds that builds the whole of it.

use hairtrigger_core::subscription::record_batch::RecordBatch;
use hairtrigger_core::subscription::records::{Record, RecordKind, read_line, read_ping};
use hairtrigger_core::subscription::{PartBox, PartMail};
use serde_json::Value;

pub type Input<'a> = (bool, &'a str);

pub fn check(input: Input<'_>) {
    let (tells_parts, text) = input;
    read_ping(text);
    if let Ok(line) = read_line("1-0", text)
        && line.chunk.as_deref().is_some_and(is_readable)
    {
        let expected = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
        assert_eq!(values(&[line], tells_parts), [Some(expected)]);
    }
    let Ok(mut batch) = RecordBatch::of(text.to_owned()) else { return };
    let mut records = Vec::new();
    loop {
        match batch.read() {
            Ok(read) if read.is_empty() => break,
            Ok(read) => records.extend(read),
            Err(_) => return,
        }
    }
    let whole: Value = serde_json::from_str(text).expect("a batch is JSON");
    let data: Vec<Record> =
        records.into_iter().filter(|record| record.kind == RecordKind::Data).collect();
    if data.iter().filter_map(|record| record.chunk.as_deref()).any(|chunk| !is_readable(chunk)) {
        return;
    }
    let found = values(&data, tells_parts);
    assert_eq!(found.len(), data.len());
    for (record, found) in data.iter().zip(&found) {
        let chunk = record.chunk.as_deref().map(|chunk| serde_json::from_str::<Value>(chunk).expect("JSON"));
        assert_eq!(*found, chunk);
    }
    assert!(whole["records"].as_array().expect("records").len() >= data.len());
}

/// The parser that compares can read it: a half of a surrogate pair is a character in JavaScript alone.
fn is_readable(chunk: &str) -> bool {
    serde_json::from_str::<Value>(chunk).is_ok()
}

/// What JavaScript makes of records: of each its value, if it has one.
fn values(records: &[Record], tells_parts: bool) -> Vec<Option<Value>> {
    let parts = PartBox::new(tells_parts, Box::new(|| {}));
    parts.put(records);
    let mut values = Vec::new();
    while let Some(PartMail::Parts(parts)) = parts.take() {
        let list: Vec<Value> = serde_json::from_str(&parts.json).expect("a list");
        assert!(!list.is_empty());
        values.extend(list.into_iter().map(|part| match parts.first {
            Some(_) => Some(part),
            None => part.get("chunk").cloned(),
        }));
    }
    values
}
