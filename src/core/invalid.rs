//! Invalid input: refused before anything is sent.

/// A refusal: nothing went out, and repeating the same call will be refused again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The input that is refused.
    pub kind: InvalidKind,
    /// Says what was wrong and what to do. Never holds the value of a credential.
    pub message: String,
}

/// The input that is refused. It decides the class in JavaScript, and the status that `auth.verify` resolves with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKind {
    /// An argument of the call, named by its path: `ArgumentError`.
    Argument,
    /// The configuration the call runs under: `ConfigurationError`.
    Configuration,
    /// The token of that configuration, there is none or it is not fit to be sent: `ConfigurationError`, or the
    /// status `invalid`.
    Token,
    /// A token of a product that no longer exists: `ConfigurationError`, or the status `legacy_key`.
    LegacyKey,
    /// The base URL of that configuration: `ConfigurationError`, or the status `wrong_host`.
    BaseUrl,
}

impl Invalid {
    /// Refuses an argument.
    pub fn argument(message: impl Into<String>) -> Self {
        Self { kind: InvalidKind::Argument, message: message.into() }
    }

    /// Refuses a config.
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::of(InvalidKind::Configuration, message)
    }

    /// Refuses a token.
    pub fn token(message: impl Into<String>) -> Self {
        Self::of(InvalidKind::Token, message)
    }

    /// Refuses an input of this kind.
    pub fn of(kind: InvalidKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
