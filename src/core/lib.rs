//! The engine: whose call it is, what goes on the wire, what comes back. No Node, no endpoints.
//!
//! Its rooms are the steps of a staircase, here from top to bottom: an import runs down, never up, and a test
//! holds that.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

/// The I/O thread, and what calls on it share.
pub mod engine;

/// Calls that are several requests.
pub mod flows;

/// Subscriptions: requests that the server holds until there is something to tell.
pub mod subscription;

/// The loop of one request.
pub mod attempt;

/// Outcomes: how a call ended, told to a person.
pub mod outcome;

/// Calls: what is asked, frozen.
pub mod call;

/// A body read into text or columns.
pub mod decode;

/// Operations, as they are known before they are called.
pub mod operation;

/// Decisions about repeating a request: whether, when, how fast.
pub mod retry;

/// Identities: whose call it is.
pub mod identity;

/// Bytes to a host and back.
pub mod transport;

// What every step stands on.
pub mod digest;
pub mod invalid;
pub mod time;
pub mod wording;
