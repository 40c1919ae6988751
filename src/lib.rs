//! hairtrigger: a native Node.js client for the Trigger.dev management API.
//!
//! `core` is the engine, a crate of its own that knows nothing of Node or of endpoints; `model` holds the
//! wire shapes, `api` one function per endpoint, and `binding` is the only room that speaks Node-API.

use hairtrigger_core as engine;

// Under `cargo test` napi registers no functions, so nothing seems to use these rooms.
#[cfg_attr(test, allow(dead_code))]
mod api;
#[cfg_attr(test, allow(dead_code))]
mod binding;
#[cfg_attr(test, allow(dead_code))]
mod model;
