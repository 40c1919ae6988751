//! Whatever a column holds: a list that was written is read as it was, and nothing takes more than its text.

use hairtrigger_core::subscription::postgres_text::{boolean, epoch_in_ms, list};

pub type Input<'a> = (&'a str, Vec<String>);

pub fn check(input: Input<'_>) {
    let (text, elements) = input;
    if let Some(read) = list(text) {
        assert!(read.iter().map(String::len).sum::<usize>() <= text.len());
    }
    assert!(epoch_in_ms(text).is_none_or(f64::is_finite));
    assert!(!boolean(text) || text.starts_with('t'));

    let quoted = |element: &String| format!("\"{}\"", element.replace('\\', "\\\\").replace('"', "\\\""));
    let written: Vec<String> = elements.iter().map(quoted).collect();
    assert_eq!(list(&format!("{{{}}}", written.join(","))), Some(elements));
}
