//! Idempotency keys as they go out: hashed, with what they were made from beside them where it is known.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use once_cell::sync::Lazy;

use crate::digest::{hex, sha256};

/// A text of this length passes for a key that is a hash already.
const LENGTH: usize = 64;
/// Keys whose origin is remembered; the official SDK remembers as many.
const MOST: usize = 1_000;

static ORIGINS: Lazy<Mutex<Origins>> = Lazy::new(Mutex::default);

/// A hashed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

/// What a key was made from, for people to read beside the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub key: String,
    pub scope: &'static str,
}

#[derive(Default)]
struct Origins {
    by_key: HashMap<String, Origin>,
    order: VecDeque<String>,
}

impl IdempotencyKey {
    /// Hashes the parts of a key, and remembers what it was made from. `suffix` is what its scope adds.
    pub fn make(parts: &[String], scope: &'static str, suffix: &[String]) -> Self {
        let key = Self::of(&[parts, suffix].concat());
        let mut origins = ORIGINS.lock().unwrap_or_else(PoisonError::into_inner);
        if origins.order.len() >= MOST
            && let Some(oldest) = origins.order.pop_front()
        {
            origins.by_key.remove(&oldest);
        }
        if origins.by_key.insert(key.0.clone(), Origin { key: parts.join("-"), scope }).is_none() {
            origins.order.push_back(key.0.clone());
        }
        key
    }

    /// A key as a caller gives it: as it is when it has been hashed already.
    pub fn given(parts: Vec<String>) -> Self {
        match <[String; 1]>::try_from(parts) {
            Ok([key]) if is_hash(&key) => Self(key),
            Ok(key) => Self::make(&key, "run", &[]),
            Err(parts) => Self::make(&parts, "run", &[]),
        }
    }

    /// The SHA-256 of the parts, joined by hyphens, in hex.
    pub fn of(parts: &[String]) -> Self {
        Self(hash(parts))
    }

    /// What the key was made from, if this process has made it.
    pub fn origin(&self) -> Option<Origin> {
        ORIGINS.lock().unwrap_or_else(PoisonError::into_inner).by_key.get(&self.0).cloned()
    }
}

/// Hashes the parts, joined by hyphens, into lower-case hexadecimal digits.
pub fn hash(parts: &[String]) -> String {
    hex(&sha256([parts.join("-").as_bytes()]))
}

/// Whether a text has the length of a hash, counted as JavaScript does.
pub fn is_hash(text: &str) -> bool {
    text.encode_utf16().count() == LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_keys_are_hashed_and_hashed_ones_are_not() {
        let key = IdempotencyKey::given(vec!["abc".to_owned()]);
        assert_eq!(key.0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(key.origin(), Some(Origin { key: "abc".to_owned(), scope: "run" }));
        let again = IdempotencyKey::given(vec![key.0.clone()]);
        assert_eq!(again, key);
        let parts = IdempotencyKey::given(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(parts, IdempotencyKey::given(vec!["a-b".to_owned()]));
    }

    #[test]
    fn origins_are_forgotten_in_time() {
        let first = IdempotencyKey::make(&["first of many".to_owned()], "global", &[]);
        for number in 0..=MOST {
            IdempotencyKey::make(&[format!("key {number}")], "global", &[]);
        }
        assert_eq!(first.origin(), None);
    }

    #[test]
    fn lengths_are_those_of_javascript() {
        assert!(is_hash(&"é".repeat(64)));
        assert!(is_hash(&"😀".repeat(32)));
        assert!(!is_hash(&"😀".repeat(64)));
    }
}
