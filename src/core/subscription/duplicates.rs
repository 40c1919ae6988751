//! Parts that were told before: a writer that did not hear an answer writes them again, under the same ids.

use std::collections::hash_map::RandomState;
use std::collections::{HashSet, VecDeque};
use std::hash::BuildHasher;

/// As many as the official SDK remembers.
const MAX_KNOWN: usize = 5_000;

/// The ids of the latest parts.
#[derive(Default)]
pub struct Duplicates {
    /// Not the ids themselves, which may be of any length.
    known: HashSet<u64>,
    order: VecDeque<u64>,
    state: RandomState,
}

impl Duplicates {
    /// Says if a part was told before, and remembers it.
    pub fn has(&mut self, id: &str) -> bool {
        let id = self.state.hash_one(id);
        if !self.known.insert(id) {
            return true;
        }
        self.order.push_back(id);
        if self.order.len() > MAX_KNOWN
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_remembered() {
        let mut duplicates = Duplicates::default();
        for number in 0..=MAX_KNOWN {
            assert!(!duplicates.has(&number.to_string()));
        }
        assert!(duplicates.has(&MAX_KNOWN.to_string()) && duplicates.has("1"));
        assert!(!duplicates.has("0"), "the oldest is forgotten");
        assert_eq!((duplicates.known.len(), duplicates.order.len()), (MAX_KNOWN, MAX_KNOWN));
    }
}
