//! The engine: whose call it is, what goes on the wire, what comes back. No Node, no endpoints.
//!
//! Its rooms are the steps of a staircase, here from top to bottom: an import runs down, never up, and a test
//! holds that.

#![forbid(unsafe_code)]

/// The I/O thread, and what calls on it share.
pub mod engine;

/// Calls that are several requests.
pub mod flows;

/// The loop of one request.
pub mod attempt;

/// How a call ended, told to a person.
pub mod outcome;

/// What is asked, frozen.
pub mod call;

/// A body read into text or columns.
pub mod decode;

/// What is known of an operation before it is called.
pub mod operation;

/// Whether, when and how fast a request may be repeated.
pub mod retry;

/// Whose call it is.
pub mod identity;

/// Bytes to a host and back.
pub mod transport;

// What every step stands on.
pub mod digest;
pub mod invalid;
pub mod time;
pub mod wording;
