//! The request of a neighbouring page.

use super::call::Call;

const AFTER: &str = "page[after]";
const BEFORE: &str = "page[before]";

/// Which neighbour of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neighbour {
    Next,
    Previous,
}

/// The call for a neighbour: the same scope, filters and options with this cursor alone, never
/// with both, because the server would silently follow only one of them.
pub fn neighbour(call: &Call, which: Neighbour, cursor: String) -> Call {
    let mut call = call.clone();
    let query = &mut call.request.query;
    query.retain(|(name, _)| *name != AFTER && *name != BEFORE);
    query.push(match which {
        Neighbour::Next => (AFTER, cursor),
        Neighbour::Previous => (BEFORE, cursor),
    });
    call
}
