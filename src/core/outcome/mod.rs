//! Outcomes, told to a person: the answer on its way to JavaScript, or the failure with what to do.
//!
//! Every sentence a failed call is rejected with is made here. It must not try anything again, and it shows no
//! credential but masked.

mod advice;
mod call_error;
mod delivery;
pub mod messages;

pub use advice::{as_misshapen, as_refusal, is_explained};
pub use call_error::{Answered, CallError, ErrorKind, FailureContext};
pub use delivery::{Delivery, Outcome};
pub use messages::Attempted;
