//! Invalid input: refused before anything is sent.

/// A refusal: nothing went out, and repeating the same call will be refused again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    pub kind: InvalidKind,
    /// Says what was wrong and what to do. Never holds the value of a credential.
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKind {
    /// An argument of the call: its path and what was expected.
    Argument,
    /// The configuration the call runs under.
    Configuration,
    /// The token of that configuration: there is none, or it is not fit to be sent.
    Token,
    /// A token of a product that no longer exists.
    LegacyKey,
    /// The base URL of that configuration.
    BaseUrl,
}

impl Invalid {
    pub fn argument(message: impl Into<String>) -> Self {
        Self { kind: InvalidKind::Argument, message: message.into() }
    }

    pub fn configuration(message: impl Into<String>) -> Self {
        Self::of(InvalidKind::Configuration, message)
    }

    pub fn token(message: impl Into<String>) -> Self {
        Self::of(InvalidKind::Token, message)
    }

    pub fn of(kind: InvalidKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
