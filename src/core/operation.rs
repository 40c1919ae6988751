//! What is known of an operation before it is called.

use super::credential::Accepts;
use super::shape::Shape;

/// One operation of the API, said once: its name, who may call it, and what may be repeated.
pub struct Operation {
    /// As a user writes it: `runs.list`.
    pub name: &'static str,
    pub kind: Kind,
    pub method: Method,
    pub accepts: Accepts,
    /// What to call instead under a credential the operation does not take; may be empty.
    pub instead: &'static str,
    pub repeat: Repeat,
    /// What a successful answer looks like.
    pub answer: Shape,
}

/// How the facade hands the answer over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One request, one value.
    Json,
    /// A page with cursors to its neighbours.
    Page,
    /// Requests until the answer is final.
    Poll,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Page => "page",
            Self::Poll => "poll",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub fn http(self) -> reqwest::Method {
        match self {
            Self::Get => reqwest::Method::GET,
            Self::Post => reqwest::Method::POST,
            Self::Put => reqwest::Method::PUT,
            Self::Delete => reqwest::Method::DELETE,
        }
    }
}

/// Whether a request may go out again after a failure that leaves open if it was processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Reads, and writes that end in the same state however often they arrive.
    Safe,
    /// Only with something in the call that makes it so; the text tells the caller what.
    Unless(&'static str),
}
