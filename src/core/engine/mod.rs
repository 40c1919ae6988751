//! The I/O thread, and what calls on it share: everything on the network happens here.
//!
//! It runs whatever flow a call asks for, one task each. It knows no operation by name and no JavaScript: a
//! call comes in through a channel, and its outcome goes out through the closure that came with it.

mod dedupe;
mod io_thread;

pub use io_thread::{CancelOnDrop, Engine, in_a_moment};
