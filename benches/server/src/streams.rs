//! A stream of a run, in version 2: as many parts as are asked for, in batches, and then its end.

use std::fmt::Write;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use serde_json::json;

/// Parts of one event, as a writer's batches and the store make them.
const BATCH: usize = 100;
/// The bytes of a part, as JSON.
const PART: usize = 100;

/// Answers a request for the stream whose name ends in the number of its parts.
pub fn answer(path: &str) -> Response<Full<Bytes>> {
    let parts = path.rsplit('-').next().and_then(|count| count.parse().ok()).unwrap_or(0);
    Response::builder()
        .header("content-type", "text/event-stream; charset=utf-8")
        .header("cache-control", "no-store")
        .header("x-stream-version", "v2")
        .body(Full::new(body(parts).into()))
        .expect("an answer")
}

fn body(parts: usize) -> String {
    let mut body = String::new();
    for first in (0..parts).step_by(BATCH) {
        let end = parts.min(first + BATCH);
        let records: Vec<_> = (first..end).map(record).collect();
        let tail = json!({ "seq_num": parts, "timestamp": 1_712_150_400_000_u64 });
        let data = json!({ "records": records, "tail": tail });
        write!(body, "event: batch\nid: {first},{},{end}\ndata: {data}\n\n", end - first).expect("a text");
    }
    body.push_str("data: [DONE]\n\n");
    body
}

fn record(number: usize) -> serde_json::Value {
    let text = format!("{number:08}");
    let around = r#"{"delta":""}"#.len();
    let part = json!({ "delta": format!("{text}{}", "x".repeat(PART - around - text.len())) });
    let body = json!({ "data": part, "id": text[1..] }).to_string();
    json!({ "seq_num": number, "timestamp": 1_712_150_400_000_u64, "body": body, "headers": [] })
}
