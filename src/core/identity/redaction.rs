//! Keeps tokens out of texts that are about to be shown.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use zeroize::Zeroizing;

use super::secret::Secret;

/// What a person may be shown of a name they wrote: never a token that stands in the wrong place.
pub fn shown_name(name: &str) -> &str {
    const MAX_LENGTH: usize = 60;
    match name {
        _ if looks_like_token(name) => "(a name that looks like a token)",
        _ if name.len() > MAX_LENGTH => "(a long name)",
        _ => name,
    }
}

/// Whether a text holds one of the beginnings that the server's tokens have, or had.
pub fn looks_like_token(text: &str) -> bool {
    ["tr_", "eyJ", "pk_", "trigger_"].iter().any(|beginning| text.contains(beginning))
}

/// Leaves nothing but the beginning of the public tokens in an answer: those it issues are secrets too.
pub fn hide_public_tokens(text: &str) -> String {
    const BEGINNING: &str = "eyJ";
    let is_of_token = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGINNING) {
        let behind = after.trim_start_matches(is_of_token);
        let token = after.strip_suffix(behind).unwrap_or_default();
        shown.extend([before, BEGINNING, if token.matches('.').count() >= 2 { "…" } else { token }]);
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

/// Replaces a token wherever it stands in a text: as it is or in another case, percent-encoded or
/// JSON-escaped in whole or in part, in hex, in base64.
pub struct Redactor<'a> {
    /// Nothing is looked for when it is empty.
    token: &'a [u8],
    replacement: &'a str,
    base64: Vec<Zeroizing<String>>,
    hex: Zeroizing<String>,
}

impl<'a> Redactor<'a> {
    pub fn new(secret: &'a Secret, replacement: &'a str) -> Self {
        let token = if secret.is_empty() { &[] } else { secret.expose().as_bytes() };
        let hex = Zeroizing::new(token.iter().map(|byte| format!("{byte:02x}")).collect());
        Self { token, replacement, base64: encodings(token), hex }
    }

    pub fn redact(&self, text: &str) -> String {
        if self.token.is_empty() {
            return text.to_owned();
        }
        let mut redacted = replace(text, |rest| spelled_length(rest, self.token), self.replacement);
        for spelling in &self.base64 {
            if redacted.contains(spelling.as_str()) {
                redacted = redacted.replace(spelling.as_str(), self.replacement);
            }
        }
        replace(&redacted, |rest| spelled_length(rest, self.hex.as_bytes()), self.replacement)
    }
}

/// The text with every place replaced where `length` finds something.
fn replace(text: &str, length: impl Fn(&[u8]) -> Option<usize>, replacement: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    let mut start = 0;
    while let Some(first) = rest.as_bytes().get(start) {
        // What begins with a byte of a longer character cannot be a token, which is ASCII.
        let found = if first.is_ascii() { rest.as_bytes().get(start..).and_then(&length) } else { None };
        match found.and_then(|length| Some((rest.get(..start)?, rest.get(start + length..)?))) {
            Some((before, after)) => {
                replaced.push_str(before);
                replaced.push_str(replacement);
                (rest, start) = (after, 0);
            }
            None => start += 1,
        }
    }
    replaced.push_str(rest);
    replaced
}

/// How many bytes of the text spell the token that it begins with, if it does.
fn spelled_length(text: &[u8], token: &[u8]) -> Option<usize> {
    let mut length = 0;
    for byte in token {
        let rest = text.get(length..)?;
        if rest.first()?.eq_ignore_ascii_case(byte) {
            length += 1;
        } else {
            length += escape(rest).filter(|(escaped, _)| escaped.eq_ignore_ascii_case(byte))?.1;
        }
    }
    Some(length)
}

/// The byte that `%74` or `\u0074` stands for, and how long it is; a text that was quoted several times
/// has several backslashes.
fn escape(text: &[u8]) -> Option<(u8, usize)> {
    let backslashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let digits = match text.get(backslashes..)? {
        [b'%', ..] if backslashes == 0 => 1,
        [b'u', b'0', b'0', ..] if backslashes > 0 => backslashes + 3,
        _ => return None,
    };
    let hex = std::str::from_utf8(text.get(digits..digits + 2)?).ok()?;
    Some((u8::from_str_radix(hex, 16).ok()?, digits + 2))
}

/// The base64 of the token within any longer text: one for each place it can have in a group of three,
/// without the characters that also depend on what stands around it.
fn encodings(token: &[u8]) -> Vec<Zeroizing<String>> {
    let mut spellings = Vec::with_capacity(6);
    for padding in [&[][..], &[0], &[0, 0]] {
        let bytes = Zeroizing::new([padding, token].concat());
        let inner = (padding.len() * 8).div_ceil(6)..bytes.len() * 8 / 6;
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let spelling = Zeroizing::new(engine.encode(&*bytes));
            spellings.extend(spelling.get(inner.clone()).map(|inner| Zeroizing::new(inner.to_owned())));
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "tr_dev_aB3dE6gH9jK2mN5p";

    fn redacted_of(token: &str, text: &str, replacement: &str) -> String {
        Redactor::new(&Secret::new(token.to_owned()), replacement).redact(text)
    }

    fn redacted(text: &str) -> String {
        redacted_of(TOKEN, text, "[…]")
    }

    #[test]
    fn public_tokens_keep_their_beginning_alone() {
        let text = r#"{"token":"eyJhbGciOi.eyJzdWIi.c2ln-_8","other":"eyJhbGciOi","é":"eyJ.a.b"}"#;
        assert_eq!(hide_public_tokens(text), r#"{"token":"eyJ…","other":"eyJhbGciOi","é":"eyJ…"}"#);
        for text in ["", "eyJ", "nothing", "eyJ…abcd"] {
            assert_eq!(hide_public_tokens(text), text);
        }
    }

    #[test]
    fn redacts_every_occurrence() {
        assert_eq!(redacted(&format!("é {TOKEN}{TOKEN} tr_dev_ é")), "é […][…] tr_dev_ é");
        assert_eq!(redacted_of("", "as it is", "x"), "as it is");
    }

    #[test]
    fn redacts_other_spellings() {
        let percent: String = TOKEN.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let json: String = TOKEN.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
        let json_twice = json.replace('\\', "\\\\");
        let partly = TOKEN.replace('_', "%5f");
        let hex: String = TOKEN.bytes().map(|byte| format!("{byte:02X}")).collect();
        for spelling in [TOKEN.to_ascii_uppercase(), percent, json, json_twice, partly, hex] {
            assert_eq!(redacted(&format!("<{spelling}>")), "<[…]>", "{spelling}");
        }
    }

    #[test]
    fn redacts_base64_wherever_the_token_stands_in_it() {
        for before in ["", "a", "ab", "Bearer "] {
            let encoded = STANDARD_NO_PAD.encode(format!("{before}{TOKEN}:"));
            let shown = redacted(&encoded);
            assert!(shown.contains("[…]") && shown.len() < 24, "{before}: {shown}");
        }
    }

    #[test]
    fn names_that_look_like_tokens_are_not_shown() {
        assert_eq!(shown_name("limit"), "limit");
        assert!(!shown_name(TOKEN).contains(TOKEN));
        assert!(shown_name(&"x".repeat(1000)).len() < 100);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_redacted(text in "\\PC{0,60}", token in "[!-~]{1,6}", tail in "[!-~]{0,6}") {
            let shown = redacted_of(&token, &format!("{text}{token}{tail}"), "");
            proptest::prop_assert!(shown.len() <= text.len() + tail.len());
        }
    }
}
