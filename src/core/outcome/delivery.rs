//! The outcome of a call: a checked answer on its way to JavaScript, or the failure it is rejected with.

use std::sync::Arc;

use super::call_error::{Answered, CallError};
use crate::decode::Body;
use crate::transport::Held;

/// The outcome of a call.
pub type Outcome = Result<Delivery, Box<CallError>>;

/// A checked answer on its way to JavaScript, as text.
#[derive(Clone)]
pub struct Delivery {
    /// The name of the operation, `runs.list`.
    pub operation: &'static str,
    /// Nobody, when nothing was asked.
    pub by: Option<Answered>,
    /// JSON of status, URL and headers.
    pub head: String,
    /// The body, checked against the shape of the operation.
    pub body: Body,
    /// JSON of the packets the body only points at.
    pub packets: Option<String>,
    /// Counts the bytes of large bodies until they are handed over.
    pub held: Vec<Arc<Held>>,
}

impl Delivery {
    /// Hands over JSON that was known without an answer of the server's.
    pub fn local(operation: &'static str, json: String) -> Self {
        let body = Body { text: json, columns: None, pieces: None };
        Self { operation, by: None, head: "{}".to_owned(), body, packets: None, held: Vec::new() }
    }
}
