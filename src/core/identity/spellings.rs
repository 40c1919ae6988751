//! Finds a token in a text, whichever way it is spelled there.
//!
//! What is looked for, and what it is looked for in, are compared by their letters and digits, in small
//! letters. So a line break, a colon between hex digits, a backslash before a slash and the two alphabets of
//! base64 make no difference.

use std::iter;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use memchr::{memchr2, memmem};
use zeroize::Zeroizing;

use super::escapes::Unescaped;

/// Layers of escapes that are undone.
const LAYERS: usize = 4;
/// Encodings of very short tokens are in any text.
const SHORTEST_ENCODING: usize = 6;
/// A text worth a look before it is searched.
const SHORT_TEXT: usize = 1024;
/// A shorter beginning of a spelling gives nothing away: its first letters are those of all tokens.
const SHORTEST_PART: usize = 8;

/// The spellings of a token that are looked for.
pub struct Spellings {
    comparison: Comparison,
    spellings: Vec<Zeroizing<Vec<u8>>>,
}

impl Spellings {
    pub fn of(token: &[u8]) -> Self {
        let comparison = Comparison::of(token);
        let mut spellings: Vec<_> = iter::successors(Some(Zeroizing::new(token.to_vec())), undone)
            .take(1 + LAYERS)
            .map(|token| comparison.reduce(&token))
            .collect();
        spellings.extend(
            encodings(token)
                .map(|encoding| comparison.reduce(&encoding))
                .filter(|encoding| encoding.len() >= SHORTEST_ENCODING),
        );
        spellings.retain(|spelling| !spelling.is_empty());
        Self { comparison, spellings }
    }

    /// Finds where any of them stands in a text, in order and without overlaps. In a text that was cut off, so does
    /// the beginning of one at its end.
    pub fn find(&self, text: &[u8], is_cut: bool) -> Vec<Range<usize>> {
        self.find_in_layers(text, is_cut, LAYERS)
    }

    fn find_in_layers(&self, text: &[u8], is_cut: bool, layers: usize) -> Vec<Range<usize>> {
        let mut found = self.find_in_layer(text, is_cut);
        if layers > 0
            && let Some(unescaped) = Unescaped::of(text)
        {
            let below = self.find_in_layers(&unescaped.bytes, is_cut, layers - 1);
            found.extend(unescaped.sources(below));
        }
        joined(found)
    }

    fn find_in_layer(&self, text: &[u8], is_cut: bool) -> Vec<Range<usize>> {
        let shortest =
            if is_cut { Some(0) } else { self.spellings.iter().map(|spelling| spelling.len()).min() };
        if shortest.is_none_or(|shortest| shortest > text.len()) {
            return Vec::new();
        }
        let reduced = self.comparison.reduce(text);
        let triples = (reduced.len() < SHORT_TEXT).then(|| Triples::of(&reduced));
        let mut found = Vec::new();
        for spelling in &self.spellings {
            let length = spelling.len();
            if !is_cut && triples.as_ref().is_some_and(|triples| !triples.may_hold(spelling)) {
                continue;
            }
            found.extend(memmem::find_iter(&reduced, spelling.as_slice()).map(|start| start..start + length));
            let part = if is_cut { overlap(&reduced, spelling) } else { 0 };
            if part >= SHORTEST_PART.min(length.div_ceil(2)) {
                found.push(reduced.len() - part..reduced.len());
            }
        }
        self.comparison.sources(text, joined(found))
    }
}

/// The triples of neighbours in a short text, as a set that may have a few more: preparing to search for a
/// spelling takes longer than to see that it cannot be there.
struct Triples([u64; 64]);

impl Triples {
    fn of(text: &[u8]) -> Self {
        let mut triples = Self([0; 64]);
        for triple in text.windows(3) {
            let (word, bit) = Self::place(triple);
            if let Some(word) = triples.0.get_mut(word) {
                *word |= bit;
            }
        }
        triples
    }

    fn may_hold(&self, spelling: &[u8]) -> bool {
        const CHECKED: usize = 8;
        spelling.windows(3).take(CHECKED).all(|triple| {
            let (word, bit) = Self::place(triple);
            self.0.get(word).is_some_and(|word| word & bit != 0)
        })
    }

    fn place(triple: &[u8]) -> (usize, u64) {
        let hash = triple.iter().fold(0_usize, |hash, byte| hash * 37 + usize::from(*byte));
        (hash % 64, 1 << (hash / 64 % 64))
    }
}

/// Ranges in order, those that overlap as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

fn undone(text: &Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    Unescaped::of(text).map(|unescaped| unescaped.bytes)
}

/// The token as numbers, in base64, and in base64 twice.
fn encodings(token: &[u8]) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
    let hex = numbers(token, 16, "");
    let prefixed_hex = numbers(token, 16, "0x");
    let decimal = numbers(token, 10, "");
    let once = base64(token);
    let twice: Vec<_> = once.iter().flat_map(|encoding| base64(encoding)).collect();
    [hex, prefixed_hex, decimal].into_iter().chain(once).chain(twice)
}

