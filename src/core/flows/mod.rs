//! Calls that are several requests: triggers with stored payloads, batches, uploads, polls, stream writes, credential checks.
//!
//! A flow decides which request comes next. It must not know how one is repeated: each goes through
//! [`crate::attempt`], under rules of its own.

pub mod batching;
mod checked_credential;
pub mod credential_check;
mod line_writing;
pub mod polling;
pub mod stream_writing;
pub mod triggering;
mod upload;

pub use checked_credential::of_fault as verdict_on_fault;
