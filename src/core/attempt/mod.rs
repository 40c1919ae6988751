//! The loop of one request: its turn, its attempts and the waits between them, and what becomes of its answer.
//!
//! Whether, when and how fast an attempt is repeated is decided by [`crate::retry`], without a clock; here is the
//! doing. It must not know what a call is part of: that is a flow's.

mod attempt_span;
mod attempts;
mod network;
mod packets;
mod post_process;
mod reading;

pub use attempt_span::trace_of;
pub use attempts::run;
pub use network::Network;
pub use packets::{presigned_packets, stored_packet};
pub use reading::{misshapen, refusal, success, success_read, text};
