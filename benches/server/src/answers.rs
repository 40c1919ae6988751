//! What is answered: pages of runs, lists of variables, and a small result for everything else.

use std::collections::HashMap;

use bytes::Bytes;
use hyper::Method;
use serde_json::{Value, json};

pub struct Answers {
    pages: HashMap<usize, Bytes>,
    variables: Bytes,
    result: Bytes,
}

impl Answers {
    pub fn new() -> Self {
        let pages = [10, 20, 100].map(|size| (size, body(&page(size, 1))));
        let variables = (0..1_000).map(variable).collect::<Vec<_>>();
        Self {
            pages: pages.into(),
            variables: body(&json!(variables)),
            result: body(&json!({ "success": true })),
        }
    }

    /// The body for a request, and how many milliseconds it takes: `tag=wait:5` asks for five.
    pub fn find(&self, method: &Method, path: &str, query: &str) -> (Bytes, u64) {
        let parameters: HashMap<_, _> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let number = |name: &str, start: &str| {
            parameters
                .get(name)
                .and_then(|value| value.strip_prefix(start))
                .and_then(|text| text.parse().ok())
        };
        let delay = number("filter%5Btag%5D", "wait%3A").unwrap_or(0);
        let size = number("page%5Bsize%5D", "").map_or(10, |size| size as usize);
        let body = match (method, path) {
            (&Method::GET, "/api/v1/runs") => match number("page%5Bafter%5D", "") {
                None => self.pages.get(&size).cloned().unwrap_or_else(|| self.result.clone()),
                Some(number) => body(&page(size, number)),
            },
            (&Method::GET, path) if path.contains("/envvars/") => self.variables.clone(),
            _ => self.result.clone(),
        };
        (body, delay)
    }
}

fn body(value: &Value) -> Bytes {
    value.to_string().into()
}

/// A page that is followed by another one, for ever.
fn page(size: usize, number: u64) -> Value {
    let runs = (0..size).map(run).collect::<Vec<_>>();
    json!({ "data": runs, "pagination": { "next": (number + 1).to_string() } })
}

/// A run as the API lists one, with about four dates.
fn run(index: usize) -> Value {
    json!({
        "id": format!("run_{index:c>25}"),
        "status": "COMPLETED",
        "taskIdentifier": if index % 2 == 1 { "send-welcome-email" } else { "sync-customer" },
        "version": "20261121.1",
        "createdAt": at(index, 0),
        "updatedAt": at(index, 9),
        "startedAt": at(index, 1),
        "finishedAt": at(index, 8),
        "isTest": false,
        "ttl": "10m",
        "env": { "id": "cmwpnqya7000e847d84wfc50g", "name": "prod" },
        "tags": ["customer:1234", format!("region:{}", index % 5)],
        "costInCents": 0.0123 * index as f64,
        "baseCostInCents": 0.0025,
        "durationMs": 7_000 + index,
        "depth": 0,
        "metadata": { "step": index, "of": 100 },
        "taskKind": "STANDARD",
        "region": "us-east-1",
        "isQueued": false,
        "isExecuting": false,
        "isCompleted": true,
        "isFailed": false,
        "isSuccess": true,
        "isCancelled": false,
        "isWaiting": false,
    })
}

/// A minute later for each run, on a morning.
fn at(index: usize, seconds: usize) -> String {
    let (hour, minute) = (7 + index / 60, index % 60);
    format!("2026-11-21T{hour:02}:{minute:02}:{seconds:02}.{:03}Z", index * 7 % 1_000)
}

fn variable(index: usize) -> Value {
    json!({
        "name": format!("SERVICE_{index:04}_ENDPOINT_URL"),
        "value": format!("https://service-{index}.internal.example:8443/v1/endpoint?key={index:x>12}"),
        "isSecret": index % 3 == 0,
    })
}
