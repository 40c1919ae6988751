//! The questions that tell whose a credential is.

use crate::operation::Operation;

/// The probes there are, each an operation whose answers and refusals tell something.
pub struct Probes {
    /// Tells which environment a whole key belongs to. A scoped one is refused like an unknown one.
    pub environment: Probe,
    /// Whose the token of a person or an organization is.
    pub holder: Probe,
    /// Tells if a token that acts for a person is known.
    pub organizations: Probe,
    /// Tells if a key or token is known, be its scopes what they may; in a refusal also why.
    pub runs: Probe,
}

/// A request that tells whose a credential is.
pub struct Probe {
    /// The operation that is asked.
    pub operation: &'static Operation,
    /// The query it is asked with.
    pub query: &'static [(&'static str, &'static str)],
    /// A JSON pointer to what the API's answer has and no other server's.
    pub proof: &'static str,
}
