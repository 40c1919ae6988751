//! Writes down what becomes of an attempt, for those who watch its call.

use std::cell::Cell;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::call::Call;
use crate::identity::hide_public_tokens;
use crate::transport::{Head, TransportError};

/// Writes what is known of a watched call so far, as JSON; nothing when nobody watches.
pub fn trace_of(call: &Call) -> Option<String> {
    let trace = call.trace.as_ref()?;
    let credential = &call.identity.credential;
    let known = json!({
        "host": &**call.server.base_url.host(),
        "credential": {
            "kind": credential.kind.name(),
            "masked": credential.masked,
            "fingerprint": credential.fingerprint,
            "source": if call.identity.is_ambient { "environment" } else { "config" },
        },
        "attempts": trace.attempts(),
    });
    Some(known.to_string())
}

/// One attempt of a watched call, from its place in the queue to its end, be it that nobody waits any more.
pub struct AttemptSpan<'a> {
    call: &'a Call,
    queued_at: Instant,
    sent_at: Cell<Option<Instant>>,
    /// The moment at which the head of the answer was there.
    pub head_at: Cell<Option<Instant>>,
    ended: Cell<Option<Value>>,
}

impl<'a> AttemptSpan<'a> {
    /// Begins with the wait for its turn, unless nobody watches.
    pub fn begin(call: &'a Call) -> Option<Self> {
        call.trace.as_ref()?;
        let (sent_at, head_at, ended) = (Cell::new(None), Cell::new(None), Cell::new(None));
        Some(Self { call, queued_at: Instant::now(), sent_at, head_at, ended })
    }

    pub fn sent(&self) {
        self.sent_at.set(Some(Instant::now()));
    }

    /// Notes how the attempt ended.
    pub fn ended(&self, outcome: Result<&Head, &TransportError>) {
        let redactor = self.call.identity.credential.redactor();
        let clean = |text: &str| hide_public_tokens(&redactor.redact(text));
        self.ended.set(Some(match outcome {
            Ok(head) => json!({ "status": head.status, "requestId": head.header("x-request-id").map(clean) }),
            Err(error) => json!({ "error": clean(&error.reason) }),
        }));
    }
}

impl Drop for AttemptSpan<'_> {
    fn drop(&mut self) {
        let Some(trace) = &self.call.trace else { return };
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
        trace.add(attempt);
    }
}
