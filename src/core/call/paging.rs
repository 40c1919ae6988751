//! The request of a neighbouring page.

use super::frozen::Call;
use crate::operation::Kind;

const AFTER: &str = "page[after]";
const BEFORE: &str = "page[before]";
const NUMBER: &str = "page";

/// A neighbour of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neighbour {
    /// The page behind it.
    Next,
    /// The page before it.
    Previous,
}

/// The call for a neighbour: the same scope, filters and options with this cursor alone, never
/// with both, because the server would silently follow only one of them.
pub fn neighbour(call: &Call, which: Neighbour, cursor: String) -> Call {
    let mut call = call.clone();
    let query = &mut call.request.query;
    query.retain(|(name, _)| ![AFTER, BEFORE, NUMBER].contains(&name.as_ref()));
    query.push(match (call.operation.kind, which) {
        (Kind::NumberedPage, _) => (NUMBER.into(), cursor),
        (_, Neighbour::Next) => (AFTER.into(), cursor),
        (_, Neighbour::Previous) => (BEFORE.into(), cursor),
    });
    call
}
