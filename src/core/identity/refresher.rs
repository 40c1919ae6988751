//! Ways to fresh tokens.

/// A function of a config that answers a fresh token, as the facade knows it: by its number, for as long as somebody holds
/// this.
#[derive(Debug)]
pub struct Refresher(pub u64);
