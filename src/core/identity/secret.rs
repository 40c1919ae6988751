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

    /// Hashes it with SHA-256.
    pub fn digest(&self) -> [u8; 32] {
        digest::sha256([self.0.as_bytes()])
    }

    /// Signs with the token.
    pub(super) fn with_bytes<T>(&self, sign: impl FnOnce(&[u8]) -> T) -> T {
        sign(self.0.as_bytes())
    }

    /// The token itself, for masking and redaction alone.
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
    fn refuses_what_could_leave_the_header() {
        for text in ["a b", "a\nb", "a\r\nx: y", "", "é", "a\0"] {
            assert!(!secret(text).is_header_safe(), "{text:?}");
        }
        assert!(secret("tr_dev_A-b.c~d").is_header_safe());
    }
}
