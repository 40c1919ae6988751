//! The wire shapes: their doc comments become `index.d.ts`, their fields say what the hand-over
//! has to know.

#[macro_use]
pub mod wire;
#[macro_use]
pub mod parameters;

pub mod bulk_action;
pub mod concurrency_limit;
pub mod deployment;
pub mod envvar;
pub mod error_group;
pub mod idempotency_key;
pub mod legacy;
pub mod page;
pub mod project;
pub mod prompt;
pub mod public_token;
pub mod query;
pub mod queue;
pub mod request;
pub mod run;
pub mod run_details;
pub mod schedule;
pub mod session;
pub mod trigger;
pub mod verification;
pub mod waitpoint;
