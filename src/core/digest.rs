//! SHA-256 and hexadecimal digits, in one place.

use ring::digest;

/// Hashes the parts as if they were one text.
pub fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Writes bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// Reads 32 bytes from lower-case hexadecimal digits, and nothing from any other text.
pub fn decode_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = pair.iter().try_fold(0, |value, digit| Some(value << 4 | digit_of(*digit)?))?;
    }
    Some(bytes)
}

fn digit_of(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_whole() {
        let hash = hex(&sha256([&b"a"[..], b"bc"]));
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(decode_hex(&hash), Some(sha256([&b"abc"[..]])));
    }

    #[test]
    fn other_texts_are_no_hashes() {
        let hash = hex(&[0xab; 32]);
        for text in ["", &hash[1..], &hash.to_uppercase(), &format!("{hash}00"), &"é".repeat(32)] {
            assert_eq!(decode_hex(text), None, "{text}");
        }
    }
}
