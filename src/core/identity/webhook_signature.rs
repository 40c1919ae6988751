//! The signature of a message, as the server puts it beside its webhooks.

use ring::hmac;

use crate::digest::decode_hex;

/// Says if this is the HMAC-SHA256 of a message in lower-case hex. How long it takes does not tell how much
/// of it is right.
pub fn is_valid(message: &[u8], signature: &str, secret: &[u8]) -> bool {
    let Some(tag) = decode_hex(signature) else { return false };
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), message, &tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    const TAG: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    fn check(signature: &str) -> bool {
        is_valid(b"what do ya want for nothing?", signature, b"Jefe")
    }

    #[test]
    fn takes_the_signature_and_no_other() {
        assert!(check(TAG));
        for place in 0..TAG.len() {
            let mut changed = TAG.to_owned().into_bytes();
            changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
            assert!(!check(&String::from_utf8(changed).expect("text")), "{place}");
        }
        for wrong in ["", &TAG[1..], &TAG.to_uppercase()] {
            assert!(!check(wrong), "{wrong}");
        }
        assert!(!is_valid(b"what do ya want for nothing?", TAG, b"jefe"));
        assert!(!is_valid(b"what do ya want for nothing", TAG, b"Jefe"));
    }
}
