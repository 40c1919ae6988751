//! Values as Postgres writes them into texts, in the spellings of both servers that stand behind the feeds.

use std::time::UNIX_EPOCH;

/// Elements of one list: nobody tags a run with more.
const MAX_ELEMENTS: usize = 10_000;

/// Reads a flag. Whatever is not true is false.
pub fn boolean(text: &str) -> bool {
    matches!(text, "t" | "true")
}

/// Reads the epoch milliseconds of a timestamp without a zone, which is in UTC: `2026-01-01 10:00:00.123`, with a `T`
/// or a space, and with a fraction of any length or none.
pub fn epoch_in_ms(text: &str) -> Option<f64> {
    let since = humantime::parse_rfc3339_weak(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_millis() as f64)
}

/// Reads an array of texts: `{a,"b c","d\"e",NULL}`, whose nulls are left out. Answers nothing for what is none.
pub fn list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('{')?;
    let mut elements = Vec::new();
    if rest == "}" {
        return Some(elements);
    }
    loop {
        if elements.len() == MAX_ELEMENTS {
            return None;
        }
        let (element, behind) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (element, behind) = quoted_element(quoted)?;
                (Some(element), behind)
            }
            None => bare_element(rest)?,
        };
        elements.extend(element);
        rest = match behind.strip_prefix(',') {
            Some(next) => next,
            None if behind == "}" => return Some(elements),
            None => return None,
        };
    }
}

/// Reads up to the quotation mark that ends it; a backslash takes the next character as it is.
fn quoted_element(text: &str) -> Option<(String, &str)> {
    let mut element = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((element, text.get(index + 1..)?)),
            '\\' => element.push(characters.next()?.1),
            other => element.push(other),
        }
    }
    None
}

/// Reads up to a comma or the end of the list; `NULL` is no element.
fn bare_element(text: &str) -> Option<(Option<String>, &str)> {
    let end = text.find([',', '}'])?;
    let (element, behind) = text.split_at_checked(end)?;
    if element.is_empty() || element.contains(['"', '{']) {
        return None;
    }
    let is_null = element.eq_ignore_ascii_case("null");
    Some(((!is_null).then(|| element.to_owned()), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_read_in_both_spellings() {
        for (text, epoch) in [
            ("2026-01-01T10:00:00.123", 1_767_261_600_123.0),
            ("2026-01-01 10:00:00.123", 1_767_261_600_123.0),
            ("2026-01-01 10:00:00", 1_767_261_600_000.0),
            ("2026-01-01 10:00:00.1", 1_767_261_600_100.0),
            ("2026-01-01 10:00:00.123456", 1_767_261_600_123.0),
        ] {
            assert_eq!(epoch_in_ms(text), Some(epoch), "{text}");
        }
        for text in ["", "infinity", "2026-13-01 10:00:00", "10:00", "1767261600123"] {
            assert_eq!(epoch_in_ms(text), None, "{text}");
        }
    }

    #[test]
    fn flags_are_true_or_false() {
        assert!(boolean("t") && boolean("true"));
        assert!(!boolean("f") && !boolean("false") && !boolean("1") && !boolean(""));
    }

    #[test]
    fn lists_are_read_with_quotes_escapes_and_nulls() {
        for (text, elements) in [
            ("{}", vec![]),
            ("{a}", vec!["a"]),
            (r#"{a,"b c","d\"e",NULL,"NULL","\\",""}"#, vec!["a", "b c", "d\"e", "NULL", "\\", ""]),
            (r#"{"ä,}{","☃"}"#, vec!["ä,}{", "☃"]),
        ] {
            assert_eq!(list(text), Some(elements.into_iter().map(str::to_owned).collect()), "{text}");
        }
        for text in
            ["", "{", "}", "a", "{a", "{a,}", "{,a}", r#"{"a}"#, r#"{"a"b}"#, "{{a}}", r#"{a"b"}"#, "{a}b"]
        {
            assert_eq!(list(text), None, "{text}");
        }
        let many = format!("{{{}a}}", "a,".repeat(MAX_ELEMENTS));
        assert_eq!(list(&many), None);
    }
}