fn numbers(token: &[u8], radix: u32, prefix: &str) -> Zeroizing<Vec<u8>> {
    let mut numbers = Zeroizing::new(Vec::with_capacity(token.len() * (prefix.len() + 3)));
    for byte in token.iter().map(|byte| u32::from(*byte)) {
        numbers.extend_from_slice(prefix.as_bytes());
        // Visible characters have two digits of hex, and two or three of decimals.
        let digits = [byte / radix / radix, byte / radix % radix, byte % radix];
        let digits = digits.into_iter().skip(usize::from(byte < radix * radix));
        numbers.extend(digits.filter_map(|digit| char::from_digit(digit, radix)).map(|digit| digit as u8));
    }
    numbers
}

/// The base64 of a token within any longer text: one for each place it can have in a group of three, without
/// the characters that also depend on what stands around it. In both alphabets where they differ.
fn base64(token: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut encodings = Vec::with_capacity(6);
    for padding in [&[][..], &[0], &[0, 0]] {
        let bytes = Zeroizing::new([padding, token].concat());
        let inner = (padding.len() * 8).div_ceil(6)..bytes.len() * 8 / 6;
        let encoding = Zeroizing::new(STANDARD_NO_PAD.encode(&*bytes));
        let standard = Zeroizing::new(encoding.as_bytes().get(inner).unwrap_or_default().to_vec());
        if memchr2(b'+', b'/', &standard).is_some() {
            let url_safe = standard.iter().map(|byte| match byte {
                b'+' => b'-',
                b'/' => b'_',
                byte => *byte,
            });
            encodings.push(Zeroizing::new(url_safe.collect()));
        }
        encodings.push(standard);
    }
    encodings
}

/// Maps a byte to what is compared of it: what each byte counts as, 0 for those that are passed over.
#[derive(Clone, Copy)]
struct Comparison(&'static [u8; 256]);

impl Comparison {
    /// Of a short token every character counts: its letters alone could be in any text.
    fn of(token: &[u8]) -> Self {
        const SHORT: usize = 12;
        static LETTERS_AND_DIGITS: [u8; 256] = table(false);
        static CHARACTERS: [u8; 256] = table(true);
        let is_short = token.iter().filter(|byte| byte.is_ascii_alphanumeric()).count() < SHORT;
        Self(if is_short { &CHARACTERS } else { &LETTERS_AND_DIGITS })
    }

    fn value(self, byte: u8) -> u8 {
        self.0.get(usize::from(byte)).copied().unwrap_or(0)
    }

    fn reduce(self, text: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut reduced = Zeroizing::new(vec![0; text.len()]);
        let mut length = 0;
        for byte in text {
            // Without a branch on what the bytes are, which costs twice the time.
            if let Some(slot) = reduced.get_mut(length) {
                *slot = self.value(*byte);
                length += usize::from(*slot != 0);
            }
        }
        reduced.truncate(length);
        reduced
    }

    /// Finds where these ranges of a reduced text, in order and apart from each other, stand in the text.
    fn sources(self, text: &[u8], ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let mut offsets = text.iter().enumerate().filter(|(_, byte)| self.value(**byte) != 0);
        let mut next = 0;
        let mut source = |index: usize| {
            let (offset, _) = offsets.nth(index - next)?;
            next = index + 1;
            Some(offset)
        };
        ranges
            .into_iter()
            .filter_map(|range| {
                let start = source(range.start)?;
                let last = if range.len() == 1 { start } else { source(range.end - 1)? };
                Some(start..last + 1)
            })
            .collect()
    }
}

const fn table(counts_all: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    loop {
        #[allow(clippy::indexing_slicing, reason = "a byte is within 256, and this runs when it is compiled")]
        {
            table[byte as usize] = match byte {
                b'-' if counts_all => b'+',
                b'_' if counts_all => b'/',
                _ if byte.is_ascii_whitespace() => 0,
                _ if counts_all || byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
                _ => 0,
            };
        }
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// Measures the longest part of a text's end that a spelling begins with, without being all of it.
fn overlap(text: &[u8], spelling: &[u8]) -> usize {
    // Knuth, Morris and Pratt: for each beginning of the spelling the longest part of its own end that it
    // begins with, so that the text is read once.
    let mut borders: Vec<usize> = Vec::with_capacity(spelling.len());
    let extended = |borders: &[usize], mut length: usize, byte: &u8| loop {
        if spelling.get(length) == Some(byte) {
            return length + 1;
        }
        match length.checked_sub(1) {
            Some(before) => length = borders.get(before).copied().unwrap_or(0),
            None => return 0,
        }
    };
    for byte in spelling {
        let border = match borders.last() {
            Some(border) => extended(&borders, *border, byte),
            None => 0,
        };
        borders.push(border);
    }
    let longest = spelling.len().saturating_sub(1).min(text.len());
    let end = text.get(text.len() - longest..).unwrap_or_default();
    end.iter().fold(0, |length, byte| extended(&borders, length, byte))
}
