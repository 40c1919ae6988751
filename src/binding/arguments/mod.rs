//! Reads what callers pass into requests, configs and options. Knows no endpoint, and nothing of how a call is sent.

pub mod config;
mod connect_form;
mod dates;
pub mod fields;
mod options;
mod parameters;
mod positional;
mod queues;
mod read_error;
mod tokens;
pub mod triggers;
mod value;

pub use positional::{Arguments, Reader, names};
pub use read_error::ReadError;
pub use value::Value;
