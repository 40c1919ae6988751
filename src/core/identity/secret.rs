//! A token as a type that cannot be printed.

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::digest;

/// A token. It has no `Debug`, `Display` or `Serialize`, and it is wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over, without white space around it: keys are read from files that end with a line.
    /// The caller checks [`Secret::is_header_safe`] before using it on the wire.
    pub fn new(text: String) -> Self {
        let text = Zeroizing::new(text);
        if text.trim().len() == text.len() {
            Self(text)
        } else {
            Self(Zeroizing::new(text.trim().to_owned()))
        }
    }

    /// Says if nothing is in it, or white space alone.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// Visible ASCII only: anything else could end the header or start another one.
    pub fn is_header_safe(&self) -> bool {
        !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// Says if it begins so.
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.0.starts_with(prefix)
    }

    /// The `Authorization` value, marked sensitive so that no HTTP layer logs or indexes it.
    pub fn bearer(&self) -> Option<HeaderValue> {
        let text = Zeroizing::new(format!("Bearer {}", self.0.as_str()));
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Its known prefix and, when enough stays hidden, its last four characters.
    pub fn masked(&self, prefix: &str) -> String {
        const SHOWN: usize = 4;
        const ENOUGH_HIDDEN: usize = 16;
        let rest = self.0.strip_prefix(prefix).unwrap_or(&self.0);
        let length = rest.chars().count();
        let tail: String = if length >= ENOUGH_HIDDEN + SHOWN {
            rest.chars().skip(length - SHOWN).collect()
        } else {
            String::new()
        };
        format!("{prefix}…{tail}")
    }

    /// Hashes it with SHA-256.
    pub fn digest(&self) -> [u8; 32] {
        digest::sha256([self.0.as_bytes()])
    }

    /// The first eight hex digits of its SHA-256: tells two tokens apart without showing either.
    pub fn fingerprint(&self) -> String {
        let [first, second, third, fourth, ..] = self.digest();
        digest::hex(&[first, second, third, fourth])
    }

    /// Signs with the token.
    pub(super) fn with_bytes<T>(&self, sign: impl FnOnce(&[u8]) -> T) -> T {
        sign(self.0.as_bytes())
    }

    /// The token itself, for redaction alone.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn white_space_around_it_is_no_part_of_it() {
        for text in ["tr_dev_a\n", "tr_dev_a\r\n", "  tr_dev_a\t"] {
            assert!(secret(text) == secret("tr_dev_a") && secret(text).is_header_safe(), "{text:?}");
        }
    }

    #[test]
    fn masks_all_but_prefix_and_four_characters() {
        assert_eq!(secret("tr_prod_abcdefghijklmnopqrst1234").masked("tr_prod_"), "tr_prod_…1234");
        assert_eq!(secret("tr_dev_short").masked("tr_dev_"), "tr_dev_…");
        assert_eq!(secret("whatever").masked(""), "…");
    }

    #[test]
    fn refuses_what_could_leave_the_header() {
        for text in ["a b", "a\nb", "a\r\nx: y", "", "é", "a\0"] {
            assert!(!secret(text).is_header_safe(), "{text:?}");
        }
        assert!(secret("tr_dev_A-b.c~d").is_header_safe());
    }

    #[test]
    fn fingerprints_tell_tokens_apart() {
        assert_eq!(secret("abc").fingerprint(), "ba7816bf");
        assert_ne!(secret("abc").fingerprint(), secret("abd").fingerprint());
    }
}
