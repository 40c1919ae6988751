//! Measures how deep the lists and objects of a JSON text nest.

/// More levels than any answer has; without a limit a hostile one could exhaust a stack that walks it.
pub const NESTING_LIMIT: usize = 1_000;

/// Says if a JSON text nests deeper than the limit.
pub fn is_too_deep(json: &str) -> bool {
    // Most answers do not even hold so many brackets, and counting them is several times faster.
    let brackets: usize = json.as_bytes().chunks(CHUNK).map(brackets_in).sum();
    brackets > NESTING_LIMIT && depth(json) > NESTING_LIMIT
}

/// So few bytes that a byte can count them, which lets the compiler count many at once.
const CHUNK: usize = 192;

fn brackets_in(chunk: &[u8]) -> usize {
    let count = chunk.iter().fold(0_u8, |count, byte| count + u8::from((byte | 0x20) == b'{'));
    usize::from(count)
}

fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut in_text = false;
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_text = !in_text,
            b'\\' if in_text => {
                bytes.next();
            }
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn the_limit_is_the_last_that_passes() {
        assert!(!is_too_deep(&nested(NESTING_LIMIT)));
        assert!(is_too_deep(&nested(NESTING_LIMIT + 1)));
        assert!(!is_too_deep(&format!("[{}]", nested(2).repeat(NESTING_LIMIT))));
        assert!(!is_too_deep(&format!("[\"\\\"{}\"]", "[".repeat(NESTING_LIMIT * 2))));
    }

    proptest! {
        #[test]
        fn depth_is_what_a_parser_finds(value in values()) {
            fn levels(value: &serde_json::Value) -> usize {
                match value {
                    serde_json::Value::Array(list) => 1 + list.iter().map(levels).max().unwrap_or(0),
                    serde_json::Value::Object(map) => 1 + map.values().map(levels).max().unwrap_or(0),
                    _ => 0,
                }
            }
            prop_assert_eq!(depth(&value.to_string()), levels(&value));
        }
    }

    fn values() -> impl Strategy<Value = serde_json::Value> {
        let leaf = ".*".prop_map(serde_json::Value::from);
        leaf.prop_recursive(6, 64, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                prop::collection::vec((".*", inner), 0..4)
                    .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
            ]
        })
    }
}
