//! The trace of a call that somebody watches: what carries it to the server, and its attempts so far.

use std::sync::{Mutex, PoisonError};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::identity::is_reserved;

/// A tracer's headers are a handful.
const MAX_CARRIER: usize = 32;
const MAX_CARRIER_VALUE: usize = 8 * 1024;

/// The trace of one call, and of every request that belongs to it.
#[derive(Default)]
pub struct CallTrace {
    /// Carries the caller's trace to the server.
    carrier: HeaderMap,
    attempts: Mutex<Vec<Value>>,
}

impl CallTrace {
    /// Keeps the headers that can be sent and are not the client's own; a tracer's mistake must not fail a call.
    pub fn new(carrier: impl IntoIterator<Item = (String, String)>) -> Self {
        let sendable = carrier.into_iter().filter_map(|(name, value)| {
            let name =
                HeaderName::from_bytes(name.as_bytes()).ok().filter(|name| !is_reserved(name.as_str()))?;
            let value = Some(value).filter(|value| value.len() <= MAX_CARRIER_VALUE)?;
            Some((name, HeaderValue::from_str(&value).ok()?))
        });
        Self { carrier: sendable.take(MAX_CARRIER).collect(), attempts: Mutex::default() }
    }

    /// Adds the carrier to the headers of a request.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.carrier {
            headers.insert(name.clone(), value.clone());
        }
    }

    /// Adds an attempt that has ended.
    pub fn add(&self, attempt: Value) {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner).push(attempt);
    }

    /// Lists the attempts so far.
    pub fn attempts(&self) -> Vec<Value> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
