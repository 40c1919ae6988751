//! How a key is shown: masked, and with a fingerprint that tells it from others.

use super::secret::Secret;
use crate::digest;

impl Secret {
    /// Its known prefix and, when enough stays hidden, its last four characters.
    pub fn masked(&self, prefix: &str) -> String {
        const SHOWN: usize = 4;
        const ENOUGH_HIDDEN: usize = 16;
        let rest = self.expose().strip_prefix(prefix).unwrap_or(self.expose());
        let length = rest.chars().count();
        let tail: String = if length >= ENOUGH_HIDDEN + SHOWN {
            rest.chars().skip(length - SHOWN).collect()
        } else {
            String::new()
        };
        format!("{prefix}…{tail}")
    }

    /// The first eight hex digits of its SHA-256: tells two tokens apart without showing either.
    pub fn fingerprint(&self) -> String {
        let [first, second, third, fourth, ..] = self.digest();
        digest::hex(&[first, second, third, fourth])
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn masks_all_but_prefix_and_four_characters() {
        assert_eq!(secret("tr_prod_abcdefghijklmnopqrst1234").masked("tr_prod_"), "tr_prod_…1234");
        assert_eq!(secret("tr_dev_short").masked("tr_dev_"), "tr_dev_…");
        assert_eq!(secret("whatever").masked(""), "…");
    }

    #[test]
    fn fingerprints_tell_tokens_apart() {
        assert_eq!(secret("abc").fingerprint(), "ba7816bf");
        assert_ne!(secret("abc").fingerprint(), secret("abd").fingerprint());
    }
}
