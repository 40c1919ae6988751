//! Operations as they are known before they are called, and the shapes of answers: data, said once each.
//!
//! The operations themselves are in the `api` above this crate; here are only the words they are said in.

mod accepts;
mod definition;
mod shape;

pub use accepts::Accepts;
pub use definition::{Finality, Idempotency, Kind, Method, Operation};
pub use shape::{Field, FieldKind, Shape};
