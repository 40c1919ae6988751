//! Keeps tokens out of texts that are about to be shown.

use super::secret::Secret;
use super::spellings::Spellings;

/// Shows a person a name they wrote: never a token that stands in the wrong place.
pub fn shown_name(name: &str) -> &str {
    const MAX_LENGTH: usize = 60;
    match name {
        _ if looks_like_token(name) => "(a name that looks like a token)",
        _ if name.len() > MAX_LENGTH => "(a long name)",
        _ => name,
    }
}

/// Says if a text holds one of the beginnings that the server's tokens have, or had.
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
        let end = after.find(|character| !is_of_token(character)).unwrap_or(after.len());
        let (token, behind) = after.split_at(end);
        shown.extend([before, BEGINNING, if token.matches('.').count() >= 2 { "…" } else { token }]);
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

/// Replaces a token, or several, wherever it stands in a text: as it is or in another case, in whole or in part escaped as
/// URLs, JSON, HTML or programs do it, as numbers or in base64, over several lines, and in several of these
/// layers. Takes time in proportion to the text, whatever is in it and whatever the token.
pub struct Redactor<'a> {
    tokens: Vec<(Spellings, &'a str)>,
    /// A cut text is read on for so many bytes, to know the spelling that the cut is in.
    margin: usize,
}

impl<'a> Redactor<'a> {
    /// Looks for nothing when there is no token.
    pub fn new(secret: &Secret, replacement: &'a str) -> Self {
        Self { tokens: Vec::new(), margin: 0 }.and(secret, replacement)
    }

    /// Looks for another token too.
    pub fn and(mut self, secret: &Secret, replacement: &'a str) -> Self {
        /// The most bytes that usual spellings have for one of the token's.
        const WIDEST: usize = 16;
        let token = secret.expose().as_bytes();
        if !secret.is_empty() {
            self.tokens.push((Spellings::of(token), replacement));
        }
        self.margin = self.margin.max(token.len() * WIDEST);
        self
    }

    /// The text without the token.
    pub fn redact(&self, text: &str) -> String {
        self.replace(text, false)
    }

    /// The beginning of a text without the token, of at most `limit` bytes; what is behind it costs nothing.
    ///
    /// A text of `limit` bytes or more counts as cut off: what may be the beginning of the token at its end is
    /// replaced too.
    pub fn redact_up_to(&self, text: &str, limit: usize) -> String {
        if text.len() < limit {
            return self.redact(text);
        }
        let read = beginning(text, limit.saturating_add(self.margin));
        let mut redacted = self.replace(without_open_escape(read), true);
        redacted.truncate(beginning(&redacted, limit).len());
        redacted
    }

    fn replace(&self, text: &str, is_cut: bool) -> String {
        let mut redacted = text.to_owned();
        for (spellings, replacement) in &self.tokens {
            redacted = replace_one(spellings, replacement, &redacted, is_cut);
        }
        redacted
    }
}

fn replace_one(spellings: &Spellings, replacement: &str, text: &str, is_cut: bool) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut shown = 0;
    for found in spellings.find(text.as_bytes(), is_cut) {
        replaced.push_str(text.get(shown..found.start).unwrap_or_default());
        replaced.push_str(replacement);
        shown = found.end;
    }
    replaced.push_str(text.get(shown..).unwrap_or_default());
    replaced
}

/// Takes as many whole characters as fit into so many bytes.
fn beginning(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or(text)
}

/// A cut text without the escape that the cut may be in: its digits would pass for letters of the text.
fn without_open_escape(text: &str) -> &str {
    const LONGEST: usize = 12;
    let start = text.rfind(['%', '\\', '&']).filter(|start| text.len() - start < LONGEST);
    start.and_then(|start| text.get(..start)).unwrap_or(text)
}

#[cfg(test)]
#[path = "redaction_tests.rs"]
mod tests;
