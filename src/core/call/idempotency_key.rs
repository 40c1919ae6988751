//! Idempotency keys as they go out: hashed, with what they were made from beside them where that is known.
//!
//! What a key was made from is told to nobody but the one who made it: two customers can have the same hash.

use std::num::NonZeroUsize;
use std::sync::{LazyLock, Mutex, PoisonError};

use lru::LruCache;

use crate::digest::{hex, sha256};

/// A text of this length passes for a key that is a hash already.
const LENGTH: usize = 64;
/// Keys whose origin is remembered; the official SDK remembers as many.
const MAX_ORIGINS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(999);

/// The maker of a key: the digest of a credential.
pub type Maker = [u8; 32];

/// Remembers what keys were made from, by who made them.
static ORIGINS: LazyLock<Mutex<LruCache<(Maker, String), Origin>>> =
    LazyLock::new(|| Mutex::new(LruCache::new(MAX_ORIGINS)));

/// A hashed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The hash, in lower-case hexadecimal digits.
    pub hash: String,
    /// Known when the call itself gives the parts.
    pub origin: Option<Origin>,
}

/// The origin of a key: what it was made from, for people to read beside the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The parts, joined by hyphens.
    pub key: String,
    /// The scope it is unique in: `run`, `attempt` or `global`.
    pub scope: &'static str,
}

impl IdempotencyKey {
    /// Hashes the parts of a key.
    pub fn make(parts: &[String], scope: &'static str) -> Self {
        Self { hash: hash(parts), origin: Some(Origin { key: parts.join("-"), scope }) }
    }

    /// Takes a key as a caller gives it: as it is when it has been hashed already.
    pub fn given(parts: Vec<String>) -> Self {
        match <[String; 1]>::try_from(parts) {
            Ok([key]) if is_hash(&key) => Self { hash: key, origin: None },
            Ok(key) => Self::make(&key, "run"),
            Err(parts) => Self::make(&parts, "run"),
        }
    }

    /// Remembers what the key was made from, for later calls of the one who made it.
    pub fn remember(&self, maker: Maker) {
        if let Some(origin) = &self.origin {
            let mut origins = ORIGINS.lock().unwrap_or_else(PoisonError::into_inner);
            origins.put((maker, self.hash.clone()), origin.clone());
        }
    }
}

/// Finds what a key was made from, if this process has made it for the same credential.
pub fn origin_of(hash: &str, maker: Maker) -> Option<Origin> {
    let mut origins = ORIGINS.lock().unwrap_or_else(PoisonError::into_inner);
    origins.get(&(maker, hash.to_owned())).cloned()
}

/// Hashes the parts, joined by hyphens, into lower-case hexadecimal digits.
pub fn hash(parts: &[String]) -> String {
    hex(&sha256([parts.join("-").as_bytes()]))
}

/// Says if a text has the length of a hash, counted as JavaScript does.
pub fn is_hash(text: &str) -> bool {
    text.encode_utf16().count() == LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_keys_are_hashed_and_hashed_ones_are_not() {
        let given =
            |parts: &[&str]| IdempotencyKey::given(parts.iter().map(|part| (*part).to_owned()).collect());
        let key = given(&["abc"]);
        assert_eq!(key.hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(key.origin, Some(Origin { key: "abc".to_owned(), scope: "run" }));
        let again = given(&[&key.hash]);
        assert_eq!((&again.hash, &again.origin), (&key.hash, &None));
        assert_eq!(given(&["a", "b"]), given(&["a-b"]));
    }

    #[test]
    fn origins_are_told_to_who_made_them_and_forgotten_in_time() {
        let key = IdempotencyKey::make(&["first of many".to_owned()], "global");
        key.remember([1; 32]);
        assert_eq!(origin_of(&key.hash, [1; 32]), key.origin);
        assert_eq!(origin_of(&key.hash, [2; 32]), None);
        for number in 0..MAX_ORIGINS.get() {
            IdempotencyKey::make(&[format!("key {number}")], "global").remember([1; 32]);
        }
        assert_eq!(origin_of(&key.hash, [1; 32]), None);
    }

    #[test]
    fn lengths_are_those_of_javascript() {
        assert!(is_hash(&"é".repeat(64)));
        assert!(is_hash(&"😀".repeat(32)));
        assert!(!is_hash(&"😀".repeat(64)));
    }
}
