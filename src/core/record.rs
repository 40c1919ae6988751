//! What becomes of a call, attempt by attempt, for those who watch it.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::call::Call;
use super::ending::Attempted;

/// The record of one call, and of every request that belongs to it.
#[derive(Default)]
pub struct Record {
    /// What carries the caller's trace to the server.
    carrier: HeaderMap,
    attempts: Mutex<Vec<Value>>,
}

impl Record {
    /// Keeps the headers that can be sent; a tracer's mistake must not fail a call.
    pub fn new(carrier: impl IntoIterator<Item = (String, String)>) -> Self {
        let sendable = carrier.into_iter().filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(&value).ok()?))
        });
        Self { carrier: sendable.collect(), attempts: Mutex::default() }
    }

    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.carrier {
            headers.insert(name.clone(), value.clone());
        }
    }

    /// What is known so far, as JSON.
    pub fn to_json(&self, call: &Call) -> String {
        let credential = &call.identity.credential;
        json!({
            "host": &**call.server.base_url.host(),
            "credential": {
                "kind": credential.kind.name(),
                "masked": credential.masked,
                "fingerprint": credential.fingerprint,
                "source": if call.identity.is_ambient { "environment" } else { "config" },
            },
            "attempts": *self.attempts.lock().unwrap_or_else(PoisonError::into_inner),
        })
        .to_string()
    }
}

/// One attempt that is watched from its place in the queue to its end, be it that nobody waits any more.
pub struct Watched<'a> {
    call: &'a Call,
    queued_at: Instant,
    sent_at: Cell<Option<Instant>>,
    /// When the head of the answer was there.
    pub head_at: Cell<Option<Instant>>,
    ended: Cell<Option<Value>>,
}

impl<'a> Watched<'a> {
    /// Nothing where nobody watches.
    pub fn attempt(call: &'a Call) -> Option<Self> {
        call.record.as_ref()?;
        let (sent_at, head_at, ended) = (Cell::new(None), Cell::new(None), Cell::new(None));
        Some(Self { call, queued_at: Instant::now(), sent_at, head_at, ended })
    }

    pub fn sent(&self) {
        self.sent_at.set(Some(Instant::now()));
    }

    pub fn ended(&self, attempted: &Attempted) {
        self.ended.set(Some(match attempted {
            Ok(answer) => json!({
                "status": answer.head.status,
                "requestId": answer.head.header("x-request-id"),
            }),
            Err(error) => json!({ "error": error.what }),
        }));
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        let Some(record) = &self.call.record else { return };
        let milliseconds = |from: Instant, to: Instant| to.duration_since(from).as_secs_f64() * 1_000.0;
        let now = Instant::now();
        let mut attempt = self.ended.take().unwrap_or_else(|| json!({ "error": "abandoned" }));
        let sent_at = self.sent_at.get().unwrap_or(now);
        let head_at = self.head_at.get().unwrap_or(now);
        let operation = self.call.operation;
        let phases = json!({
            "method": operation.method.http().as_str(),
            "path": operation.path,
            "queuedInMs": milliseconds(self.queued_at, sent_at),
            "headInMs": milliseconds(sent_at, head_at),
            "bodyInMs": milliseconds(head_at, now),
        });
        if let (Some(attempt), Value::Object(phases)) = (attempt.as_object_mut(), phases) {
            attempt.extend(phases);
        }
        record.attempts.lock().unwrap_or_else(PoisonError::into_inner).push(attempt);
    }
}
