//! Why a call was not prepared.

use crate::core::fault::Fault;
use crate::core::outcome::Failure;

/// A fault becomes a rejected call; what the caller's own getter threw is thrown on as it is.
pub enum Refusal {
    Fault(Fault),
    Thrown(napi::Error),
}

impl Refusal {
    pub fn argument(message: impl Into<String>) -> Self {
        Self::Fault(Fault::argument(message))
    }

    pub fn configuration(message: impl Into<String>) -> Self {
        Self::Fault(Fault::configuration(message))
    }

    /// The failure of what `place` names, as JSON; what the caller's own getter threw is thrown on.
    pub fn into_failure(self, place: &str) -> napi::Result<String> {
        match self {
            Self::Fault(fault) => Ok(Failure::refused(place, fault).to_json()),
            Self::Thrown(error) => Err(error),
        }
    }

    /// Says where in the call the fault is: `requestOptions.clientConfig: …`.
    pub fn within(self, place: &str) -> Self {
        match self {
            Self::Fault(fault) => {
                Self::Fault(Fault { kind: fault.kind, message: format!("{place}: {}", fault.message) })
            }
            thrown => thrown,
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<napi::Error> for Refusal {
    fn from(error: napi::Error) -> Self {
        Self::Thrown(error)
    }
}
