//! Forms that texts for people take, whoever said them first.

/// The longest text of a server's that goes into a message, in characters.
const MAX_SHOWN: usize = 500;

/// Shortens a text to at most `MAX_SHOWN` characters on one line, without what a terminal would act on.
pub fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "\u{fffd}");
    if line.chars().count() <= MAX_SHOWN {
        return line;
    }
    let start: String = line.chars().take(MAX_SHOWN).collect();
    format!("{start}…")
}

/// Ends a text like a sentence.
pub fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Begins a text like a sentence.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        None => String::new(),
        Some(first) => first.to_uppercase().chain(characters).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_stay_on_one_line() {
        assert_eq!(shorten(" a\n\tb\u{1b}[31m "), "a b\u{fffd}[31m");
        let long = "é".repeat(MAX_SHOWN + 1);
        assert_eq!(shorten(&long), format!("{}…", "é".repeat(MAX_SHOWN)));
    }

    #[test]
    fn sentences_begin_and_end_as_such() {
        assert_eq!(sentence(&capitalised("élan")), "Élan.");
        assert_eq!(sentence("Really?"), "Really?");
        assert_eq!(capitalised(""), "");
    }
}
