//! Why a call was not prepared.

use crate::engine::invalid::Invalid;
use crate::engine::outcome::CallError;

/// A fault becomes a rejected call; what the caller's own getter threw is thrown on as it is.
pub enum ReadError {
    /// An `ArgumentError` or a `ConfigurationError`, by the kind of the refusal.
    Invalid(Invalid),
    /// Whatever the caller's own code threw, the same value.
    Thrown(napi::Error),
}

impl ReadError {
    pub fn argument(message: impl Into<String>) -> Self {
        Self::Invalid(Invalid::argument(message))
    }

    pub fn configuration(message: impl Into<String>) -> Self {
        Self::Invalid(Invalid::configuration(message))
    }

    /// The failure of what `place` names, as JSON; what the caller's own getter threw is thrown on.
    pub fn into_failure(self, place: &str) -> napi::Result<String> {
        match self {
            Self::Invalid(invalid) => Ok(CallError::refused(place, invalid).to_json()),
            Self::Thrown(error) => Err(error),
        }
    }

    /// Says where in the call the fault is: `requestOptions.clientConfig: …`.
    pub fn within(self, place: &str) -> Self {
        match self {
            Self::Invalid(invalid) => Self::Invalid(Invalid {
                kind: invalid.kind,
                message: format!("{place}: {}", invalid.message),
            }),
            Self::Thrown(error) => Self::Thrown(error),
        }
    }
}

impl From<Invalid> for ReadError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<napi::Error> for ReadError {
    fn from(error: napi::Error) -> Self {
        Self::Thrown(error)
    }
}
