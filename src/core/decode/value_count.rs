//! Counts the values of a JSON text: each costs memory in JavaScript, however few bytes it has.

/// More values than any answer has.
pub const VALUE_LIMIT: usize = 1_000_000;

/// Says if a JSON text holds more values than the limit.
pub fn has_too_many(json: &str) -> bool {
    // Every value but the first follows one of these; most texts do not even hold so many, wherever they stand.
    let separators: usize = json.as_bytes().chunks(CHUNK).map(separators_in).sum();
    separators >= VALUE_LIMIT && count(json) > VALUE_LIMIT
}

/// So few bytes that a byte can count them, which lets the compiler count many at once.
const CHUNK: usize = 192;

fn separators_in(chunk: &[u8]) -> usize {
    let is_separator = |byte: u8| byte == b',' || (byte | 0x20) == b'{';
    usize::from(chunk.iter().fold(0_u8, |count, byte| count + u8::from(is_separator(*byte))))
}

/// Counts values, empty lists and objects as two.
fn count(json: &str) -> usize {
    let mut count = 1;
    let mut bytes = json.bytes();
    let mut in_text = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_text = !in_text,
            b'\\' if in_text => {
                bytes.next();
            }
            b',' | b'[' | b'{' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_the_last_that_passes() {
        let list = |values: usize| format!("[{}1]", "1,".repeat(values - 2));
        assert!(!has_too_many(&list(VALUE_LIMIT)));
        assert!(has_too_many(&list(VALUE_LIMIT + 1)));
        assert!(has_too_many(&format!("[{}[]]", "[],".repeat(VALUE_LIMIT / 2))));
        assert!(!has_too_many(&format!("[\"{}\\\"{}\"]", ",".repeat(VALUE_LIMIT), "[".repeat(VALUE_LIMIT))));
    }
}
